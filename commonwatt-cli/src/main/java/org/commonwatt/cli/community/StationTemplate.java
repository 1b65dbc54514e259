package org.commonwatt.cli.community;

import java.util.List;

/**
 * What a community file has of a storage station and a wind plant beside it, which the demo plays.
 */
public final class StationTemplate {
  /** Whose station it is. */
  public static final String OWNER = "station-owner";

  /** Who has wind to store. */
  public static final String PLANT = "wind-plant";

  /** Meter of the station. */
  public static final String STATION_METER = "meter-station";

  /** Meter of the plant. */
  public static final String PLANT_METER = "meter-wind-plant";

  /** The area of both. */
  public static final String AREA = CommunityTemplate.CREST;

  /** Who registers the station and says what was metered of it. */
  public static final String OFFICER = "meter-organisation";

  /** Who calls. */
  public static final String OPERATOR = "grid-operator";

  /**
   * Who states the lives of the station's batteries: maker, carmaker, scrapper, lab, second life.
   */
  public static final List<String> BATTERY_ORGANISATIONS =
      List.of("cell-works", "car-works", "scrapyard", "test-lab", "second-life");

  /** What the station holds, Wh. */
  public static final long CAPACITY_WH = 48_000;

  /** What comes back of what it is charged, ppm. */
  private static final int ROUND_TRIP_PPM = 900_000;

  /** So many slots are auctioned together. */
  public static final int WINDOW_SLOTS = 4;

  private static final String RULES =
      """
      # Who confirms accounts and deposits; the meter organisation also registers storage units and says
      # what was metered of them.
      registration:
        registrar: registrar
        accountsAtOnce: false
        meterOrganisation: ${officer}
        meterPointsAtOnce: false
        bank: bank
        maxAccounts: 100
      # The grid operator may call storage units.
      fallbacks:
        operator: ${operator}
        missedGate: late-auction
        gateToleranceSeconds: 3600
        scheduleMinutes: 0
        cancelMinutes: 0
        bustMinutes: 0
      # Storage services are settled by what was metered of the unit.
      settlement:
        finalHours: 168
        storage:
          penaltyPpm: 1000000
      # Storage is auctioned window by window, from midnight of local time on.
      storageAuction:
        windowSlots: ${windowSlots}
        openLeadMinutes: 1440
        gateLeadMinutes: 30
        leastBidWh: 100
      """
          .indent(2);

  private StationTemplate() {}

  /**
   * Where the two meters are found.
   *
   * @param port of their gateway, whose unit 1 is the station and unit 2 the plant
   * @param ratedPowerW the most that may flow at either, W
   */
  public record Meters(int port, long ratedPowerW) {}

  static String rules() {
    return RULES
        .replace("${officer}", OFFICER)
        .replace("${operator}", OPERATOR)
        .replace("${windowSlots}", Integer.toString(WINDOW_SLOTS));
  }

  static String batteryOrganisations() {
    return "\n\n# Who states on the ledger what the station's batteries have been through.\n"
        + "batteryOrganisations: ["
        + String.join(", ", BATTERY_ORGANISATIONS)
        + "]";
  }

  static String members() {
    return "\n" + member(OWNER, STATION_METER) + "\n" + member(PLANT, PLANT_METER);
  }

  /** What the guarantees of origin go by. */
  static String sources() {
    return "\n  - {account: %s, source: storage, capacityWh: %d, roundTripPpm: %d}\n  - {account: %s, source: wind}"
        .formatted(OWNER, CAPACITY_WH, ROUND_TRIP_PPM, PLANT);
  }

  static String meters(Meters where) {
    return "\n" + meter(STATION_METER, where, 1) + "\n" + meter(PLANT_METER, where, 2);
  }

  private static String member(String id, String meter) {
    return "    - {id: %s, area: %s, meters: [%s]}".formatted(id, AREA, meter);
  }

  private static String meter(String meter, Meters where, int unit) {
    return "  - {meter: %s, host: 127.0.0.1, port: %d, unit: %d, ratedPowerW: %d}"
        .formatted(meter, where.port(), unit, where.ratedPowerW());
  }
}
