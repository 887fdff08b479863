#!/usr/bin/env python3
"""The indicators of `cargo bench --bench night` in pandas and DuckDB, from Parquet files, one core each.

python3 -m venv venv && venv/bin/pip install numpy pandas pyarrow duckdb && venv/bin/python benches/peers/night.py
Each runs in a process of its own; CPU seconds and peak memory are of that process, reading included.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time

SCHOOLS = int(os.environ.get("NIGHT_SCHOOLS", "1000"))
PAIRS, MEETINGS, ITEMS, QUESTIONS = 200, 30, 12, 7


def data(folder):
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    pairs = SCHOOLS * PAIRS
    pair = np.arange(pairs, dtype=np.int32)
    no = pair % PAIRS + 1
    school = pair // PAIRS
    mentor = school * PAIRS + (no - 1) // 2
    write = lambda name, **columns: pq.write_table(pa.table(columns), os.path.join(folder, name + ".parquet"))
    write("pairs", pair=pair, school=school, mentor=mentor)
    meeting = np.tile(np.arange(MEETINGS, dtype=np.int32), pairs)
    of = np.repeat(pair, MEETINGS)
    number = np.repeat(no, MEETINGS)
    write("meetings", pair=of, day=meeting * 7 + number % 7, held=(meeting + number) % 5 != 0, feedback=meeting % 3 != 0)
    item = np.tile(np.arange(ITEMS, dtype=np.int32), pairs)
    number = np.repeat(no, ITEMS)
    write("items", pair=np.repeat(pair, ITEMS), due=item * 20, done=(item + number) % 4 != 0)
    for wave, add in (("before", 4), ("after", 6)):
        question = np.tile(np.arange(QUESTIONS, dtype=np.int32), pairs)
        number = np.repeat(no, QUESTIONS)
        write(wave, pair=np.repeat(pair, QUESTIONS), question=question, score=add + (question + number) % 4)


TODAY = 243


def in_pandas(folder):
    import numpy as np
    import pandas as pd

    read = lambda name: pd.read_parquet(os.path.join(folder, name + ".parquet"))
    pairs, meetings, items = read("pairs"), read("meetings"), read("items")
    meetings = meetings[meetings.day <= TODAY]
    held = meetings[meetings.held]
    one = pairs.set_index("pair")
    one["planned"] = meetings.groupby("pair").size()
    one["held"] = held.groupby("pair").size()
    one["feedback"] = held.groupby("pair").feedback.sum()
    one["last"] = held.groupby("pair").day.max()
    one["items"] = items.groupby("pair").size()
    one["done"] = items.groupby("pair").done.sum()
    one["late"] = items[(items.due < TODAY) & ~items.done].groupby("pair").size()
    one = one.fillna(0)
    shift = read("before").merge(read("after"), on=["pair", "question"], suffixes=("_before", "_after"))
    one["shift"] = (shift.score_after - shift.score_before).groupby(shift.pair).mean()
    one["meetings_share"] = one.held / one.planned * 100
    one["plan_share"] = one.done / one["items"] * 100
    one["feedback_share"] = one.feedback / one.held * 100
    one["terms"] = (one["items"] - one.late) / one["items"] * 100
    one["on_track"] = (one.plan_share >= 65) & (one.held >= 6)
    one["gap"] = TODAY - one["last"]
    bands = lambda column: np.select([column >= 65, column >= 40], ["хорошо", "внимание"], "плохо")
    for name in ("meetings_share", "plan_share", "feedback_share", "terms"):
        one[name + "_band"] = bands(one[name])
    sums = ["planned", "held", "feedback", "on_track"]
    mentors = one.groupby("mentor")[sums].sum()
    mentors["share"] = mentors.held / mentors.planned * 100
    schools = one.groupby("school")[sums].sum()
    schools["share"] = schools.held / schools.planned * 100
    return len(one) + len(mentors) + 2 * len(schools)


def in_duckdb(folder):
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 1")
    for name in ("pairs", "meetings", "items", "before", "after"):
        base.execute(f"create view {name} as select * from '{folder}/{name}.parquet'")
    band = lambda name: f"case when {name} >= 65 then 'хорошо' when {name} >= 40 then 'внимание' else 'плохо' end as {name}_band"
    base.execute(
        f"""create table one as with
        m as (select pair, count(*) planned, count(*) filter (held) held, count(*) filter (held and feedback) feedback,
              max(day) filter (held) as last from meetings where day <= {TODAY} group by pair),
        i as (select pair, count(*) items, count(*) filter (done) done,
              count(*) filter (due < {TODAY} and not done) late from items group by pair),
        s as (select pair, avg(after.score - before.score) shift from before join after using (pair, question) group by pair),
        v as (select *, held / planned * 100 meetings_share, done / items * 100 plan_share,
              feedback / held * 100 feedback_share, (items - late) / items * 100 terms, {TODAY} - last as gap
              from pairs join m using (pair) join i using (pair) join s using (pair))
        select *, plan_share >= 65 and held >= 6 as on_track,
        {band('meetings_share')}, {band('plan_share')}, {band('feedback_share')}, {band('terms')} from v"""
    )
    total = "sum(planned) planned, sum(held) held, sum(feedback) feedback, count(*) filter (on_track) on_track, sum(held) / sum(planned) * 100 share"
    count = base.execute("select count(*) from one").fetchone()[0]
    for level in ("mentor", "school"):
        base.execute(f"create table of_{level} as select {level}, {total} from one group by {level}")
        count += base.execute(f"select count(*) from of_{level}").fetchone()[0]
    return count


def main():
    if len(sys.argv) == 3:
        began = time.process_time()
        count = {"pandas": in_pandas, "duckdb": in_duckdb}[sys.argv[1]](sys.argv[2])
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(f"{sys.argv[1]}: {time.process_time() - began:.2f} s CPU, {count} subjects, peak {used.ru_maxrss // 1024} MB")
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("VEKHA_BENCH_DIR")) as folder:
        data(folder)
        environment = dict(os.environ, OMP_NUM_THREADS="1", ARROW_NUM_THREADS="1")
        for who in ("pandas", "duckdb"):
            subprocess.run([sys.executable, __file__, who, folder], check=True, env=environment)


if __name__ == "__main__":
    main()
