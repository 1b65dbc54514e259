package org.commonwatt.core;

import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Side;

/** A stream of commands, good and bad, that takes a market through some hours. */
final class RandomCommands {
  private static final String[] PARTICIPANTS = {
    "home-01", "home-02", "home-03", "home-04", "stranger", "no id"
  };

  private final Random random;
  private final List<Entry> entries = new ArrayList<>();
  private long clock = START - 60 * MINUTE;
  private long offset;
  private int rulebooks = 1;
  private int nextReport;

  private final Areas areas;

  private RandomCommands(long seed) {
    this.random = new Random(seed);
    this.areas = random.nextInt(3) == 0 ? Areas.single("village") : network();
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
    RandomCommands commands = new RandomCommands(seed);
    commands.add(
        new ActivateRulebook(
            new Rulebooks().areas(commands.areas).areaOf(commands::areaOf).build()));
    commands.add(new Tick(commands.clock));
    for (int i = 0; i < 400; i++) {
      commands.addNext();
    }
    return commands.entries;
  }

  private void addNext() {
    int dice = random.nextInt(100);
    if (dice < 55) {
      add(place());
    } else if (dice < 60) {
      add(new CancelOrder(participant(), 1 + random.nextInt(150)));
    } else if (dice < 70) {
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
              new Rulebooks()
                  .version(rulebooks)
                  .areas(areas)
                  .areaOf(this::areaOf)
                  .members("home-01", "home-02", "home-0" + (3 + random.nextInt(2)))
                  .tariff(new TariffStep(0, random.nextInt(400_000), random.nextInt(90_000)))
                  .build()));
    }
  }

  private Command place() {
    boolean odd = random.nextInt(30) == 0;
    String participant = participant();
    return new PlaceOrder(
        participant,
        "c-" + random.nextInt(1_500),
        odd ? "city" : areaOf(participant),
        Math.floorDiv(clock, QUARTER) * QUARTER + random.nextInt(6) * QUARTER + (odd ? 1 : 0),
        random.nextBoolean() ? Side.BUY : Side.SELL,
        random.nextInt(40) * 10_000L - 50_000,
        random.nextInt(3_000) - (odd ? 2_000 : 0));
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
    entries.add(new Entry(CommandOrigin.NONE, command));
  }
}
