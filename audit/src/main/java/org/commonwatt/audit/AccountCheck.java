package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.audit.AccountCallers.Side;
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
import org.commonwatt.model.LedgerAccounts.Role;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.StepKind;
import org.commonwatt.model.LedgerAccounts.Transfer;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the accounts in the ledger's blocks: transfers that two calls with one text confirm,
 * postings of batches, each once in the order of their chain, rows that are folded once, and steps.
 * Cash is of all markets together, so calls of other markets are followed, too; what their logs say
 * is not known here, so their steps and whether they have guarantees are taken as stated.
 */
final class AccountCheck {
  private final @Nullable String market;
  private final Map<String, List<Step>> stated;
  private final Set<Integer> guaranteed;
  private final CollectedOnce collected;
  private final Findings findings;
  private final AccountCallers callers;
  private final Map<String, SettlementBatch> batches = new LinkedHashMap<>();
  private final Map<String, Participant> participants = new TreeMap<>();
  private final Map<String, Proposal> transfers = new HashMap<>();
  private final Map<String, Waiting> rows = new HashMap<>();
  private final Map<String, AccountMoney> accounts = new TreeMap<>();
  private final Map<String, Integer> booked = new HashMap<>();
  private final Map<String, Hash> posted = new HashMap<>();
  private final Set<String> postedBatches = new HashSet<>();
  private final Set<String> securing = new HashSet<>(); // markets with guarantees, as stated
  private boolean disposing; // whether postings of the log's market were said to be disposable
  private boolean secures; // whether the log has guarantees, up to the last batch that was posted
  private boolean used;

  /**
   * Accounts beside a log.
   *
   * @param market id of its market, null when the log activated none
   */
  AccountCheck(
      @Nullable String market, StatedRegistry log, CollectedOnce collected, Findings findings) {
    this.collected = collected;
    this.market = market;
    this.stated = market == null ? Map.of() : log.steps(market);
    this.guaranteed = log.guaranteed();
    this.findings = findings;
    this.callers = new AccountCallers(findings);
  }

  private record Waiting(BigInteger nano, boolean disposable) {}

  private static final class Proposal {
    private final Transfer transfer;
    private final Side side;
    private boolean open = true;

    Proposal(Transfer transfer, Side side) {
      this.transfer = transfer;
      this.side = side;
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
        case "Propose" -> propose(place, AccountsJson.readTransfer(given.get(0)), transaction);
        case "Confirm" -> confirm(place, AccountsJson.readTransfer(given.get(0)), transaction);
        case "TakeBack" -> takeBack(place, given.get(0), given.get(1), transaction);
        default -> {
          return keptBooks(place, transaction);
        }
      }
      used = true;
      return true;
    } catch (LedgerException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return false; // the caller reports it: a call that nothing can be read from
    }
  }

  /** What only the exchange's submitter may call. */
  private boolean keptBooks(Place place, LedgerTransaction transaction) {
    List<String> given = transaction.call().arguments();
    switch (transaction.call().function()) {
      case "Register" -> register(place, AccountsJson.readParticipant(given.get(0)), transaction);
      case "Freeze", "Unfreeze" ->
          require(place, participants.containsKey(given.get(0)), "a participant", given.get(0));
      case "PostBatches" -> post(place, transaction, AccountsJson.readPostings(given.get(0)));
      case "Fold" -> fold(place, AccountsJson.readFold(given.get(0)));
      case "PostStep" -> step(place, AccountsJson.readStep(given.get(0)));
      default -> {
        return false;
      }
    }
    callers.requireExchange(place, transaction);
    used = true;
    return true;
  }

  private void register(Place place, Participant participant, LedgerTransaction transaction) {
    callers.requireNotBank(place, participant, transaction);
    boolean isNew = participants.putIfAbsent(participant.participant(), participant) == null;
    require(place, isNew, "each participant once", participant);
  }

  private void propose(Place place, Transfer transfer, LedgerTransaction transaction) {
    boolean known =
        participants.containsKey(transfer.bank())
            && participants.containsKey(transfer.participant());
    require(place, known && transfer.amountNano() > 0, "a transfer of participants", transfer);
    Side side = callers.side(place, participants.get(transfer.bank()), transaction);
    boolean isNew = transfers.putIfAbsent(name(transfer), new Proposal(transfer, side)) == null;
    require(place, isNew, "each reference once", transfer);
    if (transfer.direction() == Direction.WITHDRAWAL) {
      BigInteger amount = BigInteger.valueOf(transfer.amountNano());
      AccountMoney money = at(transfer.participant());
      money.pay(amount.negate(), amount);
      BigInteger left = money.toPayOut(securing(transfer.participant()));
      require(place, left.signum() >= 0, "a payment out of what there is", transfer);
    }
  }

  private void confirm(Place place, Transfer transfer, LedgerTransaction transaction) {
    Side side = callers.side(place, participants.get(transfer.bank()), transaction);
    Proposal proposal = transfers.get(name(transfer));
    boolean same = proposal != null && proposal.open && proposal.transfer.equals(transfer);
    require(place, same, "an open proposal of the same text", transfer);
    if (proposal != null) {
      callers.requireOther(place, proposal.side, transaction, side);
      proposal.open = false;
    }
    BigInteger amount = BigInteger.valueOf(transfer.amountNano());
    boolean isDeposit = transfer.direction() == Direction.DEPOSIT;
    at(transfer.participant())
        .pay(isDeposit ? amount : BigInteger.ZERO, isDeposit ? BigInteger.ZERO : amount.negate());
  }

  private void takeBack(Place place, String bank, String reference, LedgerTransaction transaction) {
    String name = bank + " " + reference;
    callers.side(place, participants.get(bank), transaction);
    Proposal proposal = transfers.get(name);
    require(place, proposal != null && proposal.open, "an open proposal", name);
    if (proposal != null && proposal.open) {
      proposal.open = false;
      if (proposal.transfer.direction() == Direction.WITHDRAWAL) {
        BigInteger amount = BigInteger.valueOf(proposal.transfer.amountNano());
        at(proposal.transfer.participant()).pay(amount, amount.negate());
      }
    }
  }

  private void post(Place place, LedgerTransaction transaction, Postings postings) {
    Hash reached = posted.getOrDefault(postings.market(), Hash.ZERO);
    require(place, postings.after().equals(reached), "postings after " + reached, postings.after());
    Map<String, BigInteger> sums = new TreeMap<>();
    for (String id : postings.batchIds()) {
      SettlementBatch batch = batches.get(id);
      boolean follows =
          batch != null
              && batch.market().equals(postings.market())
              && batch.predecessor().equals(reached);
      require(place, follows, "the batch that follows " + reached, id);
      if (batch != null) {
        reached = BatchHashes.batch(batch);
        postedBatches.add(id);
        secures |= isOurs(batch.market()) && guaranteed.contains(batch.rulebookVersion());
        for (Posting posting : batch.postings()) {
          sums.merge(posting.account(), BigInteger.valueOf(posting.amountNano()), BigInteger::add);
        }
      }
    }
    posted.put(postings.market(), reached);
    collected.byAccounts(place, postings.market());
    requireGuarantees(place, postings);
    sums.forEach(
        (account, sum) -> {
          at(account).wait(postings.market(), sum, postings.disposable());
          rows.put(
              row(account, postings.market(), postings.period(), transaction.transactionId()),
              new Waiting(sum, postings.disposable()));
        });
  }

  private void requireGuarantees(Place place, Postings postings) {
    boolean same = !isOurs(postings.market()) || postings.guarantees() == secures;
    require(place, same, "guarantees " + secures + ", as by the log's rulebooks", postings);
    if (postings.guarantees()) {
      securing.add(postings.market());
    }
    requireDisposable(place, postings);
  }

  /**
   * What is posted of rulebooks without guarantees is disposable; in a market of which it never was
   * said, an engine from before version 10 may have posted it as settled.
   */
  private void requireDisposable(Place place, Postings postings) {
    disposing |= postings.disposable() && isOurs(postings.market());
    if (disposing && isOurs(postings.market())) {
      boolean same =
          postings.batchIds().stream()
              .map(batches::get)
              .filter(Objects::nonNull)
              .allMatch(one -> guaranteed.contains(one.rulebookVersion()) != postings.disposable());
      require(place, same, "disposable where the log's rulebooks have no guarantees", postings);
    }
  }

  private void fold(Place place, Fold fold) {
    for (String id : fold.transactionIds()) {
      Waiting row = rows.remove(row(fold.account(), fold.market(), fold.period(), id));
      require(place, row != null && row.nano().signum() != 0, "a row that waits", id);
      if (row != null) {
        at(fold.account()).fold(fold.market(), row.nano(), row.disposable());
      }
    }
  }

  private void step(Place place, Step step) {
    if (isOurs(step.market())) {
      List<Step> all = stated.getOrDefault(step.account(), List.of());
      int next = booked.merge(step.account(), 1, Integer::sum) - 1;
      findings.compare(
          FindingCode.ACCOUNT_DIFFERS,
          place,
          next < all.size() ? all.get(next) : "no further step of " + step.account(),
          step);
    }
    for (Move move : step.moves()) {
      AccountMoney money = at(move.account());
      money.move(step.market(), move.pot(), move.amountNano());
      if (move.pot() == Pot.CASH && move.amountNano().signum() < 0) {
        BigInteger left = money.toAllocate(step.market(), securing(move.account()));
        require(place, left.signum() >= 0, "an allocation of what there is", step);
      }
      if (step.kind() == StepKind.PAY_OUT && move.pot() == Pot.SETTLED) {
        BigInteger left = money.settledIn(step.market());
        require(place, left.signum() >= 0, "a pay-out of what is settled", step);
      }
      require(
          place,
          !money.lacks(step.market()),
          "no more taken than " + move.account() + " had",
          money);
    }
    securing.add(step.market());
  }

  private boolean isOurs(String other) {
    return other.equals(market);
  }

  /** The markets whose cores count with what is settled for an account. */
  private Set<String> securing(String account) {
    Participant participant = participants.get(account);
    Role role = participant == null ? Role.MEMBER : participant.role();
    return role == Role.SUPPLIER || role == Role.GRID_OPERATOR ? Set.of() : securing;
  }

  /**
   * Compares with the contract's answers, and says what has not come to the accounts yet.
   *
   * @param contract null where there are only blocks
   */
  void finish(@Nullable AccountsLedger contract) {
    if (!used) {
      return;
    }
    if (contract != null) {
      accounts.forEach(
          (account, expected) ->
              findings.compare(
                  FindingCode.ACCOUNT_DIFFERS,
                  Place.NOWHERE,
                  account + ": " + expected,
                  account + ": " + AccountMoney.of(contract.account(account))));
    }
    List<String> waiting = new ArrayList<>();
    stated.forEach(
        (account, all) -> {
          if (booked.getOrDefault(account, 0) < all.size()) {
            waiting.add(account);
          }
        });
    if (!waiting.isEmpty()) {
      pending(
          "the log's collateral and defaults of these have not all come to the accounts: "
              + String.join(", ", waiting));
    }
    List<String> left =
        batches.values().stream()
            .filter(batch -> isOurs(batch.market()) && !postedBatches.contains(batch.batchId()))
            .map(SettlementBatch::batchId)
            .toList();
    if (!left.isEmpty()) {
      pending(left.size() + " batches have not come to the accounts, the first " + left.get(0));
    }
  }

  private void pending(String what) {
    findings.add(FindingCode.ACCOUNTS_PENDING, Place.NOWHERE, what);
  }

  private AccountMoney at(String account) {
    return accounts.computeIfAbsent(account, id -> new AccountMoney());
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
