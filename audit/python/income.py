"""What an auction earns beyond what orders get, and who gets it: docs/market-rules.md."""


class Income:
    """What a rulebook says of it, as its command states it."""

    def __init__(self, rulebook):
        named = rulebook.message(32).text(2) if rulebook.has(32) else ""
        self.as_bid = rulebook.int(31) != 0
        self.rent, self.surplus = named or "congestion-rent", named or "market-surplus"

    def faults(self, lines):
        """What cannot be of the lines of one run."""
        wanted = {"LINK_RENT": ("CONGESTION_RENT", self.rent), "BID_SURPLUS": ("MARKET_SURPLUS", self.surplus)}
        for at, line in enumerate(lines):
            if line.sealed or line.kind not in wanted:
                continue
            kind, account = wanted[line.kind]
            other = lines[at + 1] if at + 1 < len(lines) else None
            if line.kind == "BID_SURPLUS" and not self.as_bid:
                yield at, "is a surplus where no auction is paid as bid"
            elif line.counterparty != account:
                yield at, "is paid to %s, not to %s" % (line.counterparty, account)
            elif other is None or other.sealed or (other.kind, other.participant, other.amount) != (
                    kind, account, -line.amount):
                yield at, "has no other side"

    def limits(self, price, bid):
        """What the orders of a trade must have been filled at where each pays or gets its own limit."""
        surplus, bought, sold = bid
        return {bought: price + surplus, sold: price} if self.as_bid and bought and sold else {}

    def traded(self, trade, buyer, energy, surplus):
        """The two lines of a trade's surplus as a bill is compared with."""
        kinds = ("BID_SURPLUS", "MARKET_SURPLUS") if surplus else ()
        return [(trade, kind, buyer, self.surplus, energy, surplus) for kind in kinds]
