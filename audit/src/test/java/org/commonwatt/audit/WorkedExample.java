package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;

/**
 * The example of docs/market-rules.md as a whole log, every event, amount and posting worked out by
 * hand: two slots, the first traded, settled and recorded, the second settled only.
 */
final class WorkedExample {
  static final long START = 1_659_423_600_000L;
  static final long QUARTER = 15 * 60_000L;
  static final DeliverySlot SLOT = new DeliverySlot(START, 15);
  static final Hash SEED = new Hash("11".repeat(32));
  static final String TX = "tx-1";

  // Numbers of the frames that tests change.
  static final int ORDERS = 2;
  static final int STRANGER = 4;
  static final int GATE = 7;
  static final int LAST_POSITION = 14;
  static final int CONFIRMATION = 15;
  static final int SECOND_SETTLED = 20;

  private static final int MILLION = 1_000_000;

  private WorkedExample() {}

  static Rulebook rulebook() {
    return rulebook(1, "dan", "ann", "cat", "bob");
  }

  static Rulebook rulebook(int version, String... members) {
    return new Rulebook(
        version,
        new Hash("22".repeat(32)),
        "m",
        Areas.single("village"),
        "EUR",
        new Rulebook.Timing(15, 120, 30, 15, START),
        0,
        1_000_000,
        10_000,
        "grid",
        List.of(new Rulebook.TariffStep(0, 400_000, 80_000)),
        Stream.of(members).map(WorkedExample::member).toList(),
        SEED);
  }

  private static Rulebook.Member member(String name) {
    return new Rulebook.Member(name, "village", List.of("meter-" + name));
  }

  static Command.PlaceOrder order(String who, String id, Side side, long[] priceAndEnergy) {
    return new Command.PlaceOrder(
        who, id, "village", START, side, priceAndEnergy[0], priceAndEnergy[1]);
  }

  static OrderAccepted accepted(long id, Command.PlaceOrder order) {
    return new OrderAccepted(
        id,
        order.participant(),
        order.clientOrderId(),
        "village",
        SLOT,
        order.side(),
        order.priceMicroPerKwh(),
        order.energyWh(),
        START - 2 * QUARTER);
  }

  static Day day() {
    Day day = new Day();
    Rulebook rules = rulebook();
    day.add(
        new Command.ActivateRulebook(rules), new Event.RulebookActivated(1, rules.documentHash()));
    day.add(tick(-2), time(-2), phase(0, SlotPhase.OPEN));
    orders(day);
    gate(day);
    delivery(day);
    firstSettlement(day);
    secondSettlement(day);
    day.add(
        new Command.ConfirmBatch("m.0.initial", "tx-9", 9),
        new Event.ConfirmationRejected("m.0.initial", refusal(RejectionCode.UNKNOWN_BATCH)));
    return day;
  }

  private static void orders(Day day) {
    Command.PlaceOrder ann = order("ann", "a1", Side.BUY, new long[] {300_000, 2000});
    Command.PlaceOrder bob = order("bob", "b1", Side.BUY, new long[] {250_000, 1000});
    Command.PlaceOrder cat = order("cat", "c1", Side.SELL, new long[] {100_000, 1500});
    Command.PlaceOrder dan = order("dan", "d1", Side.SELL, new long[] {250_000, 3000});
    Command.PlaceOrder eve = order("eve", "e1", Side.BUY, new long[] {300_000, 2000});
    Command.PlaceOrder more = order("ann", "a2", Side.BUY, new long[] {900_000, 500});
    List<CommandFrame.Entry> entries = new ArrayList<>();
    for (Command.PlaceOrder order : List.of(ann, bob, cat, dan)) {
      entries.add(new CommandFrame.Entry(CommandOrigin.NONE, order));
    }
    day.addFrame(
        entries,
        List.of(
            List.of(accepted(1, ann)),
            List.of(accepted(2, bob)),
            List.of(accepted(3, cat)),
            List.of(accepted(4, dan))));
    day.add(ann, new Event.OrderRepeated(1, "ann", "a1"));
    day.add(eve, new Event.OrderRejected("eve", "e1", refusal(RejectionCode.UNKNOWN_PARTICIPANT)));
    day.add(more, accepted(5, more));
    day.add(new Command.CancelOrder("ann", 5), new Event.OrderCancelled(5));
  }

  private static void gate(Day day) {
    day.add(
        tick(-1),
        time(-1),
        phase(1, SlotPhase.OPEN),
        phase(0, SlotPhase.CLEARED),
        new AuctionCleared(
            SLOT,
            List.of(new AreaCleared("village", 250_000L, 250_000L, 250_000L, 3000, 3000)),
            List.of(),
            BigInteger.valueOf(600 + 250 - 150 - 375).multiply(BigInteger.valueOf(MILLION))),
        new Event.OrderFilled(1, 2000, 250_000),
        new Event.OrderFilled(2, 1000, 250_000),
        new Event.OrderFilled(3, 1500, 250_000),
        new Event.OrderFilled(4, 1500, 250_000),
        new Event.OrderExpired(4, 1500),
        trades().get(0),
        trades().get(1),
        trades().get(2));
  }

  static List<TradeMade> trades() {
    return List.of(
        new TradeMade(1, SLOT, 1, 3, "ann", "cat", 1500, 250_000),
        new TradeMade(2, SLOT, 1, 4, "ann", "dan", 500, 250_000),
        new TradeMade(3, SLOT, 2, 4, "bob", "dan", 1000, 250_000));
  }

  private static void delivery(Day day) {
    day.add(
        tick(0),
        time(0),
        phase(2, SlotPhase.OPEN),
        phase(0, SlotPhase.DELIVERY),
        phase(1, SlotPhase.CLEARED),
        nothingCleared(1));
    day.add(
        tick(1),
        time(1),
        phase(3, SlotPhase.OPEN),
        phase(0, SlotPhase.METERING),
        phase(1, SlotPhase.DELIVERY),
        phase(2, SlotPhase.CLEARED),
        nothingCleared(2));
  }

  /** Metered: ann took 2,500 Wh, bob 400 Wh; cat injected 1,200 Wh, dan 1,500 Wh. */
  static List<MeteredPosition> positions() {
    return List.of(
        new MeteredPosition("ann", SLOT, 1, 2500, 0, Quality.ACTUAL),
        new MeteredPosition("bob", SLOT, 1, 500, 100, Quality.ACTUAL),
        new MeteredPosition("cat", SLOT, 1, 0, 1200, Quality.ESTIMATED),
        new MeteredPosition("dan", SLOT, 1, 0, 1500, Quality.ACTUAL));
  }

  static List<MeteredPosition> secondPositions() {
    DeliverySlot slot = SLOT.plus(1);
    return List.of(
        new MeteredPosition("ann", slot, 1, 100, 0, Quality.ACTUAL),
        new MeteredPosition("bob", slot, 1, 0, 0, Quality.ACTUAL),
        new MeteredPosition("cat", slot, 1, 0, 0, Quality.ACTUAL),
        new MeteredPosition("dan", slot, 2, 0, 0, Quality.ACTUAL));
  }

  private static void firstSettlement(Day day) {
    List<MeteredPosition> all = positions();
    report(day, 0, all.get(0));
    report(day, 1, all.get(1));
    day.addFrom(
        origin(0), new Command.ReportPosition(all.get(0)), new Event.DuplicateIgnored(origin(0)));
    report(day, 2, all.get(2));
    report(day, 3, all.get(3), settled(), phase(0, SlotPhase.SETTLED));
    day.add(
        new Command.ConfirmBatch(batch().batchId(), TX, 1),
        new Event.BatchRecorded(batch().batchId(), TX, 1),
        phase(0, SlotPhase.RECORDED));
  }

  private static void secondSettlement(Day day) {
    day.add(
        tick(2),
        time(2),
        phase(4, SlotPhase.OPEN),
        phase(1, SlotPhase.METERING),
        phase(2, SlotPhase.DELIVERY),
        phase(3, SlotPhase.CLEARED),
        nothingCleared(3));
    List<MeteredPosition> all = secondPositions();
    report(day, 4, all.get(0));
    report(day, 5, all.get(1));
    report(day, 6, all.get(2));
    report(day, 8, all.get(3), secondSettled(), phase(1, SlotPhase.SETTLED));
  }

  static SlotSettled settled() {
    return new SlotSettled(batch(), lines());
  }

  static List<BillLine> lines() {
    return List.of(
        line(0, Kind.TRADE_BUY, "ann cat", 1, 1500, 250_000, -375),
        line(1, Kind.TRADE_SELL, "cat ann", 1, 1500, 250_000, 375),
        line(2, Kind.TRADE_BUY, "ann dan", 2, 500, 250_000, -125),
        line(3, Kind.TRADE_SELL, "dan ann", 2, 500, 250_000, 125),
        line(4, Kind.TRADE_BUY, "bob dan", 3, 1000, 250_000, -250),
        line(5, Kind.TRADE_SELL, "dan bob", 3, 1000, 250_000, 250),
        line(6, Kind.RESIDUAL_WITHDRAWAL, "ann grid", 0, 500, 400_000, -200),
        line(7, Kind.SUPPLIED, "grid ann", 0, 500, 400_000, 200),
        line(8, Kind.RESIDUAL_INJECTION, "bob grid", 0, 600, 80_000, 48),
        line(9, Kind.TAKEN_OVER, "grid bob", 0, 600, 80_000, -48),
        line(10, Kind.RESIDUAL_WITHDRAWAL, "cat grid", 0, 300, 400_000, -120),
        line(11, Kind.SUPPLIED, "grid cat", 0, 300, 400_000, 120));
  }

  /** Amounts in thousandths of the currency: a million nano. */
  private static BillLine line(
      int number, Kind kind, String parties, long trade, long energy, long price, long milli) {
    String[] names = parties.split(" ", 2);
    Hash salt = DocHashes.salt(SEED, "m", START, number);
    return new BillLine(
        names[0], SLOT, kind, names[1], trade, energy, price, milli * MILLION, salt);
  }

  static SettlementBatch batch() {
    List<Hash> l = lines().stream().map(DocHashes::leaf).toList();
    Hash firstEight =
        DocHashes.node(
            DocHashes.node(DocHashes.node(l.get(0), l.get(1)), DocHashes.node(l.get(2), l.get(3))),
            DocHashes.node(DocHashes.node(l.get(4), l.get(5)), DocHashes.node(l.get(6), l.get(7))));
    Hash lastFour =
        DocHashes.node(DocHashes.node(l.get(8), l.get(9)), DocHashes.node(l.get(10), l.get(11)));
    return new SettlementBatch(
        "m.1659423600.initial",
        "m",
        SLOT,
        1,
        new Hash("22".repeat(32)),
        DocHashes.auction("village", trades().get(0), trades()),
        DocHashes.positions(positions()),
        DocHashes.node(firstEight, lastFour),
        12,
        Hash.ZERO,
        List.of(
            new Posting("ann", -700L * MILLION),
            new Posting("bob", -202L * MILLION),
            new Posting("cat", 255L * MILLION),
            new Posting("dan", 375L * MILLION),
            new Posting("grid", 272L * MILLION)));
  }

  static SlotSettled secondSettled() {
    DeliverySlot slot = SLOT.plus(1);
    long start = slot.startMillis();
    BillLine home =
        new BillLine(
            "ann",
            slot,
            Kind.RESIDUAL_WITHDRAWAL,
            "grid",
            0,
            100,
            400_000,
            -40L * MILLION,
            DocHashes.salt(SEED, "m", start, 0));
    BillLine supplier =
        new BillLine(
            "grid",
            slot,
            Kind.SUPPLIED,
            "ann",
            0,
            100,
            400_000,
            40L * MILLION,
            DocHashes.salt(SEED, "m", start, 1));
    SettlementBatch batch =
        new SettlementBatch(
            "m.1659424500.initial",
            "m",
            slot,
            1,
            new Hash("22".repeat(32)),
            DocHashes.auctionWithoutOrders("village", start),
            DocHashes.positions(secondPositions()),
            DocHashes.node(DocHashes.leaf(home), DocHashes.leaf(supplier)),
            2,
            DocHashes.batch(batch()),
            List.of(new Posting("ann", -40L * MILLION), new Posting("grid", 40L * MILLION)));
    return new SlotSettled(batch, List.of(home, supplier));
  }

  static FakeLedger ledger() {
    return new FakeLedger().post(TX, batch());
  }

  static CommandOrigin origin(long offset) {
    return new CommandOrigin("positions", 0, offset);
  }

  static Rejection refusal(RejectionCode code) {
    return new Rejection(code, "somebody's own words");
  }

  private static void report(Day day, long offset, MeteredPosition position, Event... more) {
    List<Event> events = new ArrayList<>();
    events.add(new PositionRecorded(position));
    events.addAll(List.of(more));
    day.addFrom(origin(offset), new Command.ReportPosition(position), events.toArray(new Event[0]));
  }

  private static Command tick(int quarters) {
    return new Command.Tick(START + quarters * QUARTER);
  }

  private static Event time(int quarters) {
    return new TimeAdvanced(START + quarters * QUARTER);
  }

  private static Event phase(int slot, SlotPhase phase) {
    return new SlotPhaseChanged(SLOT.plus(slot), phase);
  }

  private static Event nothingCleared(int slot) {
    return new AuctionCleared(
        SLOT.plus(slot),
        List.of(new AreaCleared("village", null, null, null, 0, 0)),
        List.of(),
        BigInteger.ZERO);
  }
}
