"""Bills, batches and their hashes: docs/formats/settlement-batch.md."""

import hashlib
import json
import struct

from wire import Message

KINDS = (
    "TRADE_BUY TRADE_SELL RESIDUAL_WITHDRAWAL RESIDUAL_INJECTION SUPPLIED TAKEN_OVER LINK_FEE FEE_INCOME "
    "LINK_RENT CONGESTION_RENT GRID_FEE GRID_FEE_INCOME CURTAILMENT_COMPENSATION CURTAILMENT_COST "
    "RESIDUAL_WITHDRAWAL_REVERSED RESIDUAL_INJECTION_REVERSED SUPPLIED_REVERSED TAKEN_OVER_REVERSED"
).split()
SIGNS = dict(zip(KINDS, (-1, 1, -1, 1, 1, -1, -1, 1, -1, 1, -1, 1, 1, -1, 1, -1, -1, 1)))
# Of members that are responsible for their balance; then the other side of each, then what takes each back.
DEVIATIONS = (
    "NETTED_SHORT NETTED_LONG BAND_SHORT BAND_LONG IMBALANCE_SHORT IMBALANCE_LONG NETTING_FEE "
    "NETTED_SHORT_COVERED NETTED_LONG_TAKEN BAND_SHORT_COVERED BAND_LONG_TAKEN IMBALANCE_SHORT_COVERED "
    "IMBALANCE_LONG_TAKEN NETTING_FEE_INCOME"
).split()
for kind, sign in zip(DEVIATIONS, (-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1)):
    SIGNS[kind], SIGNS[kind + "_REVERSED"] = sign, -sign
KINDS += DEVIATIONS + [kind + "_REVERSED" for kind in DEVIATIONS]
CORRECTIONS = ["CORRECTION", "CORRECTION_OTHER_SIDE"]  # of money only: their amounts are no products
KINDS += CORRECTIONS
# Of areas; the other side of each, then what takes each back.
LOSSES = (
    "TECHNICAL_LOSSES UNEXPLAINED_SHORT UNEXPLAINED_LONG TECHNICAL_LOSSES_COVERED UNEXPLAINED_SHORT_COVERED "
    "UNEXPLAINED_LONG_TAKEN"
).split()
for kind, sign in zip(LOSSES, (-1, -1, 1, 1, 1, -1)):
    SIGNS[kind], SIGNS[kind + "_REVERSED"] = sign, -sign
KINDS += LOSSES + [kind + "_REVERSED" for kind in LOSSES]
SURPLUS = ["BID_SURPLUS", "MARKET_SURPLUS"]  # what a buyer pays beyond its seller where the auction is paid as bid
KINDS += SURPLUS
SIGNS.update(zip(SURPLUS, (-1, 1)))
# Of storage services: paid; the other side of each, then what takes each back.
STORAGE = ["STORAGE_CHARGE", "STORAGE_DISCHARGE", "STORAGE_LEASE", "STORAGE_PENALTY"]
STORAGE += [kind + "_INCOME" for kind in STORAGE]
for kind in STORAGE:
    sign = 1 if kind.endswith("_INCOME") else -1
    SIGNS[kind], SIGNS[kind + "_REVERSED"] = sign, -sign
KINDS += STORAGE + [kind + "_REVERSED" for kind in STORAGE]
# Of a member's energy that no trade covers: what it injects is positive.
RESIDUALS = {
    "RESIDUAL_WITHDRAWAL": -1,
    "RESIDUAL_INJECTION": 1,
    "RESIDUAL_WITHDRAWAL_REVERSED": 1,
    "RESIDUAL_INJECTION_REVERSED": -1,
}
for kind in DEVIATIONS[:6]:  # energy; a fee is none
    RESIDUALS[kind], RESIDUALS[kind + "_REVERSED"] = SIGNS[kind], -SIGNS[kind]
for kind, sign in zip(("STORAGE_CHARGE", "STORAGE_DISCHARGE"), (1, -1)):  # handed over beside trades
    RESIDUALS[kind], RESIDUALS[kind + "_REVERSED"] = sign, -sign
    RESIDUALS[kind + "_INCOME"], RESIDUALS[kind + "_INCOME_REVERSED"] = -sign, sign


def sha(data):
    return hashlib.sha256(data).digest()


def text(value):
    data = value.encode("utf-8")
    return struct.pack(">H", len(data)) + data


class Line:
    """A line of a bill; one that stays sealed is only its place and the hash of its leaf."""

    def __init__(self, message, index, keyring, run=0):
        self.stated = message.bytes(12) if message.has(10) or message.has(12) else None
        slot = message.message(2)
        self.participant, self.start, self.minutes = message.text(1), slot.int(1), slot.int(2)
        content = message
        if self.stated is not None:
            content = self.open(message, (index, run) if run else (index,), keyring)
        self.sealed = content is None
        if self.sealed:
            self.leaf_hash = self.stated
            return
        self.code = content.int(3)
        if not 1 <= self.code <= len(KINDS):
            raise ValueError("a line of no known kind")
        self.kind = KINDS[self.code - 1]
        self.counterparty, self.trade = content.text(4), content.int(5)
        self.energy, self.price = content.int(6), content.sint(7)
        self.amount, self.salt = content.sint(8), content.bytes(9)
        leaf = self.salt + text(self.participant) + struct.pack(">qiB", self.start, self.minutes, self.code)
        leaf += text(self.counterparty)
        leaf += struct.pack(">qqqq", self.trade, self.energy, self.price, self.amount)
        self.leaf_hash = sha(b"\0" + leaf)

    def open(self, message, place, keyring):
        subject = "participant/" + message.text(11)
        about = ("bill line", subject, self.participant, self.start, self.minutes) + place
        plain = keyring.open(message.message(10), subject, *about)
        return None if plain is None else Message(plain)

    def expected_amount(self):
        if self.kind in CORRECTIONS:
            return self.amount
        return SIGNS[self.kind] * self.energy * self.price


def root(hashes):
    """The Merkle tree head of RFC 6962 over hashes of leaves."""
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return sha(b"\1" + root(hashes[:split]) + root(hashes[split:]))


class Batch:
    """A batch as an event states it."""

    def __init__(self, message):
        self.id, self.market = message.text(1), message.text(2)
        self.start, self.minutes = message.message(3).int(1), message.message(3).int(2)
        self.rules, self.rules_hash = message.int(4), message.bytes(5)
        self.auction, self.positions = message.bytes(6), message.bytes(7)
        self.root, self.count = message.bytes(8), message.int(9)
        self.predecessor = message.bytes(10)
        self.postings = [(one.text(1), one.sint(2)) for one in message.messages(11)]

    def hash(self):
        data = text(self.id) + text(self.market) + struct.pack(">qi", self.start, self.minutes)
        data += struct.pack(">i", self.rules) + self.rules_hash + self.auction + self.positions
        data += self.root + struct.pack(">i", self.count) + self.predecessor
        data += struct.pack(">i", len(self.postings))
        for account, amount in self.postings:
            data += text(account) + struct.pack(">q", amount)
        return sha(data)

    def json(self):
        """The argument of PostBatch, byte for byte."""
        postings = [{"account": account, "amountNano": str(nano)} for account, nano in self.postings]
        fields = {
            "batchId": self.id,
            "market": self.market,
            "slotStartMillis": self.start,
            "slotMinutes": self.minutes,
            "rulebookVersion": self.rules,
            "rulebookHash": self.rules_hash.hex(),
            "auctionHash": self.auction.hex(),
            "positionsHash": self.positions.hex(),
            "billRoot": self.root.hex(),
            "billLineCount": self.count,
            "predecessor": self.predecessor.hex(),
            "postings": postings,
        }
        return json.dumps(fields, separators=(",", ":"), ensure_ascii=False)


def batch_of_json(argument):
    """The batch of an argument of PostBatch; ValueError when it is none."""
    fields = json.loads(argument)
    batch = Batch(Message(b""))
    batch.id, batch.market = fields["batchId"], fields["market"]
    batch.start, batch.minutes = fields["slotStartMillis"], fields["slotMinutes"]
    batch.rules, batch.rules_hash = fields["rulebookVersion"], bytes.fromhex(fields["rulebookHash"])
    batch.auction, batch.positions = (bytes.fromhex(fields[one]) for one in ("auctionHash", "positionsHash"))
    batch.root, batch.count = bytes.fromhex(fields["billRoot"]), fields["billLineCount"]
    batch.predecessor = bytes.fromhex(fields["predecessor"])
    batch.postings = [(one["account"], int(one["amountNano"])) for one in fields["postings"]]
    if batch.json() != argument:
        raise ValueError("a batch in another spelling")
    return batch


def positions_hash(market, batch, positions, prices=None, flows=None, services=None):
    """Of {participant: (version, import, export, quality from 0, secret or nothing, evidence or nothing)}.

    Prices are {area: (version, short, long)}, None where nobody is responsible for its balance; flows over
    boundaries {area: (version, import, export, quality from 0)}, None where losses are not settled; storage
    services {number: Service}, None where they are paid outside.
    """
    hashed = any(position[4] or position[5] for position in positions.values())
    data = text("") if hashed else b""
    data += text(market) + struct.pack(">qii", batch.start, batch.minutes, len(positions))
    for participant in sorted(positions, key=lambda name: name.encode("utf-8")):
        version, imported, exported, quality, secret, evidence = positions[participant]
        member = text(participant) + struct.pack(">iqqB", version, imported, exported, quality)
        data += sha((secret or bytes(32)) + member + evidence) if hashed else member
    if prices is not None:
        data += struct.pack(">i", len(prices))
        for area in sorted(prices, key=lambda name: name.encode("utf-8")):
            data += text(area) + struct.pack(">iqq", *prices[area])
    if flows is not None:
        data += struct.pack(">i", len(flows))
        for area in sorted(flows, key=lambda name: name.encode("utf-8")):
            data += text(area) + struct.pack(">iqqB", *flows[area])
    if services is not None:
        data += struct.pack(">i", len(services))
        for number in sorted(services):
            data += services[number].hashed()
    return sha(data)
