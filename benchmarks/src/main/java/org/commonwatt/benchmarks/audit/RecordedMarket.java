package org.commonwatt.benchmarks.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.commonwatt.testkit.ledger.RegistryRelay;

/**
 * The log and the ledger of a market of {@value #HOMES} homes in one area: orders for each slot,
 * its auction, metered positions, settlement and confirmation. The same arguments give the same
 * bytes.
 */
final class RecordedMarket {
  static final int HOMES = 1_000;
  private static final String MARKET = "measured";
  private static final String AREA = "village";
  private static final int MINUTES = 15;
  private static final long SLOT_MILLIS = MINUTES * 60_000L;
  private static final long START = 1_659_398_400_000L; // 2022-08-02T00:00:00Z
  private static final int SLOTS_AHEAD = 4;

  private final MarketStateMachine machine = new MarketStateMachine();
  private final MemoryLedger ledger;
  private final RegistryRelay registry;
  private final SettlementLedger contract;
  private final SplittableRandom random = new SplittableRandom(20220802);
  private final List<StoredRecord> commands = new ArrayList<>();
  private final List<StoredRecord> events = new ArrayList<>();
  private final List<SettlementBatch> settled = new ArrayList<>();
  private Hash previous = Hash.ZERO;
  private long sequence;
  private long orders;
  private long positions;

  private RecordedMarket() {
    ledger =
        new MemoryLedger(
            new MemoryChain(), MemoryLedger.SUBMITTER, LedgerFaults.NONE, ConflictRetry.NONE);
    contract = new SettlementLedger(ledger);
    registry = new RegistryRelay(MARKET, ledger);
  }

  /** Records a market of so many orders in so many slots. */
  static RecordedMarket of(long orders, int slots) {
    RecordedMarket market = new RecordedMarket();
    market.frame(List.of(plain(new Command.ActivateRulebook(rulebook()))));
    for (int step = 0; step < slots + SLOTS_AHEAD + 2; step++) {
      market.tick(START + (step - SLOTS_AHEAD) * SLOT_MILLIS);
      if (step < slots) {
        market.order(step, orders / slots);
      }
      int metered = step - SLOTS_AHEAD - 1;
      if (metered >= 0) {
        market.meter(metered);
      }
    }
    return market;
  }

  List<StoredRecord> commands() {
    return commands;
  }

  List<StoredRecord> events() {
    return events;
  }

  MemoryLedger ledger() {
    return ledger;
  }

  long bytes() {
    return commands.stream().mapToLong(one -> one.bytes().length).sum()
        + events.stream().mapToLong(one -> one.bytes().length).sum();
  }

  private void tick(long timeMillis) {
    frame(List.of(plain(new Command.Tick(timeMillis))));
  }

  private void order(int slot, long count) {
    List<CommandFrame.Entry> entries = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int home = (int) (orders % HOMES);
      Side side = home % 2 == 0 ? Side.BUY : Side.SELL;
      entries.add(
          plain(
              new Command.PlaceOrder(
                  home(home),
                  "o-" + orders,
                  AREA,
                  START + slot * SLOT_MILLIS,
                  side,
                  50_000 + 1_000L * random.nextInt(300),
                  1 + random.nextInt(1_000))));
      orders++;
      flush(entries, CommandFrame.MAX_ENTRIES);
    }
    flush(entries, 1);
  }

  private void meter(int slot) {
    DeliverySlot delivered = new DeliverySlot(START + slot * SLOT_MILLIS, MINUTES);
    List<CommandFrame.Entry> entries = new ArrayList<>();
    for (int home = 0; home < HOMES; home++) {
      MeteredPosition position =
          new MeteredPosition(
              home(home), delivered, 1, random.nextInt(900), random.nextInt(900), Quality.ACTUAL);
      entries.add(
          new CommandFrame.Entry(
              new CommandOrigin("positions", 0, positions++),
              new Command.ReportPosition(position)));
      flush(entries, CommandFrame.MAX_ENTRIES);
    }
    flush(entries, 1);
    confirm();
  }

  private void confirm() {
    List<SettlementBatch> batches = List.copyOf(settled);
    settled.clear();
    for (SettlementBatch batch : batches) {
      if (!(contract.post(batch) instanceof SubmitOutcome.Committed committed)) {
        throw new IllegalStateException(batch.batchId() + " was not booked");
      }
      frame(
          List.of(
              plain(
                  new Command.ConfirmBatch(
                      batch.batchId(), committed.transactionId(), committed.blockNumber()))));
    }
  }

  private void flush(List<CommandFrame.Entry> entries, int from) {
    if (entries.size() >= from) {
      frame(entries);
      entries.clear();
    }
  }

  private void frame(List<CommandFrame.Entry> entries) {
    long offset = commands.size();
    CommandFrame frame = new CommandFrame("recorder", offset, List.copyOf(entries));
    commands.add(new StoredRecord(offset, CommandCodec.encode(MARKET, frame)));
    List<byte[]> stored = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      List<Event> told = new ArrayList<>();
      machine.apply(entries.get(i), told::add);
      for (int index = 0; index < told.size(); index++) {
        Event event = told.get(index);
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(offset, i, index, told.size(), ++sequence, previous, event));
        previous = EventCodec.hash(bytes);
        stored.add(bytes);
        registry.take(entries.get(i).command(), event, new LogPlace(sequence, previous));
        if (event instanceof Event.SlotSettled slot) {
          settled.add(slot.batch());
        }
      }
    }
    events.add(new StoredRecord(offset, EventCodec.encodeFrame(MARKET, stored)));
  }

  private static CommandFrame.Entry plain(Command command) {
    return new CommandFrame.Entry(CommandOrigin.NONE, command);
  }

  private static String home(int number) {
    return "home-%04d".formatted(number);
  }

  private static Rulebook rulebook() {
    return new Rulebook(
        1,
        Hash.of(new byte[] {1}),
        MARKET,
        Areas.single(AREA),
        "EUR",
        new Rulebook.Timing(MINUTES, 60, (SLOTS_AHEAD + 1) * MINUTES, 2 * MINUTES, START),
        0,
        1_000_000,
        50_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 400_000, 80_000)),
        IntStream.range(0, HOMES)
            .mapToObj(
                number -> new Rulebook.Member(home(number), AREA, List.of(home(number) + "-meter")))
            .toList(),
        Hash.of(new byte[] {2}));
  }
}
