package org.commonwatt.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.WindowCleared;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Market and audit agree on auctions of several slots that blocks join; forged ones are found. */
class WindowAuditTest {
  private static final long SLOT = 900_000;
  private static final long START = 900_000_000;
  private static final int WINDOW = 3;
  private static final List<String> HOMES = List.of("a", "b", "c", "d", "e");

  private int orders;

  @Test
  void marketAndAuditAgree() throws IOException {
    Tally tally = new Tally();
    for (long seed = 0; seed < 80; seed++) {
      List<Event> events = new ArrayList<>();
      AuditReport report = JudgedMarket.live(commands(new Random(seed)), events);
      assertThat(report.findings()).as("seed " + seed).isEmpty();
      tally.add(events);
      tally.unproven +=
          (int)
              report.notes().stream()
                  .filter(finding -> finding.code() == FindingCode.AUCTION_SET_UNPROVEN)
                  .count();
    }
    assertThat(tally.windows - tally.unproven)
        .as("proven best by the audit's own bound")
        .isGreaterThan(20);
    assertThat(tally.unproven).as("left open").isGreaterThan(5);
    assertThat(tally.windows).as("auctions that blocks join").isGreaterThan(60);
    assertThat(tally.whole).as("blocks accepted as a whole").isGreaterThan(50);
    assertThat(tally.parts).as("blocks accepted in part").isGreaterThan(5);
    assertThat(tally.none).as("blocks not accepted").isGreaterThan(50);
    assertThat(tally.rejected).as("paradoxically").isGreaterThan(5);
    assertThat(tally.reduced).as("for orders of the same owner").isGreaterThan(5);
    assertThat(tally.poor).as("refused for their collateral").isGreaterThan(5);
    assertThat(tally.weak).as("refused for their connection").isGreaterThan(2);
    assertThat(tally.late).as("cleared with fewer slots than the window has").isGreaterThan(3);
  }

  /** What the random markets came to. */
  private static final class Tally {
    private int windows;
    private int whole;
    private int parts;
    private int none;
    private int rejected;
    private int reduced;
    private int late;
    private int poor;
    private int weak;
    private int unproven;

    private void add(List<Event> events) {
      Map<Long, Long> fills = new HashMap<>();
      for (Event event : events) {
        if (event instanceof OrderFilled fill) {
          fills.put(fill.orderId(), fill.energyWh());
        } else if (event instanceof WindowCleared window) {
          windows++;
          late += window.slots() < WINDOW ? 1 : 0;
          rejected += window.paradoxicallyRejected().size();
          reduced += window.reduced().size();
        } else if (event instanceof BasketRejected refused) {
          RejectionCode code = refused.refusals().get(0).rejection().code();
          poor += code == RejectionCode.COLLATERAL_TOO_LOW ? 1 : 0;
          weak +=
              code == RejectionCode.LOAD_EXCEEDED || code == RejectionCode.FEED_IN_EXCEEDED ? 1 : 0;
        }
      }
      for (Event event : events) {
        if (event instanceof OrderAccepted order
            && order.terms().leg() != null
            && order.terms().leg().number() == 1) {
          count(order, fills);
        }
      }
    }

    private void count(OrderAccepted first, Map<Long, Long> fills) {
      long fill = fills.getOrDefault(first.orderId(), 0L);
      for (int leg = 1; leg < requireNonNull(first.terms().leg()).of(); leg++) {
        assertThat(fills.getOrDefault(first.orderId() + leg, 0L) > 0)
            .as("no block is half done")
            .isEqualTo(fill > 0);
      }
      whole += fill == first.energyWh() ? 1 : 0;
      parts += fill > 0 && fill < first.energyWh() ? 1 : 0;
      none += fill == 0 ? 1 : 0;
    }
  }

  @Test
  void aForgedResultIsFound(@TempDir Path folder) throws IOException {
    assertThat(forged(folder.resolve("honest"), Event.class, event -> event)).isEmpty();
    assertThat(
            forged(
                folder.resolve("fill"),
                OrderFilled.class,
                fill ->
                    fill.orderId() == 3 ? new OrderFilled(3, 100, fill.priceMicroPerKwh()) : fill))
        .as("a block with one ratio in one slot and another in the next")
        .contains(FindingCode.AUCTION_DIFFERS);
    assertThat(
            forged(
                folder.resolve("welfare"),
                WindowCleared.class,
                window ->
                    new WindowCleared(
                        window.first(),
                        window.slots(),
                        window.welfareNano().add(BigInteger.ONE),
                        window.welfareBoundNano(),
                        window.optimal(),
                        window.reduced(),
                        window.paradoxicallyRejected())))
        .contains(FindingCode.AUCTION_DIFFERS);
    assertThat(
            forged(
                folder.resolve("rejected"),
                WindowCleared.class,
                window ->
                    new WindowCleared(
                        window.first(),
                        window.slots(),
                        window.welfareNano(),
                        window.welfareBoundNano(),
                        window.optimal(),
                        List.of(new Event.Reduced(3, 0)),
                        List.of())))
        .as("a block that is said to have been left out for its owner's other orders")
        .contains(FindingCode.AUCTION_DIFFERS);
    assertThat(
            forged(
                folder.resolve("price"),
                AuctionCleared.class,
                auction ->
                    new AuctionCleared(
                        auction.slot(),
                        auction.areas().stream()
                            .map(
                                area ->
                                    area.priceMicroPerKwh() == null
                                        ? area
                                        : new Event.AreaCleared(
                                            area.area(),
                                            area.priceMicroPerKwh() + 1_000,
                                            area.minPriceMicroPerKwh(),
                                            area.maxPriceMicroPerKwh(),
                                            area.buyWh(),
                                            area.sellWh()))
                            .toList(),
                        auction.links(),
                        auction.welfareNano(),
                        auction.optimal())))
        .as("prices that do not support the fills")
        .contains(FindingCode.AUCTION_DIFFERS);
  }

  private <E extends Event> List<FindingCode> forged(
      Path folder, Class<E> type, UnaryOperator<E> change) {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, InstantSource.fixed(Instant.EPOCH))) {
      RandomMarket market = new RandomMarket(1, ledger);
      orders = 0;
      market.command(new Command.ActivateRulebook(rulebook(false, false)));
      market.command(new Command.Tick(START - 2 * SLOT));
      market.command(order("b", 0, Side.SELL, 20_000, 300, OrderTerms.DEFAULT));
      market.command(order("b", 1, Side.SELL, 30_000, 300, OrderTerms.DEFAULT));
      market.command(block("a", Side.BUY, 26_000, AuctionTerms.ALL_OR_NOTHING, 0, 200, 200));
      market.command(new Command.Tick(START - SLOT));
      if (type != Event.class) {
        market.forge(type, change);
      }
      return market.audit(Keyring.NONE).findings().stream()
          .map(Finding::code)
          .filter(code -> !code.isNote())
          .toList();
    }
  }

  private List<Command> commands(Random random) {
    List<Command> commands = new ArrayList<>();
    boolean secured = random.nextBoolean();
    commands.add(new Command.ActivateRulebook(rulebook(random.nextBoolean(), secured)));
    commands.add(new Command.ReportSource("a", 0, EnergySource.SOLAR));
    commands.add(new Command.ReportCapability("b", 0, 200, 150));
    for (String home : HOMES) {
      commands.add(new Command.ReportCollateral(home, random.nextInt(20_000_000), 0));
    }
    commands.add(new Command.Tick(START - 2 * SLOT));
    for (int i = 15 + random.nextInt(20); i > 0; i--) {
      String home = HOMES.get(random.nextInt(HOMES.size()));
      Side side = random.nextBoolean() ? Side.SELL : Side.BUY;
      long price = (1 + random.nextInt(4)) * 10_000L;
      int kind = random.nextInt(10);
      if (kind < 6) {
        OrderTerms terms =
            random.nextInt(6) == 0 ? OrderTerms.DEFAULT.atLeast(2) : OrderTerms.DEFAULT;
        boolean solar = home.equals("a") && side == Side.SELL && random.nextBoolean();
        commands.add(
            order(
                home,
                random.nextInt(WINDOW),
                side,
                price,
                2 + random.nextInt(40),
                solar ? terms.declaring(EnergySource.SOLAR) : terms));
      } else if (kind < 9) {
        commands.add(randomBlock(random, home, side, price));
      } else {
        commands.add(new Command.CancelOrder(home, 1 + random.nextInt(20)));
      }
    }
    commands.add(new Command.Tick(START - SLOT + (random.nextInt(5) == 0 ? SLOT : 0)));
    commands.add(new Command.CancelAuction("operator", START + SLOT, "to see what goes along"));
    commands.add(new Command.Tick(START + 2 * SLOT));
    return commands;
  }

  private Command randomBlock(Random random, String home, Side side, long price) {
    int slot = random.nextInt(WINDOW);
    long[] profile = new long[1 + random.nextInt(WINDOW - slot)];
    for (int i = 0; i < profile.length; i++) {
      profile[i] = 2 * (1 + random.nextInt(15));
    }
    int ratio = random.nextInt(3) == 0 ? 500_000 : 1_000_000;
    String parent = random.nextInt(4) == 0 ? "o" + (1 + random.nextInt(orders + 1)) : null;
    String group = parent == null && random.nextInt(4) == 0 ? "g" : null;
    return block(home, side, price, new AuctionTerms(ratio, parent, group), slot, profile);
  }

  private Command order(
      String home, int slot, Side side, long price, long energyWh, OrderTerms terms) {
    return new Command.PlaceOrder(
        home, "o" + ++orders, area(home), START + slot * SLOT, side, price, energyWh, terms);
  }

  private Command block(
      String home, Side side, long price, AuctionTerms terms, int slot, long... profile) {
    List<BasketLeg> legs = new ArrayList<>();
    for (long energy : profile) {
      legs.add(
          new BasketLeg(area(home), START + (slot + legs.size()) * SLOT, side, 0, energy, null));
    }
    return new Command.PlaceBasket(
        home, "o" + ++orders, SelfTradeMode.CANCEL_NEWEST, price, terms, legs);
  }

  private static String area(String home) {
    return home.compareTo("d") < 0 ? "east" : "west";
  }

  private static Rulebook rulebook(boolean cleanFirst, boolean secured) {
    return new Rulebook(
            1,
            Hash.ZERO,
            "m",
            new Areas(
                List.of("east", "west"),
                List.of(new AreaLink("east", "west", -15, 15, 500)),
                "grid"),
            "EUR",
            new Rulebook.Timing(15, 0, 45, 15, START),
            -100_000,
            100_000,
            10_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
            HOMES.stream()
                .map(home -> new Rulebook.Member(home, area(home), List.of("meter-" + home)))
                .toList(),
            Hash.ZERO)
        .withSafeguards(
            new Safeguards(
                    secured ? new Guarantees("house", 0, 0, 0) : null,
                    new Fallbacks("operator", MissedGate.LATE_AUCTION, 60, 0, 20, 30))
                .withCleanFirst(cleanFirst)
                .withAuctionWindow(WINDOW));
  }
}
