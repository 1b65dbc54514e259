"""Bilateral contracts in the blocks of a ledger: docs/formats/bilateral.md."""

import json
import re

import ed25519

FIELDS = (
    "market",
    "contractId",
    "buyer",
    "seller",
    "area",
    "fromMillis",
    "toMillis",
    "slotMinutes",
    "energyWh",
    "priceHash",
)
MOST_SLOTS = 2976


def canonical(terms):
    return json.dumps({field: terms[field] for field in FIELDS}, separators=(",", ":"))


def is_signed(key, text, signature):
    """Whether the owner of a key has signed the canonical terms; all are texts."""
    signed = "commonwatt bilateral contract 1\n%s\n" % text
    try:
        x509 = ed25519.PREFIX + bytes.fromhex(key)
        return ed25519.verify(x509, signed.encode("utf-8"), bytes.fromhex(signature))
    except (TypeError, ValueError):
        return False


class Agreed:
    """Contracts that the log says count, and their trades: one without an order for each slot, at the price 0."""

    def __init__(self, findings):
        self.findings = findings
        self.ends = {}  # by contract
        self.awaited = []  # start, buyer, seller and energy of trades that are due

    def contract(self, place, body, keys, market):
        self.finish(place)
        terms = agreed(place, body, keys, self.findings)
        name, start, end = terms["contractId"], terms["fromMillis"], terms["toMillis"]
        length = terms["slotMinutes"] * 60000
        if terms["market"] != market or self.ends.get(name, start) > start or length <= 0:
            self.differs(place, "%s is of another market, there already, or of no slots" % name)
            return
        if (end - start) // length > MOST_SLOTS:
            self.differs(place, "%s is of too many slots" % name)
            return
        self.ends[name] = end
        parties = (terms["buyer"], terms["seller"], terms["energyWh"])
        self.awaited = [(slot,) + parties for slot in range(start, end, length)]

    def trade(self, place, body):
        """A continuous trade; those with an order are none of a contract."""
        if body.int(3):
            return
        found = (body.message(2).int(1), body.text(6), body.text(7), body.int(10))
        due = self.awaited.pop(0) if self.awaited else None
        if found != due or body.sint(11):
            self.differs(place, "a trade without orders of %s where %s is due" % (found, due))

    def finish(self, place):
        for due in self.awaited:
            self.differs(place, "no trade of %s" % (due,))
        self.awaited = []

    def differs(self, place, what):
        self.findings.add("BILATERAL_DIFFERS", "%s: %s" % (place, what))


def agreed(place, body, keys, findings):
    """The terms of a contract that the log says counts: each side has signed it with the key that it has."""
    contract = body.message(1)
    values = [contract.text(1), contract.text(2), contract.text(3), contract.text(4), contract.text(5)]
    values += [contract.sint(6), contract.sint(7), contract.int(8), contract.sint(9)]
    terms = dict(zip(FIELDS, values + [contract.bytes(10).hex()]))
    for party, key, signature in (
        (terms["buyer"], body.text(2), contract.text(11)),
        (terms["seller"], body.text(3), contract.text(12)),
    ):
        if keys.get(party) != key or not is_signed(key, canonical(terms), signature):
            what = "%s: %s by %s" % (place, terms["contractId"], party)
            findings.add("BILATERAL_NOT_SIGNED", what)
    return terms


class Bilateral:
    """Each contract is there once, in time, signed by both with registered keys, its price deposited before."""

    def __init__(self, market, findings):
        self.market, self.findings = market, findings
        self.keys, self.deposited, self.recorded = {}, set(), set()
        self.settled = 0  # end of the newest slot that has a batch

    def batch(self, batch):
        self.settled = max(self.settled, batch.start + batch.minutes * 60000)

    def take(self, place, function, arguments):
        try:
            if function == "bilateral:RegisterKey":
                participant, key = arguments
                self.register(place, participant, key)
            elif function == "bilateral:DepositPrice":
                market, price_hash = arguments
                self.deposited.add((market, price_hash))
            elif function == "bilateral:Record":
                (text,) = arguments
                self.record(place, text, json.loads(text))
            else:
                raise ValueError(function)
        except (KeyError, TypeError, ValueError, RecursionError) as fault:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no contract: %r" % (place, fault))

    def register(self, place, participant, key):
        if not re.fullmatch("[0-9a-f]{64}", key) or self.keys.get(participant) == key:
            self.differs(place, "no new key of %s: %s" % (participant, key))
        self.keys[participant] = key

    def record(self, place, text, found):
        terms = found["terms"]
        values = [terms[field] for field in FIELDS]
        market, name, buyer, seller, _, start, end, minutes, energy, price_hash = values
        signatures = [found["buyerSignature"], found["sellerSignature"]]
        if not all(isinstance(one, str) for one in values[:5] + [price_hash] + signatures):
            raise ValueError("a text is none")
        if not all(type(one) is int for one in (start, end, minutes, energy)):
            raise ValueError("a number is none")
        whole = '{"terms":%s,"buyerSignature":"%s","sellerSignature":"%s"}'
        self.findings.same("BILATERAL_DIFFERS", place, whole % (canonical(terms), *signatures), text)
        length = minutes * 60000
        fair = minutes in (5, 15, 30, 60) and 0 <= start < end and energy > 0 and buyer != seller
        if not fair or start % length or end % length or end - start > MOST_SLOTS * length:
            self.differs(place, "no contract of two about whole slots: %s" % text)
        if (market, name) in self.recorded:
            self.differs(place, "%s again" % name)
        self.recorded.add((market, name))
        if market == self.market and start < self.settled:
            self.differs(place, "a slot from %d, which is settled" % start)
        if (market, price_hash) not in self.deposited:
            self.differs(place, "the price of %s was not deposited before" % name)
        for party, signature in zip((buyer, seller), signatures):
            if not is_signed(self.keys.get(party), canonical(terms), signature):
                self.findings.add("BILATERAL_NOT_SIGNED", "%s: by %s" % (place, party))

    def differs(self, place, what):
        self.findings.add("BILATERAL_DIFFERS", "%s: %s" % (place, what))
