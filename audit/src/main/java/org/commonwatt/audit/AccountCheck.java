package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.ledger.AccountsJson;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerAccounts.Direction;
import org.commonwatt.model.LedgerAccounts.Fold;
import org.commonwatt.model.LedgerAccounts.Move;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.Transfer;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the accounts in the ledger's blocks: transfers that two calls with one text confirm,
 * postings of batches, each once in the order of their chain, rows that are folded once, and steps,
 * which are those of the log. No cash and no pot is ever less than 0.
 */
final class AccountCheck {
  private final Findings findings;
  private final Map<String, List<Step>> stated;
  private final Map<String, SettlementBatch> batches = new HashMap<>();
  private final Map<String, Participant> participants = new TreeMap<>();
  private final Map<String, Proposal> transfers = new HashMap<>();
  private final Map<String, BigInteger> rows = new HashMap<>();
  private final Map<String, Money> accounts = new TreeMap<>();
  private final Map<String, Integer> booked = new HashMap<>();
  private Hash posted = Hash.ZERO;
  private boolean used;

  AccountCheck(Map<String, List<Step>> stated, Findings findings) {
    this.stated = stated;
    this.findings = findings;
  }

  private static final class Proposal {
    private final Transfer transfer;
    private boolean open = true;

    Proposal(Transfer transfer) {
      this.transfer = transfer;
    }
  }

  /** What an account has; nano-currency. */
  private static final class Money {
    private BigInteger cash = BigInteger.ZERO;
    private BigInteger held = BigInteger.ZERO;
    private BigInteger settled = BigInteger.ZERO;
    private BigInteger waiting = BigInteger.ZERO;
    private BigInteger collateral = BigInteger.ZERO;
    private BigInteger fund = BigInteger.ZERO;

    @Override
    public String toString() {
      return "cash %s, held %s, settled %s, waiting %s, collateral %s, fund share %s"
          .formatted(cash, held, settled, waiting, collateral, fund);
    }
  }

  /** A batch as it is posted, in the order of the blocks. */
  void batch(SettlementBatch batch) {
    batches.put(batch.batchId(), batch);
  }

  /**
   * Takes a valid transaction of the ledger.
   *
   * @return whether it is one of the accounts contract that can be read
   */
  boolean takes(Place place, LedgerTransaction transaction) {
    List<String> given = transaction.call().arguments();
    if (!transaction.call().contract().equals(AccountsLedger.CONTRACT) || given.isEmpty()) {
      return false;
    }
    try {
      switch (transaction.call().function()) {
        case "Register" -> register(place, AccountsJson.readParticipant(given.get(0)));
        case "Freeze", "Unfreeze" ->
            require(place, participants.containsKey(given.get(0)), "a participant", given.get(0));
        case "Propose" -> propose(place, AccountsJson.readTransfer(given.get(0)));
        case "Confirm" -> confirm(place, AccountsJson.readTransfer(given.get(0)));
        case "TakeBack" -> takeBack(place, given.get(0) + " " + given.get(1));
        case "PostBatches" -> post(place, transaction, AccountsJson.readPostings(given.get(0)));
        case "Fold" -> fold(place, AccountsJson.readFold(given.get(0)));
        case "PostStep" -> step(place, AccountsJson.readStep(given.get(0)));
        default -> {
          return false;
        }
      }
      used = true;
      return true;
    } catch (LedgerException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return false; // the caller reports it: a call that nothing can be read from
    }
  }

  private void register(Place place, Participant participant) {
    boolean isNew = participants.putIfAbsent(participant.participant(), participant) == null;
    require(place, isNew, "each participant once", participant);
  }

  private void propose(Place place, Transfer transfer) {
    boolean known =
        participants.containsKey(transfer.bank())
            && participants.containsKey(transfer.participant());
    require(place, known && transfer.amountNano() > 0, "a transfer of participants", transfer);
    boolean isNew = transfers.putIfAbsent(name(transfer), new Proposal(transfer)) == null;
    require(place, isNew, "each reference once", transfer);
    if (transfer.direction() == Direction.WITHDRAWAL) {
      Money money = at(transfer.participant());
      money.cash = money.cash.subtract(BigInteger.valueOf(transfer.amountNano()));
      money.held = money.held.add(BigInteger.valueOf(transfer.amountNano()));
      BigInteger left = money.cash.add(beside(transfer.participant()));
      require(place, left.signum() >= 0, "a payment out of what there is", transfer);
    }
  }

  private void confirm(Place place, Transfer transfer) {
    Proposal proposal = transfers.get(name(transfer));
    boolean same = proposal != null && proposal.open && proposal.transfer.equals(transfer);
    require(place, same, "an open proposal of the same text", transfer);
    if (proposal != null) {
      proposal.open = false;
    }
    Money money = at(transfer.participant());
    BigInteger amount = BigInteger.valueOf(transfer.amountNano());
    if (transfer.direction() == Direction.DEPOSIT) {
      money.cash = money.cash.add(amount);
    } else {
      money.held = money.held.subtract(amount);
    }
  }

  private void takeBack(Place place, String name) {
    Proposal proposal = transfers.get(name);
    require(place, proposal != null && proposal.open, "an open proposal", name);
    if (proposal != null && proposal.open) {
      proposal.open = false;
      if (proposal.transfer.direction() == Direction.WITHDRAWAL) {
        Money money = at(proposal.transfer.participant());
        BigInteger amount = BigInteger.valueOf(proposal.transfer.amountNano());
        money.cash = money.cash.add(amount);
        money.held = money.held.subtract(amount);
      }
    }
  }

  private void post(Place place, LedgerTransaction transaction, Postings postings) {
    require(place, postings.after().equals(posted), "postings after " + posted, postings.after());
    Map<String, BigInteger> sums = new TreeMap<>();
    for (String id : postings.batchIds()) {
      SettlementBatch batch = batches.get(id);
      boolean follows = batch != null && batch.predecessor().equals(posted);
      require(place, follows, "the batch that follows " + posted, id);
      if (batch != null) {
        posted = BatchHashes.batch(batch);
        for (Posting posting : batch.postings()) {
          sums.merge(posting.account(), BigInteger.valueOf(posting.amountNano()), BigInteger::add);
        }
      }
    }
    sums.forEach(
        (account, sum) -> {
          Money money = at(account);
          money.waiting = money.waiting.add(sum);
          rows.put(
              row(account, postings.market(), postings.period(), transaction.transactionId()), sum);
        });
  }

  private void fold(Place place, Fold fold) {
    Money money = at(fold.account());
    for (String id : fold.transactionIds()) {
      BigInteger sum = rows.remove(row(fold.account(), fold.market(), fold.period(), id));
      require(place, sum != null && sum.signum() != 0, "a row that waits", id);
      if (sum != null) {
        money.waiting = money.waiting.subtract(sum);
        money.settled = money.settled.add(sum);
      }
    }
  }

  private void step(Place place, Step step) {
    List<Step> all = stated.getOrDefault(step.account(), List.of());
    int next = booked.merge(step.account(), 1, Integer::sum) - 1;
    findings.compare(
        FindingCode.ACCOUNT_DIFFERS,
        place,
        next < all.size() ? all.get(next) : "no further step of " + step.account(),
        step);
    for (Move move : step.moves()) {
      Money money = at(move.account());
      if (move.pot() == Pot.CASH) {
        money.cash = money.cash.add(move.amountNano());
        boolean isThere = move.amountNano().signum() > 0 || money.cash.signum() >= 0;
        require(place, isThere, "an allocation of what there is", step);
      } else if (move.pot() == Pot.SETTLED) {
        money.settled = money.settled.add(move.amountNano());
      } else if (move.pot() == Pot.COLLATERAL) {
        money.collateral = money.collateral.add(move.amountNano());
      } else {
        money.fund = money.fund.add(move.amountNano());
      }
      require(
          place,
          money.collateral.signum() >= 0 && money.fund.signum() >= 0,
          "no more taken than " + move.account() + " had",
          money);
    }
  }

  /**
   * What counts beside cash of a payment out: all that is settled; where the market's core secures
   * it, what collateral leaves uncovered.
   */
  private BigInteger beside(String account) {
    Money money = at(account);
    BigInteger all = money.settled.add(money.waiting);
    boolean guaranteed =
        booked.containsKey(account) || money.collateral.signum() != 0 || money.fund.signum() != 0;
    return guaranteed ? all.add(money.collateral).min(BigInteger.ZERO) : all;
  }

  /**
   * Compares with the contract's answers, and says what has not come to the accounts yet.
   *
   * @param contract null where there are only blocks
   */
  void finish(@Nullable String market, @Nullable AccountsLedger contract) {
    if (!used) {
      return;
    }
    if (contract != null && market != null) {
      accounts.forEach(
          (account, expected) ->
              findings.compare(
                  FindingCode.ACCOUNT_DIFFERS,
                  Place.NOWHERE,
                  account + ": " + expected,
                  account + ": " + answered(contract.account(account), market)));
    }
    List<String> waiting = new ArrayList<>();
    stated.forEach(
        (account, all) -> {
          if (booked.getOrDefault(account, 0) < all.size()) {
            waiting.add(account);
          }
        });
    if (!waiting.isEmpty()) {
      findings.add(
          FindingCode.ACCOUNTS_PENDING,
          Place.NOWHERE,
          "the log's collateral and defaults of these have not all come to the accounts: "
              + String.join(", ", waiting));
    }
  }

  private static Money answered(AccountsLedger.Account account, String market) {
    AccountsLedger.Share share = account.in(market);
    Money money = new Money();
    money.cash = account.cashNano();
    money.held = account.heldNano();
    money.settled = share.settledNano();
    money.collateral = share.collateralNano();
    money.fund = share.fundShareNano();
    for (AccountsLedger.Row row : account.rows()) {
      money.waiting = money.waiting.add(row.amountNano());
    }
    return money;
  }

  private Money at(String account) {
    return accounts.computeIfAbsent(account, id -> new Money());
  }

  private static String name(Transfer transfer) {
    return transfer.bank() + " " + transfer.reference();
  }

  private static String row(String account, String market, String period, String transactionId) {
    return String.join(" ", account, market, period, transactionId);
  }

  private void require(Place place, boolean holds, String expected, Object found) {
    if (!holds) {
      findings.add(FindingCode.ACCOUNT_DIFFERS, place, "expected " + expected + ", found " + found);
    }
  }
}
