"""The shipped pairing.rhai as a Python function. People come as JSON on stdin; the time of the loop goes to stdout."""

import json
import sys
import time

WEIGHTS = (4, 3, 1, 1, 2, 1, 1, 3, 1)


def eligible(mentor, mentee):
    if mentor["id"] == mentee["id"]:
        return "self"
    if mentor["form"] != mentee["form"]:
        return "form"
    if mentor["id"] in mentee["avoids"]:
        return "mentee avoids"
    if mentee["id"] in mentor["avoids"]:
        return "mentor avoids"
    if mentee["age"] < mentor["wished_age_from"]:
        return "younger"
    if mentee["age"] > mentor["wished_age_to"]:
        return "older"
    return None


def overlap(left, right):
    return len(set(left) & set(right))


def score(mentor, mentee):
    years = mentor["years"] - mentee["years"]
    chosen = (mentee["id"] in mentor["preferences"]) + (mentor["id"] in mentee["preferences"])
    capacity = mentor["capacity"]
    return (
        sum(one in mentor["competences"] for one in mentee["requests"]) * 100 / len(mentee["requests"]),
        100 if mentor["subject"] == mentee["subject"] else 0,
        0 if years < 3 else 60 if years > 20 else 100,
        min(overlap(mentor["interests"], mentee["interests"]), 3) * 100 / 3,
        min(overlap(mentor["slots"], mentee["slots"]), 2) * 50,
        100 if mentor["place"] == mentee["place"] else 0,
        100 if mentor["role_model"] == mentee["role_model"] else 0,
        20 + chosen * 40,
        0 if capacity <= 0 else 100 - 100 * min(mentor["load"], capacity) // capacity,
    )


def run(mentors, mentees):
    total, eligible_pairs = 0.0, 0
    for mentor in mentors:
        for mentee in mentees:
            if eligible(mentor, mentee) is None:
                values = score(mentor, mentee)
                total += sum(map(lambda weight, value: weight * value, WEIGHTS, values)) / 17
                eligible_pairs += 1
    return total, eligible_pairs


people = json.load(sys.stdin)
least = None
for _ in range(3):
    start = time.process_time()
    total, count = run(people["mentors"], people["mentees"])
    took = time.process_time() - start
    least = took if least is None else min(least, took)
print(json.dumps({"seconds": least, "total": total, "eligible": count}))
