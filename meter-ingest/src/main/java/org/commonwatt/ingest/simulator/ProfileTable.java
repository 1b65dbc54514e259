package org.commonwatt.ingest.simulator;

import java.math.BigDecimal;
import java.util.List;

/** The rows of a profile file as integers: hourly Wh of each home, and the tariff. */
final class ProfileTable {
  private static final int FIRST_HOME_COLUMN = 3;
  private static final int HOUR_COLUMN = 1;
  private static final BigDecimal WH_PER_KWH = BigDecimal.valueOf(1_000);
  private static final BigDecimal MICRO = BigDecimal.valueOf(1_000_000);
  private static final long LARGEST = 100_000_000;

  private final int[][] load;
  private final int[][] pv;
  private final long[] tariff;

  private ProfileTable(int homes, int hours) {
    load = new int[homes][hours];
    pv = new int[homes][hours];
    tariff = new long[hours];
  }

  static ProfileTable parse(String csv, int hours) {
    List<String> lines = csv.lines().toList();
    if (lines.size() != hours + 1) {
      throw new IllegalArgumentException(
          "a profile has a header and " + hours + " rows, not " + lines.size() + " lines");
    }
    int homes = homesOfHeader(lines.get(0));
    ProfileTable table = new ProfileTable(homes, hours);
    for (int hour = 0; hour < hours; hour++) {
      table.readRow(hour, lines.get(hour + 1));
    }
    return table;
  }

  int homes() {
    return load.length;
  }

  int[] loadWh(int home) {
    return load[home - 1];
  }

  int[] pvWh(int home) {
    return pv[home - 1];
  }

  long tariffMicroPerKwh(int hour) {
    return tariff[hour];
  }

  private static int homesOfHeader(String header) {
    int homes = (header.split(",", -1).length - FIRST_HOME_COLUMN - 1) / 2;
    StringBuilder expected = new StringBuilder("month,hour_1_24,day_type,");
    for (int home = 1; home <= homes; home++) {
      expected.append("b%d_load_kwh,b%d_pv_kwh,".formatted(home, home));
    }
    expected.append("tariff_usd_kwh");
    if (homes < 1 || !expected.toString().equals(header)) {
      throw new IllegalArgumentException(
          "line 1: expected the columns month,hour_1_24,day_type, then bN_load_kwh,bN_pv_kwh of "
              + "homes 1, 2, …, then tariff_usd_kwh");
    }
    return homes;
  }

  private void readRow(int hour, String line) {
    int lineNumber = hour + 2;
    String[] cells = line.split(",", -1);
    if (cells.length != FIRST_HOME_COLUMN + 2 * homes() + 1) {
      throw new IllegalArgumentException(
          "line " + lineNumber + ": " + cells.length + " cells instead of one per column");
    }
    if (!cells[HOUR_COLUMN].equals(Integer.toString(hour % 24 + 1))) {
      throw new IllegalArgumentException(
          "line %d: hour_1_24 must be %d, not \"%s\""
              .formatted(lineNumber, hour % 24 + 1, cells[HOUR_COLUMN]));
    }
    for (int home = 0; home < homes(); home++) {
      int column = FIRST_HOME_COLUMN + 2 * home;
      load[home][hour] = (int) whole(cells[column], WH_PER_KWH, lineNumber);
      pv[home][hour] = (int) whole(cells[column + 1], WH_PER_KWH, lineNumber);
    }
    tariff[hour] = whole(cells[cells.length - 1], MICRO, lineNumber);
  }

  /** The decimal text times a factor; it must be whole, not negative and of a sensible size. */
  private static long whole(String text, BigDecimal factor, int lineNumber) {
    try {
      if (text.length() <= 20) {
        long value = new BigDecimal(text).multiply(factor).longValueExact();
        if (value >= 0 && value <= LARGEST) {
          return value;
        }
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(complaint(text, factor, lineNumber), e);
    }
    throw new IllegalArgumentException(complaint(text, factor, lineNumber));
  }

  private static String complaint(String text, BigDecimal factor, int lineNumber) {
    return "line %d: \"%s\" is not a decimal that is whole and not negative after × %s"
        .formatted(lineNumber, text, factor);
  }
}
