"""Solves auction cases of several slots with block orders as mixed integer programs with HiGHS.

Argument: a file of cases (JSON Lines). Prints one JSON object per case: id, welfare and the bound of all
welfare (nano-currency), and the processor time and the elapsed time of its run(), microseconds. The program
is easier than the auction: it asks for no prices at which no block loses, so its welfare may be higher.
"""

import json
import sys
import time

import highspy
import numpy as np

GAP = 1e-6
SECONDS = 60.0


class Program:
    """Columns and rows of a mixed integer program in compressed form."""

    def __init__(self):
        self.cost, self.lower, self.upper, self.whole = [], [], [], []
        self.starts, self.rows, self.values = [], [], []
        self.row_lower, self.row_upper = [], []

    def row(self, lower, upper):
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1

    def column(self, cost, lower, upper, entries, whole=False):
        self.starts.append(len(self.rows))
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous)
        for row, value in entries:
            self.rows.append(row)
            self.values.append(value)

    def model(self):
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), len(self.row_lower)
        lp.col_cost_ = np.array(self.cost, dtype=float)
        lp.col_lower_ = np.array(self.lower, dtype=float)
        lp.col_upper_ = np.array(self.upper, dtype=float)
        lp.row_lower_ = np.array(self.row_lower, dtype=float)
        lp.row_upper_ = np.array(self.row_upper, dtype=float)
        lp.integrality_ = self.whole
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.array(self.starts + [len(self.rows)])
        lp.a_matrix_.index_ = np.array(self.rows)
        lp.a_matrix_.value_ = np.array(self.values, dtype=float)
        return lp


def model_of(case):
    program = Program()
    balance = {
        (slot, area["id"]): program.row(0, 0) for slot in case["slots"] for area in case["areas"]
    }
    for slot in case["slots"]:
        for link in case.get("links", []):
            low, high, fee = link.get("minFlowWh", 0), link["maxFlowWh"], link.get("feeMicroPerKwh", 0)
            ends = balance[slot, link["from"]], balance[slot, link["to"]]
            program.column(-fee, max(0, low), max(0, high), [(ends[0], -1), (ends[1], 1)])
            program.column(-fee, max(0, -high), max(0, -low), [(ends[0], 1), (ends[1], -1)])
    for order in case["orders"]:
        if "profile" not in order:
            sign = 1 if order["side"] == "buy" else -1
            entry = balance[order["slot"], order["area"]], -sign
            program.column(sign * order["priceMicroPerKwh"], 0, order["energyWh"], [entry])
    add_blocks(program, [order for order in case["orders"] if "profile" in order], balance)
    return program.model()


def add_blocks(program, blocks, balance):
    below_parent = {b["id"]: program.row(-1, 0) for b in blocks if "parent" in b}
    groups = {b["exclusiveGroup"]: program.row(0, 1) for b in blocks if "exclusiveGroup" in b}
    for block in blocks:
        sign = 1 if block["side"] == "buy" else -1
        wh = sum(block["profile"].values())
        entries = [(balance[slot, block["area"]], -sign * e) for slot, e in block["profile"].items()]
        if block["id"] in below_parent:
            entries.append((below_parent[block["id"]], 1))
        entries += [(below_parent[b["id"]], -1) for b in blocks if b.get("parent") == block["id"]]
        if "exclusiveGroup" in block:
            entries.append((groups[block["exclusiveGroup"]], 1))
        least = block.get("minRatioPpm", 1_000_000) / 1_000_000
        price = sign * block["priceMicroPerKwh"] * wh
        if least == 1:
            program.column(price, 0, 1, entries, whole=True)
        else:
            at_most, at_least = program.row(-1, 0), program.row(0, 1)
            program.column(price, 0, 1, entries + [(at_most, 1), (at_least, 1)])
            program.column(0, 0, 1, [(at_most, -1), (at_least, -least)], whole=True)


def main():
    with open(sys.argv[1]) as lines:
        cases = [json.loads(line) for line in lines]
    for case in cases:
        model = model_of(case)
        has_blocks = any("profile" in order for order in case["orders"])
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("mip_rel_gap", GAP)
        solver.setOptionValue("time_limit", SECONDS)
        solver.setOptionValue("threads", 1)
        solver.passModel(model)
        cpu, wall = time.process_time(), time.perf_counter()
        solver.run()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        info = solver.getInfo()
        print(
            json.dumps(
                {
                    "id": case["id"],
                    "welfareNano": info.objective_function_value,
                    "boundNano": info.mip_dual_bound if has_blocks else info.objective_function_value,
                    "cpuMicros": cpu * 1e6,
                    "wallMicros": wall * 1e6,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
