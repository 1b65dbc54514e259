package org.commonwatt.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.commonwatt.model.StorageRules;
import org.jspecify.annotations.Nullable;

/** Commands of a small market, most of them sensible, some as wrong as their types allow. */
final class RandomCommands {
  static final String MARKET = "m";
  private static final long MINUTE = 60_000;
  private static final long[] EXTREMES = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
  private static final List<String> HOMES = List.of("a", "b", "c", "d");

  private final Random random;
  private final int slotMinutes;
  private final long tradingStart;
  private long clock;
  private int version = 1;
  private int nextReport;
  private final boolean continuous; // whether rulebooks may trade continuously
  private final @Nullable Guarantees guarantees;
  private final @Nullable Fallbacks fallbacks;
  private final @Nullable RandomRegistrations registrations;
  private final boolean busy;
  private final int shape; // 0: one area; else areas in a chain, a ring or a star
  private Command.@Nullable PlaceOrder lastOrder;
  private List<AreaLink> links = List.of(); // of the rulebook made last
  private List<String> areaIds = List.of("village"); // likewise
  private final RandomImbalance imbalance;
  private final RandomLosses losses;
  private final RandomBilateral bilateral;
  private final Random payOuts;
  private final RandomStorage storage;
  private final RandomBlocks blocks;

  /**
   * Commands of a market.
   *
   * @param imbalance who is responsible for its balance
   * @param losses whose losses are settled
   * @param continuous whether it may trade continuously, and orders have terms
   */
  RandomCommands(
      Random random, RandomImbalance imbalance, RandomLosses losses, boolean continuous) {
    this.random = random;
    this.imbalance = imbalance;
    this.losses = losses;
    this.continuous = continuous && random.nextInt(4) > 0;
    busy = this.continuous && random.nextInt(3) > 0;
    shape = random.nextInt(4);
    Guarantees plain =
        oneIn(3)
            ? null
            : new Guarantees(
                "exchange",
                random.nextInt(3) * 100_000L,
                random.nextInt(4) * 99_999,
                random.nextInt(4));
    slotMinutes = random.nextBoolean() ? 15 : 60;
    fallbacks = oneIn(2) ? null : fallbacks();
    registrations = oneIn(2) ? null : new RandomRegistrations(random, slotMinutes);
    tradingStart = 1_000L * slotMinutes * MINUTE;
    clock = tradingStart - (busy ? 10 : 120) * MINUTE;
    bilateral = new RandomBilateral(random.nextLong(), MARKET, HOMES);
    payOuts = new Random(random.nextLong());
    guarantees = plain == null || payOuts.nextBoolean() ? plain : plain.withUndelivered();
    storage = new RandomStorage(payOuts.nextLong(), MARKET, HOMES, slotMinutes);
    blocks = new RandomBlocks(payOuts.nextLong());
  }

  Command firstRulebook() {
    return new Command.ActivateRulebook(rulebook(1, MARKET));
  }

  /** The clock of a market is never before 1970. */
  Command firstTick() {
    return new Command.Tick(clock);
  }

  /** A basket of one of the homes, for slots near the clock. */
  Command basket(RandomBaskets baskets) {
    String home = baskets.oneOf(HOMES);
    return baskets.basket(home, areaOf(home), clock, slotMinutes * MINUTE);
  }

  /** Whether the next command is a block for an auction. */
  boolean isBlockNext() {
    return blocks.isNext();
  }

  /** A block for the auction of slots near the clock, of one of the homes. */
  Command block() {
    String home = blocks.oneOf(HOMES);
    long slot = slotMinutes * MINUTE;
    long window = blocks.windowSlots() * slot;
    long later = clock + blocks.minutesAhead() * MINUTE - tradingStart;
    return blocks.block(
        home, areaOf(home), tradingStart + Math.floorDiv(later, window) * window, slot);
  }

  /** A preference, or what it is for, of one of the homes. */
  Command preference(RandomPreferences preferences) {
    String home = preferences.oneOf(HOMES);
    return preferences.next(home, areaOf(home), areaIds, clock, slotMinutes * MINUTE);
  }

  /** Whether many orders come between two ticks. */
  boolean isBusy() {
    return busy;
  }

  /** Minutes of the next small step of the clock, sometimes back; a busy market goes slowly. */
  private int smallStep() {
    return busy ? random.nextInt(4) - 1 : random.nextInt(slotMinutes) - 3;
  }

  /** Mostly small steps; sometimes back, sometimes over hours, seldom beyond what is kept. */
  Command tick() {
    int dice = random.nextInt(200);
    long minutes = dice == 0 ? 80 * 60 : dice < (busy ? 2 : 5) ? random.nextInt(600) : smallStep();
    clock += minutes * MINUTE;
    return new Command.Tick(random.nextInt(40) == 0 ? -clock : clock);
  }

  /** Four slots later. */
  Command lateTick() {
    clock += 4L * slotMinutes * MINUTE;
    return new Command.Tick(clock);
  }

  private Fallbacks fallbacks() {
    MissedGate missed = MissedGate.values()[random.nextInt(3)];
    return new Fallbacks(
        "operator",
        missed,
        random.nextInt(4) * 200,
        missed == MissedGate.PREVIOUS_SCHEDULE ? slotMinutes * (1 + random.nextInt(2)) : 0,
        random.nextInt(4) * 10,
        random.nextInt(4) * 20,
        shape == 0
            ? null
            : new Curtailment(
                Curtailment.Order.values()[random.nextInt(2)], random.nextInt(5) * 250_000));
  }

  /** Takes back the auction of a slot near the clock, or a trade. */
  Command takeBack(long lastTrade) {
    String operator = oneIn(12) ? anybody() : "operator";
    String reason = oneIn(20) ? " " : "something went wrong";
    long length = slotMinutes * MINUTE;
    long start = Math.floorDiv(clock, length) * length + random.nextInt(4) * length;
    if (!links.isEmpty() && oneIn(3)) {
      AreaLink link = links.get(random.nextInt(links.size()));
      return new Command.LimitLink(
          operator,
          oneIn(20) ? start + 1 : start,
          oneIn(20) ? "no id!" : link.from(),
          oneIn(20) ? "city" : link.to(),
          oneIn(4) ? link.minFlowWh() : oneIn(20) ? extreme() : -random.nextInt(600),
          oneIn(4) ? link.maxFlowWh() : oneIn(20) ? extreme() : random.nextInt(600),
          reason);
    }
    return oneIn(3)
        ? new Command.CancelAuction(
            operator, oneIn(20) ? oneIn(2) ? extreme() : start + 1 : start, reason)
        : new Command.BustTrade(
            operator, oneIn(20) ? extreme() : lastTrade - random.nextInt(6), reason);
  }

  /** Whether limits of links may be lowered. */
  boolean curtails() {
    return fallbacks != null && fallbacks.curtailment() != null;
  }

  /** Lets a link carry less than flows over it in a slot; sometimes more. */
  Command lower(DeliverySlot slot, Event.LinkFlow flow) {
    long carried = flow.flowWh();
    long less = oneIn(10) ? 2 * carried : carried / (1 + random.nextInt(4)) * random.nextInt(2);
    return new Command.LimitLink(
        "operator",
        slot.startMillis(),
        flow.from(),
        flow.to(),
        carried < 0 ? less : -random.nextInt(2) * random.nextInt(600),
        carried > 0 ? less : random.nextInt(2) * random.nextInt(600),
        "a cable is damaged");
  }

  /** What happened, of which a later command may speak. */
  void see(Event event) {
    if (registrations != null) {
      registrations.see(event);
    }
    storage.see(event);
  }

  /** What a boundary reports. */
  BoundaryFlow boundary() {
    return losses.flow(areaIds, clock, slotMinutes);
  }

  Command next() {
    if (continuous && bilateral.isNext()) {
      return bilateral.next(clock, slotMinutes, this::areaOf);
    }
    if (registrations != null && storage.isNext()) {
      return storage.next(clock, this::areaOf);
    }
    if (payOuts.nextInt(20) == 0) {
      return payOut();
    }
    if (imbalance.isNext()) {
      return imbalance.price(areaIds, clock, slotMinutes * MINUTE);
    }
    int dice = random.nextInt(registrations == null ? 108 : 118);
    if (dice >= 108 && registrations != null) {
      return registrations.next(clock);
    }
    if (dice >= 100) {
      return dice < 103 ? capability() : collateral();
    }
    if (dice < 60) {
      return random.nextInt(12) == 0 ? wrongOrder() : order();
    }
    if (dice < 70) {
      return continuous && oneIn(2) ? change() : cancel();
    }
    if (busy && !oneIn(4)) {
      return order();
    }
    return dice < 97 ? tick() : nextRulebook();
  }

  /** Takes gains out, mostly so much that somebody may have it. */
  private Command payOut() {
    return new Command.PayOutGains(
        payOuts.nextInt(20) == 0 ? "stranger" : HOMES.get(payOuts.nextInt(HOMES.size())),
        payOuts.nextInt(12) == 0
            ? payOuts.nextLong()
            : 1 + payOuts.nextInt(payOuts.nextBoolean() ? 1_000 : 10_000_000));
  }

  /** Cancels or amends somebody's order. */
  Command change(Event.OrderAccepted order) {
    if (!continuous || oneIn(4)) {
      return new Command.CancelOrder(order.participant(), order.orderId());
    }
    long price = order.priceMicroPerKwh();
    return new Command.AmendOrder(
        order.participant(),
        order.orderId(),
        oneIn(2) ? 1 + order.energyWh() / 2 : 1 + random.nextInt(4_000),
        oneIn(2) ? price : price + (random.nextInt(5) - 2) * 20_000L);
  }

  private Command cancel() {
    return new Command.CancelOrder(anybody(), oneIn(10) ? extreme() : random.nextInt(60));
  }

  private Command change() {
    if (oneIn(2)) {
      return new Command.AmendOrder(
          anybody(),
          oneIn(10) ? extreme() : random.nextInt(60),
          oneIn(10) ? extreme() : random.nextInt(3_000),
          oneIn(10) ? extreme() : random.nextInt(12) * 20_000L - 40_000);
    }
    Command.PlaceOrder some = order();
    if (oneIn(3)) {
      return new Command.CancelAfter(anybody(), random.nextInt(8) * 100 - 50);
    }
    return new Command.CancelAll(
        anybody(),
        oneIn(2) ? null : Long.valueOf(some.slotStartMillis() + (oneIn(10) ? 1 : 0)),
        oneIn(4) ? oneIn(10) ? "nowhere" : some.area() : null,
        oneIn(4) ? some.side() : null);
  }

  /** The owner of a bill line disputes it; sometimes somebody else. */
  Command dispute(BillLine line, int run, int index) {
    return new Command.OpenDispute(
        oneIn(6) ? anybody() : line.participant(),
        line.slot().startMillis(),
        run,
        oneIn(12) ? index + 1 : index,
        PersonalText.clear("this is not what I took"),
        oneIn(2) ? null : Hash.ZERO);
  }

  /** Goes on with a dispute, mostly as it should be. */
  Command about(Event.DisputeOpened opened) {
    String home = oneIn(8) ? anybody() : opened.participant();
    return switch (random.nextInt(4)) {
      case 0 -> new Command.AddEvidence(home, opened.disputeId(), Hash.ZERO);
      case 1 -> new Command.WithdrawDispute(home, opened.disputeId());
      default ->
          new Command.DecideDispute(
              oneIn(8) ? "judge" : "arbiter",
              home,
              opened.disputeId(),
              new Ruling(true, random.nextInt(1_000), PersonalText.clear("it was read twice")));
    };
  }

  /** Something about a dispute of a slot that may be settled by now, often wrong. */
  Command dispute() {
    String home = oneIn(10) ? anybody() : HOMES.get(random.nextInt(HOMES.size()));
    PersonalText reason =
        PersonalText.clear(oneIn(20) ? oneIn(2) ? "" : "x".repeat(1_001) : "my meter was off");
    long id = oneIn(20) ? extreme() : 1 + random.nextInt(10);
    long length = slotMinutes * MINUTE;
    long start = Math.floorDiv(clock, length) * length - random.nextInt(8) * length;
    return switch (random.nextInt(8)) {
      case 0 -> new Command.AddEvidence(home, id, Hash.ZERO);
      case 1 -> new Command.WithdrawDispute(home, id);
      case 2, 3 ->
          new Command.DecideDispute(
              oneIn(8) ? anybody() : "arbiter",
              home,
              id,
              new Ruling(
                  random.nextBoolean(), oneIn(10) ? extreme() : random.nextInt(3) - 1, reason));
      default ->
          new Command.OpenDispute(
              home,
              oneIn(20) ? oneIn(2) ? extreme() : start + 1 : start,
              oneIn(4) ? random.nextInt(4) : 0,
              random.nextInt(14) - 1,
              reason,
              oneIn(2) ? null : Hash.ZERO);
    };
  }

  /** A home's next position; sometimes a correction, history, the future, or nonsense. */
  MeteredPosition position() {
    int home = nextReport % HOMES.size();
    int index = nextReport / HOMES.size();
    if (oneIn(8)) {
      index = Math.max(0, index + random.nextInt(7) - 5);
    } else {
      nextReport++;
    }
    int minutes = oneIn(60) ? 30 : slotMinutes;
    long start = tradingStart + (index - 3L) * slotMinutes * MINUTE;
    return evidenced(
        oneIn(40) ? "stranger" : HOMES.get(home),
        DeliverySlot.containing(start, minutes),
        1 + random.nextInt(2),
        oneIn(100) ? Amounts.MAX_ORDER_WH : random.nextInt(3_000),
        random.nextInt(3_000),
        Quality.values()[random.nextInt(Quality.values().length)]);
  }

  /** The first position of a home in a slot. */
  MeteredPosition position(String home, DeliverySlot slot) {
    return evidenced(home, slot, 1, random.nextInt(3_000), random.nextInt(3_000), Quality.ACTUAL);
  }

  /** With evidence of two in three sums, as if some meters' source gave none. */
  private static MeteredPosition evidenced(
      String home, DeliverySlot slot, int version, long importWh, long exportWh, Quality quality) {
    MeteredPosition position =
        new MeteredPosition(home, slot, version, importWh, exportWh, quality);
    return importWh % 3 == 0
        ? position
        : position.withEvidence(Hash.of(new byte[] {(byte) importWh, (byte) exportWh}));
  }

  /** A later position of a home in a slot. */
  MeteredPosition correction(DeliverySlot slot, int version) {
    return evidenced(
        HOMES.get(random.nextInt(HOMES.size())),
        slot,
        version,
        random.nextInt(3_000),
        random.nextInt(3_000),
        Quality.ACTUAL);
  }

  /** Areas and links; limits, fees and which links there are change from rulebook to rulebook. */
  private Areas areas() {
    if (shape == 0) {
      return Areas.single("village");
    }
    List<String> ids = new ArrayList<>(List.of("north", "village", "east", "hill"));
    List<AreaLink> links = new ArrayList<>();
    for (int i = 1; i < ids.size(); i++) {
      addLink(links, ids.get(shape == 3 ? 0 : i - 1), ids.get(i));
    }
    if (shape == 2) {
      addLink(links, ids.get(0), ids.get(3));
      addLink(links, ids.get(2), ids.get(0));
    }
    Collections.shuffle(ids, random);
    Collections.shuffle(links, random);
    return new Areas(ids, links, "grid");
  }

  private void addLink(List<AreaLink> links, String from, String to) {
    if (!oneIn(6)) {
      long fee = oneIn(2) ? 0 : random.nextInt(4) * 10_000L;
      long limit = oneIn(4) ? Amounts.MAX_ORDER_WH : 2_000;
      boolean turned = random.nextBoolean();
      links.add(
          new AreaLink(
              turned ? to : from,
              turned ? from : to,
              -random.nextLong(limit),
              random.nextLong(limit),
              fee));
    }
  }

  /** The area of a home, the same under every rulebook; the last area has no home. */
  private String areaOf(String home) {
    int place = Math.max(0, HOMES.indexOf(home));
    return shape == 0 ? "village" : List.of("village", "north", "village", "east").get(place);
  }

  private Command.PlaceOrder order() {
    if (lastOrder != null && oneIn(12)) {
      return lastOrder;
    }
    long length = slotMinutes * MINUTE;
    String home = HOMES.get(random.nextInt(HOMES.size()));
    if (registrations != null) {
      home = registrations.orNewcomer(home);
    }
    OrderTerms terms = continuous ? RandomTerms.terms(random, clock) : OrderTerms.DEFAULT;
    lastOrder =
        new Command.PlaceOrder(
            home,
            "c" + random.nextInt(busy ? 5_000 : 200),
            areaOf(home),
            Math.floorDiv(clock, length) * length
                + (busy ? 1 + random.nextInt(4) : random.nextInt(5)) * length,
            random.nextBoolean() ? Side.BUY : Side.SELL,
            terms.market() ? 0 : random.nextInt(12) * 20_000L - 40_000 + (oneIn(30) ? 1 : 0),
            1 + random.nextInt(oneIn(3) ? 3 : 4_000),
            terms);
    return lastOrder;
  }

  private Command wrongOrder() {
    Command.PlaceOrder right = order();
    int wrong = random.nextInt(6);
    return new Command.PlaceOrder(
        wrong == 0 ? anybody() : right.participant(),
        wrong == 1 ? "no id!" : right.clientOrderId(),
        wrong == 2 ? "city" : right.area(),
        wrong == 3 ? oneIn(2) ? extreme() : right.slotStartMillis() + 1 : right.slotStartMillis(),
        right.side(),
        wrong == 4 ? extreme() : right.priceMicroPerKwh(),
        wrong == 5 ? oneIn(2) ? extreme() : 50_000 : right.energyWh(),
        continuous && oneIn(3) ? RandomTerms.wrong(random, extreme()) : right.terms());
  }

  /** Homes pay in, mostly enough for some slots; without guarantees the market refuses it. */
  List<Command> firstPledges() {
    return HOMES.stream()
        .<Command>map(
            home -> new Command.ReportCollateral(home, random.nextLong(20_000_000_000L), 1_000))
        .toList();
  }

  private Command capability() {
    long from = oneIn(3) ? clock : oneIn(20) ? extreme() : 0;
    return new Command.ReportCapability(
        anybody(), from, oneIn(20) ? extreme() : random.nextInt(60_000), random.nextInt(60_000));
  }

  /** Mostly enough for some orders, sometimes next to nothing, seldom nonsense. */
  private Command collateral() {
    long most = oneIn(4) ? 1_000 : 3_000_000_000L;
    return new Command.ReportCollateral(
        oneIn(6) ? "exchange" : anybody(),
        oneIn(30) ? extreme() : oneIn(6) ? 0 : random.nextLong(most),
        oneIn(30) ? extreme() : random.nextLong(most / 8));
  }

  private Command nextRulebook() {
    if (oneIn(4)) {
      return new Command.ActivateRulebook(
          rulebook(version + random.nextInt(3), oneIn(2) ? "other" : MARKET)
              .withVersion(version + 2));
    }
    return new Command.ActivateRulebook(rulebook(++version, MARKET));
  }

  private Rulebook rulebook(int number, String market) {
    List<Rulebook.Member> members = new ArrayList<>();
    for (String home : HOMES) {
      if (number == 1 || !oneIn(8)) {
        members.add(new Rulebook.Member(home, areaOf(home), List.of("meter-" + home)));
      }
    }
    if (members.isEmpty()) {
      members.add(new Rulebook.Member("a", areaOf("a"), List.of("meter-a")));
    }
    int gate = random.nextInt(4) * 10 + (continuous ? 15 : 0) + (busy ? 30 : 0);
    Areas areas = areas();
    links = areas.links();
    areaIds = areas.ids();
    boolean dear = oneIn(5);
    long limit = dear ? Amounts.MAX_ABS_PRICE_MICRO_PER_KWH : number % 2 == 0 ? 200_000 : 199_999;
    return new Rulebook(
        Math.max(1, number),
        Hash.of(("rules " + number).getBytes(UTF_8)),
        market,
        areas,
        "EUR",
        new Rulebook.Timing(
            slotMinutes,
            random.nextInt(3) * 60 - 60,
            gate + 20 + random.nextInt(100),
            gate,
            tradingStart),
        -limit,
        limit,
        dear ? Amounts.MAX_ORDER_WH : 20_000,
        "supplier",
        List.of(
            new Rulebook.TariffStep(0, random.nextInt(300_000), random.nextInt(90_000)),
            new Rulebook.TariffStep(60, random.nextInt(300_000), -random.nextInt(90_000))),
        members,
        Hash.of(new byte[] {(byte) number}),
        continuous && !oneIn(8) ? RandomTerms.section(random, areas, gate) : null,
        safeguards(number, areas).withImbalance(imbalance.rules(members, areas, dear)));
  }

  /** Sometimes they come with a later rulebook, and seldom a rulebook tries to drop them. */
  private Safeguards safeguards(int number, Areas areas) {
    boolean late = shape == 1 && number == 1;
    return late || oneIn(20)
        ? Safeguards.NONE
        : new Safeguards(guarantees, fallbacks, disputes(number))
            .withRegistration(registrations == null ? null : RandomRegistrations.rules(number))
            .withSettlement(settlement(number, losses.rules(areas)))
            .withCleanFirst(number % 2 == 1)
            .withAuctionWindow(blocks.windowSlots())
            .withPayAsBid(paysAsBid(number))
            .withAuctionIncome(income(number, areas))
            .withStorageAuction(
                number % 6 == 5 ? null : RandomStorageAuctions.rules(number, areas, slotMinutes));
  }

  private boolean paysAsBid(int number) {
    return shape == 0 && number % 3 != 0 && blocks.windowSlots() == 0;
  }

  /** What pays as bid, or has links, sometimes says what its income is for. */
  private @Nullable AuctionIncome income(int number, Areas areas) {
    boolean earns = shape == 0 ? paysAsBid(number) : !areas.links().isEmpty();
    AuctionIncome.Use use = AuctionIncome.Use.values()[number % 3];
    String account = number % 4 < 2 || areas.gridOperator() == null ? "income" : "grid";
    return earns && number % 2 == 0 ? new AuctionIncome(use, account) : null;
  }

  /** Short times, so that runs are made. */
  private static @Nullable SettlementRules settlement(int number, @Nullable LossRules losses) {
    return number % 3 == 2
        ? null
        : new SettlementRules(
            number % 2 == 0 ? List.of() : List.of(1),
            2,
            number % 4 == 1 ? 1 : 0,
            losses,
            number % 5 == 3 ? null : new StorageRules(number % 2 * 700_000));
  }

  /** Mostly short times, so that windows end and decisions are overdue. */
  private static @Nullable DisputeRules disputes(int number) {
    String decider = number % 7 == 6 ? "judge" : "arbiter";
    return number % 5 == 4 ? null : new DisputeRules(decider, 1 + number % 3, 1, number % 4 != 3);
  }

  private String anybody() {
    return oneIn(3) ? "stranger" : oneIn(4) ? "no id!" : HOMES.get(random.nextInt(HOMES.size()));
  }

  private long extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
