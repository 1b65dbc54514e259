"""Who is responsible for its balance, and the prices of its deviations: docs/settlement.md."""

import base64
from dataclasses import dataclass

import ed25519

MILLION = 1000000


@dataclass(frozen=True)
class Source:
    """Who publishes imbalance prices, and the key that signs them."""

    id: str
    key: str

    def has_signed(self, market, said, signature):
        """Whether the source signed just this price: area, slot's start and minutes, version, both prices."""
        words = ["commonwatt-imbalance-price-1", self.id, market, *(str(one) for one in said), ""]
        key = base64.b64decode(self.key, validate=True)
        return len(signature) == 64 and ed25519.verify(key, "\n".join(words).encode("ascii"), signature)




class Imbalance:
    """The section `imbalance` of a rulebook as its command states it."""

    def __init__(self, rulebook):
        section = rulebook.message(27)
        self.responsible = {one.decode("utf-8") for one in section.all(1)}
        only = rulebook.text(4)
        self.areas = {one.text(1): only or one.text(3) for one in rulebook.messages(12)}
        self.party = section.text(2)
        self.pool = section.has(4)
        self.premium = 0 if self.pool else section.message(5).int(2)
        prices = section.message(6)
        self.auction = prices.int(5) != 0
        self.stated = (prices.sint(6), prices.sint(7))
        self.source = Source(prices.message(8).text(1), prices.message(8).text(2)) if prices.has(8) else None

    def allowed(self, line, imported):
        """The price of a line of a deviation; None where it is the auction's, or of who registered later."""
        area = self.areas.get(line.participant)
        if area is None or line.kind.startswith("NETT"):
            return None
        short = line.kind.endswith("_SHORT")
        if area in imported:
            price = imported[area][1 if short else 2]
        elif self.auction:
            return None
        else:
            price = self.stated[0 if short else 1]
        if line.kind.startswith("BAND") or self.pool:
            return price
        more = abs(price) * self.premium // MILLION
        return price + more if short else price - more

    def faults(self, lines, imported):
        """What cannot be of the lines of one run; lines that take back an earlier run are left out."""
        for number, line in enumerate(lines):
            if line.kind.endswith(("_SHORT", "_LONG")) and not line.kind.startswith("UNEXPLAINED"):
                price = self.allowed(line, imported)
                if line.participant not in self.responsible or line.counterparty != self.party:
                    yield number, "is no deviation of a responsible member"
                elif price is not None and price != line.price:
                    yield number, "has price %d, not %d" % (line.price, price)

    def netted(self, lines):
        """Energy netted short less energy netted long in all lines of a run, by area."""
        left = {}
        for line in lines:
            if line.kind.startswith("NETTED") and line.participant in self.areas:
                sign = -1 if line.kind.endswith("_REVERSED") else 1
                sign = sign if "SHORT" in line.kind else -sign
                area = self.areas[line.participant]
                if not line.kind.replace("_REVERSED", "").endswith(("COVERED", "TAKEN")):
                    left[area] = left.get(area, 0) + sign * line.energy
        return {area: energy for area, energy in left.items() if energy}
