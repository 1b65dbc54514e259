"""The blocks of a ledger: docs/formats/ledger.md and bundle.md."""

import bisect
import json
import struct

from accounts import EXCHANGE, Accounts, Collected
from battery import Batteries
from bilateral import Bilateral
from creator import creator_of
from origin import Origin
from settlement import root, sha
from wire import Message, bytes_field, number_field


class Block:
    """A block as Fabric's message has it."""

    def __init__(self, data, bare=False):
        block = Message(data)
        header = block.message(1)
        self.number = header.int(1)
        self.previous, self.data_hash = header.bytes(2), header.bytes(3)
        self.envelopes = block.message(2).all(1)
        self.metadata = metadata = block.message(3).all(1)
        self.verdicts = metadata[2] if len(metadata) > 2 else b""
        if bare:
            self.verdicts = bytes(len(self.envelopes))  # nobody judges what has no metadata
        elif self.number == 0 and not self.verdicts:
            self.verdicts = bytes([254]) * len(self.envelopes)  # nobody judges the first block
        if len(self.verdicts) != len(self.envelopes):
            counts = len(self.verdicts), len(self.envelopes)
            raise ValueError("%d verdicts of %d transactions" % counts)

    def bare(self):
        """The bytes of header and envelopes, in the one way to write them."""
        header = number_field(1, self.number)
        header += bytes_field(2, self.previous) if self.number else b""
        header += bytes_field(3, self.data_hash)
        data = b"".join(bytes_field(1, envelope) for envelope in self.envelopes)
        return bytes_field(1, header) + bytes_field(2, data)

    def whole(self):
        """The same with the metadata behind."""
        return self.bare() + bytes_field(3, b"".join(bytes_field(1, one) for one in self.metadata))

    def calls(self):
        """Of each endorsed transaction: its id, the chaincode, and the texts of the call."""
        for envelope in self.envelopes:
            call = call_of(envelope)
            if call is not None:
                yield call

    def hash(self):
        return header_hash(self.number, self.previous, self.data_hash)


def header_hash(number, previous, data_hash):
    length = max(1, (number.bit_length() + 8) // 8)
    body = _der(2, number.to_bytes(length, "big", signed=True))
    return sha(_der(0x30, body + _der(4, previous) + _der(4, data_hash)))


def call_of(envelope):
    """Id, chaincode and texts of the call; None when it changes the channel's configuration."""
    payload = Message(envelope).message(1)
    channel = payload.message(1, 1)
    if channel.int(1) != 3:
        return None
    spec = payload.message(2, 1, 2, 1, 1, 1)
    call = [one.decode("utf-8") for one in spec.message(3).all(1)]
    return channel.text(5), spec.message(2).text(2), call


def _der(tag, content):
    if len(content) > 127:
        raise ValueError("a header of a block that is too long")
    return bytes([tag, len(content)]) + content


class Ledger:
    """Compares blocks with what the log says is on the ledger."""

    def __init__(self, records, chaincode, log, findings):
        self.records, self.chaincode, self.log, self.findings = records, chaincode, log, findings
        self.posted, self.invalid, self.hashes = {}, [], []
        self.chain = [bytes(32).hex()]  # hashes of the posted batches, in order, behind none
        self.names, self.invoices, self.payments, self.ends = [], [], set(), {}
        self.origin = Origin(log.market, findings)
        self.bilateral = Bilateral(log.market, findings)
        self.batteries = Batteries(findings)
        self.sums = {}  # by account: places of batches in the chain, and the sum up to each
        self.registered = 0  # number of the last event that the registry covers
        self.collected = Collected(findings)
        self.accounts = Accounts(log, self.collected, findings)
        self.batches = {batch.json(): name for name, batch in log.batches.items()}

    def check(self):
        previous = b""
        for number, (offset, data) in enumerate(self.records):
            try:
                block = Block(data)
                if block.whole() != data:
                    raise ValueError("it has other bytes than its fields make")
                self.check_chain(number, offset, block, previous)
                for index, envelope in enumerate(block.envelopes):
                    if block.verdicts[index]:
                        self.invalid.append("transaction %d of block %d" % (index, number))
                    else:
                        self.read(number, envelope)
                previous = block.hash()
                self.hashes.append(previous)
            except (ValueError, OverflowError, struct.error) as fault:
                self.findings.add("BUNDLE_UNREADABLE", "block %d: %s" % (number, fault))
                break
        for name, batch in self.log.batches.items():
            confirmed = self.log.confirmed.get(name)
            if confirmed is not None and confirmed != self.posted.get(name):
                self.findings.add(
                    "LEDGER_BATCH_MISSING",
                    "%s: the log says %s, the blocks say %s" % (name, confirmed, self.posted.get(name)),
                )

    def check_chain(self, number, offset, block, previous):
        place = "block %d" % number
        self.findings.same("BLOCK_NUMBER_WRONG", place, (number, number), (offset, block.number))
        self.findings.same("BLOCK_CHAIN_BROKEN", place, previous.hex(), block.previous.hex())
        data = sha(b"".join(block.envelopes))
        self.findings.same("BLOCK_DATA_HASH_WRONG", place, data.hex(), block.data_hash.hex())

    def read(self, number, envelope):
        transaction, chaincode, call = call_of(envelope) or ("", "_", [])
        if chaincode.startswith("_"):
            return  # the channel's configuration or its contracts, which are not part of the settlement
        named = chaincode, call[:1], len(call)
        if named == (self.chaincode, ["registry:PostEntries"], 2):
            self.register("block %d" % number, call[1])
            return
        if chaincode == self.chaincode and call and call[0].startswith("invoices:"):
            self.invoice("block %d" % number, call[0], call[1:])
            return
        if chaincode == self.chaincode and len(call) == 2 and call[0].startswith("origin:"):
            self.origin.take("block %d" % number, call[0], call[1], self)
            return
        if chaincode == self.chaincode and call and call[0].startswith("bilateral:"):
            self.called("block %d" % number, call[0], creator_of(envelope))
            self.bilateral.take("block %d" % number, call[0], call[1:])
            return
        if chaincode == self.chaincode and call and call[0].startswith("batteries:"):
            self.batteries.take("block %d" % number, call[0], call[1:])
            return
        if chaincode == self.chaincode and call and call[0].startswith("accounts:"):
            place = "block %d" % number
            self.accounts.take(place, transaction, call[0], call[1:], self.posted, creator_of(envelope))
            return
        if chaincode == self.chaincode and len(call) == 2 and call[0] in ("disputes:Open", "disputes:Resolve"):
            self.called("block %d" % number, call[0], creator_of(envelope))
            self.log.disputes.take("block %d" % number, self.log.market, call[0], call[1])
            return
        if named == (self.chaincode, ["settlement:IndexBatches"], 2):
            self.called("block %d" % number, call[0], creator_of(envelope))
            self.index("block %d" % number, call[1])
            return
        if named != (self.chaincode, ["settlement:PostBatch"], 2):
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "block %d calls %s" % (number, named))
            return
        name = self.batches.get(call[1])
        self.accounts.batch(call[1], name)
        if name is None:
            self.findings.add("LEDGER_BATCH_UNKNOWN", "block %d posts %s" % (number, call[1]))
            return
        self.log.disputes.posted("block %d" % number, name)
        if name in self.posted:
            self.findings.add("LEDGER_BATCH_TWICE", "%s in block %d, too" % (name, number))
        self.posted[name] = (transaction, number)
        self.bilateral.batch(self.log.batches[name])
        self.chain.append(self.log.batches[name].hash().hex())
        for account, nano in self.log.batches[name].postings:
            places, sums = self.sums.setdefault(account, ([], []))
            places.append(len(self.names))
            sums.append(nano + (sums[-1] if sums else 0))
        self.names.append(name)

    def called(self, place, function, creator):
        if creator != EXCHANGE:
            what = "%s calls %s: expected the exchange's submitter, found %r" % (place, function, creator)
            self.findings.add("LEDGER_CALLER_WRONG", what)

    def index(self, place, text):
        """Batches that are to be found by their hashes stand in blocks before."""
        try:
            said = json.loads(text)
            unknown = [name for name in said["batchIds"] if name not in self.posted]
            if not said["batchIds"] or said["market"] != self.log.market:
                unknown = text
        except (KeyError, TypeError, ValueError, RecursionError) as fault:
            unknown = repr(fault)
        if unknown:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no batches to index: %s" % (place, unknown))

    def sum_before(self, account, place):
        """The sum of an account's postings in the batches before a place of the chain."""
        places, sums = self.sums.get(account, ([], []))
        at = bisect.bisect_left(places, place)
        return sums[at - 1] if at else 0

    def register(self, place, text):
        """Rulebooks and auctions of a stretch of the log; areas and links are taken as stated."""
        found = []
        try:
            entries = json.loads(text)
            market, first, last = entries["market"], entries["fromSequence"], entries["toSequence"]
            for one in entries["rulebooks"]:
                found.append((one["sequence"], ("rulebook", one["version"], one["documentHash"], one["eventHash"])))
            for one in entries["auctions"]:
                slot = one["slotStartMillis"], one["slotMinutes"]
                found.append((one["sequence"], ("auction",) + slot + (one["eventHash"],)))
            found.sort(key=lambda entry: entry[0])
            within = first <= last <= self.log.sequence
        except (KeyError, TypeError, ValueError, RecursionError) as fault:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no entries: %r" % (place, fault))
            return
        same = self.findings.same
        same("REGISTRY_DIFFERS", place, (self.log.market, self.registered + 1, True), (market, first, within))
        self.registered = last
        same("REGISTRY_DIFFERS", place, [one for one in self.log.registry if first <= one[0] <= last], found)

    def invoice(self, place, function, arguments):
        """An invoice is what its batches give; it is paid, given back and replaced once."""
        try:
            if function == "invoices:Issue":
                self.issue(place, json.loads(arguments[0]))
                return
            _, number, payment = arguments
            one = self.invoices[int(number) - 1]
            status = one["status"]
            if int(number) < 1 or function not in ("invoices:Pay", "invoices:Reverse"):
                raise ValueError(function)
        except (IndexError, KeyError, TypeError, ValueError, RecursionError) as fault:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no invoice: %r" % (place, fault))
            return
        if function == "invoices:Pay":
            holds = status == "ISSUED" and payment
            one["status"] = "PAID"
        else:
            holds = status != "REVERSED" and (status == "PAID") == bool(payment)
            one["status"] = "REVERSED"
        if not holds or payment in self.payments:
            what = "%s of invoice %s, which is %s, by payment %s" % (function, number, status, payment)
            self.findings.add("INVOICE_DIFFERS", "%s: %s" % (place, what))
        if payment:
            self.payments.add(payment)

    def issue(self, place, found):
        home, replaces, begin, to = found["participant"], found["replaces"], found["after"], found["to"]
        after = self.ends.get(home, self.chain[0])
        fair = True
        if replaces:
            old = self.invoices[replaces - 1]
            fair = replaces > 0 and old["status"] == "REVERSED" and old["replaced"] != old["to"]
            fair = fair and old["participant"] == home
            if fair and to in self.chain and old["to"] in self.chain:
                fair = self.chain.index(to) <= self.chain.index(old["to"])
            after, old["replaced"] = old["replaced"], to
        else:
            self.ends[home] = to
        names, amount = [], 0
        if after in self.chain and to in self.chain:
            first, last = self.chain.index(after), self.chain.index(to)
            names = self.names[first:last]
            amount = self.sum_before(home, last) - self.sum_before(home, first) if names else 0
        batches = [self.log.batches[name] for name in names]
        expected = {
            "market": self.log.market,
            "number": len(self.invoices) + 1,
            "participant": home,
            "after": after,
            "to": to,
            "batches": len(batches),
            "linesRoot": root([sha(b"\0" + batch.root) for batch in batches]).hex(),
            "amountNano": str(amount),
            "replaces": replaces,
        }
        if not fair or not batches:
            self.findings.add("INVOICE_DIFFERS", "%s: another stretch than that of invoice %d" % (place, replaces))
        self.findings.same("INVOICE_DIFFERS", place, expected, found)
        self.invoices.append(dict(found, status="ISSUED", replaced=begin))
        self.collected.note(place, found["market"], "invoices")
