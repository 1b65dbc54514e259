"""Solves auction cases as linear programs with HiGHS and times its run() alone.

Arguments: a file of cases (JSON Lines, may be gzipped) and seconds to measure. Prints one JSON object
per case: id, welfare (nano-currency), and medians of the processor time and the elapsed time, microseconds.
"""

import gzip
import json
import statistics
import sys
import time

import highspy
import numpy as np


class Columns:
    """Columns of an LP in compressed form."""

    def __init__(self):
        self.cost, self.upper, self.lower = [], [], []
        self.starts, self.rows, self.values = [], [], []

    def add(self, cost, lower, upper, entries):
        self.starts.append(len(self.rows))
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        for row, value in entries:
            if row is not None:
                self.rows.append(row)
                self.values.append(value)


def columns_of(case, row, fixed):
    columns = Columns()
    for order in case["orders"]:
        sign = 1 if order["side"] == "buy" else -1
        columns.add(sign * order["priceMicroPerKwh"], 0, order["energyWh"], [(row[order["area"]], -sign)])
    for link in case["links"]:
        low, high, fee = link.get("minFlowWh", 0), link["maxFlowWh"], link.get("feeMicroPerKwh", 0)
        gain = fixed.get(link["to"], 0) - fixed.get(link["from"], 0)
        ends = row.get(link["from"]), row.get(link["to"])
        columns.add(gain - fee, max(0, low), max(0, high), [(ends[0], -1), (ends[1], 1)])
        columns.add(-gain - fee, max(0, -high), max(0, -low), [(ends[0], 1), (ends[1], -1)])
    return columns


def program(case):
    fixed = {a["id"]: a["fixedPriceMicroPerKwh"] for a in case["areas"] if "fixedPriceMicroPerKwh" in a}
    normal = [a["id"] for a in case["areas"] if a["id"] not in fixed and not a.get("external", False)]
    columns = columns_of(case, {area: n for n, area in enumerate(normal)}, fixed)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns.cost), len(normal)
    lp.col_cost_ = np.array(columns.cost, dtype=float)
    lp.col_lower_ = np.array(columns.lower, dtype=float)
    lp.col_upper_ = np.array(columns.upper, dtype=float)
    lp.row_lower_ = lp.row_upper_ = np.zeros(len(normal))
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.array(columns.starts + [len(columns.rows)])
    lp.a_matrix_.index_ = np.array(columns.rows)
    lp.a_matrix_.value_ = np.array(columns.values, dtype=float)
    return lp


def solve(lp):
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(lp)
    cpu, wall = time.process_time(), time.perf_counter()
    solver.run()
    return solver.getInfo().objective_function_value, time.process_time() - cpu, time.perf_counter() - wall


def main():
    name, seconds = sys.argv[1], float(sys.argv[2])
    with gzip.open(name, "rt") if name.endswith(".gz") else open(name) as lines:
        cases = [json.loads(line) for line in lines]
    programs = [program(case) for case in cases]
    samples = [[] for _ in cases]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(samples[-1]) < 3:
        for sample, lp in zip(samples, programs):
            sample.append(solve(lp))
    for case, sample in zip(cases, samples):
        print(json.dumps({
            "id": case["id"],
            "welfareNano": sample[0][0],
            "cpuMicros": statistics.median(s[1] for s in sample) * 1e6,
            "wallMicros": statistics.median(s[2] for s in sample) * 1e6,
        }))


main()
