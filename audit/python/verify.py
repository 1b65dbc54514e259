#!/usr/bin/env python3
"""A second verifier of Commonwatt's bundles, written from docs/formats alone: standard library only.

    python3 verify.py BUNDLE [--engine NAME] [--keys FOLDER] [--heads FILE] [--witness NAME] [--complete yes]
    python3 verify.py PROOF [--engine NAME] [--heads FILE] [--witness NAME]

PROOF is a file of `audit prove` or of `audit bundle --participant`; --heads names a tree head that was kept outside, or a folder of such.
Exit code 0: what was checked holds; 1: something does not; 2: wrong call. The last lines say what was
checked and what was not.
"""

import base64
import binascii
import hashlib
import json
import os
import sys

import ed25519
import participant
import plainzip
import proof
from ledger import Ledger
from log import Log
from seals import Keyring

KIND = "commonwatt-bundle-1"
NAMES = ["log/commands", "log/events", "log/positions", "log/engine-keys", "ledger/blocks"]
CHECKED = [
    "the file: its one spelling, the engine's signature, length and SHA-256 of every entry",
    "the log: one market, offsets, every event's number, place and hash chain, each command answered",
    "trades of bills in clear: each billed once at its energy, price and parties, in its slot's batch",
    "bills: Merkle roots; of those in clear amounts, leaves, postings, residuals and deviations from trades",
    "and positions; prices of deviations that were imported or are stated, and as much netted short as long",
    "losses of areas, from boundaries and positions in clear, and that their bearers pay just those",
    "storage services: that all runs bill just what they told of each, with its penalty",
    "batches: sums of zero, hashes, predecessors, hashes of positions in clear",
    "the ledger: hash chain of its blocks, and exactly the log's batches, as the log confirms them",
    "the ledger's registry: hashes of rulebooks and of auctions, each where the log has it",
    "the ledger's invoices: batches, root and amount of each, each paid and given back once",
    "guarantees of origin: each batch once and in turn, sources that are declared, nothing held below zero",
    "the ledger's accounts: transfers said twice, batches posted and rows folded once, nothing overdrawn",
    "documents of rulebooks in the bundle: against the hashes that were activated; its README names every entry",
    "the manifest: against all of these",
]
NOT_CHECKED = [
    "whether the auctions and continuous trades are those that the rules give (audit check does)",
    "what commands and records of positions say: events are taken at their word, verdicts of the ledger, too",
    "what runs tell of storage services against agreements and meters (audit check does)",
    "areas and links in the registry; guarantees of origin against trades and meters (audit check does)",
    "whether steps of accounts are those of the log (audit check does)",
    "prices of residuals, fees, rents and of what is netted, shares of the netting, curtailed energy of who is",
    "responsible for its balance, salts, hashes of auctions; who signed the ledger's blocks",
]


NOT_CHECKED_OF_PROOFS = [
    "whether lines are what the rules give (audit verify does), and whether their transactions are valid"
]
OPTIONS = ("--engine", "--keys", "--heads", "--witness", "--complete")


class Findings(list):
    sealed = 0  # positions and bill lines that stayed closed

    def verdict(self):
        if self:
            return "fail"
        return "pass, %d items sealed" % self.sealed if self.sealed else "pass"

    def add(self, code, message):
        self.append("%s: %s" % (code, message))

    def same(self, code, what, expected, found):
        if expected != found:
            self.add(code, "%s: expected %s, found %s" % (what, expected, found))


def manifest_of(entries, findings):
    """The manifest, None when there is none."""
    try:
        manifest = json.loads(entries["manifest.json"].decode("utf-8"))
        if manifest["kind"] == KIND:
            check_texts(manifest, ("market", "from", "to", "chaincode", "publicKey", "lastEvent"))
            for one in manifest["entries"]:
                check_texts(one, ("name", "sha256"))
                if type(one["bytes"]) is not int:
                    raise ValueError("bytes")
            for one in manifest["batches"]:
                check_texts(one, ("batchId",))
            return manifest
        findings.add("BUNDLE_UNREADABLE", "manifest.json is of another kind")
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        findings.add("BUNDLE_UNREADABLE", "manifest.json: %r" % fault)
    return None


def check_texts(data, fields):
    for field in fields:
        if not isinstance(data[field], str):
            raise ValueError(field)


def check_signature(manifest, entries, engine, findings):
    """The name of the engine whose key the manifest has."""
    digest = hashlib.sha256(entries["manifest.json"]).hexdigest()
    signed = ("%s\n%s\n" % (KIND, digest)).encode("ascii")
    try:
        key = base64.b64decode(manifest["publicKey"], validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not ed25519.verify(key, signed, entries.get("manifest.sig", b"")):
        findings.add("BUNDLE_SIGNATURE_WRONG", "the key of the manifest has not signed it")
    name = "engine-" + hashlib.sha256(key).hexdigest()[:16]
    if engine is not None and engine != name:
        findings.add("BUNDLE_SIGNATURE_WRONG", "expected the key of %s, found %s" % (engine, name))
    return name


def check_entries(manifest, read, findings):
    expected = ["manifest.json", "manifest.sig"] + [one["name"] for one in manifest["entries"]]
    found = [name for name, _ in read]
    if found != expected:
        findings.add("ENTRY_UNEXPECTED", "expected the entries %s, found %s" % (expected, found))
    entries = dict(read)
    for one in manifest["entries"]:
        data = entries.get(one["name"])
        if data is None:
            findings.add("ENTRY_MISSING", "%s is not there" % one["name"])
        elif (len(data), hashlib.sha256(data).hexdigest()) != (one["bytes"], one["sha256"]):
            findings.add("ENTRY_DIFFERS", "%s has other bytes than the manifest says" % one["name"])


def check_documents(manifest, entries, findings, seen):
    """The rulebooks' documents against the hashes that were activated, and the README against the entries."""
    names = []
    for rulebook in manifest.get("rulebooks") or []:
        version, _, digest = str(rulebook).partition(" ")
        name = "rulebooks/%s.json" % version
        names.append(name)
        if name not in entries:
            seen.append("note: RULEBOOK_DOCUMENT_MISSING: %s is not in the bundle" % name)
        elif hashlib.sha256(entries[name]).hexdigest() != digest:
            findings.add("RULEBOOK_DOCUMENT_DIFFERS", "%s has not SHA-256 %s, which was activated" % (name, digest))
    for name in entries:
        if name.startswith("rulebooks/") and name not in names:
            findings.add("RULEBOOK_DOCUMENT_DIFFERS", "%s is of no rulebook that was activated" % name)
    told = entries.get("README.txt", b"").decode("utf-8", "replace").split("\n")
    for name in entries if "README.txt" in entries else ():
        if not any(line.startswith(name + "  ") for line in told):
            findings.add("README_DIFFERS", "README.txt does not say what %s is" % name)


def records_of(entries, findings):
    records = {}
    for name in NAMES:
        records[name] = []
        if name not in entries:
            findings.add("ENTRY_MISSING", "%s is not there: it counts as empty" % name)
            continue
        try:
            records[name] = plainzip.records(entries[name])
        except ValueError as fault:
            findings.add("BUNDLE_UNREADABLE", "%s: %s: it counts as empty" % (name, fault))
    return records


class Anchors:
    """What the checker brings along: names of who must have signed, keys of sealed payloads, kept heads."""

    def __init__(self, engine=None, keyring=Keyring(), kept=(), witness=None, complete=False):
        self.engine, self.keyring, self.kept = engine, keyring, kept
        self.witness, self.complete = witness, complete


def is_proof(data):
    return data[:1] == b"{"


def verify(data, anchors=Anchors()):
    """The findings of a file's bytes, and what was seen of it, limits of the check included."""
    findings, seen = Findings(), []
    try:
        if participant.is_bundle(data):
            participant.check(data, anchors.kept, anchors.engine, anchors.witness, findings, seen)
        elif is_proof(data):
            proof.check_proof(data, anchors.kept, anchors.engine, anchors.witness, findings, seen)
        else:
            check(data, anchors, findings, seen)
    except Exception as fault:  # whatever a forger thinks of: what was found before stays
        findings.add("BUNDLE_UNREADABLE", "the check ended early: %r" % fault)
    return findings, seen


def check(data, anchors, findings, seen):
    read = plainzip.read(data)
    if plainzip.write(read) != data:
        findings.add("BUNDLE_NOT_CANONICAL", "other bytes than its %d entries make" % len(read))
    entries = dict(read)
    manifest = manifest_of(entries, findings)
    if manifest is not None:
        seen.append("signed by " + check_signature(manifest, entries, anchors.engine, findings))
        check_entries(manifest, read, findings)
    records = records_of(entries, findings)
    log = Log(records, anchors.keyring, findings)
    log.check()
    chaincode = manifest["chaincode"] if manifest else ""
    ledger = Ledger(records["ledger/blocks"], chaincode, log, findings)
    ledger.check()
    proof.check_heads(anchors.kept, log, ledger.hashes, anchors.complete, anchors.witness, findings, seen)
    if manifest is not None:
        check_content(manifest, log, findings)
        check_documents(manifest, entries, findings, seen)
    findings.sealed = log.closed_items
    seen.append(log.counts())
    seen.extend("note: LEDGER_TRANSACTION_INVALID: %s counts for nothing" % one for one in ledger.invalid[:100])
    seen.extend(ledger.accounts.pending())
    seen.extend(log.disputes.pending())
    if log.sealed:
        seen.append(
            "NOT checked: %d sealed bill lines, and postings, trades and residuals of %d bills with such lines: "
            "only the hashes of the leaves were used" % (log.sealed, log.closed_bills)
        )


def check_content(manifest, log, findings):
    findings.same("MANIFEST_DIFFERS", "market", log.market, manifest["market"])
    findings.same("MANIFEST_DIFFERS", "lastEvent", log.last_event(), manifest["lastEvent"])
    findings.same("MANIFEST_DIFFERS", "rulebooks", log.rulebooks, manifest.get("rulebooks"))
    lines = log.batch_lines(manifest["from"], manifest["to"])
    findings.same("MANIFEST_DIFFERS", "batches", lines, manifest["batches"])


def heads_of(place):
    """The heads of a file, or of all files of a folder."""
    names = [os.path.join(place, name) for name in sorted(os.listdir(place))] if os.path.isdir(place) else [place]
    heads = []
    for name in names:
        with open(name, "rb") as file:
            heads.append(proof.read_head(file.read()))
    return heads


def main(arguments):
    options = dict(zip(arguments[1::2], arguments[2::2]))
    known = all(option in OPTIONS for option in options)
    if len(arguments) != 1 + 2 * len(options) or not known or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        if os.path.getsize(arguments[0]) >= 1 << 31:
            raise ValueError("a file of 2 GiB or more, which no bundle has")
        with open(arguments[0], "rb") as file:
            data = file.read()
        anchors = Anchors(
            options.get("--engine"),
            Keyring(options.get("--keys")),
            heads_of(options["--heads"]) if "--heads" in options else [],
            options.get("--witness"),
            options.get("--complete") == "yes",
        )
    except (OSError, ValueError, LookupError, TypeError) as fault:
        print("cannot read what was named: %s" % fault, file=sys.stderr)
        return 2
    sys.stdout.reconfigure(errors="backslashreplace")  # a forged name may be no text at all
    findings, seen = verify(data, anchors)
    for line in seen:
        print(line)
    if anchors.engine is None:
        print("nobody vouched for that engine: compare its name, or give --engine")
    for finding in findings[:100]:
        print("  " + finding)
    if len(findings) > 100:
        print("  ... and %d more" % (len(findings) - 100))
    for line in () if is_proof(data) else CHECKED:
        print("checked: " + line)
    for line in NOT_CHECKED_OF_PROOFS if is_proof(data) else NOT_CHECKED:
        print("NOT checked: " + line)
    print("Verifier: " + findings.verdict())
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
