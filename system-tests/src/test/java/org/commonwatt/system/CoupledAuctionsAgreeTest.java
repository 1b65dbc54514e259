package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;

/**
 * One full slot of a random network with many ties, self-trade, fees and narrow links: the
 * auditor's other algorithms come to the market's every price, flow, fill, trade, bill line and
 * hash.
 */
class CoupledAuctionsAgreeTest {
  private static final long START = 900_000_000L;
  private static final DeliverySlot SLOT = new DeliverySlot(START, 15);

  private final List<Event> events = new ArrayList<>();

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void theAuditPassesOverAnyNetwork(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Rulebook rulebook = rulebook(random);
    List<Command> orders = new ArrayList<>();
    for (int i = 10 + random.nextInt(40); i > 0; i--) {
      orders.add(order(rulebook, i, random));
    }
    List<Command> commands = day(rulebook, orders, random);
    assertThat(JudgedMarket.live(commands, events).findings()).isEmpty();
    assertThat(events).hasAtLeastOneElementOfType(Event.SlotSettled.class);
  }

  /** An owner's small orders are taken back one by one, and after eight rounds all at once. */
  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void theAuditPassesOverOwnersWithManyCrossingOrders(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Rulebook rulebook = rulebook(random);
    List<Command> orders = new ArrayList<>();
    for (int i = 150; i > 0; i--) {
      Rulebook.Member member =
          rulebook.members().get(random.nextInt(Math.min(2, rulebook.members().size())));
      boolean sells = i % 50 == 0;
      orders.add(
          new Command.PlaceOrder(
              member.participant(),
              "c" + i,
              member.area(),
              START,
              sells ? Side.SELL : Side.BUY,
              (sells ? -3 : random.nextInt(4)) * 10_000L,
              sells ? 20 : 1));
    }
    assertThat(JudgedMarket.live(day(rulebook, orders, random), events).findings()).isEmpty();
    assertThat(events).hasAtLeastOneElementOfType(Event.SlotSettled.class);
  }

  private static List<Command> day(Rulebook rulebook, List<Command> orders, Random random) {
    List<Command> commands = new ArrayList<>();
    commands.add(new Command.ActivateRulebook(rulebook));
    commands.add(new Command.Tick(START - 900_000));
    commands.addAll(orders);
    commands.add(new Command.Tick(START + 900_000));
    for (Rulebook.Member member : rulebook.members()) {
      commands.add(
          new Command.ReportPosition(
              new MeteredPosition(
                  member.participant(), SLOT, 1, random.nextInt(50), 0, Quality.ACTUAL)));
    }
    return commands;
  }

  private static Command order(Rulebook rulebook, int number, Random random) {
    Rulebook.Member member = rulebook.members().get(random.nextInt(rulebook.members().size()));
    return new Command.PlaceOrder(
        member.participant(),
        "c" + number,
        member.area(),
        START,
        random.nextBoolean() ? Side.BUY : Side.SELL,
        (random.nextInt(9) - 3) * 10_000L,
        1 + random.nextInt(random.nextBoolean() ? 8 : 400));
  }

  private static Rulebook rulebook(Random random) {
    int count = 1 + random.nextInt(6);
    List<String> ids = new ArrayList<>();
    List<AreaLink> links = new ArrayList<>();
    List<Rulebook.Member> members = new ArrayList<>();
    for (int a = 0; a < count; a++) {
      String id = "a" + (a * 7) % 10;
      for (String other : ids) {
        if (random.nextInt(3) > 0) {
          long limit = random.nextInt(3) == 0 ? 10_000 : 150;
          boolean turned = random.nextBoolean();
          links.add(
              new AreaLink(
                  turned ? other : id,
                  turned ? id : other,
                  -random.nextLong(limit),
                  random.nextLong(limit),
                  random.nextInt(3) * 5_000L));
        }
      }
      ids.add(id);
      for (int home = random.nextInt(5); home >= 0; home--) {
        String name = "h" + members.size();
        members.add(new Rulebook.Member(name, id, List.of("meter-" + name)));
      }
    }
    return new Rulebook(
        1,
        Hash.ZERO,
        "m",
        new Areas(ids, links, "grid"),
        "EUR",
        new Rulebook.Timing(15, 0, 15, 0, START),
        -100_000,
        100_000,
        10_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
        members,
        Hash.ZERO);
  }
}
