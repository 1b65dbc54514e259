"""Proofs of bill lines and signed tree heads: docs/formats/proof.md."""

import base64
import binascii
import hashlib
import json
import struct

import ed25519
from ledger import Block
from settlement import KINDS, Batch, batch_of_json, root, sha, text

PROOF = "commonwatt-proof-1"
HEAD = "commonwatt-tree-head-1"
WITNESS = "commonwatt-witness-1"
TREES = ("events", "batches", "blocks")


def leaf(data):
    return sha(b"\0" + data)


def leaf_of_batch(name, batch_hash, bill_root, count, transaction, block):
    lines = (name, batch_hash, bill_root, count, transaction, block)
    return leaf("".join("%s\n" % line for line in lines).encode("utf-8"))


def inclusion(hashed, index, size, path):
    """The root of the tree in which a leaf has its place; None when the path leads nowhere."""
    if not 0 <= index < size:
        return None
    at, last = index, size - 1
    for beside in path:
        if last == 0:
            return None
        if at % 2 == 1 or at == last:
            hashed = sha(b"\1" + beside + hashed)
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            hashed = sha(b"\1" + hashed + beside)
        at, last = at // 2, last // 2
    return hashed if last == 0 else None


def consistent(earlier, later, path):
    """Whether the tree (size, root) goes on from an earlier one."""
    if earlier[0] > later[0]:
        return False
    if earlier[0] == 0:
        return not path and earlier[1] == sha(b"")
    if earlier[0] == later[0]:
        return not path and earlier == later
    way = list(path) if earlier[0] & (earlier[0] - 1) else [earlier[1]] + list(path)
    if not way:
        return False
    at, last = earlier[0] - 1, later[0] - 1
    while at % 2 == 1:
        at, last = at // 2, last // 2
    before = after = way[0]
    for beside in way[1:]:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            before, after = sha(b"\1" + beside + before), sha(b"\1" + beside + after)
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            after = sha(b"\1" + after + beside)
        at, last = at // 2, last // 2
    return last == 0 and before == earlier[1] and after == later[1]


def one_spelling(data):
    return (json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n").encode("utf-8")


def hashes(values):
    return [hash_of(value) for value in values]


def hash_of(value):
    data = bytes.fromhex(value)
    if len(data) != 32 or data.hex() != value:
        raise ValueError("a hash that is none")
    return data


def count(data, field):
    value = data[field]
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError("%s is no count" % field)
    return value


def trees_of(data):
    return [(count(data[name], "size"), hash_of(data[name]["root"])) for name in TREES]


def only(data, *fields):
    """The object; ValueError when it has other fields, or in another order."""
    if list(data) != list(fields):
        raise ValueError("expected the fields %s, found %s" % (fields, list(data)))
    return data


def text_of(data, field):
    if not isinstance(data[field], str):
        raise ValueError("%s is no text" % field)
    return data[field]


def name_of(prefix, key):
    try:
        return prefix + hashlib.sha256(base64.b64decode(key, validate=True)).hexdigest()[:16]
    except (binascii.Error, ValueError):
        return prefix + "unknown"


def signed(key, message, signature):
    try:
        key, signature = base64.b64decode(key, validate=True), base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    return ed25519.verify(key, message.encode("utf-8"), signature)


class Head:
    """A signed tree head, and that it goes on from an earlier one, where it says so."""

    def __init__(self, data, *more):
        names = ("kind", "market", "marketTimeMillis") + TREES + ("publicKey", "signature", "witnesses") + more
        only(data, *names)
        if data["kind"] != HEAD:
            raise ValueError("a head of another kind")
        for name in TREES:
            only(data[name], "size", "root")
        self.market, self.time = text_of(data, "market"), count(data, "marketTimeMillis")
        self.trees = trees_of(data)
        self.key, self.signature = text_of(data, "publicKey"), text_of(data, "signature")
        self.engine = name_of("engine-", self.key)
        self.witnesses = [only(one, "publicKey", "witnessedAt", "signature") for one in data["witnesses"]]
        self.consistency = Consistency(data["consistency"]) if more and data["consistency"] else None

    def signed_text(self):
        sizes = "".join("%d\n%s\n" % (size, head.hex()) for size, head in self.trees)
        return "%s\n%s\n%d\n%s%s\n" % (HEAD, self.market, self.time, sizes, self.engine)

    def check(self, engine, witness, findings):
        if not signed(self.key, self.signed_text(), self.signature):
            findings.add("HEAD_SIGNATURE_WRONG", "%s has not signed %s" % (self.engine, self))
        if engine is not None and engine != self.engine:
            findings.add("HEAD_SIGNATURE_WRONG", "expected the key of %s, found %s" % (engine, self.engine))
        names = []
        digest = hashlib.sha256(self.signed_text().encode("utf-8")).hexdigest()
        for one in self.witnesses:
            names.append(name_of("witness-", text_of(one, "publicKey")))
            message = "%s\n%s\n%s\n%s\n" % (WITNESS, digest, text_of(one, "witnessedAt"), names[-1])
            if not signed(one["publicKey"], message, text_of(one, "signature")):
                findings.add("WITNESS_SIGNATURE_WRONG", "%s has not signed %s" % (names[-1], self))
        if witness is not None and witness not in names:
            findings.add("WITNESS_SIGNATURE_WRONG", "expected the signature of %s, found none" % witness)

    def __str__(self):
        return "the head of %d events" % self.trees[0][0]


class Consistency:
    def __init__(self, data):
        only(data, "from", *TREES)
        for name in TREES:
            only(only(data["from"], *TREES)[name], "size", "root")
        self.start = trees_of(data["from"])
        self.paths = [hashes(data[name]) for name in TREES]

    def leads(self, start, end):
        return start == self.start and all(map(consistent, self.start, end, self.paths))


def read_head(data):
    """A file of a head; ValueError when it is none."""
    parsed = json.loads(data.decode("utf-8"))
    if one_spelling(parsed) != data:
        raise ValueError("a head with other bytes than its content makes")
    return Head(parsed, "consistency")


def line_leaf(line):
    if "leafHash" in line:
        return hash_of(only(line, "line", "leafHash", "path")["leafHash"])
    names = "participant slotStartMillis slotMinutes kind counterparty tradeId energyWh priceMicroPerKwh amountNano salt"
    only(line, "line", *names.split(), "path")
    numbers = [int(text_of(line, name)) for name in ("priceMicroPerKwh", "amountNano")]
    if [str(number) for number in numbers] != [line["priceMicroPerKwh"], line["amountNano"]]:
        raise ValueError("a number in another spelling")
    data = hash_of(line["salt"]) + text(text_of(line, "participant"))
    code = KINDS.index(text_of(line, "kind")) + 1
    data += struct.pack(">qiB", count(line, "slotStartMillis"), count(line, "slotMinutes"), code)
    data += text(text_of(line, "counterparty"))
    data += struct.pack(">qqqq", count(line, "tradeId"), count(line, "energyWh"), *numbers)
    return leaf(data)


def check_proof(data, kept, engine, witness, findings, seen):
    """Adds what is wrong with a proof, and what was seen of it."""
    try:
        proof = json.loads(data.decode("utf-8"))
        if proof["kind"] != PROOF:
            raise ValueError("another kind than " + PROOF)
        only(proof, *"kind batch lines batchIndex batchPath head consistency ledger".split())
        if one_spelling(proof) != data:
            findings.add("PROOF_NOT_CANONICAL", "expected the bytes that its content makes")
        _check(proof, kept, engine, witness, findings, seen)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError, struct.error) as fault:
        findings.add("PROOF_UNREADABLE", repr(fault))


def _check(proof, kept, engine, witness, findings, seen):
    batch = proof["batch"]
    if not proof["lines"]:
        findings.add("BILL_LINE_NOT_INCLUDED", "expected bill lines, found none")
    head = Head(proof["head"])
    check_lines(proof, head, findings)
    head.check(engine, witness, findings)
    consistency = Consistency(proof["consistency"]) if proof["consistency"] else None
    if consistency and not consistency.leads(consistency.start, head.trees):
        findings.add("HEAD_INCONSISTENT", "the proof does not lead on from the earlier head")
    if proof["ledger"] is not None:
        check_block(batch, only(proof["ledger"], "chaincode", "block", "path"), head, findings)
    seen.append("%d lines of %s, under %s, signed by %s" % (len(proof["lines"]), batch["batchId"], head, head.engine))
    check_kept(head, consistency, kept, engine, witness, findings, seen)


def check_lines(proof, head, findings):
    """The lines under the root of their bill, and the batch under the head."""
    batch = only(proof["batch"], *"batchId batchHash billRoot billLineCount transactionId block".split())
    bill_root, lines = hash_of(batch["billRoot"]), count(batch, "billLineCount")
    for line in proof["lines"]:
        found = inclusion(line_leaf(line), count(line, "line"), lines, hashes(line["path"]))
        findings.same("BILL_LINE_NOT_INCLUDED", "line %d" % line["line"], bill_root, found)
    own = leaf_of_batch(
        text_of(batch, "batchId"),
        hash_of(batch["batchHash"]).hex(),
        bill_root.hex(),
        lines,
        text_of(batch, "transactionId"),
        count(batch, "block"),
    )
    found = inclusion(own, count(proof, "batchIndex"), head.trees[1][0], hashes(proof["batchPath"]))
    findings.same("BATCH_NOT_INCLUDED", batch["batchId"], head.trees[1][1], found)


def check_kept(head, consistency, kept, engine, witness, findings, seen):
    for other in kept:
        other.check(engine, witness, findings)
        compare(head, consistency, other, findings, seen)


def check_block(batch, ledger, head, findings):
    data = base64.b64decode(ledger["block"], validate=True)
    block = Block(data, bare=True)
    if block.bare() != data:
        findings.add("PROOF_NOT_CANONICAL", "the block has other bytes than it must have")
    digest = sha(b"".join(block.envelopes))
    findings.same("BLOCK_DATA_HASH_WRONG", "the block", digest.hex(), block.data_hash.hex())
    findings.same("BLOCK_NUMBER_WRONG", "the block", batch["block"], block.number)
    found = inclusion(leaf(block.hash()), block.number, head.trees[2][0], hashes(ledger["path"]))
    findings.same("BLOCK_NOT_INCLUDED", "block %d" % block.number, head.trees[2][1], found)
    for transaction, chaincode, call in block.calls():
        named = transaction, chaincode, call[:1], len(call)
        if named == (batch["transactionId"], ledger["chaincode"], ["settlement:PostBatch"], 2):
            posted = batch_of_json(call[1])
            stated = batch["batchHash"], batch["billRoot"]
            findings.same("LEDGER_BATCH_DIFFERS", "the block", stated, (posted.hash().hex(), posted.root.hex()))
            return
    findings.add("LEDGER_BATCH_MISSING", "expected transaction %s to post the batch" % batch["transactionId"])


def compare(own, consistency, other, findings, seen):
    if own.market != other.market:
        findings.add("HEAD_DIFFERS", "a kept head of another market")
        return
    for name, mine, kept in zip(TREES, own.trees, other.trees):
        if mine[0] == kept[0]:
            findings.same("HEAD_DIFFERS", "the first %d %s" % (mine[0], name), kept[1].hex(), mine[1].hex())
    connected = consistency is not None and consistency.leads(other.trees, own.trees)
    back = other.consistency is not None and other.consistency.leads(own.trees, other.trees)
    if own.trees != other.trees and not connected and not back:
        code = "HEAD_BEYOND" if other.trees[0][0] > own.trees[0][0] else "HEAD_UNCONNECTED"
        seen.append("note: %s: nothing proves that %s and %s are of one log" % (code, own, other))


def check_heads(kept, log, blocks, complete, witness, findings, seen):
    """Compares heads that were kept with the log and the blocks of a bundle."""
    batches = []
    for name, (transaction, block) in log.confirmations:
        batch = log.batches.get(name)
        if isinstance(batch, Batch):
            batches.append(
                leaf_of_batch(name, batch.hash().hex(), batch.root.hex(), batch.count, transaction, block)
            )
    leaves = (log.leaves, batches, [leaf(one) for one in blocks])
    for head in kept:
        head.check(None, witness, findings)
        findings.same("HEAD_DIFFERS", "market", log.market, head.market)
        for name, (size, stated), here in zip(TREES, head.trees, leaves):
            if size <= len(here):
                what = "the first %d %s" % (size, name)
                findings.same("HEAD_DIFFERS", what, stated.hex(), root(here[:size]).hex())
            elif complete:
                findings.add("HEAD_TRUNCATED", "expected %d %s, found %d" % (size, name, len(here)))
            else:
                seen.append("note: HEAD_BEYOND: %s has %d %s, the bundle %d" % (head, size, name, len(here)))
