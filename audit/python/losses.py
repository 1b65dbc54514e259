"""What areas lost and who bears it: docs/settlement.md."""

MILLION = 1000000
TECHNICAL, SHORT, LONG = "TECHNICAL_LOSSES", "UNEXPLAINED_SHORT", "UNEXPLAINED_LONG"
OTHER_SIDES = {TECHNICAL: "_COVERED", SHORT: "_COVERED", LONG: "_TAKEN"}


class Losses:
    """The losses of a rulebook as its command states it."""

    def __init__(self, rulebook, imbalance):
        section = rulebook.message(25, 3)
        self.bearers = {TECHNICAL: rulebook.text(16), SHORT: section.text(1), LONG: section.text(1)}
        self.areas = {one.text(1): (one.int(2), one.int(3)) for one in section.messages(2)}
        only = rulebook.text(4)
        self.members = {one.text(1): only or one.text(3) for one in rulebook.messages(12)}
        self.imbalance = imbalance
        self.party = imbalance.party if imbalance else rulebook.text(10)
        self.offset = rulebook.message(6).sint(2)
        self.tariff = [(one.int(1), one.sint(2), one.sint(3)) for one in rulebook.messages(11)]

    def prices(self, start, imported):
        """What may be the price of a line by its kind: one of these; None where it is the auction's."""
        if self.imbalance is None:
            minute = (start // 60000 + self.offset) % 1440
            step = [one for one in self.tariff if one[0] <= minute][-1]
            return {TECHNICAL: {step[1]}, SHORT: {step[1]}, LONG: {step[2]}}
        short, long = set(), set()
        for area in self.areas:
            if area not in imported and self.imbalance.auction:
                return None
            price = imported[area][1:] if area in imported else self.imbalance.stated
            short.add(price[0])
            long.add(price[1])
        return {TECHNICAL: short, SHORT: short, LONG: long}

    def energy(self, area, flow, positions):
        """What entered and left an area, None where a position is not known or of who registered later."""
        inside = [who for who, where in self.members.items() if where == area]
        if positions is None or any(who not in self.members for who in positions):
            return None
        if any(positions.get(who) is None for who in inside):
            return None
        entered = flow[1] + sum(positions[who][2] for who in inside)
        return entered, flow[2] + sum(positions[who][1] for who in inside)

    def balance_faults(self, told, flows, positions):
        """What cannot be of the balances that runs told: {area: (version, entered, left, technical, limit)}."""
        if set(told) != set(self.areas):
            yield "balances of %s, not of %s" % (sorted(told), sorted(self.areas))
            return
        for area, (version, entered, left, technical, limit) in sorted(told.items()):
            flow, (ppm, most) = flows.get(area), self.areas[area]
            known = self.energy(area, flow, positions) if flow else (0, 0)
            expected = (flow[0] if flow else 0, *(known or (entered, left)), entered * ppm // MILLION, most)
            if expected != (version, entered, left, technical, limit):
                yield "of %s (version, entered, left, technical, limit) %s, not %s" % (
                    area, (version, entered, left, technical, limit), expected)

    def line_faults(self, lines, start, imported):
        """What cannot be of the lines of a run; prices of those that take back were judged before."""
        prices = self.prices(start, imported)
        for at, line in enumerate(lines):
            if line.sealed or not line.kind.startswith((TECHNICAL, "UNEXPLAINED")):
                continue
            plain = line.kind.replace("_REVERSED", "")
            if plain in OTHER_SIDES:
                other = lines[at + 1] if at + 1 < len(lines) else None
                wanted = plain + OTHER_SIDES[plain] + line.kind[len(plain):]
                if (line.participant, line.counterparty) != (self.bearers[plain], self.party):
                    yield at, "is borne by %s against %s" % (line.participant, line.counterparty)
                elif other is None or other.sealed or (other.kind, other.participant, other.amount) != (
                        wanted, self.party, -line.amount):
                    yield at, "has no other side"
                elif prices and plain == line.kind and line.price not in prices[plain]:
                    yield at, "has price %d, not one of %s" % (line.price, sorted(prices[plain]))


def billed(lines):
    """Energy that lines bill, technical and unexplained; what is taken back is taken off."""
    sums = [0, 0]
    for line in lines:
        if not line.sealed:
            back = line.kind.endswith("_REVERSED")
            plain = line.kind.replace("_REVERSED", "")
            if plain in OTHER_SIDES:
                sign = -1 if (plain == LONG) != back else 1
                sums[plain != TECHNICAL] += sign * line.energy
    return tuple(sums)


def balanced(told):
    """The same of balances."""
    return (
        sum(one[3] for one in told.values()),
        sum(one[1] - one[2] - one[3] for one in told.values()),
    )
