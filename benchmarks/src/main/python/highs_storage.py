"""Solves an auction of storage services as a mixed integer program with HiGHS and times its run() alone.

Argument: a case as in docs/formats/storage-auction.md. Prints one JSON object: welfare and the bound of all
welfare (nano-currency; null when there was no time to find any), and the processor time and the elapsed time of run(), microseconds. The program is
easier than the auction: it asks for no prices at which nobody loses, and it knows any parts of a Wh.
"""

import json
import math
import sys
import time

import highspy
from highs_blocks import GAP, SECONDS, Program


def add_bid(program, case, bid, balance):
    """A simple bid: of each slot a part, of all at most so much."""
    entries = []
    if "energyWh" in bid:
        entries = [(program.row(0, bid["energyWh"]), 1)]
    for slot, surplus in enumerate(bid["surplusWh"]):
        if surplus > 0:
            entry = [(balance[slot, bid["area"]], 1)]
            program.column(bid["limitMicroPerKwh"], 0, surplus, entry + entries)


def add_unit(program, case, unit, linked, balance):
    """A unit's charges and its state of charge; linked bids that are in it charge and discharge."""
    keeps, gives = unit["chargeEfficiencyPpm"] / 1e6, unit["dischargeEfficiencyPpm"] / 1e6
    in_slot = unit["chargeW"] * case["slotMinutes"] // 60
    out_slot = unit["dischargeW"] * case["slotMinutes"] // 60
    room = unit["usableWh"] - unit["storedWh"]
    cycles = unit["dailyCyclesPpm"] / 1e6 * unit["usableWh"] / keeps
    day = program.row(0, cycles)
    slots = range(case["slots"])
    power = [program.row(0, in_slot) for _ in slots]
    discharge = [program.row(0, out_slot) for _ in slots]
    change = [program.row(0, 0) for _ in slots]
    for slot in slots:
        entries = [(balance[slot, unit["area"]], -1), (power[slot], 1), (day, 1), (change[slot], keeps)]
        program.column(-unit["priceMicroPerKwh"][slot], 0, in_slot, entries)
        entries = [(change[slot], -1)] + ([(change[slot + 1], 1)] if slot + 1 < case["slots"] else [])
        program.column(0, unit["reserveWh"] - unit["storedWh"], room, entries)
    for bid, once in linked:
        charge, release = bid["surplusWh"], bid["release"]
        if sum(release["wh"]) / gives > sum(charge) * keeps:
            continue
        worth, entries = 0, [(once, 1), (day, sum(charge))]
        for slot in slots:
            at = slot - release["fromSlot"]
            out = release["wh"][at] if 0 <= at < len(release["wh"]) else 0
            if charge[slot] > 0:
                worth += charge[slot] * (bid["limitMicroPerKwh"] - unit["priceMicroPerKwh"][slot])
                entries.append((balance[slot, bid["area"]], charge[slot]))
                if bid["area"] == unit["area"]:
                    entries.pop()
                else:
                    entries.append((balance[slot, unit["area"]], -charge[slot]))
                entries += [(power[slot], charge[slot]), (change[slot], charge[slot] * keeps)]
            if out > 0:
                entries += [(discharge[slot], out), (change[slot], -out / gives)]
        program.column(worth, 0, 1, entries, whole=True)


def model_of(case):
    program = Program()
    slots = range(case["slots"])
    balance = {(slot, area): program.row(0, 0) for slot in slots for area in case["areas"]}
    for link in case["links"]:
        for slot in slots:
            ends, fee = (balance[slot, link["from"]], balance[slot, link["to"]]), -link["feeMicroPerKwh"]
            program.column(fee, 0, link["forwardWh"][slot], [(ends[0], -1), (ends[1], 1)])
            program.column(fee, 0, link["backwardWh"][slot], [(ends[0], 1), (ends[1], -1)])
    linked = [(bid, program.row(0, 1)) for bid in case["bids"] if "release" in bid]
    for bid in case["bids"]:
        if "release" not in bid:
            add_bid(program, case, bid, balance)
    for unit in case["units"]:
        add_unit(program, case, unit, linked, balance)
    return program.model(), bool(linked)


def main():
    with open(sys.argv[1]) as file:
        model, whole = model_of(json.load(file))
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
    bound = info.mip_dual_bound if whole else info.objective_function_value
    found = None if math.isinf(info.objective_function_value) else info.objective_function_value
    result = {"welfareNano": found, "boundNano": None if math.isinf(bound) else bound}
    print(json.dumps(result | {"cpuMicros": cpu * 1e6, "wallMicros": wall * 1e6}))


if __name__ == "__main__":
    main()
