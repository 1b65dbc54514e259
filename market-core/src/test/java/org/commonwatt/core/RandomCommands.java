package org.commonwatt.core;

import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAfter;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportBoundary;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** A stream of commands, good and bad, that takes a market through some hours. */
final class RandomCommands {
  private static final String[] PARTICIPANTS = {
    "home-01", "home-02", "home-03", "home-04", "stranger", "no id"
  };

  private final Random random;
  private final Random imbalances; // of its own, so that it changes nothing else
  private final List<Entry> entries = new ArrayList<>();
  private final MarketStateMachine market = new MarketStateMachine(); // knows which orders are
  private final List<OrderAccepted> accepted = new ArrayList<>();
  private long clock = START - 60 * MINUTE;
  private long offset;
  private int rulebooks = 1;
  private int nextReport;
  private long lastTrade;
  private @Nullable Load load; // the newest

  private final Areas areas;
  private final @Nullable Continuous continuous;
  private final Safeguards safeguards;
  private final RandomBlocks blocks;

  /** A link that carries something in a slot. */
  private record Load(DeliverySlot slot, LinkFlow flow) {}

  private RandomCommands(long seed, boolean mayFallBack) {
    this.random = new Random(seed);
    this.areas = random.nextInt(3) == 0 ? Areas.single("village") : network();
    this.continuous = random.nextInt(3) == 0 ? null : RandomTerms.section(random, areas);
    Guarantees guarantees =
        random.nextInt(3) == 0
            ? null
            : new Guarantees(
                "house",
                random.nextInt(3) * 150_000L,
                random.nextInt(4) * 100_000,
                random.nextInt(4),
                new Random(seed + 3).nextBoolean());
    Fallbacks fallbacks = mayFallBack ? fallbacks() : null;
    boolean corrections = new Random(seed + 2).nextBoolean();
    DisputeRules disputes = new DisputeRules("arbiter", 1 + random.nextInt(2), 1, corrections);
    boolean usual = random.nextInt(3) == 0 || !mayFallBack; // a window begins with a tick
    this.imbalances = new Random(seed + 1);
    this.blocks = new RandomBlocks(seed + 3);
    boolean payAsBid =
        areas.links().isEmpty() && blocks.windowSlots() == 0 && new Random(seed + 4).nextBoolean();
    Safeguards others =
        new Safeguards(guarantees, fallbacks, usual ? null : disputes)
            .withPayAsBid(payAsBid)
            .withAuctionIncome(income(payAsBid, new Random(seed + 5)));
    this.safeguards =
        imbalances.nextInt(2) == 0
            ? others
            : others
                .withImbalance(imbalance(imbalances))
                .withSettlement(
                    mayFallBack
                        ? new SettlementRules(
                            List.of(1), 2, imbalances.nextInt(2), losses(areas), null)
                        : null);
  }

  private @Nullable AuctionIncome income(boolean payAsBid, Random random) {
    AuctionIncome.Use use = AuctionIncome.Use.values()[random.nextInt(3)];
    String account = areas.links().isEmpty() || random.nextBoolean() ? "income" : "grid";
    boolean earns = payAsBid || !areas.links().isEmpty();
    return earns && random.nextBoolean() ? new AuctionIncome(use, account) : null;
  }

  private static ImbalanceRules imbalance(Random random) {
    boolean pool = random.nextBoolean();
    return new ImbalanceRules(
        random.nextBoolean() ? List.of("home-01") : List.of("home-01", "home-02"),
        random.nextBoolean() ? "supplier" : "balancer",
        1 + random.nextInt(2_000),
        pool ? new Pool(0) : null,
        pool ? null : new DeadBand(random.nextInt(1_000_000), random.nextInt(1_000_000)),
        new Prices(
            "desk", true, -200_000, 500_000, new Fallback(random.nextBoolean(), 400_000, 0)));
  }

  /** Of a market with a grid operator, of its first area. */
  private @Nullable LossRules losses(Areas areas) {
    return areas.gridOperator() == null
        ? null
        : new LossRules(
            imbalances.nextBoolean() ? "grid" : "fund",
            List.of(new AreaLosses("village", imbalances.nextInt(100_000), 100)));
  }

  private Command boundary() {
    long start = Math.floorDiv(clock, QUARTER) * QUARTER + (imbalances.nextInt(8) - 5) * QUARTER;
    return new ReportBoundary(
        new BoundaryFlow(
            imbalances.nextInt(12) == 0 ? "north" : "village",
            new DeliverySlot(start, 15),
            1 + imbalances.nextInt(4),
            imbalances.nextInt(5_000),
            imbalances.nextInt(5_000),
            Quality.ACTUAL));
  }

  private Command importPrice() {
    return new ImportImbalancePrice(
        imbalances.nextInt(12) == 0 ? "home-01" : "desk",
        areas.ids().get(imbalances.nextInt(areas.ids().size())),
        Math.floorDiv(clock, QUARTER) * QUARTER + (imbalances.nextInt(8) - 5) * QUARTER,
        1 + imbalances.nextInt(3),
        imbalances.nextInt(700_001) - 200_000,
        imbalances.nextInt(700_001) - 200_000);
  }

  /** None in half of all markets. */
  private @Nullable Fallbacks fallbacks() {
    MissedGate missed = MissedGate.values()[random.nextInt(3)];
    return random.nextBoolean()
        ? null
        : new Fallbacks(
            "operator",
            missed,
            random.nextInt(4) * 120,
            missed == MissedGate.PREVIOUS_SCHEDULE ? 15 + random.nextInt(2) * 15 : 0,
            random.nextInt(4) * 10,
            random.nextInt(4) * 10,
            areas.links().isEmpty()
                ? null
                : new Curtailment(
                    Curtailment.Order.values()[random.nextInt(2)], random.nextInt(5) * 250_000));
  }

  /** Three areas in a chain or a ring. */
  private Areas network() {
    List<AreaLink> links = new ArrayList<>();
    links.add(link("village", "north"));
    links.add(link("south", "village"));
    if (random.nextBoolean()) {
      links.add(link("north", "south"));
    }
    return new Areas(List.of("village", "north", "south"), links, "grid");
  }

  private AreaLink link(String from, String to) {
    return new AreaLink(
        from, to, -random.nextInt(3_000), random.nextInt(3_000), random.nextInt(3) * 10_000L);
  }

  private String areaOf(String participant) {
    int count = areas.ids().size();
    return areas.ids().get(Math.floorMod(participant.hashCode(), count));
  }

  /** The stream of a seed; the first command activates a rulebook. */
  static List<Entry> of(long seed) {
    return new RandomCommands(seed, true).stream();
  }

  /**
   * A stream under rulebooks that hold every auction, however late, let everything stand, and under
   * which no dispute is overdue.
   */
  static List<Entry> withoutFallbacks(long seed) {
    return new RandomCommands(seed, false).stream();
  }

  private List<Entry> stream() {
    add(new ActivateRulebook(rules().build()));
    add(new Tick(clock));
    for (int home = 1; home <= 4; home++) {
      add(new ReportCollateral("home-0" + home, random.nextLong(12_000_000_000L), home));
    }
    for (int i = 0; i < 400; i++) {
      addNext();
    }
    return entries;
  }

  private Rulebooks rules() {
    return new Rulebooks()
        .areas(areas)
        .areaOf(this::areaOf)
        .safeguards(safeguards.withAuctionWindow(blocks.windowSlots()))
        .timing(new Timing(15, 120, 60, continuous == null ? 15 : 30, START))
        .continuous(rulebooks > 1 && random.nextInt(3) == 0 ? null : continuous);
  }

  private void addNext() {
    if (imbalances.nextInt(12) == 0) {
      add(importPrice());
    }
    if (imbalances.nextInt(12) == 0) {
      add(boundary());
    }
    if (blocks.isNext()) {
      String owner = participant();
      add(blocks.block(owner, areaOf(owner), clock));
    }
    int dice = random.nextInt(safeguards.fallbacks() == null ? 108 : 116);
    if (random.nextInt(10) == 0) {
      add(dispute());
    } else if (dice >= 108) {
      add(takeBack());
    } else if (load != null && curtails() && random.nextInt(3) == 0) {
      add(lower(load));
    } else if (dice >= 100) {
      add(dice < 102 ? capability() : collateral());
    } else if (dice < 50) {
      add(place());
    } else if (dice < 64) {
      add(change());
    } else if (dice < 72) {
      clock += (random.nextInt(17) - 1) * MINUTE;
      add(new Tick(clock));
    } else if (dice < 80) {
      reportSlot();
    } else if (dice < 99) {
      long start = START + random.nextInt(12) * QUARTER;
      add(new ConfirmBatch("m." + start / 1000 + ".initial", "tx", offset));
    } else {
      rulebooks++;
      add(
          new ActivateRulebook(
              rules()
                  .version(rulebooks)
                  .members("home-01", "home-02", "home-0" + (3 + random.nextInt(2)))
                  .tariff(new TariffStep(0, random.nextInt(400_000), random.nextInt(90_000)))
                  .build()));
    }
  }

  private Command cancelAll() {
    return new CancelAll(
        participant(),
        random.nextBoolean()
            ? null
            : Long.valueOf(Math.floorDiv(clock, QUARTER) * QUARTER + random.nextInt(3) * QUARTER),
        random.nextInt(4) == 0 ? (random.nextInt(5) == 0 ? "nowhere" : "village") : null,
        random.nextInt(4) == 0 ? (random.nextBoolean() ? Side.BUY : Side.SELL) : null);
  }

  private Command cancelAfter() {
    return new CancelAfter(participant(), random.nextInt(8) * 100 - 50);
  }

  private Command change() {
    OrderAccepted some =
        accepted.isEmpty() || random.nextInt(5) == 0
            ? null
            : accepted.get(Math.max(0, accepted.size() - 1 - random.nextInt(12)));
    String owner = some == null ? participant() : some.participant();
    long order = some == null ? 1 + random.nextInt(150) : some.orderId();
    return switch (random.nextInt(8)) {
      case 0, 1 -> new CancelOrder(owner, order);
      case 2 -> random.nextBoolean() ? cancelAll() : cancelAfter();
      case 3, 4 ->
          new AmendOrder(
              owner, order, random.nextInt(1_000), some == null ? 0 : some.priceMicroPerKwh());
      default ->
          new AmendOrder(
              owner,
              order,
              random.nextInt(3_000),
              (random.nextInt(20) - 5) * 20_000L + (random.nextInt(20) == 0 ? 1 : 0));
    };
  }

  private Command takeBack() {
    boolean odd = random.nextInt(12) == 0;
    String operator = odd ? participant() : "operator";
    String reason = random.nextInt(20) == 0 ? "" : "something went wrong";
    long start = Math.floorDiv(clock, QUARTER) * QUARTER + random.nextInt(4) * QUARTER;
    if (random.nextInt(3) == 0 && !areas.links().isEmpty()) {
      AreaLink link = areas.links().get(random.nextInt(areas.links().size()));
      return new LimitLink(
          operator,
          odd ? start + 1 : start,
          link.from(),
          odd ? "city" : link.to(),
          random.nextInt(4) == 0 ? link.minFlowWh() : -random.nextInt(800),
          random.nextInt(4) == 0 ? link.maxFlowWh() : random.nextInt(800),
          reason);
    }
    return random.nextInt(4) == 0
        ? new CancelAuction(operator, odd ? start + 1 : start, reason)
        : new BustTrade(operator, Math.max(0, lastTrade - random.nextInt(8)), reason);
  }

  private Command dispute() {
    String participant = participant();
    String reason = random.nextInt(12) == 0 ? " " : "this is not what my meter shows";
    long id = 1 + random.nextInt(12);
    long start = Math.floorDiv(clock, QUARTER) * QUARTER - random.nextInt(10) * QUARTER;
    return switch (random.nextInt(8)) {
      case 0 -> new AddEvidence(participant, id, Hash.ZERO);
      case 1 -> new WithdrawDispute(participant, id);
      case 2, 3 ->
          new DecideDispute(
              random.nextInt(6) == 0 ? participant : "arbiter",
              participant,
              id,
              new Ruling(random.nextBoolean(), random.nextInt(3) - 1, PersonalText.clear(reason)));
      default ->
          new OpenDispute(
              participant,
              random.nextInt(20) == 0 ? start + 1 : start,
              random.nextInt(4) == 0 ? random.nextInt(4) : 0,
              random.nextInt(12) - 1,
              PersonalText.clear(reason),
              random.nextBoolean() ? null : Hash.ZERO);
    };
  }

  private boolean curtails() {
    Fallbacks fallbacks = safeguards.fallbacks();
    return fallbacks != null && fallbacks.curtailment() != null;
  }

  /** Lets a link carry less than was last seen to flow over it. */
  private Command lower(Load last) {
    load = null;
    LinkFlow flow = last.flow();
    long least = random.nextBoolean() ? 0 : -random.nextInt(1_000);
    long greatest = random.nextBoolean() ? 0 : random.nextInt(1_000);
    return new LimitLink(
        "operator",
        last.slot().startMillis(),
        flow.from(),
        flow.to(),
        flow.flowWh() < 0 ? -random.nextLong(-flow.flowWh()) : least,
        flow.flowWh() > 0 ? random.nextLong(flow.flowWh()) : greatest,
        "a cable is damaged");
  }

  private Command capability() {
    long from = random.nextInt(3) == 0 ? clock : 0;
    return new ReportCapability(
        participant(), from, random.nextInt(40_000) - 10, random.nextInt(40_000));
  }

  /** Mostly enough for a few orders, sometimes next to nothing. */
  private Command collateral() {
    long most = random.nextInt(3) == 0 ? 1_000 : 4_000_000_000L;
    boolean house = random.nextInt(6) == 0;
    return new ReportCollateral(
        house ? "house" : participant(),
        house ? random.nextInt(20) / 19 : random.nextLong(most),
        random.nextLong(most / 8) - 1);
  }

  private Command place() {
    boolean odd = random.nextInt(30) == 0;
    String participant = participant();
    OrderTerms terms = RandomTerms.terms(random, clock);
    return new PlaceOrder(
        participant,
        "c-" + random.nextInt(1_500),
        odd ? "city" : areaOf(participant),
        Math.floorDiv(clock, QUARTER) * QUARTER
            + (random.nextInt(8) == 0 ? random.nextInt(6) : 1 + random.nextInt(3)) * QUARTER
            + (odd ? 1 : 0),
        random.nextBoolean() ? Side.BUY : Side.SELL,
        terms.market() ? 0 : random.nextInt(20) * 20_000L - 40_000 + (odd ? 1 : 0),
        random.nextInt(3_000) - (odd ? 2_000 : 0),
        terms);
  }

  /** Reports the next slot or any other for everybody, under increasing or repeated offsets. */
  private void reportSlot() {
    int index = random.nextInt(4) == 0 ? random.nextInt(12) - 1 : nextReport++;
    DeliverySlot slot = new DeliverySlot(START + index * QUARTER, 15);
    for (int home = 1; home <= 4; home++) {
      offset += random.nextInt(20) == 0 ? 0 : 1;
      entries.add(
          new Entry(
              new CommandOrigin("positions", 0, offset),
              new ReportPosition(
                  new MeteredPosition(
                      "home-0" + home,
                      slot,
                      1 + random.nextInt(3),
                      random.nextInt(2_000),
                      random.nextInt(2_000),
                      random.nextBoolean() ? Quality.ACTUAL : Quality.ESTIMATED))));
    }
  }

  private String participant() {
    return PARTICIPANTS[random.nextInt(random.nextInt(10) == 0 ? PARTICIPANTS.length : 4)];
  }

  private void add(Command command) {
    Entry entry = new Entry(CommandOrigin.NONE, command);
    entries.add(entry);
    market.apply(
        entry,
        event -> {
          if (event instanceof OrderAccepted order) {
            accepted.add(order);
          } else if (event instanceof TradeMade trade) {
            lastTrade = trade.tradeId();
          } else if (event instanceof ContinuousTrade trade) {
            lastTrade = trade.tradeId();
            trade.path().forEach(flow -> load = new Load(trade.slot(), flow));
          } else if (event instanceof AuctionCleared auction) {
            auction.links().stream()
                .filter(flow -> flow.flowWh() != 0)
                .forEach(flow -> load = new Load(auction.slot(), flow));
          }
        });
  }
}
