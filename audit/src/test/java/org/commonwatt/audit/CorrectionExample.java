package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;

/**
 * Bob buys 100 Wh of Ann and disputes line 0 of the bill, which is upheld; Ann's dispute of line 1
 * is dismissed. Both verifiers see the log, and a ledger with batches and disputes.
 */
public final class CorrectionExample {
  private static final PersonalText WHY = PersonalText.clear("the meter was off");

  private final Day day;

  /** The honest day, with all disputes on the ledger before the correction. */
  public CorrectionExample() {
    this(6);
  }

  /**
   * The honest day.
   *
   * @param block the ledger's block with the correction
   */
  public CorrectionExample(long block) {
    ContinuousDay honest =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    new Safeguards(null, null, new DisputeRules("arbiter", 2, 1, true))));
    honest.sell("ann", 100_000, 100);
    honest.buy("bob", 200_000, 100);
    honest.settle();
    SettlementBatch first = batches(honest.log()).get(0);
    honest.add(new ConfirmBatch(first.batchId(), "tx-1", 1));
    honest.add(new OpenDispute("bob", ContinuousDay.START, 0, 0, WHY, null));
    honest.add(new OpenDispute("ann", ContinuousDay.START, 0, 1, WHY, null));
    honest.add(new DecideDispute("arbiter", "bob", 1, new Ruling(true, -7, WHY)));
    honest.add(new DecideDispute("arbiter", "ann", 2, new Ruling(false, 0, WHY)));
    honest.add(new ConfirmBatch(first.batchId().replace("initial", "corrected-1"), "tx-5", block));
    day = honest.log();
    change(run -> behind(run, BatchHashes.batch(first)));
  }

  /** Changes the run that posts the correction. */
  public CorrectionExample change(UnaryOperator<SlotRevised> forgery) {
    day.change(SlotRevised.class, forgery);
    return this;
  }

  /** Changes any event. */
  public <E extends Event> CorrectionExample change(Class<E> type, UnaryOperator<E> forgery) {
    day.change(type, forgery);
    return this;
  }

  private static SlotRevised behind(SlotRevised run, Hash predecessor) {
    SettlementBatch was = run.batch();
    SettlementBatch batch =
        new SettlementBatch(
            was.batchId(),
            was.market(),
            was.slot(),
            was.rulebookVersion(),
            was.rulebookHash(),
            was.auctionHash(),
            was.positionsHash(),
            was.billRoot(),
            was.billLineCount(),
            predecessor,
            was.postings());
    return new SlotRevised(batch, run.run(), run.billLines());
  }

  /** Records of commands. */
  public List<StoredRecord> commands() {
    return day.commands();
  }

  /** Records of events. */
  public List<StoredRecord> events() {
    return day.events();
  }

  /** Calls of the disputes contract that the log gives, in order. */
  public List<LedgerCall> disputes() {
    List<LedgerCall> calls = new ArrayList<>();
    for (Stored one : stored(day)) {
      String place =
          ",\"sequence\":"
              + one.envelope().sequence()
              + ",\"eventHash\":\""
              + EventCodec.hash(one.bytes())
              + "\",\"offset\":1}";
      if (one.envelope().event() instanceof Event.DisputeOpened opened) {
        calls.add(call("Open", json(opened) + place));
      } else if (one.envelope().event() instanceof Event.DisputeDecided decided) {
        String outcome = decided.ruling().upheld() ? "UPHELD" : "DISMISSED";
        String json =
            "{\"market\":\"m\",\"dispute\":"
                + decided.disputeId()
                + ",\"outcome\":\""
                + outcome
                + "\"";
        calls.add(call("Resolve", json + place));
      }
    }
    return calls;
  }

  private static LedgerCall call(String function, String json) {
    return LedgerCall.of("disputes", function, json);
  }

  private String json(Event.DisputeOpened opened) {
    return "{\"market\":\"m\",\"dispute\":"
        + opened.disputeId()
        + ",\"batchId\":\""
        + batches(day).get(0).batchId()
        + "\",\"line\":"
        + opened.line()
        + ",\"participant\":\""
        + opened.participant()
        + "\",\"openedMillis\":"
        + opened.timeMillis()
        + ",\"untilMillis\":"
        + opened.untilMillis();
  }

  /**
   * The ledger: the bill, disputes, the correction.
   *
   * @param before calls of the disputes contract between the two batches
   * @param after calls behind them
   */
  public Ledger ledger(List<LedgerCall> before, List<LedgerCall> after) {
    return ledger(before, after, "Exchange.submitter");
  }

  /**
   * The same, with the disputes by a client.
   *
   * @param client a file of certificates without its ending
   */
  public Ledger ledger(List<LedgerCall> before, List<LedgerCall> after, String client) {
    Creator by = BundleExample.creator(client);
    List<SettlementBatch> batches = batches(day);
    FakeLedger ledger = new FakeLedger();
    ledger.post("tx-1", batches.get(0));
    int block = 2;
    for (LedgerCall call : before) {
      ledger.transaction("tx-" + block++, call, by);
    }
    ledger.transaction(
        "tx-5", "VALID", LedgerCall.of("settlement", "PostBatch", BatchJson.write(batches.get(1))));
    for (LedgerCall call : after) {
      ledger.transaction("tx-a" + block++, call, by);
    }
    return ledger;
  }

  /** The log's batches: the bill and the correction. */
  public List<SettlementBatch> batches() {
    return batches(day);
  }

  private record Stored(byte[] bytes, EventEnvelope envelope) {}

  private static List<Stored> stored(Day day) {
    List<Stored> all = new ArrayList<>();
    for (StoredRecord record : day.events()) {
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        all.add(new Stored(bytes, EventCodec.decodeEvent(bytes)));
      }
    }
    return all;
  }

  private static List<SettlementBatch> batches(Day day) {
    List<SettlementBatch> batches = new ArrayList<>();
    for (Stored one : stored(day)) {
      if (one.envelope().event() instanceof SlotSettled settled) {
        batches.add(settled.batch());
      } else if (one.envelope().event() instanceof SlotRevised revised) {
        batches.add(revised.batch());
      }
    }
    return batches;
  }
}
