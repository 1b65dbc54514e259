"""The accounts on a ledger, added up from its blocks: docs/formats/ledger.md."""

import json

POTS = {"CASH": "cash", "SETTLED": "settled", "COLLATERAL": "collateral", "FUND": "fund"}


class Accounts:
    """Takes the calls of the accounts contract in the order of the blocks.

    Steps of guarantees are taken as stated, but for what they may take: that they are those of the
    log `audit check` says.
    """

    def __init__(self, log, findings):
        self.log, self.findings = log, findings
        self.participants, self.transfers, self.rows, self.money = set(), {}, {}, {}
        self.stepped = {}  # number of the last event of an account's steps
        self.posted = bytes(32).hex()

    def take(self, place, transaction, function, arguments, recorded):
        """A call; `recorded` has the ids of the batches posted until then."""
        try:
            kind = function.partition(":")[2]
            if kind in ("Freeze", "Unfreeze"):
                self.need(place, arguments[0] in self.participants, "a participant", arguments)
            elif kind == "TakeBack":
                self.take_back(place, tuple(arguments[:2]))
            else:
                getattr(self, "_" + kind.lower())(place, json.loads(arguments[0]), transaction, recorded)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError) as fault:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no call of accounts: %r" % (place, fault))

    def need(self, place, holds, expected, found):
        if not holds:
            self.findings.add("ACCOUNT_DIFFERS", "%s: expected %s, found %s" % (place, expected, found))

    def at(self, account):
        return self.money.setdefault(account, dict.fromkeys(("cash", "held", "settled", "waiting", "collateral", "fund"), 0))

    def beside(self, account):
        """What counts beside cash of a payment out."""
        has = self.at(account)
        settled = has["settled"] + has["waiting"]
        if account not in self.stepped and not has["collateral"] and not has["fund"]:
            return settled
        return min(settled + has["collateral"], 0)

    def _register(self, place, said, *_):
        self.need(place, said["participant"] not in self.participants, "each participant once", said)
        self.participants.add(said["participant"])

    def _propose(self, place, said, *_):
        name, who, amount = (said["bank"], said["reference"]), said["participant"], int(said["amountNano"])
        known = said["bank"] in self.participants and who in self.participants
        self.need(place, known and amount > 0, "a transfer of participants", said)
        self.need(place, name not in self.transfers, "each reference once", said)
        self.transfers.setdefault(name, [said, True])
        if said["direction"] == "WITHDRAWAL":
            has = self.at(who)
            has["cash"] -= amount
            has["held"] += amount
            self.need(place, has["cash"] + self.beside(who) >= 0, "a payment out of what there is", said)

    def _confirm(self, place, said, *_):
        proposal = self.transfers.setdefault((said["bank"], said["reference"]), [None, False])
        self.need(place, proposal == [said, True], "an open proposal of the same text", said)
        proposal[1] = False
        if said["direction"] == "DEPOSIT":
            self.at(said["participant"])["cash"] += int(said["amountNano"])
        else:
            self.at(said["participant"])["held"] -= int(said["amountNano"])

    def take_back(self, place, name):
        said, still = self.transfers.get(name, (None, False))
        self.need(place, still, "an open proposal", name)
        if still:
            self.transfers[name][1] = False
            if said["direction"] == "WITHDRAWAL":
                self.at(said["participant"])["cash"] += int(said["amountNano"])
                self.at(said["participant"])["held"] -= int(said["amountNano"])

    def _postbatches(self, place, said, transaction, recorded):
        self.need(place, said["after"] == self.posted, "postings after " + self.posted, said["after"])
        sums = {}
        for name in said["batchIds"]:
            batch = self.log.batches.get(name) if name in recorded else None
            follows = batch is not None and batch.predecessor.hex() == self.posted
            self.need(place, follows, "the batch that follows " + self.posted, name)
            if batch is not None:
                self.posted = batch.hash().hex()
                for account, nano in batch.postings:
                    sums[account] = sums.get(account, 0) + nano
        for account, nano in sums.items():
            self.at(account)["waiting"] += nano
            self.rows[account, said["market"], said["period"], transaction] = nano

    def _fold(self, place, said, *_):
        has = self.at(said["account"])
        for transaction in said["transactionIds"]:
            nano = self.rows.pop((said["account"], said["market"], said["period"], transaction), 0)
            self.need(place, nano, "a row that waits", transaction)
            has["waiting"] -= nano
            has["settled"] += nano

    def _poststep(self, place, said, *_):
        who, number = said["account"], said["sequence"]
        self.need(place, number > self.stepped.get(who, 0), "a newer step", said)
        self.need(place, sum(int(move["amountNano"]) for move in said["moves"]) == 0, "moves of sum 0", said)
        self.stepped[who] = number
        for move in said["moves"]:
            has, pot, nano = self.at(move["account"]), POTS[move["pot"]], int(move["amountNano"])
            has[pot] += nano
            there = pot == "settled" or has[pot] >= 0
            self.need(place, nano > 0 or there, "no more taken than there is", said)
