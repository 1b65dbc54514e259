package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A slot with as many orders as it takes, from five members, who all want more. The auction of
 * fifty thousand orders gives many events, and none of them is large; the audit agrees.
 */
class FullSlotTest {
  private static final String MARKET = "m";
  private static final long START = 1_659_423_600_000L;
  private static final long MINUTE = 60_000L;
  private static final int MEMBERS = 5;
  private static final int EACH = 12_510;
  private static final int FRAME = 1_000;

  @TempDir private Path folder;

  private final MarketStateMachine market = new MarketStateMachine();
  private final List<StoredRecord> commands = new ArrayList<>();
  private final List<StoredRecord> records = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private Hash previous = Hash.ZERO;
  private long sequence;
  private int longest;

  @Test
  void aFullSlotRefusesEverybodyAndClears() {
    append(
        List.of(new Command.ActivateRulebook(rulebook()), new Command.Tick(START - 60 * MINUTE)));
    for (int member = 0; member < MEMBERS; member++) {
      int who = member;
      for (int from = 0; from < EACH; from += FRAME) {
        int to = Math.min(EACH, from + FRAME);
        append(IntStream.range(from, to).mapToObj(i -> order(who, i)).toList());
      }
    }
    append(List.of(new Command.Tick(START - 30 * MINUTE)));

    assertThat(events).filteredOn(OrderAccepted.class::isInstance).hasSize(50_000);
    Map<RejectionCode, Long> refused =
        events.stream()
            .filter(OrderRejected.class::isInstance)
            .map(event -> ((OrderRejected) event).rejection().code())
            .collect(Collectors.groupingBy(code -> code, Collectors.counting()));
    assertThat(refused)
        .as("ten each of the first three are too many; then the slot is full")
        .isEqualTo(Map.of(RejectionCode.OWN_ORDERS_FULL, 30L, RejectionCode.SLOT_FULL, 10L + EACH));
    assertThat(events).filteredOn(TradeMade.class::isInstance).hasSizeGreaterThan(20_000);
    assertThat(longest).as("bytes of the longest event").isLessThan(1_000);
    assertThat(audit().findings()).isEmpty();
  }

  private AuditReport audit() {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, InstantSource.fixed(Instant.EPOCH))) {
      return Audit.verify(AuditInput.of(commands, records, ledger));
    }
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
      List<Event> all = new ArrayList<>();
      market.apply(entries.get(i), all::add);
      events.addAll(all);
      for (int n = 0; n < all.size(); n++) {
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(offset, i, n, all.size(), ++sequence, previous, all.get(n)));
        previous = EventCodec.hash(bytes);
        stored.add(bytes);
        longest = Math.max(longest, bytes.length);
      }
    }
    records.add(new StoredRecord(offset, EventCodec.encodeFrame(MARKET, stored)));
  }

  /** Members sell and buy in turns, and every buy pays what every sell asks. */
  private static Command order(int member, int number) {
    Side side = member % 2 == 0 ? Side.SELL : Side.BUY;
    return new Command.PlaceOrder(
        "home-" + member, "c-" + number, "a", START, side, 1_000, 1 + number % 7);
  }

  private static Rulebook rulebook() {
    return new Rulebook(
        1,
        Hash.ZERO,
        MARKET,
        Areas.single("a"),
        "EUR",
        new Rulebook.Timing(15, 0, 60, 30, START),
        -100_000,
        100_000,
        1_000_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> new Rulebook.Member("home-" + i, "a", List.of("meter-" + i)))
            .toList(),
        Hash.ZERO);
  }
}
