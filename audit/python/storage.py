"""What storage services had in a slot and who pays for it: docs/settlement.md."""

import struct

MILLION = 1000000
LEASE = 4


class Service:
    """What a run told of a service, of an event that states it."""

    def __init__(self, message):
        self.number, self.start = message.int(2), message.message(8).int(1)
        self.seller, self.customer, self.price = message.text(5), message.text(6), message.int(7)
        self.version, self.committed, self.delivered = message.int(9), message.sint(10), message.sint(11)
        self.leased, self.missed = message.int(12), message.int(13)
        self.excused, self.lease = message.int(14) != 0, message.int(15) == LEASE

    def anything(self):
        return any((self.committed, self.delivered, self.leased, self.missed))

    def hashed(self):
        amounts = (self.committed, self.delivered, self.leased, self.missed)
        return struct.pack(">qiqqqqB", self.number, self.version, *amounts, self.excused)

    def lines(self, penalty_ppm):
        """What it is billed: (kind, who pays, who gets it, energy, price)."""
        if self.delivered:
            kind = "STORAGE_DISCHARGE" if self.delivered > 0 else "STORAGE_CHARGE"
            yield kind, self.customer, self.seller, abs(self.delivered), 0 if self.lease else self.price
        if self.leased:
            yield "STORAGE_LEASE", self.customer, self.seller, self.leased, self.price
        penalty = self.price * penalty_ppm // MILLION
        if self.missed and penalty and not self.excused:
            yield "STORAGE_PENALTY", self.seller, self.customer, self.missed, penalty


def expected(services, penalty_ppm):
    """What all runs together bill: {(kind, number, who, other, price): energy}."""
    sums = {}
    for one in services.values():
        for kind, payer, payee, energy, price in one.lines(penalty_ppm):
            sums[kind, one.number, payer, payee, price] = energy
            sums[kind + "_INCOME", one.number, payee, payer, price] = energy
    return sums


def add(sums, lines):
    """Adds the lines of a run; what is taken back is taken off."""
    for line in lines:
        if not line.sealed and line.kind.startswith("STORAGE_"):
            plain = line.kind.replace("_REVERSED", "")
            key = plain, line.trade, line.participant, line.counterparty, line.price
            sums[key] = sums.get(key, 0) + (line.energy if plain == line.kind else -line.energy)
            if not sums[key]:
                del sums[key]
