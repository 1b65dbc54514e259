"""Guarantees of origin in the blocks of a ledger: docs/guarantees-of-origin.md."""

import json

SOURCES = ("solar", "wind", "hydro", "marine", "geothermal", "biomass")
KEPT = ("stored", "released", "lost")  # entries of storages


class Origin:
    """Each batch has its guarantees once and in turn, of declared sources; nobody holds less than nothing."""

    def __init__(self, market, findings):
        self.market, self.findings = market, findings
        self.sources = {}  # of (account, area): (from, source), in order
        self.slots = {}  # by start: what all runs gave, Wh by entry
        self.trips = {}  # the best round trip that a storage ever declared, ppm
        self.stock = {}  # what storages keep, Wh by (account, area, source)
        self.seen, self.last, self.end = set(), None, 0

    def take(self, place, function, text, ledger):
        try:
            found = json.loads(text)
            if function == "origin:DeclareSource":
                self.declare(place, found)
            elif function == "origin:PostRun":
                self.post(place, found, ledger)
            else:
                raise ValueError(function)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError) as fault:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no guarantees: %r" % (place, fault))

    def differs(self, place, what):
        self.findings.add("ORIGIN_DIFFERS", "%s: %s" % (place, what))

    def declare(self, place, found):
        start, source = found["fromMillis"], found["source"]
        if found["market"] != self.market or source not in SOURCES + ("storage", "none"):
            self.differs(place, "another market or source: %r" % found)
        if source == "storage":
            ppm, capacity = found["roundTripPpm"], found["capacityWh"]
            if not (type(ppm) is int and 0 < ppm <= 10**6 and type(capacity) is int and 0 < capacity <= 10**12):
                raise ValueError("storage")
            self.trips[found["account"]] = max(ppm, self.trips.get(found["account"], 0))
        known = self.sources.setdefault((found["account"], found["area"]), [])
        if start < self.end or (known and start <= known[-1][0]):
            self.differs(place, "a source declared too late: %r" % found)
        known.append((start, source))

    def source(self, account, area, start):
        held = [source for since, source in self.sources.get((account, area), []) if since <= start]
        return held[-1] if held else "none"

    def post(self, place, found, ledger):
        name, start, minutes = found["batchId"], found["slotStartMillis"], found["slotMinutes"]
        place = "%s, %s" % (place, name)
        if found["batchHash"] in self.seen:
            self.findings.add("ORIGIN_TWICE", place)
        self.seen.add(found["batchHash"])
        self.follow(place, found, ledger)
        sums = self.slots.setdefault(start, {})
        if ".corrected-" in name and any(entries(found)):
            self.differs(place, "entries, though a correction is of money")
        for key, number in entries(found):
            sums[key] = sums.get(key, 0) + number
            if key[0] in KEPT:
                self.keep(place, key, number, start)
        for row in found.get("flows", []):
            if type(row["chargedWh"]) is not int or type(row["takenWh"]) is not int:
                raise ValueError("flows")
        for key, number in sums.items():
            taken = number + sums.get(("lost",) + key[1:], 0)
            if key[0] == "released" and number > taken * self.trips.get(key[1], 0) // 10**6:
                self.differs(place, "%r gives back more than its round trip leaves" % (key,))
        for row in found["issued"]:
            declared = self.source(row["account"], row["area"], start)
            if declared != row["source"]:
                self.differs(place, "%r, who declared %s" % (row, declared))
        for key, number in sums.items():
            if number < 0:
                self.differs(place, "%d of %r" % (number, key))
        for holder, number in [*held(sums).items(), *self.stock.items()]:
            if number < 0:
                self.findings.add("ORIGIN_NOT_HELD", "%s: %d of %r" % (place, number, holder))
        self.end = max(self.end, start + minutes * 60000)

    def keep(self, place, key, number, start):
        """Storages give back and lose what they took, of all slots."""
        if not any(self.source(key[1], area, start) == "storage" for account, area in self.sources if account == key[1]):
            self.differs(place, "%r is no storage" % key[1])
        add(self.stock, key[1:], number if key[0] == "stored" else -number)

    def follow(self, place, found, ledger):
        """The run is of the batch behind the last one's, as the blocks have it."""
        if found["market"] != self.market or found["batchHash"] not in ledger.chain[1:]:
            self.differs(place, "of no batch on the ledger")
            return
        index = ledger.chain.index(found["batchHash"])
        batch = ledger.log.batches[ledger.names[index - 1]]
        stated = found["batchId"], found["slotStartMillis"], found["slotMinutes"]
        self.findings.same("ORIGIN_DIFFERS", place, (batch.id, batch.start, batch.minutes), stated)
        if self.last is not None:
            self.findings.same("ORIGIN_DIFFERS", place, "batch %d" % (self.last + 1), "batch %d" % index)
        self.last = index


def entries(found):
    """What a run changes: an entry's words, and its Wh."""
    for kind in ("issued", "retired") + KEPT:
        for row in found.get(kind, []) if kind in KEPT else found[kind]:
            yield (kind, row["account"], row["area"], row["source"]), number_of(row)
    for row in found["moved"]:
        yield ("moved", row["tradeId"], row["from"], row["to"], row["area"], row["source"]), number_of(row)
    for row in found["unguaranteed"]:
        yield ("unguaranteed", row["area"]), number_of(row)


def number_of(row):
    if type(row["wh"]) is not int:
        raise ValueError("wh")
    return row["wh"]


def held(sums):
    """What each party has of each origin."""
    total = {}
    for key, number in sums.items():
        if key[0] in ("issued", "released"):
            add(total, key[1:], number)
        elif key[0] in ("retired", "stored"):
            add(total, key[1:], -number)
        elif key[0] == "moved":
            add(total, (key[2],) + key[4:], -number)
            add(total, (key[3],) + key[4:], number)
    return total


def add(total, key, number):
    total[key] = total.get(key, 0) + number
