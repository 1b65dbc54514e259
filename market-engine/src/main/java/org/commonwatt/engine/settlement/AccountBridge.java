package org.commonwatt.engine.settlement;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerAccounts;
import org.commonwatt.model.LedgerAccounts.Fold;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.StepKind;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * Brings the accounts on the ledger to where a market's log is: postings of batches, and the steps
 * of the guarantees, in the order of the log; then it folds the rows. What was done before is
 * skipped, by what the contract says, so it may be run again at any time, also after a crash. One
 * at a time: it is the one writer that folds.
 */
public final class AccountBridge {
  /** The code of a step that waits for one of another account, as both concern the fund. */
  public static final String FUND_WAITS = "FUND_WAITS";

  private final String market;
  private final Ledger ledger;
  private final AccountsLedger accounts;
  private final GuaranteeSteps steps;
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, LedgerRejection> waiting = new TreeMap<>();
  private final Set<String> seen = new TreeSet<>();
  private final Set<String> recorded = new HashSet<>();
  private final List<SettlementBatch> batches = new ArrayList<>();
  private AccountsLedger.Posted posted = AccountsLedger.Posted.NONE;
  private long read;
  private long postedNow;
  private long booked;
  private long folded;
  private boolean behindLedger;
  private @Nullable String fundWaitsFor; // whose step must be booked before others of the fund
  private boolean guarantees; // of the batches up to the last one that is read to be posted

  /**
   * What was done.
   *
   * @param batches whose postings were brought
   * @param steps that were booked
   * @param rows that were folded
   * @param waiting why accounts wait: their next step was refused
   */
  public record Report(long batches, long steps, long rows, Map<String, LedgerRejection> waiting) {}

  /**
   * A bridge for one run.
   *
   * @param market id of the market
   * @param ledger where to, as the exchange's submitter
   */
  public AccountBridge(String market, Ledger ledger) {
    this.market = market;
    this.ledger = ledger;
    this.accounts = new AccountsLedger(ledger);
    this.steps = new GuaranteeSteps(market);
    posted = accounts.posted(market);
    new SettlementLedger(ledger)
        .batches(market)
        .forEach(one -> recorded.add(one.batch().batchId()));
  }

  /** A rulebook of the log, in the place of the event that activates it. */
  public void rulebook(Rulebook rulebook) {
    steps.rulebook(rulebook);
  }

  /**
   * An event of the log, each in order from the first.
   *
   * @throws LedgerException when the ledger cannot be reached, or holds another chain than the log
   */
  public void event(Event event, LogPlace place) {
    if (event instanceof Event.SlotSettled settled) {
      batch(settled.batch());
    } else if (event instanceof Event.SlotRevised revised) {
      batch(revised.batch());
    } else if (event instanceof Event.CollateralRecorded told) {
      step(steps.step(told, place));
    } else if (event instanceof Event.AccountDefaulted told) {
      step(steps.step(told, place));
    } else if (event instanceof Event.ReceivablePaid told) {
      step(steps.step(told, place));
    } else if (event instanceof Event.GainsPaidOut told) {
      step(steps.step(told, place));
    }
  }

  /** The log ends here: folds what waits. */
  public Report finish() {
    flush();
    accounts.participants().forEach(one -> seen.add(one.participant().participant()));
    seen.forEach(this::fold);
    return new Report(postedNow, booked, folded, waiting);
  }

  private void batch(SettlementBatch batch) {
    steps.settled(batch);
    batch.postings().stream().map(Posting::account).forEach(seen::add);
    read++;
    if (read <= posted.batches()) {
      guarantees |= steps.secures(batch);
    }
    if (read < posted.batches() || behindLedger) {
      return;
    }
    if (read == posted.batches()) {
      if (!SettlementHashes.batch(batch).equals(posted.batchHash())) {
        throw new LedgerException("the accounts are of another chain of batches: run the audit");
      }
      return;
    }
    if (!recorded.contains(batch.batchId())) {
      behindLedger = true; // the market's submitter posts it later, and this goes on then
      return;
    }
    if (batches.size() == LedgerAccounts.MOST
        || (!batches.isEmpty() && !isLike(batch, batches.get(0)))) {
      flush();
    }
    batches.add(batch);
    guarantees |= steps.secures(batch);
  }

  /** Whether batches may be posted together. */
  private boolean isLike(SettlementBatch one, SettlementBatch other) {
    return period(one).equals(period(other)) && steps.secures(one) == steps.secures(other);
  }

  private void flush() {
    if (batches.isEmpty()) {
      return;
    }
    List<String> ids = batches.stream().map(SettlementBatch::batchId).toList();
    commit(
        AccountsLedger.post(
            new Postings(
                market,
                period(batches.get(0)),
                posted.batchHash(),
                guarantees,
                !steps.secures(batches.get(0)),
                ids)));
    Hash last = SettlementHashes.batch(batches.get(batches.size() - 1));
    posted = new AccountsLedger.Posted(last, posted.batches() + ids.size());
    postedNow += ids.size();
    batches.clear();
  }

  /** Rows are kept apart by the day of their slot, UTC. */
  private static String period(SettlementBatch batch) {
    return Instant.ofEpochMilli(batch.slot().startMillis())
        .atOffset(ZoneOffset.UTC)
        .toLocalDate()
        .toString();
  }

  private void step(Step step) {
    step.moves().forEach(move -> seen.add(move.account()));
    boolean isNew = step.place().sequence() > sequence(step.account());
    if (!isNew || step.moves().isEmpty() || behindLedger) {
      return;
    }
    if (waiting.containsKey(step.account())) {
      holdFund(step);
      return;
    }
    if (fundWaitsFor != null && concernsFund(step)) {
      waiting.put(
          step.account(),
          new LedgerRejection(
              FUND_WAITS,
              "event "
                  + step.place().sequence()
                  + " concerns the default fund, and waits for the step of "
                  + fundWaitsFor));
      return;
    }
    flush();
    SubmitOutcome outcome = ledger.submit(AccountsLedger.post(step));
    if (outcome instanceof SubmitOutcome.Rejected rejected) {
      waiting.put(step.account(), rejected.rejection());
      holdFund(step);
      return;
    }
    require(outcome);
    sequences.put(step.account(), step.place().sequence());
    booked++;
  }

  /** A step is not booked: those that depend on what it leaves in the fund are not either. */
  private void holdFund(Step step) {
    if (fundWaitsFor == null && concernsFund(step)) {
      fundWaitsFor = step.account();
    }
  }

  /**
   * Whether a step depends on what the default fund has: those keep the log's order, as the
   * contract computes who bears a default.
   */
  private static boolean concernsFund(Step step) {
    return step.kind() == StepKind.DEFAULT
        || step.kind() == StepKind.REPAYMENT
        || step.moves().stream().anyMatch(move -> move.pot() == Pot.FUND);
  }

  private long sequence(String account) {
    return sequences.computeIfAbsent(account, id -> accounts.account(id).in(market).sequence());
  }

  private void fold(String account) {
    Map<String, List<String>> rows =
        accounts.account(account).rows().stream()
            .filter(row -> row.market().equals(market))
            .collect(
                Collectors.groupingBy(
                    AccountsLedger.Row::period,
                    TreeMap::new,
                    Collectors.mapping(AccountsLedger.Row::transactionId, Collectors.toList())));
    rows.forEach(
        (period, ids) -> {
          for (int from = 0; from < ids.size(); from += LedgerAccounts.MOST) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + LedgerAccounts.MOST));
            commit(AccountsLedger.fold(new Fold(account, market, period, some)));
            folded += some.size();
          }
        });
  }

  private void commit(LedgerCall call) {
    require(ledger.submit(call));
  }

  private static void require(SubmitOutcome outcome) {
    if (!(outcome instanceof SubmitOutcome.Committed)) {
      throw new LedgerException("the accounts did not take it: " + outcome);
    }
  }
}
