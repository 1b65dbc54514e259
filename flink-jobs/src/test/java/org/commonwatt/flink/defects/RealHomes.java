package org.commonwatt.flink.defects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What 17 real homes withdrew and injected in 56 days, by quarter-hour. The source has hours; a
 * quarter-hour has a quarter of its hour, of a remainder the first have one Wh each.
 */
public final class RealHomes {
  public static final int HOMES = 17;
  public static final int DAYS = 56;
  static final int SLOTS = DAYS * 96;
  private static final Path PROFILES =
      Path.of("..", "meter-ingest", "src", "main", "resources", "profiles")
          .resolve("citylearn_homes_56d.csv");

  private final List<long[]> imports = new ArrayList<>();
  private final List<long[]> exports = new ArrayList<>();

  /** Reads the recording. */
  public RealHomes() {
    for (int home = 0; home < HOMES; home++) {
      imports.add(new long[SLOTS]);
      exports.add(new long[SLOTS]);
    }
    List<String> lines = lines();
    List<String> header = List.of(lines.get(0).split(",", -1));
    for (int hour = 0; hour < DAYS * 24; hour++) {
      String[] row = lines.get(hour + 1).split(",", -1);
      for (int home = 1; home <= HOMES; home++) {
        long load = wattHours(row[header.indexOf("b" + home + "_load_kwh")]);
        long pv = wattHours(row[header.indexOf("b" + home + "_pv_kwh")]);
        for (int quarter = 0; quarter < 4; quarter++) {
          long net = quarter(pv, quarter) - quarter(load, quarter);
          imports.get(home - 1)[hour * 4 + quarter] = Math.max(-net, 0);
          exports.get(home - 1)[hour * 4 + quarter] = Math.max(net, 0);
        }
      }
    }
  }

  /** A copy of what a home withdrew, Wh; homes count from 0. */
  public long[] imports(int home) {
    return imports.get(home).clone();
  }

  /** A copy of what a home injected, Wh. */
  public long[] exports(int home) {
    return exports.get(home).clone();
  }

  private static long wattHours(String kilowattHours) {
    return new BigDecimal(kilowattHours)
        .movePointRight(3)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static long quarter(long hour, int quarter) {
    return hour / 4 + (quarter < hour % 4 ? 1 : 0);
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(PROFILES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
