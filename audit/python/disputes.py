"""Disputes of bill lines, and the runs that post what they correct: docs/formats/settlement-batch.md."""

import hashlib
import hmac
import json
import struct

from settlement import text
from wire import Message

SIDES = ("CORRECTION", "CORRECTION_OTHER_SIDE")


class Disputes:
    """Disputes as the log has them, and the bills whose lines they name."""

    def __init__(self, keyring, findings):
        self.keyring, self.findings = keyring, findings
        self.bills = {}  # by slot and run: hash of the batch, and participant, amount and other side of each line
        self.last, self.names = {}, {}  # by slot: number of the last run; by slot and run: id of the batch
        self.open, self.upheld = {}, {}  # by number: slot, run, line and participant; the corrected amount, None if sealed
        self.corrected = set()
        self.stated, self.next = [], 0  # what the ledger must have, in order; how much of it was met
        self.ended, self.recorded = set(), set()  # disputes that ended on the log; upheld ones on the ledger

    def bill(self, batch, run, lines, rent):
        """A run was made; who gets the rent bears what a link's line is corrected by."""
        self.last[batch.start] = run
        self.names[batch.start, run] = batch.id
        said = []
        for one in lines:
            other = None if one.sealed else rent if ">" in one.counterparty else one.counterparty
            said.append(other and (one.participant, one.amount, other))
        self.bills[batch.start, run] = batch.hash(), said

    def opened(self, market, body, place):
        number, slot, run = body.int(1), body.message(3).int(1), body.int(4)
        self.open[number] = slot, run, body.int(5), body.text(2)
        if body.int(10):  # may be corrected, and is on the ledger
            said = {"market": market, "dispute": number, "batchId": self.names.get((slot, run)), "line": body.int(5)}
            said.update(participant=body.text(2), openedMillis=body.int(8), untilMillis=body.int(10))
            self.stated.append(("disputes:Open", dict(said, sequence=place[0], eventHash=place[1])))
            self.ended.discard(number)

    def end(self, market, number, outcome, place):
        opened = any(one["dispute"] == number for _, one in self.stated)
        if opened and number not in self.ended:
            self.ended.add(number)
            said = {"market": market, "dispute": number, "outcome": outcome}
            self.stated.append(("disputes:Resolve", dict(said, sequence=place[0], eventHash=place[1])))

    def decided(self, market, body, place):
        number, ruling = body.int(1), body.message(4)
        self.end(market, number, "UPHELD" if ruling.int(1) else "DISMISSED", place)
        if not ruling.int(1):
            return
        if not ruling.has(4):
            self.upheld[number] = ruling.sint(2)
            return
        subject = "participant/" + body.text(2)
        plain = self.keyring.open(ruling.message(4), subject, "dispute ruling", subject, number)
        self.upheld[number] = None if plain is None else Message(plain).sint(1)

    def check(self, place, batch, run, lines):
        """A run that posts a correction: of an upheld dispute, once, what it adds to the line."""
        need = self.findings.same
        need("BATCH_DIFFERS", place + ", run", self.last.get(batch.start, -1) + 1, run)
        self.last[batch.start] = run
        digits = batch.id.rpartition(".corrected-")[2]
        number = int(digits) if digits.isascii() and digits.isdigit() and str(int(digits)) == digits else 0
        slot, of, index, who = self.open.get(number, (None, 0, 0, ""))
        holds = slot == batch.start and number in self.upheld and number not in self.corrected
        need("DISPUTE_DIFFERS", place + ", upheld and not corrected yet", True, holds)
        self.corrected.add(number)
        ground, said = self.bills.get((slot, of), (bytes(32), []))
        need("POSITIONS_HASH_DIFFERS", place, ground.hex(), batch.positions.hex())
        line = said[index] if 0 <= index < len(said) else None
        shapes = [(one.kind, one.participant, one.trade, one.energy, one.price) for one in lines if not one.sealed]
        other = lines[1].participant if len(lines) > 1 and not lines[1].sealed else ""
        expected = [(SIDES[0], who, number, 0, 0), (SIDES[1], other, number, 0, 0)]
        need("BILL_LINE_DIFFERS", place, expected, shapes)
        for at, one in enumerate(lines):
            message = text(batch.market) + struct.pack(">qii", batch.start, at, run)
            salt = hmac.new(ground, message, hashlib.sha256).digest()
            need("SALT_DIFFERS", "%s, line %d" % (place, at), salt.hex(), "" if one.sealed else one.salt.hex())
        if line is not None:
            need("BILL_LINE_DIFFERS", place + ", other side", (who, line[2]), (line[0], other))
            if self.upheld.get(number) is not None and lines:
                difference = self.upheld[number] - line[1]
                need("BILL_LINE_DIFFERS", place + ", amount", difference, getattr(lines[0], "amount", None))

    def take(self, place, market, function, argument):
        """A call of the disputes contract, in the order of the blocks."""
        try:
            said = json.loads(argument)
            said.pop("offset")  # of the log's record, which no event says
            if said["market"] != market:
                return
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as fault:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no call of disputes: %r" % (place, fault))
            return
        expected = self.stated[self.next] if self.next < len(self.stated) else "no further dispute"
        self.next += 1
        self.findings.same("LEDGER_DISPUTE_DIFFERS", place, expected, (function, said))
        if said.get("outcome") == "UPHELD":
            self.recorded.add(said.get("dispute"))

    def posted(self, place, name):
        """A batch of the log is in a block: a correction stands behind its upheld dispute."""
        digits = name.rpartition(".corrected-")[2] if ".corrected-" in name else ""
        if digits and not any(str(one) == digits for one in self.recorded):
            self.findings.add("LEDGER_DISPUTE_DIFFERS", "%s: dispute %s is not upheld there yet" % (place, digits))

    def pending(self):
        """A note of what the ledger does not have yet."""
        left = len(self.stated) - self.next
        if left > 0:
            yield "note: DISPUTES_PENDING: %d openings and ends of disputes are not on the ledger yet" % left
