"""Services of storage units that were negotiated (docs/formats/storage-service.md) or won in an auction."""

import ed25519
from wire import packed

KINDS = {1: "CHARGE_SERVICE", 2: "RELEASE", 3: "FIRM_SCHEDULE", 4: "LEASE"}
AMOUNTS = ("fromMillis", "toMillis", "energyWh", "chargeSlotWh", "dischargeSlotWh", "startWh")


def commitment(message, owner):
    """The canonical text of a commitment, with its owner or another one."""
    numbers = ",".join('"%s":%d' % (name, message.sint(field)) for field, name in enumerate(AMOUNTS, 4))
    injection = ",".join(str(energy) for energy in packed(message, 10))
    return '{"id":"%s","owner":"%s","kind":"%s",%s,"injectionWh":[%s]}' % (
        message.text(1),
        owner,
        KINDS.get(message.int(3), ""),
        numbers,
        injection,
    )


def text(terms):
    """The canonical text of terms."""
    names = '"market":"%s","negotiation":"%s","unit":"%s","seller":"%s"' % tuple(terms.text(field) for field in (1, 2, 3, 4))
    one = terms.message(6)
    return '{%s,"priceMicroPerKwh":%d,"commitment":%s}' % (names, terms.sint(5), commitment(one, one.text(2)))


def is_signed(key, terms, signature):
    signed = "commonwatt storage service 1\n%s\n" % terms
    try:
        x509 = ed25519.PREFIX + bytes.fromhex(key)
        return ed25519.verify(x509, signed.encode("utf-8"), bytes.fromhex(signature))
    except (TypeError, ValueError):
        return False


class Services:
    """What is agreed on is what was proposed last, signed by both, and what the unit is committed to then."""

    def __init__(self, findings):
        self.findings = findings
        self.proposed = {}  # who, round and text, by negotiation
        self.due = None  # unit and text of the commitment that has to follow

    def propose(self, place, body, keys):
        who, proposal = body.text(1), body.message(3)
        terms = text(proposal.message(1))
        self.signed(place, who, (body.text(4), proposal.text(3)), terms, keys)
        self.proposed[proposal.message(1).text(2)] = (who, body.int(2), terms)

    def agree(self, place, body, keys):
        who, proposal = body.text(1), body.message(3)
        terms = proposal.message(1)
        told = text(terms)
        proposer, number, last = self.proposed.pop(terms.text(2), ("", 0, ""))
        if (number, last) != (body.int(2), told) or proposer == who:
            self.differs(place, "%s accepts what was not proposed to it last" % who)
        self.signed(place, who, (body.text(5), body.text(4)), told, keys)
        self.due = (terms.text(3), commitment(terms.message(6), terms.message(6).text(2) or who))

    def won(self, body):
        one = body.message(5)
        self.due = (body.text(2), commitment(one, one.text(2)))

    def commit(self, place, body):
        """A commitment behind an agreement or a service that was won; others are their owners' own."""
        if self.due is not None:
            one = body.message(2)
            found = (body.text(1), commitment(one, one.text(2)))
            if found != self.due:
                self.differs(place, "a commitment %s where %s was agreed on" % (found, self.due))
            self.due = None

    def signed(self, place, who, key_and_signature, terms, keys):
        key, signature = key_and_signature
        if keys.get(who) != key or not is_signed(key, terms, signature):
            self.differs(place, "%s has not signed these terms" % who)

    def differs(self, place, what):
        self.findings.add("ANSWER_DIFFERS", "%s: %s" % (place, what))
