package org.commonwatt.simulation;

import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;

/** The market that is simulated: a few homes in two areas, and a few slots. */
final class Community {
  static final String MARKET = "simulated";
  static final List<String> HOMES = List.of("home-01", "home-02", "home-03");
  static final int SLOTS = 4;
  static final long MINUTE = 60_000L;

  /** 2022-08-02T07:00:00Z, the start of trading. */
  static final long START = 1_659_423_600_000L;

  private static final List<String> AREAS = List.of("east", "west");

  private static final AreaLink LINK = new AreaLink("east", "west", -3_000, 3_000, 20_000);

  private Community() {}

  static Rulebook rulebook() {
    return new Rulebook(
        1,
        Hash.of(new byte[] {1}),
        MARKET,
        new Areas(AREAS, List.of(LINK), "grid"),
        "EUR",
        new Rulebook.Timing(15, 120, 60, 15, START),
        -100_000,
        1_000_000,
        50_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 280_000, 80_000)),
        HOMES.stream()
            .map(home -> new Rulebook.Member(home, areaOf(home), List.of(home + "-meter")))
            .toList(),
        Hash.of(new byte[] {2}));
  }

  private static String areaOf(String home) {
    return AREAS.get(HOMES.indexOf(home) % AREAS.size());
  }

  static DeliverySlot slot(int index) {
    return new DeliverySlot(START, 15).plus(index);
  }

  /** A random order of a home for a slot that may be open, near its gate, or over. */
  static Command.PlaceOrder order(Chance chance, String home, String id, long timeMillis) {
    long ahead = Math.floorDiv(timeMillis - START, 15 * MINUTE) + chance.upTo(4);
    return new Command.PlaceOrder(
        home,
        id,
        areaOf(home),
        START + ahead * 15 * MINUTE,
        chance.upTo(2) == 0 ? Side.BUY : Side.SELL,
        10_000L * (chance.upTo(40) - 5),
        1 + chance.upTo(5_000));
  }

  static MeteredPosition position(Chance chance, String home, int slot) {
    return new MeteredPosition(
        home, slot(slot), 1, chance.upTo(3_000), chance.upTo(3_000), Quality.ACTUAL);
  }
}
