#!/usr/bin/env python3
"""Checks an exported journal without the program: python3 verify_journal.py journal.jsonl [SCHOOL:NUMBER:DIGEST ...]

Every line names in "prev" the SHA-256 of the line before it in its school's journal, zeros in the first. Prints the
end of each journal; a head that was written down (on a report or an order) is found among the lines, or the journal
was cut or is another one. Exit code 1 when something is wrong.
"""
import hashlib
import json
import sys

ends, seen = {}, set()
for number, line in enumerate(open(sys.argv[1], "rb"), 1):
    line = line.rstrip(b"\r\n")
    event = json.loads(line)
    school = event["school"]
    seq, digest = ends.get(school, (0, "0" * 64))
    if event["seq"] != seq + 1 or event["prev"] != digest:
        sys.exit(f"line {number} does not follow the line before")
    ends[school] = (event["seq"], hashlib.sha256(line).hexdigest())
    seen.add("%s:%s:%s" % (school, *ends[school]))
for school, (seq, digest) in sorted(ends.items()):
    print(f"{school}:{seq}:{digest}")
lost = [head for head in sys.argv[2:] if head not in seen]
if lost:
    sys.exit("not in this journal: " + " ".join(lost))
