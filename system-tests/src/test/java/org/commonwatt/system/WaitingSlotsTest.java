package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.snapshot.StateBytes;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandFrame.Entry;
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
import org.commonwatt.testkit.ledger.RegistryRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A market whose slots wait: first for their settlement, then for a ledger that confirms nothing.
 * It keeps so many and no more, loses none, and the audit agrees.
 */
class WaitingSlotsTest {
  private static final String MARKET = "m";
  private static final long START = 1_659_423_600_000L;
  private static final long QUARTER = 15 * 60_000L;
  private static final DeliverySlot FIRST = new DeliverySlot(START, 15);

  /** A slot of one member counts 26, and all that wait 500,000. */
  private static final int MOST = 19_231;

  private static final int BEYOND = 10;
  private static final long LATER = START + (MOST + BEYOND) * QUARTER;
  private static final int FRAME = 1_000;

  @TempDir private Path folder;

  private MarketStateMachine market = new MarketStateMachine();
  private final List<StoredRecord> commands = new ArrayList<>();
  private final List<StoredRecord> records = new ArrayList<>();

  // Set before the first command.
  @SuppressWarnings("NullAway.Init")
  private RegistryRelay registry;

  private Hash previous = Hash.ZERO;
  private long sequence;

  @Test
  void soManySlotsWaitForTheirSettlementAndForTheLedger() {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, InstantSource.fixed(Instant.EPOCH))) {
      registry = new RegistryRelay(MARKET, ledger);
      append(List.of(new Command.ActivateRulebook(rulebook()), new Command.Tick(START - QUARTER)));
      append(List.of(new Command.Tick(LATER)));
      assertThat(market.slots()).as("those that wait, and two that were open").hasSize(MOST + 2);

      for (int from = 0; from < MOST + 2; from += FRAME) {
        append(
            IntStream.range(from, Math.min(MOST + 2, from + FRAME))
                .mapToObj(WaitingSlotsTest::position)
                .toList());
      }
      assertThat(market.settledSlots()).isEqualTo(MOST);
      assertThat(market.awaitedSettlement().orElseThrow().ledger()).isTrue();

      restart();
      append(List.of(new Command.Tick(LATER + 1)));
      assertThat(market.settledSlots()).as("nothing was confirmed").isEqualTo(MOST);
      assertThat(market.nextSlotStartMillis()).as("slots open again").isGreaterThan(LATER);

      append(market.unconfirmedBatches().subList(0, 3).stream().map(b -> post(b, ledger)).toList());
      append(List.of(new Command.Tick(LATER + 2)));
      assertThat(market.settledSlots()).as("those that were metered").isEqualTo(MOST + 2);
      append(IntStream.range(MOST + 2, MOST + 5).mapToObj(WaitingSlotsTest::position).toList());
      assertThat(market.settledSlots()).as("one for each confirmation").isEqualTo(MOST + 3);
      assertThat(market.unconfirmedBatches()).hasSize(MOST);

      assertThat(Audit.verify(AuditInput.of(commands, records, ledger)).findings()).isEmpty();
    }
  }

  /** Goes on from what a snapshot keeps. */
  private void restart() {
    byte[] state = StateBytes.inMemory(Keyring.NONE, market::save);
    market = MarketStateMachine.restore(new StateBytes.Reader(state, Keyring.NONE));
  }

  private static Command post(SettlementBatch batch, EmbeddedLedger ledger) {
    var posted = (SubmitOutcome.Committed) new SettlementLedger(ledger).post(batch);
    return new Command.ConfirmBatch(batch.batchId(), posted.transactionId(), posted.blockNumber());
  }

  private static Command position(int slot) {
    return new Command.ReportPosition(
        new MeteredPosition("home", FIRST.plus(slot), 1, 10, 0, Quality.ACTUAL));
  }

  private void append(List<Command> batch) {
    List<Entry> entries =
        batch.stream().map(command -> new Entry(CommandOrigin.NONE, command)).toList();
    int offset = commands.size();
    commands.add(
        new StoredRecord(
            offset, CommandCodec.encode(MARKET, new CommandFrame("test", offset, entries))));
    List<byte[]> stored = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      List<Event> events = new ArrayList<>();
      market.apply(entries.get(i), events::add);
      for (int n = 0; n < events.size(); n++) {
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(
                    offset, i, n, events.size(), ++sequence, previous, events.get(n)));
        previous = EventCodec.hash(bytes);
        stored.add(bytes);
        registry.take(batch.get(i), events.get(n), new LogPlace(sequence, previous));
      }
    }
    records.add(new StoredRecord(offset, EventCodec.encodeFrame(MARKET, stored)));
  }

  /** One member, in slots that open a quarter-hour ahead. */
  private static Rulebook rulebook() {
    return new Rulebook(
        1,
        Hash.ZERO,
        MARKET,
        Areas.single("a"),
        "EUR",
        new Rulebook.Timing(15, 0, 15, 0, START),
        -100_000,
        100_000,
        10_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
        List.of(new Rulebook.Member("home", "a", List.of("meter"))),
        Hash.ZERO);
  }
}
