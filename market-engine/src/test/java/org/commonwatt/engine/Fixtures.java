package org.commonwatt.engine;

import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;

/** A small market: three homes in two areas, quarter-hours, trading from {@link #START} on. */
public final class Fixtures {
  public static final String MARKET = "test-market";
  public static final String AREA = "village";

  /** The area of {@code home-02}, which sells; 600 Wh of a slot may flow from it to the village. */
  public static final String HILL = "hill";

  public static final long MINUTE = 60_000L;

  /** 2022-08-02T07:00:00Z, the first slot that is traded. */
  public static final long START = 1_659_423_600_000L;

  public static final List<String> HOMES = List.of("home-01", "home-02", "home-03");

  private Fixtures() {}

  /** Version 1 of the rules. */
  public static Rulebook rulebook() {
    return rulebook(15, 50_000);
  }

  private static Rulebook rulebook(int gateLeadMinutes, long maxOrderWh) {
    return new Rulebook(
        1,
        Hash.of(new byte[] {1}),
        MARKET,
        new Areas(List.of(AREA, HILL), List.of(new AreaLink(HILL, AREA, -600, 600, 20_000)), "dso"),
        "EUR",
        new Rulebook.Timing(15, 120, 120, gateLeadMinutes, START),
        -100_000,
        1_000_000,
        maxOrderWh,
        "supplier",
        List.of(
            new Rulebook.TariffStep(0, 280_000, 80_000),
            new Rulebook.TariffStep(360, 330_000, 80_000)),
        HOMES.stream().map(h -> new Rulebook.Member(h, areaOf(h), List.of(h + "-meter"))).toList(),
        Hash.of(new byte[] {2}));
  }

  /**
   * The rules with continuous trading from 75 to 5 minutes before a slot: ticks of 100, a band of
   * 0.10 with halts of a minute, a protection of 0.05, and a grid fee of 0.002 in both areas. An
   * order may have 10¹² Wh, and collateral secures it.
   */
  public static Rulebook continuousRulebook() {
    GridFees fees =
        new GridFees(
            FeeMode.ON_TOP,
            List.of(new GridFees.Level("low-voltage", new GridFee(2_000, 0))),
            List.of(
                new GridFees.AreaLevel(AREA, "low-voltage"),
                new GridFees.AreaLevel(HILL, "low-voltage")),
            List.of());
    return rulebook(75, 1_000_000_000_000L)
        .withContinuous(new Continuous(5, 100, 100_000, 60, 50_000, fees))
        .withSafeguards(new Safeguards(new Guarantees("house", 0, 0, 0)));
  }

  /** Accounts wait for the registrar and meter points for {@code meters}; 50 accounts at most. */
  public static Registration registration() {
    return new Registration("registrar", false, "meters", false, "bank", 50);
  }

  /** The area that a home trades in. */
  public static String areaOf(String participant) {
    return participant.equals("home-02") ? HILL : AREA;
  }

  /** The slot {@code index} slots after the start of trading. */
  public static DeliverySlot slot(int index) {
    return new DeliverySlot(START, 15).plus(index);
  }

  /** An order for a slot. */
  public static Command.PlaceOrder order(
      String participant, int slot, Side side, long priceMicroPerKwh) {
    return new Command.PlaceOrder(
        participant,
        participant + "-" + slot + "-" + side,
        areaOf(participant),
        slot(slot).startMillis(),
        side,
        priceMicroPerKwh,
        1_000);
  }

  /** What a home measured in a slot. */
  public static MeteredPosition position(
      String participant, int slot, long importWh, long exportWh) {
    return new MeteredPosition(participant, slot(slot), 1, importWh, exportWh, Quality.ACTUAL);
  }
}
