"""What a rulebook takes as proof of stored energy, and what a nameplate is worth under it: docs/shared-storage.md."""

import re


class Proofs:
    """Units name what is taken, and are bound under the rules in force; what records on the ledger prove is left to others."""

    def __init__(self, findings):
        self.findings = findings
        self.rules, self.current = {}, None  # by version and hash of the rulebook; of the one in force
        self.named = {}  # what each unit was registered with

    def rulebook(self, version, rulebook):
        if rulebook.has(37):
            self.rules[version] = rulebook.message(37)

    def activated(self, version):
        self.current = self.rules.get(version)

    def registered(self, place, spec):
        unit, provenance = spec.text(1), spec.text(12)
        self.named[unit] = provenance
        passport = provenance.startswith("passport:") and provenance != "passport:"
        if self.current and not passport and not self.rated(provenance):
            self.findings.add("ANSWER_DIFFERS", "%s: %s is registered with %r, which is not taken" % (place, unit, provenance))

    def bounded(self, place, body):
        if not self.current:
            return
        unit, limit = body.text(1), body.message(3)
        found = limit.message(4).fields, limit.sint(5)
        expected = self.current.message(1).fields, found[1] if limit.text(1) else self.usable(unit)
        if found != expected:
            self.findings.add("ANSWER_DIFFERS", "%s: %s is bound otherwise than the rulebook has it" % (place, unit))

    def usable(self, unit):
        """What the unit's nameplate proves, Wh."""
        rules = self.current.message(1)
        return max(0, self.rated(self.named.get(unit, "")) * rules.sint(1) // 1000 - rules.sint(2))

    def rated(self, provenance):
        """Rated energy of a nameplate that is taken, Wh; 0 of anything else."""
        plate = re.fullmatch("nameplate:([1-9][0-9]{0,10})", provenance)
        rated = int(plate.group(1)) if plate else 0
        return rated if rated <= self.current.sint(2) else 0
