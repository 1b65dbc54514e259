"""What a market has of one participant: docs/formats/participant-bundle.md."""

import base64
import hashlib
import json
import struct

from ledger import header_hash
from proof import (
    Consistency,
    Head,
    check_kept,
    check_lines,
    count,
    hash_of,
    hashes,
    inclusion,
    leaf,
    one_spelling,
    only,
    signed,
    text_of,
)
from log import millis
from settlement import CORRECTIONS, RESIDUALS, SIGNS
from wire import Message

KIND = "commonwatt-participant-bundle-1"
FIELDS = (
    "kind market participant from to asked positions readings trades answers runs open missing head consistency signature"
).split()
SPOILT = (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError, struct.error)


def is_bundle(data):
    return data.startswith(b'{"kind":"commonwatt-participant-bundle-')


def check(data, kept, engine, witness, findings, seen):
    """Adds what is wrong with a bundle, and what was seen of it."""
    try:
        bundle = only(json.loads(data.decode("utf-8")), *FIELDS)
        if bundle["kind"] != KIND:
            raise ValueError("another kind than " + KIND)
        if one_spelling(bundle) != data:
            findings.add("BUNDLE_NOT_CANONICAL", "expected the bytes that its content makes")
        _check(bundle, kept, engine, witness, findings, seen)
    except SPOILT as fault:
        findings.add("BUNDLE_UNREADABLE", repr(fault))


def _check(bundle, kept, engine, witness, findings, seen):
    head = Head(bundle["head"])
    bare = hashlib.sha256(one_spelling({**bundle, "signature": ""})).hexdigest()
    if not signed(head.key, "%s\n%s\n" % (KIND, bare), text_of(bundle, "signature")):
        findings.add("BUNDLE_SIGNATURE_WRONG", "%s has not signed the bundle" % head.engine)
    head.check(engine, witness, findings)
    findings.same("MANIFEST_DIFFERS", "market", head.market, bundle["market"])
    only(bundle["asked"], "viewer", "role", "purpose")
    for one in bundle["readings"]:
        hash_of(only(one, "meter", "sequence", "timeMillis", "recordHash")["recordHash"])
    consistency = Consistency(bundle["consistency"]) if bundle["consistency"] else None
    if consistency and not consistency.leads(consistency.start, head.trees):
        findings.add("HEAD_INCONSISTENT", "it does not lead on from the earlier head")
    for one in bundle["answers"]:
        check_answer(only(one, "commandHash", "sequence", "event", "path"), head, findings)
    for one in bundle["runs"]:
        check_run(one, bundle, head, findings)
    Sums(bundle, findings).check()
    seen.append(
        "%d positions, %d trades, %d commands, %d settlements of %s, under %s, signed by %s"
        % tuple([len(bundle[name]) for name in ("positions", "trades", "answers", "runs")] + [bundle["participant"], head, head.engine])
    )
    asked = bundle["asked"]
    seen.append("asked for by %s, %s: %s" % (asked["viewer"], asked["role"], asked["purpose"]))
    check_kept(head, consistency, kept, engine, witness, findings, seen)


def check_answer(answer, head, findings):
    hash_of(answer["commandHash"])
    number, stored = count(answer, "sequence"), base64.b64decode(answer["event"], validate=True)
    findings.same("SEQUENCE_GAP", "event %d" % number, Message(stored).int(6), number)
    found = inclusion(leaf(stored), number - 1, head.trees[0][0], hashes(answer["path"]))
    findings.same("EVENT_UNEXPECTED", "event %d" % number, head.trees[0][1], found)


def check_run(run, bundle, head, findings):
    only(run, *"slotStartMillis slotMinutes run positionVersion batch lines batchIndex batchPath header".split())
    check_lines(run, head, findings)
    batch, slot = run["batch"], (count(run, "slotStartMillis"), count(run, "slotMinutes"))
    last = -1
    for line in run["lines"]:
        if line["line"] <= last:
            findings.add("BILL_PART_DIFFERS", "%s has a line twice" % batch["batchId"])
        last = line["line"]
        if "leafHash" not in line:
            found = line["participant"], line["slotStartMillis"], line["slotMinutes"]
            findings.same("BILL_LINE_DIFFERS", "line %d" % last, (bundle["participant"],) + slot, found)
    header = only(run["header"], "previousHash", "dataHash", "path")
    previous = hash_of(header["previousHash"]) if batch["block"] else b""
    own = leaf(header_hash(batch["block"], previous, hash_of(header["dataHash"])))
    found = inclusion(own, batch["block"], head.trees[2][0], hashes(header["path"]))
    findings.same("BLOCK_NOT_INCLUDED", "block %d" % batch["block"], head.trees[2][1], found)
    if not millis(bundle["from"]) <= slot[0] <= millis(bundle["to"]):
        findings.add("MANIFEST_DIFFERS", "%s is not of the slots" % batch["batchId"])


class Sums:
    """Whether positions, trades and bill lines fit together."""

    def __init__(self, bundle, findings):
        self.bundle, self.findings = bundle, findings
        self.trades, self.runs = {}, {}  # by the slot's start

    def check(self):
        for one in self.bundle["trades"]:
            fields = "event slotStartMillis what tradeId side energyWh priceMicroPerKwh".split()
            self.stand(only(one, *fields, *[more for more in one if more == "surplusMicroPerKwh"]))
        for run in self.bundle["runs"]:
            self.runs.setdefault(run["slotStartMillis"], []).append(run)
        starts = set(self.trades) | {one["slotStartMillis"] for one in self.bundle["positions"]}
        for start in sorted(starts - set(self.runs) - set(self.bundle["open"])):
            self.findings.add("BATCH_DIFFERS", "the slot %d is neither settled nor open" % start)
        for start, runs in self.runs.items():
            self.slot(start, runs)

    def stand(self, one):
        trades = self.trades.setdefault(one["slotStartMillis"], {})
        key, energy, price = (one["tradeId"], one["side"]), count(one, "energyWh"), int(one["priceMicroPerKwh"])
        if one["what"] in ("AUCTION", "CONTINUOUS", "BILATERAL"):
            if key in trades:
                self.findings.add("TRADE_DIFFERS", "trade %s is there twice" % (key,))
            trades[key] = energy, price
            if "surplusMicroPerKwh" in one:
                trades[key[0], "SURPLUS"] = energy, int(one["surplusMicroPerKwh"])
        elif one["what"] in ("BUSTED", "CURTAILED"):
            for key in [key] + [(key[0], "SURPLUS")] * (one["side"] == "BUY"):
                was = trades.pop(key, None)
                if was and energy and one["what"] == "CURTAILED":
                    trades[key] = energy, was[1]
        else:
            self.findings.add("TRADE_DIFFERS", "trade %s is %s" % (key, one["what"]))

    def slot(self, start, runs):
        residual, readable = 0, True
        for number, run in enumerate(runs):
            self.named(run, number)
            for line in run["lines"]:
                readable = readable and "leafHash" not in line
                if "leafHash" not in line:
                    self.amount(run, line)
                    residual += RESIDUALS.get(line["kind"], 0) * line["energyWh"]
            if readable and number == 0:
                self.traded(start, run)
            if readable and (number == 0 or run["batch"]["batchId"].endswith(".final")):
                self.metered(start, run, residual)

    def named(self, run, number):
        prefix = "%s.%d." % (self.bundle["market"], run["slotStartMillis"] // 1000)
        names = [prefix + "initial"] if number == 0 else [prefix + "revised-%d" % number, prefix + "final"]
        name = run["batch"]["batchId"]
        corrects = number > 0 and name.startswith(prefix + "corrected-")
        if run["run"] != number or not (corrects or name in names):
            self.findings.add("BATCH_DIFFERS", "%s is not run %d of its slot" % (name, number))

    def amount(self, run, line):
        if line["kind"] in CORRECTIONS:
            return  # of money only: its amount is no product
        expected = SIGNS[line["kind"]] * line["energyWh"] * int(line["priceMicroPerKwh"])
        self.findings.same("BILL_LINE_DIFFERS", run["batch"]["batchId"], expected, int(line["amountNano"]))

    def traded(self, start, run):
        billed = {}
        for line in run["lines"]:
            side = {"TRADE_BUY": "BUY", "TRADE_SELL": "SELL", "BID_SURPLUS": "SURPLUS"}.get(line["kind"])
            if side:
                key = line["tradeId"], side
                if key in billed:
                    self.findings.add("TRADE_SETTLED_TWICE", "trade %d is billed twice" % key[0])
                billed[key] = line["energyWh"], int(line["priceMicroPerKwh"])
        self.findings.same("TRADE_NOT_SETTLED", run["batch"]["batchId"], self.trades.get(start, {}), billed)

    def metered(self, start, run, residual):
        version = count(run, "positionVersion")
        if version == 0:
            return  # a supplier, or a former owner of a home, has none
        net = None
        for one in self.bundle["positions"]:
            only(one, *"slotStartMillis slotMinutes version importWh exportWh quality event".split())
            if (one["slotStartMillis"], one["version"]) == (start, version):
                net = count(one, "exportWh") - count(one, "importWh")
        for (_, side), (energy, _) in self.trades.get(start, {}).items():
            net = net if net is None else net + {"BUY": energy, "SELL": -energy}.get(side, 0)
        self.findings.same("BILL_LINE_DIFFERS", run["batch"]["batchId"] + ", without a trade", net, residual)
