#!/usr/bin/env python3
"""Pairing beside scipy, OR-tools, LEMON, lap, laprust and HiGHS, on the same instances in one run.

    cargo build --release -p vekha-benches
    pip install numpy scipy ortools lap laprust highspy
    g++ -O3 -march=native -o lemon benches/peers/lemon.cpp        # Debian: liblemon-dev
    python3 benches/peers/pairing.py target/release/pairing ./lemon [FAMILY ...]

CPU seconds of the solver call; a peer that is not installed, or cannot take an instance, is left out. Every peer's
number of pairs and total must be ours."""
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

FAMILIES = ("dense-1000 dense-ties-1000 dense-3000 dense-500x2000 points-500x2000 sparse-20k sparse-ties-20k "
            "points-20k tight-20k tight-ties-20k crowded-2k crowded-20k crowded-ties-20k").split()
# A linear programme of so many candidates is still a matter of seconds for HiGHS.
TRACTABLE = 40_000


def load(path):
    data = open(path, "rb").read()
    assert data[:4] == b"MMB1"
    n, m = np.frombuffer(data, "<u4", 2, 4)
    arcs = int(np.frombuffer(data, "<u8", 1, 12)[0])
    at = 20
    fields = []
    for kind, count in (("<u4", n), ("<u8", m + 1), ("<u4", arcs), ("<i8", arcs)):
        fields.append(np.frombuffer(data, kind, int(count), at).astype(np.int64))
        at += int(count) * np.dtype(kind).itemsize
    return int(n), int(m), *fields


def timed(call):
    start = time.process_time()
    answer = call()
    return time.process_time() - start, answer


def expanded(n, m, capacity, mentor, score):
    """Scores by mentee and place: capacity as copies of columns."""
    return np.repeat(score.reshape(m, n), capacity, axis=1)


def scipy_peer(n, m, capacity, row, mentor, score):
    from scipy.optimize import linear_sum_assignment
    if len(mentor) != n * m:
        return None
    matrix = expanded(n, m, capacity, mentor, score).astype(float)
    seconds, (rows, columns) = timed(lambda: linear_sum_assignment(matrix, maximize=True))
    return seconds, len(rows), int(matrix[rows, columns].sum())


def square(n, m, capacity, mentor, score, most=3000):
    if len(mentor) != n * m or capacity.sum() < m or capacity.sum() > most:
        return None
    scores = expanded(n, m, capacity, mentor, score)
    cost = np.zeros((scores.shape[1], scores.shape[1]))
    cost[:m] = scores.max() - scores
    return scores, cost


def lap_peer(n, m, capacity, row, mentor, score):
    import lap
    found = square(n, m, capacity, mentor, score)
    if found is None:
        return None
    scores, cost = found
    seconds, (_, columns, _) = timed(lambda: lap.lapjv(cost))
    return seconds, m, int(scores[np.arange(m), columns[:m]].sum())


def laprust_peer(n, m, capacity, row, mentor, score):
    import laprust
    found = square(n, m, capacity, mentor, score)
    if found is None:
        return None
    scores, cost = found
    seconds, (rows, columns) = timed(lambda: laprust.lapjv(cost, return_cost=False))
    real = rows < m
    return seconds, m, int(scores[rows[real], columns[real]].sum())


def highs_peer(n, m, capacity, row, mentor, score):
    import highspy
    arcs = len(mentor)
    if arcs > TRACTABLE:
        return None
    bonus = (int(score.max()) - int(score.min())) * (min(n, m) + 2) + 1
    rows = np.column_stack([mentor, n + np.repeat(np.arange(m), np.diff(row))]).ravel()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = arcs, n + m
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = (score + bonus).astype(float)
    model.col_lower_, model.col_upper_ = np.zeros(arcs), np.ones(arcs)
    model.row_lower_ = np.zeros(n + m)
    model.row_upper_ = np.concatenate([capacity, np.ones(m)]).astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = 2 * np.arange(arcs + 1)
    model.a_matrix_.index_, model.a_matrix_.value_ = rows, np.ones(2 * arcs)
    highs = highspy.Highs()
    highs.silent()
    highs.passModel(model)
    seconds, _ = timed(highs.run)
    # A vertex of this programme is an assignment.
    taken = np.array(highs.getSolution().col_value) > .5
    return seconds, int(taken.sum()), int(score[taken].sum())


def ortools_peer(n, m, capacity, row, mentor, score):
    from ortools.graph.python import min_cost_flow
    top, low = int(score.max()), int(score.min())
    alone = (top - low) * (min(n, m) + 2) + 1
    mentee = np.repeat(np.arange(m), np.diff(row))
    sink = n + m
    tails = np.concatenate([n + mentee, np.arange(n), n + np.arange(m)])
    heads = np.concatenate([mentor, np.full(n + m, sink)])
    limits = np.concatenate([np.ones(len(mentor), int), capacity, np.ones(m, int)])
    costs = np.concatenate([top - score, np.zeros(n, int), np.full(m, alone)])
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, limits, costs)
    flow.set_nodes_supplies(np.arange(n + m + 1), np.concatenate([np.zeros(n, int), np.ones(m, int), [-m]]))
    seconds, status = timed(flow.solve)
    if status != flow.OPTIMAL:
        return None
    taken = flow.flows(arcs)[:len(mentor)] > 0
    return seconds, int(taken.sum()), int(score[taken].sum())


def output(command, limit=None):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=limit).stdout


def main(ours, lemon, names):
    peers = {"scipy": scipy_peer, "OR-tools": ortools_peer, "lap": lap_peer, "laprust": laprust_peer,
             "HiGHS": highs_peer}
    with tempfile.TemporaryDirectory() as place:
        for name in names or FAMILIES:
            output([ours, "--write", place, name])
            path = os.path.join(place, name)
            words = output([ours, "--alone", name]).split()
            seconds, pairs, total = float(words[1]), int(words[3]), int(words[6])
            line = f"{name:18} ours {seconds:.4f}"
            instance = load(path)
            answers = {}
            for peer, solve in peers.items():
                try:
                    answers[peer] = solve(*instance)
                except ImportError:
                    pass
            if os.path.exists(lemon):
                words = output([lemon, path]).split()
                answers["LEMON"] = float(words[0]), int(words[1]), int(words[2])
            for peer, answer in answers.items():
                if answer is None:
                    continue
                assert answer[1:] == (pairs, total), (name, peer, answer, pairs, total)
                line += f"  {peer} {answer[0]:.4f} (x{answer[0] / seconds:.1f})"
            print(line, flush=True)
            os.remove(path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
