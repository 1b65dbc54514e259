"""Statements about batteries in the blocks of a ledger: docs/formats/ledger.md."""

import json
import re

import ed25519

BEFORE, BEHIND = '{"statement":', ',"signatures":['


class Batteries:
    """Each event of an asset is stated once, signed with the keys that its organisations had then, of what is known and not recycled."""

    def __init__(self, findings):
        self.findings = findings
        self.keys, self.stated = {}, set()
        self.known, self.recycled = set(), set()

    def take(self, place, function, arguments):
        try:
            (text,) = arguments
            if function == "batteries:RegisterOrganisation":
                found = json.loads(text)
                self.register(place, found["org"], found["key"])
            elif function == "batteries:Submit":
                self.submit(place, text, json.loads(text))
            else:
                raise ValueError(function)
        except (KeyError, TypeError, ValueError, RecursionError) as fault:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no statement: %r" % (place, fault))

    def register(self, place, org, key):
        if not re.fullmatch("[0-9a-f]{64}", key):
            self.findings.add("BATTERY_DIFFERS", "%s: no key of %s: %s" % (place, org, key))
        self.keys[org] = key

    def submit(self, place, text, found):
        end = text.rfind(BEHIND)
        if not text.startswith(BEFORE) or end < len(BEFORE):
            raise ValueError("no statement")
        asset, sequence = found["statement"]["asset"], found["statement"]["sequence"]
        if not isinstance(asset, str) or type(sequence) is not int:
            raise ValueError("no event")
        if (asset, sequence) in self.stated:
            self.findings.add("BATTERY_DIFFERS", "%s: event %d of %s again" % (place, sequence, asset))
        self.stated.add((asset, sequence))
        self.live(place, asset, found["statement"]["operation"], found["statement"]["action"])
        signed = "commonwatt battery statement 1\n%s\n" % text[len(BEFORE) : end]
        if not found["signatures"]:
            self.findings.add("BATTERY_NOT_SIGNED", "%s: by nobody" % place)
        for one in found["signatures"]:
            self.require_signed(place, one["org"], signed.encode("utf-8"), one["signature"])

    def live(self, place, asset, operation, action):
        """What a statement is about has begun, once, and has not been recycled."""
        begins = operation in ("REGISTER", "REPURPOSE")
        if begins == (asset in self.known) or asset in self.recycled:
            state = "recycled" if asset in self.recycled else "known" if asset in self.known else "unknown"
            self.findings.add("BATTERY_DIFFERS", "%s: %s of %s, which is %s" % (place, operation, asset, state))
        self.known.add(asset)
        if operation == "DISMANTLE":
            self.known.update(one["id"] for one in action["found"])
        elif operation == "RECYCLE":
            self.recycled.add(asset)

    def require_signed(self, place, org, signed, signature):
        try:
            key = ed25519.PREFIX + bytes.fromhex(self.keys[org])
            holds = ed25519.verify(key, signed, bytes.fromhex(signature))
        except (KeyError, ValueError):
            holds = False
        if not holds:
            self.findings.add("BATTERY_NOT_SIGNED", "%s: by %s" % (place, org))
