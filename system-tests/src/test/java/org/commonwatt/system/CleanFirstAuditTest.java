package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The auditor judges by itself which sells of one price come first. */
class CleanFirstAuditTest {
  private static final long START = 900_000_000L;
  private static final List<String> HOMES = List.of("a", "b", "c", "d", "e");

  private int orders;

  @Test
  void marketAndAuditAgreeOnWhoComesFirst() throws IOException {
    int preferred = 0;
    for (long seed = 0; seed < 60; seed++) {
      List<Event> events = new ArrayList<>();
      assertThat(JudgedMarket.live(commands(new Random(seed), seed % 3 > 0), events).findings())
          .as("seed " + seed)
          .isEmpty();
      preferred += preferred(events) ? 1 : 0;
    }
    assertThat(preferred).as("auctions that left out another for a clean one").isGreaterThan(10);
  }

  @Test
  void energyGivenToAnotherOfThePriceIsFound(@TempDir Path folder) {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, InstantSource.fixed(Instant.EPOCH))) {
      RandomMarket market = new RandomMarket(1, ledger);
      market.command(new Command.ActivateRulebook(rulebook(true)));
      market.command(new Command.ReportSource("a", 0, EnergySource.SOLAR));
      market.command(new Command.Tick(START - 900_000));
      OrderTerms solar = OrderTerms.DEFAULT.declaring(EnergySource.SOLAR);
      market.command(order("b", Side.SELL, 20_000, 10, OrderTerms.DEFAULT));
      market.command(order("a", Side.SELL, 20_000, 10, solar));
      market.command(order("c", Side.BUY, 30_000, 12, OrderTerms.DEFAULT));
      market.command(new Command.Tick(START));
      assertThat(market.audit(Keyring.NONE).findings()).isEmpty();
      Map<Long, Long> alike = Map.of(1L, 6L, 2L, 6L, 3L, 12L);
      market.forge(
          OrderFilled.class,
          fill ->
              new OrderFilled(
                  fill.orderId(), alike.getOrDefault(fill.orderId(), 0L), fill.priceMicroPerKwh()));
      assertThat(market.audit(Keyring.NONE).findings())
          .extracting(Finding::code)
          .contains(FindingCode.FILL_DIFFERS);
    }
  }

  private List<Command> commands(Random random, boolean cleanFirst) {
    List<Command> commands = new ArrayList<>();
    commands.add(new Command.ActivateRulebook(rulebook(cleanFirst)));
    for (String home : List.of("a", "b", "d")) {
      commands.add(new Command.ReportSource(home, 0, EnergySource.SOLAR));
    }
    commands.add(new Command.Tick(START - 900_000));
    for (int i = 10 + random.nextInt(20); i > 0; i--) {
      String home = HOMES.get(random.nextInt(HOMES.size()));
      boolean sells = random.nextBoolean();
      OrderTerms terms =
          random.nextInt(5) == 0 ? OrderTerms.DEFAULT.atLeast(2) : OrderTerms.DEFAULT;
      commands.add(
          order(
              home,
              sells ? Side.SELL : Side.BUY,
              (1 + random.nextInt(3) + (sells ? 0 : 1)) * 10_000L,
              2 + random.nextInt(40),
              sells && random.nextInt(3) > 0 ? terms.declaring(EnergySource.SOLAR) : terms));
    }
    commands.add(new Command.Tick(START));
    return commands;
  }

  /** Whether a clean sell is full while another of its area and price is not. */
  private static boolean preferred(List<Event> events) {
    Map<Long, OrderAccepted> sells = new HashMap<>();
    Map<Long, Long> fills = new HashMap<>();
    for (Event event : events) {
      if (event instanceof OrderAccepted accepted && accepted.side() == Side.SELL) {
        sells.put(accepted.orderId(), accepted);
      } else if (event instanceof OrderFilled fill) {
        fills.put(fill.orderId(), fill.energyWh());
      }
    }
    return sells.values().stream()
        .filter(one -> one.terms().source() != null)
        .filter(one -> fills.getOrDefault(one.orderId(), 0L) == one.energyWh())
        .anyMatch(
            one ->
                sells.values().stream()
                    .filter(other -> other.terms().source() == null)
                    .filter(other -> other.area().equals(one.area()))
                    .filter(other -> other.priceMicroPerKwh() == one.priceMicroPerKwh())
                    .anyMatch(other -> fills.getOrDefault(other.orderId(), 0L) < other.energyWh()));
  }

  private Command order(String home, Side side, long price, long wh, OrderTerms terms) {
    return new Command.PlaceOrder(home, "c" + ++orders, area(home), START, side, price, wh, terms);
  }

  private static String area(String home) {
    return home.compareTo("d") < 0 ? "east" : "west";
  }

  private static Rulebook rulebook(boolean cleanFirst) {
    return new Rulebook(
            1,
            Hash.ZERO,
            "m",
            new Areas(
                List.of("east", "west"), List.of(new AreaLink("east", "west", -15, 15, 0)), "grid"),
            "EUR",
            new Rulebook.Timing(15, 0, 15, 0, START),
            -100_000,
            100_000,
            10_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
            HOMES.stream()
                .map(home -> new Rulebook.Member(home, area(home), List.of("meter-" + home)))
                .toList(),
            Hash.ZERO)
        .withSafeguards(Safeguards.NONE.withCleanFirst(cleanFirst));
  }
}
