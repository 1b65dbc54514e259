"""The accounts on a ledger, added up from its blocks: docs/formats/ledger.md."""

import json

EXCHANGE = ("ExchangeMSP", "submitter")
POTS = {"CASH": "cash", "SETTLED": "settled", "COLLATERAL": "collateral", "FUND": "fund"}


class Collected:
    """That the batches of a market are paid for by invoices or by accounts: old contracts took both."""

    def __init__(self, findings):
        self.findings, self.ways = findings, {}

    def note(self, place, market, way):
        ways = self.ways.setdefault(market, set())
        if way not in ways:
            ways.add(way)
            if len(ways) == 2:
                what = "expected invoices or accounts of market %s, found both" % market
                self.findings.add("COLLECTED_TWICE", "%s: %s" % (place, what))


class Accounts:
    """Takes the calls of the accounts contract in the order of the blocks.

    Steps of guarantees are taken as stated, but for what they may take: that they are those of the
    log `audit check` says. So are guarantees and the chain of batches of a market of another log.
    """

    def __init__(self, log, collected, findings):
        self.log, self.collected, self.findings = log, collected, findings
        self.participants, self.banks, self.transfers, self.rows, self.money = {}, {}, {}, {}, {}
        self.creator = None  # organisation and role of who makes the call
        self.stepped = {}  # by account and market: number of the last event of its steps
        self.posted, self.posted_batches = bytes(32).hex(), set()  # hash of the last of the log's; ids
        self.securing = set()  # markets with guarantees, as stated
        self.recorded, self.others = [], {}  # ids of the log's batches in blocks; postings of those of other markets
        self.used = False
        self.disposing = False  # whether postings of the log's market were said to be disposable
        self.secures = False  # whether the log has guarantees, up to the last posted batch

    def take(self, place, transaction, function, arguments, recorded, creator):
        """A call by a creator; `recorded` has the ids of the batches posted until then."""
        self.used, self.creator = True, creator
        try:
            kind = function.partition(":")[2]
            if kind not in ("Propose", "Confirm", "TakeBack"):
                self.called(place, creator == EXCHANGE, "the exchange's submitter", kind)
            if kind in ("Freeze", "Unfreeze"):
                self.need(place, arguments[0] in self.participants, "a participant", arguments)
            elif kind == "TakeBack":
                self.take_back(place, tuple(arguments[:2]))
            else:
                getattr(self, "_" + kind.lower())(place, json.loads(arguments[0]), transaction, recorded)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError) as fault:
            self.findings.add("LEDGER_TRANSACTION_UNEXPECTED", "%s: no call of accounts: %r" % (place, fault))

    def batch(self, text, name):
        """A batch that a block posts; `name` is its id when the log has it."""
        if name is not None:
            self.recorded.append(name)
            return
        try:
            said = json.loads(text)
            if said["market"] != self.log.market:
                postings = [(one["account"], int(one["amountNano"])) for one in said["postings"]]
                self.others[said["market"], said["batchId"]] = postings
        except (KeyError, TypeError, ValueError, RecursionError):
            pass  # whoever calls says that the batch is unknown

    def need(self, place, holds, expected, found):
        if not holds:
            self.findings.add("ACCOUNT_DIFFERS", "%s: expected %s, found %s" % (place, expected, found))

    def called(self, place, holds, expected, found):
        if not holds:
            self.findings.add("ACCOUNT_CALLER_WRONG", "%s: expected %s, found %s of %r" % (place, expected, found, self.creator))

    def side(self, place, bank):
        """Which side calls: the bank of this id or the exchange."""
        if self.creator is not None and self.creator == self.banks.get(bank):
            return "BANK"
        self.called(place, self.creator == EXCHANGE, "the exchange's submitter or the bank's client", "a call")
        return "EXCHANGE" if self.creator == EXCHANGE else "NEITHER"

    def at(self, account):
        return self.money.setdefault(account, {"cash": 0, "coming": 0, "held": 0, "markets": {}})

    def share(self, account, market):
        of_markets = self.at(account)["markets"]
        return of_markets.setdefault(market, dict.fromkeys(("settled", "waiting", "collateral", "fund"), 0))

    def stays(self, account, market):
        """Whether the market's core counts with what is settled there for the account."""
        return market in self.securing and self.participants.get(account) not in ("SUPPLIER", "GRID_OPERATOR")

    def to_pay_out(self, account):
        money = self.at(account)
        total = money["cash"] + money["coming"]
        for market, has in money["markets"].items():
            settled = has["settled"] + has["waiting"]
            total += min(settled + has["collateral"], 0) if self.stays(account, market) else settled
        return total

    def to_allocate(self, account, to):
        money = self.at(account)
        counted = [one for market, one in money["markets"].items() if market != to and not self.stays(account, market)]
        return money["cash"] + money["coming"] + sum(one["settled"] + one["waiting"] for one in counted)

    def pending(self):
        """Notes of what has not come to the accounts."""
        left = [name for name in self.recorded if name not in self.posted_batches] if self.used else []
        if left:
            yield "note: ACCOUNTS_PENDING: %d batches have not come to the accounts, the first %s" % (len(left), left[0])

    def _register(self, place, said, *_):
        self.need(place, said["participant"] not in self.participants, "each participant once", said)
        self.participants.setdefault(said["participant"], said["role"])
        if said["role"] == "BANK":
            client = said["mspId"], said["attribute"]
            self.called(place, self.creator != client, "another client than the bank's own", "Register")
            self.banks.setdefault(said["participant"], client)

    def _propose(self, place, said, *_):
        name, who, amount = (said["bank"], said["reference"]), said["participant"], int(said["amountNano"])
        known = said["bank"] in self.participants and who in self.participants
        self.need(place, known and amount > 0, "a transfer of participants", said)
        self.need(place, name not in self.transfers, "each reference once", said)
        self.transfers.setdefault(name, [said, True, self.side(place, said["bank"])])
        if said["direction"] == "WITHDRAWAL":
            has = self.at(who)
            has["cash"] -= amount
            has["held"] += amount
            self.need(place, self.to_pay_out(who) >= 0, "a payment out of what there is", said)

    def _confirm(self, place, said, *_):
        side = self.side(place, said["bank"])
        proposal = self.transfers.setdefault((said["bank"], said["reference"]), [None, False, None])
        self.need(place, proposal[:2] == [said, True], "an open proposal of the same text", said)
        self.called(place, proposal[2] != side, "the other side than " + side, "Confirm")
        proposal[1] = False
        if said["direction"] == "DEPOSIT":
            self.at(said["participant"])["cash"] += int(said["amountNano"])
        else:
            self.at(said["participant"])["held"] -= int(said["amountNano"])

    def take_back(self, place, name):
        self.side(place, name[0])
        said, still, _ = self.transfers.get(name, (None, False, None))
        self.need(place, still, "an open proposal", name)
        if still:
            self.transfers[name][1] = False
            if said["direction"] == "WITHDRAWAL":
                self.at(said["participant"])["cash"] += int(said["amountNano"])
                self.at(said["participant"])["held"] -= int(said["amountNano"])

    def _postbatches(self, place, said, transaction, recorded):
        market = said["market"]
        ours = market == self.log.market
        postings = self.ours(place, said, recorded) if ours else self.of_others(place, said)
        sums = {}
        for account, nano in postings:
            sums[account] = sums.get(account, 0) + nano
        stated, disposable = said["guarantees"], said.get("disposable", False)
        if not isinstance(stated, bool) or not isinstance(disposable, bool):
            raise TypeError("guarantees")
        self.need(place, not ours or stated == self.secures, "guarantees as by the log's rulebooks", said)
        self.collected.note(place, market, "accounts")
        if stated:
            self.securing.add(market)
        if ours:
            self.need_disposable(place, said, disposable)
        for account, nano in sums.items():
            self.wait(account, market, nano, disposable)
            self.rows[account, market, said["period"], transaction] = nano, disposable

    def need_disposable(self, place, said, disposable):
        """Postings of rulebooks without guarantees are disposable; until that was said first, old engines did not say so."""
        self.disposing |= disposable
        batches = [self.log.batches[name] for name in said["batchIds"] if name in self.log.batches]
        secured = [(one.rules, one.rules_hash) in self.log.guaranteed for one in batches]
        same = not self.disposing or all(one != disposable for one in secured)
        self.need(place, same, "disposable where the log's rulebooks have no guarantees", said)

    def wait(self, account, market, nano, disposable):
        if disposable:
            self.at(account)["coming"] += nano
        else:
            self.share(account, market)["waiting"] += nano

    def ours(self, place, said, recorded):
        """The postings of batches of the log, which follow one another."""
        reached, postings = self.posted, []
        self.need(place, said["after"] == reached, "postings after " + reached, said["after"])
        for name in said["batchIds"]:
            batch = self.log.batches.get(name) if name in recorded else None
            follows = batch is not None and batch.predecessor.hex() == reached
            self.need(place, follows, "the batch that follows " + reached, name)
            if batch is not None:
                reached = batch.hash().hex()
                self.posted_batches.add(name)
                self.secures |= (batch.rules, batch.rules_hash) in self.log.guaranteed
                postings += batch.postings
        self.posted = reached
        return postings

    def of_others(self, place, said):
        """The postings of batches of another market, each once."""
        postings = []
        for name in said["batchIds"]:
            own = self.others.pop((said["market"], name), None)
            self.need(place, own is not None, "a batch that waits", name)
            postings += own or []
        return postings

    def _fold(self, place, said, *_):
        account, market = said["account"], said["market"]
        for transaction in said["transactionIds"]:
            nano, disposable = self.rows.pop((account, market, said["period"], transaction), (0, False))
            self.need(place, nano, "a row that waits", transaction)
            self.wait(account, market, -nano, disposable)
            if disposable:
                self.at(account)["cash"] += nano
            else:
                self.share(account, market)["settled"] += nano

    def _poststep(self, place, said, *_):
        who, market, number = said["account"], said["market"], said["sequence"]
        self.need(place, number > self.stepped.get((who, market), 0), "a newer step", said)
        self.need(place, sum(int(move["amountNano"]) for move in said["moves"]) == 0, "moves of sum 0", said)
        self.stepped[who, market] = number
        if said["kind"] == "PAY_OUT":
            self.pay_out(place, said, who, market, number)
        for move in said["moves"]:
            pot, nano, there = POTS[move["pot"]], int(move["amountNano"]), True
            if pot == "cash":
                self.at(move["account"])["cash"] += nano
                there = self.to_allocate(move["account"], market) >= 0
            else:
                has = self.share(move["account"], market)
                has[pot] += nano
                there = pot == "settled" or has[pot] >= 0
            self.need(place, nano > 0 or there, "no more taken than there is", said)
        self.securing.add(market)

    def pay_out(self, place, said, who, market, number):
        """Gains leave a market: those of the log's event, from what is settled there to cash."""
        moves = {(move["account"], move["pot"]): int(move["amountNano"]) for move in said["moves"]}
        nano = moves.get((who, "CASH"), 0)
        whole = moves == {(who, "SETTLED"): -nano, (who, "CASH"): nano} and len(said["moves"]) == 2
        self.need(place, whole and nano > 0 and said["claims"] == [], "a pay-out from settled to cash", said)
        if market == self.log.market:
            self.need(place, self.log.paid_out.get(number) == (who, nano), "a pay-out of the log", said)
        has = self.share(who, market)
        self.need(place, has["settled"] + has["waiting"] >= nano, "a pay-out of what is settled", said)
