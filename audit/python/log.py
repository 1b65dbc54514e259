"""The log's commands and events, and what must hold among them: docs/formats/log.md."""

import struct
from datetime import datetime, timezone

from bilateral import Agreed
from disputes import Disputes
from imbalance import Imbalance
from income import Income
from losses import Losses, balanced, billed
from provenance import Proofs
from services import Services
from storage import Service, add, expected
from settlement import RESIDUALS, Batch, Line, positions_hash, root, sha
from wire import Message

ZERO = bytes(32)
VERSIONS = {1: 34, 2: 1, 5: 25, 10: 1}  # the highest of each type of record that is known here


def millis(instant):
    """An instant such as 2022-08-02T07:00:00Z; ValueError when it is none."""
    time = datetime.fromisoformat(instant.replace("Z", "+00:00"))
    if time.tzinfo is None:
        raise ValueError("an instant without its zone")
    return round((time - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds() * 1000)


class Log:
    """Walks the records and keeps what bills and ledger are compared with."""

    def __init__(self, records, keyring, findings):
        self.records, self.keyring, self.findings = records, keyring, findings
        self.market = None
        self.rulebooks, self.batches, self.confirmed = [], {}, {}
        self.registry = []  # what the ledger's registry must have: number of the event and its entry
        self.trades, self.positions, self.parts = {}, {}, {}  # the first: open ones, by their slot's start
        self.runs, self.residuals = {}, {}  # by slot: the last run, and what all runs bill without a trade
        self.slots, self.settled = {}, set()  # the slot's start of every trade there was, and settled ones
        self.commands, self.answered = {}, {}
        self.imported, self.signed = {}, {}  # imports of imbalance prices: by their command, and by slot and area
        self.imbalance, self.prices = {}, {}  # by version and hash of the rulebook; by slot and area
        self.incomes, self.fills = {}, {}  # by version and hash of the rulebook; prices of fills by order
        self.losses, self.flows = {}, {}  # by version and hash of the rulebook; by slot and area
        self.balances, self.lost = {}, {}  # by slot: of areas, as runs told them last; what runs bill of them
        self.disputes = Disputes(keyring, findings)
        self.agreed = Agreed(findings)
        self.services = Services(findings)
        self.proofs = Proofs(findings)
        self.penalties, self.served, self.stored = {}, {}, {}  # by rulebook; by slot: told, and billed by all runs
        self.paid_out = {}  # participant and amount, by number of the event
        self.signing_keys = {}  # of bilateral contracts, by participant
        self.guaranteed = set()  # version and hash of each rulebook with guarantees
        self.closed, self.erased = {}, set()  # names of keys that are not here, by place; those that the log erased
        self.leaves, self.confirmations = [], []  # of the trees of events and of batches
        self.sequence, self.hash, self.predecessor = 0, ZERO, ZERO
        self.made = self.lines = self.sealed = self.closed_bills = self.closed_items = 0

    def check(self):
        for topic, kind in (("commands", 1), ("events", 2), ("positions", 5)):
            last = -1
            for offset, data in self.records["log/" + topic]:
                place = "%s, offset %d" % (topic, offset)
                if offset <= last:
                    self.findings.add("OFFSET_OUT_OF_ORDER", place)
                last = offset
                try:
                    self.read(place, offset, kind, Message(data))
                except (ValueError, OverflowError, struct.error) as fault:
                    code = {1: "COMMAND", 2: "EVENT", 5: "POSITION"}[kind] + "_UNREADABLE"
                    self.findings.add(code, "%s: %s" % (place, fault))
        self.check_answers()
        self.agreed.finish("the end")
        for key in sorted(set(self.closed) - self.erased if self.keyring.given else ()):
            self.findings.add("ERASURE_NOT_RECORDED", "%s: %s is not here" % (self.closed[key], key))

    def read(self, place, offset, kind, record):
        boundary = kind == 5 and record.int(1) == 10  # of an area, on the topic of positions
        if record.int(1) != (10 if boundary else kind) or not 1 <= record.int(2) <= VERSIONS[kind]:
            raise ValueError("type %d, version %d" % (record.int(1), record.int(2)))
        if any(field not in (1, 2, 3, 4) or len(every) > 1 for field, every in record.fields.items()):
            raise ValueError("fields that no record has")
        self.market = self.market or record.text(3)
        self.findings.same("MARKET_DIFFERS", place, self.market, record.text(3))
        if kind == 1:
            for index, entry in enumerate(record.message(4).messages(3)):
                self.commands[offset, index] = None
                if entry.message(2).has(60):
                    self.imported[offset, index] = entry.message(2, 60)
                if entry.message(2).has(1):
                    rulebook = entry.message(2, 1, 1)
                    version = rulebook.int(1), rulebook.bytes(2)
                    self.incomes[version] = Income(rulebook)
                    self.proofs.rulebook(version, rulebook)
                    if rulebook.has(20):
                        self.guaranteed.add(version)
                    if rulebook.has(27):
                        self.imbalance[version] = Imbalance(rulebook)
                    if rulebook.message(25).has(3):
                        self.losses[version] = Losses(rulebook, self.imbalance.get(version))
                    if rulebook.message(25).has(5):
                        self.penalties[version] = rulebook.message(25, 5).int(1)
        elif kind == 2:
            frame = record.message(4)
            if list(frame.fields) != [1]:
                raise ValueError("something else than events")
            for data in frame.all(1):
                self.event(data)

    def event(self, data):
        event = Message(data)
        self.sequence += 1
        place = "event %d" % self.sequence
        self.findings.same("SEQUENCE_GAP", place, self.sequence, event.int(6))
        self.findings.same("HASH_CHAIN_BROKEN", place, self.hash.hex(), event.bytes(7).hex())
        self.hash = sha(data)
        self.leaves.append(sha(b"\0" + data))
        command, count = (event.int(2), event.int(3)), event.int(5)
        index, of = self.answered.get(command, (0, count))
        self.findings.same("EVENT_INDEX_WRONG", place, (index, of), (event.int(4), count))
        self.answered[command] = (index + 1, of)
        kinds = list(event.message(8).fields)
        if len(kinds) != 1:
            raise ValueError("%s has %d kinds" % (place, len(kinds)))
        if kinds[0] == 91:
            price = event.message(8, 91)
            self.signed[price.message(2).int(1), price.text(1)] = self.imported.get(command, Message(b""))
        self.take(place, kinds[0], event.message(8, kinds[0]))

    def check_signature(self, place, batch, balance):
        """The prices that a run settles by are signed, if the slot's rulebook names a source."""
        for area, price in sorted(self.prices.get(batch.start, {}).items()):
            command = self.signed.pop((batch.start, area), None)
            if command is not None:
                signature = command.bytes(7)
                said = (area, batch.start, batch.minutes) + price
                source = balance.source
                if not (source.has_signed(self.market, said, signature) if source else not signature):
                    self.findings.add("ANSWER_DIFFERS", "%s: a price of %s that its source has not signed" % (place, area))

    def check_answers(self):
        for command, (index, count) in self.answered.items():
            if command not in self.commands:
                self.findings.add("EVENTS_WITHOUT_COMMAND", "offset %d, command %d" % command)
            elif index != count:
                self.findings.add("EVENT_MISSING", "offset %d, command %d" % command)
        for command in self.commands:
            if command not in self.answered:
                self.findings.add("COMMAND_WITHOUT_EVENTS", "offset %d, command %d" % command)

    def take(self, place, kind, body):
        if kind == 1:
            self.rulebooks.append("%d %s" % (body.int(1), body.bytes(2).hex()))
            self.register("rulebook", body.int(1), body.bytes(2).hex())
            self.proofs.activated((body.int(1), body.bytes(2)))
        elif kind == 10:
            self.register("auction", body.message(2).int(1), body.message(2).int(2))
        elif kind == 11:
            self.fills[body.int(1)] = body.sint(3)
        elif kind == 13:
            self.trade(place, body, (5, 6, 7, 8), (body.int(9), body.int(3), body.int(4)))
        elif kind == 20:
            self.agreed.trade(place, body)
            self.trade(place, body, (6, 7, 10, 11), (0, 0, 0))
        elif kind == 49:
            self.change(place, body.int(1), 0)
        elif kind == 53:
            self.change(place, body.int(1), body.int(6))
        elif kind in (14, 153):
            self.position(place, body.message(1))
        elif kind == 54:
            self.part(place, body.message(1).int(1), body.messages(3))
        elif kind == 16:
            batch = Batch(body.message(1))
            self.part(place, batch.start, body.messages(2))
            lines = self.parts.pop(batch.start)
            self.settle("%s, batch %s" % (place, batch.id), batch, lines)
        elif kind == 90:
            batch, run = Batch(body.message(1)), body.int(2)
            lines = [Line(one, at, self.keyring, run) for at, one in enumerate(body.messages(3))]
            for line, message in zip(lines, body.messages(3)):
                if line.sealed:
                    self.missing(place, message.text(11), message.message(10))
            self.revise("%s, batch %s" % (place, batch.id), batch, run, lines)
        elif kind == 130:
            self.signing_keys[body.text(1)] = body.text(2)
        elif kind == 132:
            self.agreed.contract(place, body, self.signing_keys, self.market)
        elif kind == 140:
            self.proofs.registered(place, body.message(1))
        elif kind == 143:
            self.services.commit(place, body)
        elif kind == 170:
            self.proofs.bounded(place, body)
        elif kind == 180:
            self.services.propose(place, body, self.signing_keys)
        elif kind == 181:
            self.services.agree(place, body, self.signing_keys)
        elif kind == 191:
            self.services.won(body)
        elif kind == 134:
            self.paid_out[self.sequence] = (body.text(1), body.sint(2))
        elif kind == 91:
            prices = self.prices.setdefault(body.message(2).int(1), {})
            if prices.get(body.text(1), (0,))[0] >= body.int(3):
                self.findings.add("ANSWER_DIFFERS", "%s: an imbalance price that is not newer" % place)
            prices[body.text(1)] = (body.int(3), body.sint(4), body.sint(5))
        elif kind == 150:
            self.flow(place, body.message(1))
        elif kind == 152:
            told = tuple(body.int(field) for field in (4, 5, 6, 7, 8))
            self.balances.setdefault(body.message(2).int(1), {})[body.text(1)] = told
        elif kind == 197:
            service = Service(body)
            told = self.served.setdefault(service.start, {})
            told.pop(service.number, None)
            if service.anything():
                told[service.number] = service
        elif kind == 17:
            self.confirmed[body.text(1)] = (body.text(2), body.int(3))
            self.confirmations.append((body.text(1), self.confirmed[body.text(1)]))
        elif kind == 70:
            self.disputes.opened(self.market, body, (self.sequence, self.hash.hex()))
        elif kind == 72:
            self.disputes.decided(self.market, body, (self.sequence, self.hash.hex()))
        elif kind == 73:
            self.disputes.end(self.market, body.int(1), "WITHDRAWN", (self.sequence, self.hash.hex()))
        elif kind == 60:
            self.erased.update(one.decode("utf-8") for one in body.all(2))

    def register(self, *entry):
        self.registry.append((self.sequence, entry + (self.hash.hex(),)))

    def part(self, place, start, messages):
        lines = self.parts.setdefault(start, [])
        for message in messages:
            lines.append(Line(message, len(lines), self.keyring))
            if lines[-1].sealed:
                self.missing(place, message.text(11), message.message(10))

    def missing(self, place, participant, sealed):
        self.closed_items += 1
        key = "participant/%s/%s" % (participant, sealed.bytes(1).hex())
        self.closed.setdefault(key, place)

    def trade(self, place, body, fields, bid):
        buyer, seller, energy, price = fields
        self.made += 1
        trade, start = body.int(1), body.message(2).int(1)
        if trade in self.slots:
            self.findings.add("EVENT_UNEXPECTED", "%s: trade %d is there twice" % (place, trade))
            return
        if start in self.settled:
            self.findings.add("TRADE_NOT_SETTLED", "%s: trade %d is behind its slot's batch" % (place, trade))
        self.slots[trade] = start
        self.trades.setdefault(start, {})[trade] = (
            body.text(buyer),
            body.text(seller),
            body.int(energy),
            body.sint(price),
            bid,  # surplus of an auction's trade, and its orders
        )

    def change(self, place, trade, energy):
        """What stands of a trade that fell away or was curtailed."""
        start = self.slots.get(trade)
        if start is None or start in self.settled:
            self.findings.add("EVENT_UNEXPECTED", "%s: trade %d is not open" % (place, trade))
            return
        changed = self.trades[start].pop(trade, None)
        if changed and energy:
            self.trades[start][trade] = changed[:2] + (energy,) + changed[3:]

    def position(self, place, body):
        content, secret, version = body, b"", body.int(3)
        quality, evidence = body.int(6), body.bytes(8) if body.has(8) else b""
        if body.has(7):
            subject = "participant/" + body.text(1)
            about = (subject, body.message(2).int(1), body.message(2).int(2), version)
            plain = self.keyring.open(body.message(7), subject, "position", *about)
            content = None if plain is None else Message(plain)
            if content is None:
                self.missing(place, body.text(1), body.message(7))
            else:
                imported, exported, quality = content.int(1), content.int(2), content.int(3)
                evidence = content.bytes(4) if content.has(4) else b""
                secret = self.keyring.secret(body.message(7), subject, "position secret", *about)
        else:
            imported, exported = body.int(4), body.int(5)
        slot = self.positions.setdefault(body.message(2).int(1), {})
        slot[body.text(1)] = content and (version, imported, exported, quality - 1, secret, evidence)

    def flow(self, place, body):
        flows = self.flows.setdefault(body.message(2).int(1), {})
        area, version = body.text(1), body.int(3)
        if flows.get(area, (0,))[0] >= version:
            self.findings.add("ANSWER_DIFFERS", "%s: a boundary's flow that is not newer" % place)
        flows[area] = (version, body.int(4), body.int(5), body.int(6) - 1)

    def settle(self, place, batch, lines):
        self.settled.add(batch.start)
        self.runs[batch.start] = 0
        self.check_batch(place, batch, "initial", lines)
        self.disputes.bill(batch, 0, lines, self.income(batch).rent)
        positions = self.check_positions(place, batch)
        self.lost[batch.start] = (0, 0)
        self.check_losses(place, batch, positions, lines)
        if any(line.sealed for line in lines):
            self.closed_bills += 1
        else:
            self.check_deviations(place, batch, lines)
            self.check_bill(place, batch, lines, positions)

    def revise(self, place, batch, run, lines):
        """A later run of a slot: it has its turn, and with the final one all bills are those of the positions."""
        run_of_id = batch.id.rpartition(".")[2]
        if run_of_id.startswith("corrected-"):
            self.check_batch(place, batch, run_of_id, lines)
            self.check_postings(place, batch, [line for line in lines if not line.sealed])
            self.disputes.check(place, batch, run, lines)
            return
        last = batch.id.endswith(".final")
        self.findings.same("BATCH_DIFFERS", place + ", run", self.runs.get(batch.start, -2) + 1, run)
        self.runs[batch.start] = -2 if last else run  # none follows the final one
        self.check_batch(place, batch, "final" if last else "revised-%d" % run, lines)
        self.disputes.bill(batch, run, lines, self.income(batch).rent)
        positions = self.check_positions(place, batch) if last else None
        self.check_losses(place, batch, positions, lines)
        if any(line.sealed for line in lines):
            self.closed_bills += 1
            self.residuals.pop(batch.start, None)
            return
        self.check_postings(place, batch, lines)
        self.check_deviations(place, batch, lines)
        total = self.add_residuals(batch, lines)
        if positions is not None and total is not None:
            self.check_residuals(place, batch, positions, total)

    def check_batch(self, place, batch, run, lines):
        same = self.findings.same
        if batch.id in self.batches:
            self.findings.add("BATCH_DIFFERS", place + " is settled twice")
        self.batches[batch.id] = batch
        self.lines += len(lines)
        self.sealed += sum(line.sealed for line in lines)
        named = "%s.%d.%s" % (self.market, batch.start // 1000, run)
        same("BATCH_DIFFERS", place, (named, self.market, len(lines)), (batch.id, batch.market, batch.count))
        same("PREDECESSOR_DIFFERS", place, self.predecessor.hex(), batch.predecessor.hex())
        self.predecessor = batch.hash()
        tree = root([line.leaf_hash for line in lines])
        same("BILL_ROOT_DIFFERS", place, tree.hex(), batch.root.hex())
        same("MONEY_NOT_CONSERVED", place, 0, sum(nano for _, nano in batch.postings))
        for number, fault in self.income(batch).faults(lines):
            self.findings.add("BILL_LINE_DIFFERS", "%s, line %d %s" % (place, number, fault))
        for number, line in enumerate(lines):
            if not line.sealed:
                what = "%s, line %d" % (place, number)
                if line.stated is not None:
                    same("BILL_LINE_DIFFERS", what, line.leaf_hash.hex(), line.stated.hex())
                same("BILL_LINE_DIFFERS", what, line.expected_amount(), line.amount)
                same("BILL_LINE_DIFFERS", what, (batch.start, batch.minutes), (line.start, line.minutes))

    def check_positions(self, place, batch):
        """The positions of the slot, None when one of them is sealed."""
        positions = dict(self.positions.get(batch.start, {}))
        if any(position is None for position in positions.values()):
            return None
        for buyer, seller, _, _, _ in self.trades.get(batch.start, {}).values():
            for who in (buyer, seller):
                if ">" not in who:  # who handed a home over has metered nothing
                    positions.setdefault(who, (1, 0, 0, 0, b"", b""))
        prices = self.prices.get(batch.start, {}) if self.balance(batch) else None
        flows = self.flows.get(batch.start, {}) if (batch.rules, batch.rules_hash) in self.losses else None
        served = self.served.get(batch.start, {}) if (batch.rules, batch.rules_hash) in self.penalties else None
        hashed = positions_hash(self.market or "", batch, positions, prices, flows, served)
        self.findings.same("POSITIONS_HASH_DIFFERS", place, hashed.hex(), batch.positions.hex())
        return positions

    def balance(self, batch):
        """Who is responsible for its balance under the batch's rulebook, None when nobody is."""
        return self.imbalance.get((batch.rules, batch.rules_hash))

    def income(self, batch):
        """What the batch's rulebook says of what an auction earns; as without rules when it is not there."""
        return self.incomes.get((batch.rules, batch.rules_hash)) or Income(Message(b""))

    def check_deviations(self, place, batch, lines):
        """Prices of deviations, and as much netted short as long."""
        balance = self.balance(batch)
        for number, fault in balance.faults(lines, self.prices.get(batch.start, {})) if balance else ():
            self.findings.add("BILL_LINE_DIFFERS", "%s, line %d %s" % (place, number, fault))
        if balance:
            self.check_signature(place, batch, balance)
            self.findings.same("ENERGY_NOT_CONSERVED", place + ", netted", {}, balance.netted(lines))

    def check_losses(self, place, batch, positions, lines):
        """Balances of areas, and that all runs together bill what was lost, at its price."""
        losses = self.losses.get((batch.rules, batch.rules_hash))
        lost = self.lost.get(batch.start, (0, 0))
        self.lost[batch.start] = tuple(map(sum, zip(lost, billed(lines))))
        told = self.balances.get(batch.start, {})
        for fault in losses.balance_faults(told, self.flows.get(batch.start, {}), positions) if losses else ():
            self.findings.add("AREA_BALANCE_DIFFERS", "%s: %s" % (place, fault))
        imported = self.prices.get(batch.start, {})
        for number, fault in losses.line_faults(lines, batch.start, imported) if losses else ():
            self.findings.add("BILL_LINE_DIFFERS", "%s, line %d %s" % (place, number, fault))
        self.findings.same("BILL_LINE_DIFFERS", place + ", losses", balanced(told), self.lost[batch.start])
        stored = self.stored.setdefault(batch.start, {})
        add(stored, lines)
        penalty = self.penalties.get((batch.rules, batch.rules_hash))
        wanted = {} if penalty is None else expected(self.served.get(batch.start, {}), penalty)
        self.findings.same("BILL_LINE_DIFFERS", place + ", storage", wanted, stored)

    def check_bill(self, place, batch, lines, positions):
        """A bill that can be read as a whole: its trades, residuals and postings."""
        billed = []
        for line in lines:
            if line.kind.startswith("TRADE") or line.kind.endswith("_SURPLUS"):
                parties = (line.participant, line.counterparty)
                parties = parties if line.kind in ("TRADE_BUY", "BID_SURPLUS") else parties[::-1]
                billed.append((line.trade, line.kind) + parties + (line.energy, line.price))
        traded = []
        for trade, (buyer, seller, energy, price, bid) in sorted(self.trades.get(batch.start, {}).items()):
            for kind in ("TRADE_BUY", "TRADE_SELL"):
                traded.append((trade, kind, buyer, seller, energy, price))
            traded += self.income(batch).traded(trade, buyer, energy, bid[0])
            limits = self.income(batch).limits(price, bid)
            filled = {order: self.fills.get(order) for order in limits}
            self.findings.same("TRADE_DIFFERS", "%s, limits of trade %d" % (place, trade), filled, limits)
        self.findings.same("TRADE_NOT_SETTLED", place, traded, billed)
        self.check_postings(place, batch, lines)
        self.residuals[batch.start] = {}
        total = self.add_residuals(batch, lines)
        if positions is not None:
            self.check_residuals(place, batch, positions, total)

    def check_postings(self, place, batch, lines):
        sums = {}
        for line in lines:
            if ">" not in line.participant:  # no link has a posting
                sums[line.participant] = sums.get(line.participant, 0) + line.amount
        accounts = sorted(sums, key=lambda account: account.encode("utf-8"))
        postings = [(account, sums[account]) for account in accounts if sums[account]]
        self.findings.same("POSTING_DIFFERS", place, postings, batch.postings)

    def add_residuals(self, batch, lines):
        """What all runs of the slot bill of energy without a trade, None when one of them was sealed."""
        total = self.residuals.get(batch.start)
        for line in lines if total is not None else ():
            if line.kind in RESIDUALS:
                total[line.participant] = total.get(line.participant, 0) + RESIDUALS[line.kind] * line.energy
        return total

    def check_residuals(self, place, batch, positions, residuals):
        net = {}
        for buyer, seller, energy, _, _ in self.trades.get(batch.start, {}).values():
            net[buyer] = net.get(buyer, 0) - energy
            net[seller] = net.get(seller, 0) + energy
        left = {
            who: exported - imported - net.get(who, 0)
            for who, (_, imported, exported, *_) in positions.items()
        }
        expected = {who: energy for who, energy in left.items() if energy}
        found = {who: energy for who, energy in residuals.items() if energy}
        self.findings.same("BILL_LINE_DIFFERS", place + ", residuals", expected, found)

    def last_event(self):
        return "%d %s" % (self.sequence, self.hash.hex())

    def batch_lines(self, first, last):
        """The batches of the slots as a manifest has them."""
        try:
            begin, end = millis(first), millis(last)
        except (ValueError, OverflowError):
            return None
        return [
            {
                "batchId": name,
                "billRoot": batch.root.hex(),
                "transactionId": self.confirmed[name][0],
                "block": self.confirmed[name][1],
            }
            for name, batch in self.batches.items()
            if begin <= batch.start <= end and name in self.confirmed
        ]

    def counts(self):
        return (
            "%d commands, %d events, %d trades, %d batches, %d bill lines (%d sealed)"
        ) % (len(self.commands), self.sequence, self.made, len(self.batches), self.lines, self.sealed)
