package org.commonwatt.cli.scenario;

/**
 * What was published of Qinghai's shared storage to February 2022, and of a day.
 *
 * @param plants solar and wind plants
 * @param stations storage stations
 * @param powerW of the stations together
 * @param energyWh that they hold together
 * @param trades since the beginning
 * @param chargedWh in all of them
 * @param dischargedWh in all of them
 * @param roundTripPpm the one by the other
 * @param day on which there were
 * @param dayTrades so many trades
 * @param dayNegotiated of these
 * @param dayAuctioned of these
 * @param dayCalled of these
 * @param dayPlants plants that took part in these
 * @param dayChargedWh what they had charged
 */
record Published(
    int plants,
    int stations,
    long powerW,
    long energyWh,
    int trades,
    long chargedWh,
    long dischargedWh,
    int roundTripPpm,
    String day,
    int dayTrades,
    int dayNegotiated,
    int dayAuctioned,
    int dayCalled,
    int dayPlants,
    long dayChargedWh) {
  static final Published QINGHAI =
      new Published(
          366,
          2,
          82_000_000,
          164_000_000,
          3_533,
          99_030_000_000L,
          81_340_000_000L,
          821_400,
          "2021-08-19",
          5,
          2,
          2,
          1,
          137,
          165_630_000);
}
