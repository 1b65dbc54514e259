package org.commonwatt.cli.scenario;

import java.time.LocalDate;

/**
 * What a scenario is run with.
 *
 * @param plants how many solar and wind plants there are, 1 to {@value #PLANTS}
 * @param days how many days, 1 to {@value #MOST_DAYS}
 * @param start the first day
 * @param seed of weather, participation and prices; the same seed gives the same log
 */
public record ScenarioOptions(int plants, int days, LocalDate start, long seed) {
  /** As many as were published of Qinghai. */
  public static final int PLANTS = 366;

  /** A week. */
  public static final int DAYS = 7;

  /** The log is kept in memory. */
  public static final int MOST_DAYS = 7;

  /** A week in the summer of which a day was published. */
  public static final LocalDate START = LocalDate.of(2021, 8, 16);

  /** Checks the ranges. */
  public ScenarioOptions {
    if (plants < 1 || plants > PLANTS || days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException(
          "a scenario has 1 to " + PLANTS + " plants and 1 to " + MOST_DAYS + " days");
    }
  }
}
