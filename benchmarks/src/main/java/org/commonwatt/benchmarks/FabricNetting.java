package org.commonwatt.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.commonwatt.chaincode.registry.rules.Registry;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.InvoiceJson;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.RegistryJson;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.commonwatt.testkit.ledger.SampleInvoices;
import org.jspecify.annotations.Nullable;

/**
 * What netting saves: batches of 10,000 and 20,000 trades among 1,000 homes, one after the other as
 * a market posts them, with an invoice over all of them, and one batch of 10,000 postings; and what
 * the contract asks of the ledger's state for each. A trade alone would be a transaction of two
 * postings, which {@link FabricWrites} has measured before.
 */
final class FabricNetting {
  private static final int HOMES = 1_000;
  private static final int[] TRADES = {10_000, 20_000};
  private static final int POSTINGS = 10_000;
  private static final long SECONDS = 15;

  private FabricNetting() {}

  /**
   * Prints what it measures on a ledger.
   *
   * @return netted trades per second, of the slower kind of batches
   */
  static double measure(Ledger ledger) {
    double slowest = Double.MAX_VALUE;
    for (int trades : TRADES) {
      slowest = Math.min(slowest, netted(ledger, trades));
    }
    large(ledger);
    return slowest;
  }

  /** The first batch warms up and is not counted. Returns trades per second. */
  private static double netted(Ledger ledger, int trades) {
    SettlementLedger settlement = new SettlementLedger(ledger);
    SampleBatches batches = new SampleBatches("netted-" + trades).registered(ledger);
    SplittableRandom random = new SplittableRandom(20220802);
    SettlementBatch first = batches.batch(0, Hash.ZERO, postings(sums(trades, random)));
    SampleInvoices chain = new SampleInvoices(new ArrayList<>(), new ArrayList<>());
    Hash predecessor = post(settlement, first, chain);
    state(first);
    int posted = 0;
    long begun = System.nanoTime();
    long deadline = begun + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < deadline) {
      Posting[] postings = postings(sums(trades, random));
      predecessor = post(settlement, batches.batch(++posted, predecessor, postings), chain);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "netted: %d batches of %,d trades among %,d homes in %.1f s: %.2f batches, %,.0f trades per"
            + " second%n",
        posted,
        trades,
        HOMES,
        seconds,
        posted / seconds,
        posted * (double) trades / seconds);
    invoice(ledger, chain);
    return posted * (double) trades / seconds;
  }

  /** What the contract needs for an invoice, without the orderer's part; the second time counts. */
  private static void invoice(Ledger ledger, SampleInvoices chain) {
    int batches = chain.batches().size();
    LedgerCall issue =
        LedgerCall.of(
            InvoiceLedger.CONTRACT,
            InvoiceLedger.ISSUE,
            InvoiceJson.write(chain.invoice(1, "home-00000", 0, batches, 0)));
    ledger.evaluate(issue);
    long begun = System.nanoTime();
    EvaluateOutcome outcome = ledger.evaluate(issue);
    if (!(outcome instanceof EvaluateOutcome.Returned)) {
      throw new IllegalStateException("no invoice: " + outcome);
    }
    System.out.printf(
        Locale.ROOT,
        "an invoice of %d batches: %.0f ms at a peer%n",
        batches,
        (System.nanoTime() - begun) / 1e6);
  }

  /** A slot of so many homes that each has a posting. */
  private static void large(Ledger ledger) {
    Map<String, Long> sums = new TreeMap<>();
    for (int i = 0; i < POSTINGS; i++) {
      sums.put("home-%05d".formatted(i), i % 2 == 0 ? 1L + i : -(long) i);
    }
    SettlementBatch batch =
        new SampleBatches("large").registered(ledger).batch(0, Hash.ZERO, postings(sums));
    long begun = System.nanoTime();
    post(
        new SettlementLedger(ledger),
        batch,
        new SampleInvoices(new ArrayList<>(), new ArrayList<>()));
    System.out.printf(
        Locale.ROOT,
        "%,d postings: committed after %.0f ms, %,d bytes of call%n",
        batch.postings().size(),
        (System.nanoTime() - begun) / 1e6,
        bytes(BatchJson.write(batch)));
    state(batch);
  }

  private static Hash post(
      SettlementLedger settlement, SettlementBatch batch, SampleInvoices chain) {
    SubmitOutcome outcome = settlement.post(batch);
    if (outcome instanceof SubmitOutcome.Committed committed) {
      Hash hash = new Hash(committed.result());
      chain.batches().add(batch);
      chain.hashes().add(hash);
      return hash;
    }
    throw new IllegalStateException("a batch was not recorded: " + outcome);
  }

  /** What each home pays and gets over all trades of a slot. */
  private static Map<String, Long> sums(int trades, SplittableRandom random) {
    Map<String, Long> sums = new TreeMap<>();
    for (int i = 0; i < trades; i++) {
      int buyer = random.nextInt(HOMES / 2);
      int seller = HOMES / 2 + random.nextInt(HOMES / 2);
      long amount = 1 + random.nextLong(1_000_000_000);
      sums.merge("home-%05d".formatted(buyer), -amount, Math::addExact);
      sums.merge("home-%05d".formatted(seller), amount, Math::addExact);
    }
    return sums;
  }

  private static Posting[] postings(Map<String, Long> sums) {
    List<Posting> postings = new ArrayList<>();
    long total = 0;
    for (Map.Entry<String, Long> one : sums.entrySet()) {
      if (one.getValue() != 0) {
        postings.add(new Posting(one.getKey(), one.getValue()));
        total = Math.addExact(total, one.getValue());
      }
    }
    if (total != 0) {
      postings.add(new Posting("rest", -total));
    }
    return postings.toArray(new Posting[0]);
  }

  private static void state(SettlementBatch batch) {
    CountedState state = new CountedState();
    SampleBatches batches = new SampleBatches(batch.market());
    new Registry(state).post(RegistryJson.write(batches.rulebook()));
    state.forget();
    SettlementBatch first = batches.batch(0, Hash.ZERO, batch.postings().toArray(new Posting[0]));
    new Settlement(state).post(BatchJson.write(first));
    int postings = first.postings().size();
    System.out.printf(
        Locale.ROOT,
        "a batch of %,d postings: %d reads, %,d writes, %.3f calls and %.1f bytes written per"
            + " posting%n",
        postings,
        state.reads,
        state.writes,
        (state.reads + state.writes) / (double) postings,
        state.written / (double) postings);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** A map that counts what the rules ask of it. */
  private static final class CountedState implements State {
    private final Map<StateKey, String> rows = new HashMap<>();
    private long reads;
    private long writes;
    private long written;

    void forget() {
      reads = 0;
      writes = 0;
      written = 0;
    }

    @Override
    public @Nullable String get(StateKey key) {
      reads++;
      return rows.get(key);
    }

    @Override
    public List<String> list(StateKey prefix) {
      throw new IllegalStateException("a transaction that writes lists nothing");
    }

    @Override
    public List<String> range(StateKey prefix, int most) {
      return list(prefix);
    }

    @Override
    public List<String> from(StateKey prefix, StateKey first, int most) {
      return list(prefix);
    }

    @Override
    public void delete(StateKey key) {
      writes++;
      rows.remove(key);
    }

    @Override
    public void put(StateKey key, String value) {
      writes++;
      written += bytes(key.type() + String.join("", key.attributes())) + bytes(value);
      rows.put(key, value);
    }

    @Override
    public @Nullable String given(String name) {
      return null;
    }

    @Override
    public @Nullable String getPrivate(String collection, StateKey key) {
      throw new IllegalStateException("a batch has nothing private");
    }

    @Override
    public @Nullable Hash privateHash(String collection, StateKey key) {
      throw new IllegalStateException("a batch has nothing private");
    }

    @Override
    public void putPrivate(String collection, StateKey key, String value) {
      throw new IllegalStateException("a batch has nothing private");
    }

    @Override
    public void event(String name, String payload) {
      // An event is no state.
    }

    @Override
    public String transactionId() {
      return "measured";
    }

    @Override
    public long timestampMillis() {
      return 0;
    }

    @Override
    public Caller caller() {
      return new Caller("ExchangeMSP", "submitter");
    }
  }
}
