package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Areas;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BillPart;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 27 icebergs of a thousand refills each, swept: once a single command and a single bill, and the
 * end of the market. Now neither is large, and the audit follows.
 */
class LargeSlotTest {
  private static final String MARKET = "m";
  private static final long START = 1_659_423_600_000L;
  private static final DeliverySlot SLOT = new DeliverySlot(START, 15);
  private static final long MINUTE = 60_000L;
  private static final int ICEBERGS = 27;
  private static final int LINES = 2 * 1_000 * ICEBERGS;
  private static final int PARTS = (LINES - 1) / SlotSettled.MAX_LINES;
  private static final List<Command> COMMANDS = new ArrayList<>();
  private static final List<List<Event>> EVENTS = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeAll
  static void tradeAndSettle() {
    MarketStateMachine market = new MarketStateMachine();
    apply(market, new Command.ActivateRulebook(rulebook()));
    apply(market, new Command.Tick(START - 15 * MINUTE));
    for (int i = 0; i < ICEBERGS; i++) {
      apply(market, order("seller", "s" + i, Side.SELL, 1_000, OrderTerms.DEFAULT.showing(1)));
    }
    for (int sweep = 0; sweep < 3; sweep++) {
      apply(market, order("buyer", "b" + sweep, Side.BUY, 1_000 * ICEBERGS, OrderTerms.DEFAULT));
    }
    apply(market, new Command.Tick(START + 15 * MINUTE));
    for (String member : List.of("buyer", "seller")) {
      apply(
          market,
          new Command.ReportPosition(new MeteredPosition(member, SLOT, 1, 0, 0, Quality.ACTUAL)));
    }
  }

  @Test
  void oneOrderMakesTenThousandTradesAndEnds() {
    List<Event> sweep = EVENTS.get(2 + ICEBERGS);
    assertThat(sweep).filteredOn(ContinuousTrade.class::isInstance).hasSize(10_000);
    assertThat(sweep)
        .last()
        .isEqualTo(
            new Event.OrderCancelled(
                ICEBERGS + 1, 1_000 * ICEBERGS - 10_000, CancelReason.TRADE_LIMIT));
    assertThat(EVENTS.get(4 + ICEBERGS))
        .filteredOn(ContinuousTrade.class::isInstance)
        .hasSize(7_000);
  }

  @Test
  void theBillComesInPartsThatTheLogTakes() {
    List<Event> settlement = EVENTS.get(EVENTS.size() - 1);
    assertThat(settlement).filteredOn(BillPart.class::isInstance).hasSize(PARTS);
    assertThat(settlement)
        .filteredOn(SlotSettled.class::isInstance)
        .singleElement()
        .satisfies(
            event ->
                assertThat(((SlotSettled) event).batch().billLineCount())
                    .isGreaterThanOrEqualTo(LINES));
    for (Event event : settlement) {
      byte[] bytes = EventCodec.encodeEvent(new EventEnvelope(1, 0, 0, 1, 1, Hash.ZERO, event));
      assertThat(bytes.length).isLessThan(1 << 20);
    }
  }

  @Test
  void theAuditPasses() {
    AuditReport report = audit(events -> events);
    assertThat(report.findings()).isEmpty();
    assertThat(report.counts().trades()).isEqualTo(1_000L * ICEBERGS);
  }

  @Test
  void theAuditFindsAMissingADoubledAndASwappedPart() {
    assertThat(codes(events -> without(events, 3))).contains(FindingCode.BILL_PART_DIFFERS);
    assertThat(
            codes(
                events -> {
                  List<Event> doubled = new ArrayList<>(events);
                  doubled.add(4, events.get(3));
                  return doubled;
                }))
        .contains(FindingCode.BILL_PART_DIFFERS);
    assertThat(
            codes(
                events -> {
                  List<Event> swapped = new ArrayList<>(events);
                  Collections.swap(swapped, 3, 4);
                  return swapped;
                }))
        .contains(FindingCode.BILL_PART_DIFFERS);
  }

  private List<FindingCode> codes(UnaryOperator<List<Event>> forgery) {
    return audit(forgery).findings().stream().map(finding -> finding.code()).distinct().toList();
  }

  private static List<Event> without(List<Event> events, int index) {
    List<Event> rest = new ArrayList<>(events);
    rest.remove(index);
    return rest;
  }

  /** Lets an auditor judge the log, whose settlement is forged. */
  private AuditReport audit(UnaryOperator<List<Event>> forgery) {
    List<StoredRecord> commands = new ArrayList<>();
    List<StoredRecord> records = new ArrayList<>();
    Hash previous = Hash.ZERO;
    long sequence = 0;
    for (int i = 0; i < COMMANDS.size(); i++) {
      CommandFrame frame =
          new CommandFrame("test", i, List.of(new Entry(CommandOrigin.NONE, COMMANDS.get(i))));
      commands.add(new StoredRecord(i, CommandCodec.encode(MARKET, frame)));
      List<Event> events = i == COMMANDS.size() - 1 ? forgery.apply(EVENTS.get(i)) : EVENTS.get(i);
      List<byte[]> stored = new ArrayList<>();
      for (int n = 0; n < events.size(); n++) {
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(i, 0, n, events.size(), ++sequence, previous, events.get(n)));
        previous = EventCodec.hash(bytes);
        stored.add(bytes);
      }
      records.add(new StoredRecord(i, EventCodec.encodeFrame(MARKET, stored)));
    }
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, InstantSource.fixed(Instant.EPOCH))) {
      return Audit.verify(AuditInput.of(commands, records, ledger));
    }
  }

  private static void apply(MarketStateMachine market, Command command) {
    List<Event> events = new ArrayList<>();
    market.apply(new Entry(CommandOrigin.NONE, command), events::add);
    COMMANDS.add(command);
    EVENTS.add(events);
  }

  private static Command order(String who, String id, Side side, long energyWh, OrderTerms terms) {
    return new Command.PlaceOrder(who, id, "a", START, side, 100, energyWh, terms);
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
            List.of(
                new Rulebook.Member("buyer", "a", List.of("meter-b")),
                new Rulebook.Member("seller", "a", List.of("meter-s"))),
            Hash.ZERO)
        .withContinuous(new Continuous(5, 100, 0, 60, 50_000, GridFees.DEFAULT));
  }
}
