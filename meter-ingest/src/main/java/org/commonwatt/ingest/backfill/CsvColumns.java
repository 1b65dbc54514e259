package org.commonwatt.ingest.backfill;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.commonwatt.ingest.RawReading;
import org.commonwatt.ingest.registers.DecimalQuantity;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/** What the columns of a file of readings mean; {@code docs/metering.md} describes them. */
final class CsvColumns {
  private static final List<String> NAMES =
      List.of(
          "meter", "time", "importWh", "importKWh", "exportWh", "exportKWh", "powerW", "quality");
  private static final DecimalQuantity NOTHING = new DecimalQuantity(0, 1);

  private final List<String> names;
  private final Map<String, Long> ratedPowers;

  private CsvColumns(List<String> names, Map<String, Long> ratedPowers) {
    this.names = names;
    this.ratedPowers = ratedPowers;
  }

  /**
   * Reads the first line.
   *
   * @param ratedPowers of the meters that the file may have, W, by id
   * @throws IllegalArgumentException saying what to change
   */
  static CsvColumns of(String header, Map<String, Long> ratedPowers) {
    List<String> names = Arrays.asList(withoutMark(header).split(",", -1));
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "there is no column " + name + ", only " + String.join(", ", NAMES));
      }
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new IllegalArgumentException("the column " + name + " is there twice");
      }
    }
    boolean isWhole =
        names.containsAll(List.of("meter", "time"))
            && names.contains("importWh") != names.contains("importKWh")
            && !names.containsAll(List.of("exportWh", "exportKWh"));
    if (!isWhole) {
      throw new IllegalArgumentException(
          "the first line names the columns: meter, time, importWh or importKWh, and if you have"
              + " them exportWh or exportKWh, powerW, quality");
    }
    return new CsvColumns(names, ratedPowers);
  }

  /**
   * Reads another line.
   *
   * @throws IllegalArgumentException saying what to change
   */
  RawReading reading(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != names.size()) {
      throw new IllegalArgumentException(
          "%d fields where the first line names %d".formatted(fields.length, names.size()));
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < fields.length; i++) {
      values.put(names.get(i), fields[i]);
    }
    String meter = values.getOrDefault("meter", "");
    Long ratedPower = ratedPowers.get(meter);
    if (ratedPower == null) {
      throw new IllegalArgumentException("there is no meter " + meter);
    }
    return new RawReading(
        meter, ratedPower, time(values), registers(values), quality(values.get("quality")));
  }

  private static MeterRegisters registers(Map<String, String> values) {
    DecimalQuantity imported = energy(values, "import");
    DecimalQuantity exported = energy(values, "export");
    String power = values.getOrDefault("powerW", "");
    DecimalQuantity watts =
        power.isEmpty() ? NOTHING : quantity("powerW", power, RegisterUnit.WATT);
    return new MeterRegisters(
        imported.value(),
        exported.value(),
        watts.value(),
        Math.max(imported.resolution(), exported.resolution()));
  }

  /** A column that is not there at all stands for a meter that never exports. */
  private static DecimalQuantity energy(Map<String, String> values, String direction) {
    boolean inKilo = values.containsKey(direction + "KWh");
    String column = direction + (inKilo ? "KWh" : "Wh");
    String text = values.get(column);
    if (text == null) {
      return NOTHING;
    }
    DecimalQuantity energy =
        quantity(column, text, inKilo ? RegisterUnit.KILOWATT_HOUR : RegisterUnit.WATT_HOUR);
    if (energy.value() < 0) {
      throw new IllegalArgumentException(column + " is what a register shows: not negative");
    }
    return energy;
  }

  private static DecimalQuantity quantity(String column, String text, RegisterUnit unit) {
    return DecimalQuantity.parse(text, unit)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    column + " is a number such as 12345.678, without spaces or separators"));
  }

  private static long time(Map<String, String> values) {
    try {
      return OffsetDateTime.parse(values.getOrDefault("time", "")).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "time is an instant with its offset, such as 2026-01-31T00:15:00Z or …+01:00", e);
    }
  }

  private static Quality quality(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Quality.ACTUAL;
    }
    return Stream.of(Quality.ACTUAL, Quality.ESTIMATED)
        .filter(quality -> quality.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("quality is actual or estimated"));
  }

  /** Spreadsheets begin a file with a byte order mark. */
  private static String withoutMark(String header) {
    return header.startsWith("\uFEFF") ? header.substring(1) : header;
  }
}
