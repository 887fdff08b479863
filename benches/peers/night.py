#!/usr/bin/env python3
"""The night shift beside the same indicators in pandas and DuckDB, from Parquet files, one core each, in one run.

python3 -m venv venv && venv/bin/pip install numpy pandas pyarrow duckdb && venv/bin/python benches/peers/night.py
Runs `cargo bench -p vekha-benches --bench night`, or the program that NIGHT_BIN names; NIGHT_SCHOOLS makes all of it
smaller. The peers run in processes of their own; CPU seconds (libraries loaded) and peak memory are of those, reading
included. Every value
and every band that a peer computes has to be what the night computed, or this fails.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time

SCHOOLS = int(os.environ.get("NIGHT_SCHOOLS", "1000"))
PAIRS, MEETINGS, ITEMS, QUESTIONS, VARIANTS = 200, 30, 12, 7, 8
# Days since 1 September 2023: the first meeting can be on 2 October, the night is that of 1 May.
FIRST, TODAY = 31, 243
LEVELS = {
    "pair": ["встречи", "план", "обратная связь", "по плану", "ожидания", "сдвиг", "согласия", "сроки", "перерыв"],
    "mentor": ["встречи", "обратная связь", "ожидания", "загрузка"],
    "programme": ["пары завершены", "пары по плану", "встречи", "обратная связь", "удовлетворённость наставляемых"],
    "school": ["удовлетворённость наставляемых"],
}


def data(folder):
    """What `benches/night/data.rs` makes, as columns."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    def chance(variant, pair, k, salt, below):
        number = lambda value: np.asarray(value, dtype=np.uint64)
        mixed = number(variant) * 1_000_003 + number(pair) * 8_191 + number(k) * 131 + number(salt)
        mixed = (mixed * np.uint64(2_654_435_761)) & np.uint64(0xFFFFFFFF)
        mixed = (mixed ^ (mixed >> np.uint64(15))) * np.uint64(2_246_822_519) & np.uint64(0xFFFFFFFF)
        return ((mixed >> np.uint64(8)) % np.uint64(below)).astype(np.int32)

    pairs = SCHOOLS * PAIRS
    pair = np.arange(pairs, dtype=np.int32)
    no = pair % PAIRS + 1
    school = pair // PAIRS + 1
    variant = school % VARIANTS
    mentor = (no - 1) // 2 + 1
    write = lambda name, **columns: pq.write_table(pa.table(columns), os.path.join(folder, name + ".parquet"))
    write("pairs", pair=pair, school=school, no=no, mentor=mentor, capacity=np.full(pairs, 3, dtype=np.int32))

    def each(count):
        again = lambda column: np.repeat(column, count)
        return again(pair), again(no), again(variant), np.tile(np.arange(count, dtype=np.int32), pairs)

    of, number, kind, meeting = each(MEETINGS)
    write(
        "meetings",
        pair=of,
        day=FIRST + meeting * 7 + number % 7,
        held=chance(kind, number, meeting, 3, 5) > 0,
        feedback=chance(kind, number, meeting, 4, 3) > 0,
    )
    of, number, kind, item = each(ITEMS)
    done = chance(kind, number, item, 5, 4) > 0
    write("items", pair=of, due=item * 20, done=done, day=item * 18)
    of, number, kind, question = each(QUESTIONS)
    for wave, which, least in (("before", 1, 3), ("after", 2, 5)):
        write(wave, pair=of, question=question, score=least + chance(kind, number, question, 5 + which, 5))
    write("votes", pair=pair, expectations=4 + chance(variant, no, 0, 9, 7), satisfied=chance(variant, no, 0, 8, 4) > 0)
    of, _, _, paper = each(6)
    write("papers", pair=of, paper=paper)


def banded(value, rows, otherwise=""):
    import numpy as np

    return np.select([value >= least for least, _ in rows], [name for _, name in rows], otherwise)


GOOD = [(65, "хорошо"), (40, "внимание"), (0, "плохо")]
SAID = [(80, "хорошо"), (50, "внимание"), (0, "плохо")]
HOPED = [(8, "хорошо"), (5, "внимание"), (0, "плохо")]
TERMS = [(90, "хорошо"), (70, "внимание"), (0, "плохо")]
TRACK = [(65, "цель достигнута"), (0, "ниже цели")]
GOAL = [(85, "цель достигнута"), (0, "ниже цели")]


def in_pandas(folder):
    import numpy as np
    import pandas as pd

    read = lambda name: pd.read_parquet(os.path.join(folder, name + ".parquet"))
    one = read("pairs").set_index("pair")
    meetings = read("meetings")
    meetings = meetings[meetings.day <= TODAY]
    held = meetings[meetings.held]
    one["planned"] = meetings.groupby("pair").size()
    one["held"] = held.groupby("pair").size()
    one["feedback"] = held.groupby("pair").feedback.sum()
    one["last"] = held.groupby("pair").day.max()
    items = read("items")
    one["items"] = items.groupby("pair").size()
    one["done"] = items.groupby("pair").done.sum()
    late = np.where(items.done, items.day, TODAY) > items.due
    one["late"] = items[late].groupby("pair").size()
    one = one.fillna(0)
    votes = read("votes").set_index("pair")
    one["ожидания"], one["satisfied"] = votes.expectations, votes.satisfied
    both = read("before").merge(read("after"), on=["pair", "question"], suffixes=("_before", "_after"))
    means = both.groupby("pair")[["score_before", "score_after"]].mean()
    one["сдвиг"] = means.score_after - means.score_before
    one["согласия"] = read("papers").groupby("pair").paper.nunique() / 6 * 100
    one["встречи"] = one.held / one.planned * 100
    one["план"] = one.done / one["items"] * 100
    one["обратная связь"] = one.feedback / one.held * 100
    one["сроки"] = (one["items"] - one.late) / one["items"] * 100
    one["on_track"] = (one.план >= 65) & (one.held >= 6)
    one["по плану"] = np.where(one.on_track, 100, 0)
    one["перерыв"] = TODAY - one["last"]
    for name, rows in (("встречи", GOOD), ("план", GOOD), ("обратная связь", SAID), ("ожидания", HOPED), ("сроки", TERMS)):
        one[name + "|"] = banded(one[name], rows)
    one["по плану|"] = np.where(one.on_track, "по плану", "отстаёт")
    one["сдвиг|"] = np.select([one.сдвиг > 0, one.сдвиг < 0], ["рост", "спад"], "без перемен")
    one["согласия|"] = banded(one.согласия, [(100, "все"), (0, "не все")])
    one["перерыв|"] = np.where(one.перерыв <= 21, "встречаются", "перерыв")
    sums = ["planned", "held", "feedback"]
    mentors = one.groupby(["school", "mentor"])
    mentor = mentors[sums].sum()
    mentor["встречи"] = mentor.held / mentor.planned * 100
    mentor["обратная связь"] = mentor.feedback / mentor.held * 100
    mentor["ожидания"] = mentors.ожидания.mean()
    mentor["загрузка"] = mentors.size() / mentors.capacity.max() * 100
    for name, rows in (("встречи", GOOD), ("обратная связь", SAID), ("ожидания", HOPED)):
        mentor[name + "|"] = banded(mentor[name], rows)
    mentor["загрузка|"] = banded(mentor.загрузка, [(101, "перегрузка"), (0, "в пределах")])
    schools = one.groupby("school")
    programme = schools[sums + ["on_track", "satisfied"]].sum()
    size = schools.size()
    programme["пары завершены"] = 0 / size * 100
    programme["пары по плану"] = programme.on_track / size * 100
    programme["встречи"] = programme.held / programme.planned * 100
    programme["обратная связь"] = programme.feedback / programme.held * 100
    programme["удовлетворённость наставляемых"] = programme.satisfied / size * 100
    for name, rows in (("пары завершены", SAID), ("пары по плану", TRACK), ("встречи", GOOD), ("обратная связь", SAID)):
        programme[name + "|"] = banded(programme[name], rows)
    school = programme[["удовлетворённость наставляемых"]].copy()
    school["удовлетворённость наставляемых|"] = banded(school["удовлетворённость наставляемых"], GOAL)
    named = lambda table, no: table.reset_index().rename(columns={no: "no"})
    found = {"pair": one.reset_index(), "mentor": named(mentor, "mentor")}
    found["programme"] = programme.reset_index().assign(no=1)
    found["school"] = school.reset_index().assign(no=0)
    return lambda level: found[level]


def in_duckdb(folder):
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 1")
    for name in ("pairs", "meetings", "items", "before", "after", "votes", "papers"):
        base.execute(f"create view {name} as select * from '{folder}/{name}.parquet'")
    band = lambda name, rows: (
        "case " + " ".join(f"when \"{name}\" >= {least} then '{word}'" for least, word in rows) + f' end "{name}|"'
    )
    base.execute(
        f"""create table pair as with
        m as (select pair, count(*) planned, count(*) filter (held) held, count(*) filter (held and feedback) feedback,
              max(day) filter (held) as last from meetings where day <= {TODAY} group by pair),
        i as (select pair, count(*) items, count(*) filter (done) done,
              count(*) filter (case when done then day else {TODAY} end > due) late from items group by pair),
        s as (select pair, avg(after.score) - avg(before.score) "сдвиг"
              from before join after using (pair, question) group by pair),
        p as (select pair, count(distinct paper) / 6 * 100 "согласия" from papers group by pair),
        v as (select *, expectations "ожидания", held / planned * 100 "встречи", done / items * 100 "план",
              feedback / held * 100 "обратная связь", (items - late) / items * 100 "сроки", {TODAY} - last "перерыв",
              done / items * 100 >= 65 and held >= 6 as on_track
              from pairs join m using (pair) join i using (pair) join s using (pair) join p using (pair)
              join votes using (pair))
        select *, case when on_track then 100 else 0 end "по плану",
        case when on_track then 'по плану' else 'отстаёт' end "по плану|",
        case when "сдвиг" > 0 then 'рост' when "сдвиг" < 0 then 'спад' else 'без перемен' end "сдвиг|",
        case when "перерыв" <= 21 then 'встречаются' else 'перерыв' end "перерыв|",
        {band("согласия", [(100, "все"), (0, "не все")])},
        {band("встречи", GOOD)}, {band("план", GOOD)}, {band("обратная связь", SAID)}, {band("ожидания", HOPED)},
        {band("сроки", TERMS)} from v"""
    )
    sums = "sum(planned) planned, sum(held) held, sum(feedback) feedback, count(*) pairs"
    shares = 'held / planned * 100 "встречи", feedback / held * 100 "обратная связь"'
    base.execute(
        f"""create table mentor as with
        g as (select school, mentor as no, {sums}, avg("ожидания") "ожидания", max(capacity) capacity
              from pair group by school, mentor),
        v as (select *, {shares}, pairs / capacity * 100 "загрузка" from g)
        select *, {band("встречи", GOOD)}, {band("обратная связь", SAID)}, {band("ожидания", HOPED)},
        {band("загрузка", [(101, "перегрузка"), (0, "в пределах")])} from v"""
    )
    base.execute(
        f"""create table programme as with
        g as (select school, 1 as no, {sums}, count(*) filter (on_track) tracked, count(*) filter (satisfied) content
              from pair group by school),
        v as (select *, {shares}, 0 / pairs * 100 "пары завершены", tracked / pairs * 100 "пары по плану",
              content / pairs * 100 "удовлетворённость наставляемых" from g)
        select *, {band("встречи", GOOD)}, {band("обратная связь", SAID)}, {band("пары завершены", SAID)},
        {band("пары по плану", TRACK)} from v"""
    )
    name = "удовлетворённость наставляемых"
    base.execute(f'create table school as select school, 0 as no, "{name}", {band(name, GOAL)} from programme')
    return lambda level: base.execute(f"select * from {level}").df()


def compare(values, table):
    """Every value and band of the night's files against a peer's."""
    import numpy as np
    import pandas as pd

    count = 0
    for level, names in LEVELS.items():
        ours = pd.read_csv(os.path.join(values, level + ".tsv"), sep="\t").sort_values(["school", "no"])
        theirs = table(level).sort_values(["school", "no"])
        assert len(ours) == len(theirs) > 0, level
        assert (ours[["school", "no"]].to_numpy() == theirs[["school", "no"]].to_numpy()).all(), level
        for name in names:
            parts = ours[name].str.split("|", expand=True)
            value = theirs[name].to_numpy(dtype=float)
            different = ~np.isclose(parts[0].to_numpy(dtype=float), value, rtol=1e-12, atol=1e-12)
            assert not different.any(), f"{level}, {name}: {ours[name][different].head()} {value[different][:5]}"
            if name + "|" in theirs:
                wrong = parts[1].to_numpy() != theirs[name + "|"].fillna("").to_numpy()
                assert not wrong.any(), f"{level}, {name}: {ours[wrong].head()} {theirs[wrong].head()}"
            count += len(ours)
    return count


def peer(who, folder, values):
    # Loading the libraries is no part of the night.
    __import__(who)
    began = time.process_time()
    table = {"pandas": in_pandas, "duckdb": in_duckdb}[who](folder)
    spent, used = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF)
    print(f"{who}: {spent:.2f} s CPU, peak {used.ru_maxrss // 1024} MB", end="", flush=True)
    print(f"; {compare(values, table)} values with their bands are the night's" if values else "")


def main():
    if len(sys.argv) == 4:
        return peer(*sys.argv[1:])
    with tempfile.TemporaryDirectory(dir=os.environ.get("VEKHA_BENCH_DIR")) as folder:
        values = os.path.join(folder, "values")
        data(folder)
        environment = dict(os.environ, OMP_NUM_THREADS="1", ARROW_NUM_THREADS="1", NIGHT_VALUES=values)
        program = os.environ.get("NIGHT_BIN")
        command = [program] if program else ["cargo", "bench", "-q", "-p", "vekha-benches", "--bench", "night", "--"]
        subprocess.run([*command, "--bench"], check=True, env=environment)
        for who in ("pandas", "duckdb") * 2:
            subprocess.run([sys.executable, __file__, who, folder, values], check=True, env=environment)


if __name__ == "__main__":
    main()
