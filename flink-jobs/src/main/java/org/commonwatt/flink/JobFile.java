package org.commonwatt.flink;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.netting.Home;
import org.commonwatt.flink.surveillance.NamedRules;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a market's jobs on a cluster that runs elsewhere: one file for all of them.
 * {@code docs/metering-jobs.md} lists what it says. Whatever is missing or wrong is an {@link
 * IllegalArgumentException} that says what to change.
 */
final class JobFile {
  private static final Set<String> NAMES =
      Set.of(
          "market",
          "bootstrap",
          "database.url",
          "database.user",
          "database.password",
          "slotMinutes",
          "allowedLatenessSeconds",
          "maxGapDays",
          "correctionHours",
          "meterRules",
          "registrations",
          "keys",
          "ingestKeys",
          "signedFrom",
          "utcOffsetMinutes",
          "gateClosureLeadMinutes");
  private static final String METER = "meter";
  private static final String AREA = "area";
  private static final String GRID = "grid";
  private static final String RELATED = "related";
  private static final Set<String> GRID_NAMES =
      Set.of("boundaryMeter", "maxImportW", "maxExportW", "lossPpm", "residualLimitWh", "settled");

  private final Path file;
  private final Properties properties = new Properties();

  private JobFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read
   */
  static JobFile read(Path file) throws IOException {
    JobFile read = new JobFile(file);
    try (Reader reader = Files.newBufferedReader(file)) {
      read.properties.load(reader);
    }
    read.requireKnownNames();
    return read;
  }

  /** A name that is neither known nor of a group is a slip of the pen. */
  private void requireKnownNames() {
    Set<String> groups = new TreeSet<>(NamedRules.SECTIONS);
    groups.addAll(List.of(METER, AREA, GRID, RELATED));
    for (String name : properties.stringPropertyNames()) {
      int dot = name.indexOf('.');
      if (!NAMES.contains(name) && (dot < 0 || !groups.contains(name.substring(0, dot)))) {
        throw new IllegalArgumentException("remove " + name + ", which the job does not know");
      }
    }
  }

  /** Where it was read: what a job on a cluster has in the place of a folder of its own. */
  Path path() {
    return file.toAbsolutePath();
  }

  MeteringJobConfig.Database database() {
    return new MeteringJobConfig.Database(
        required("database.url"),
        required("database.user"),
        properties.getProperty("database.password", ""));
  }

  /** From each meter to its participant. */
  Map<String, String> meters() {
    Map<String, String> participantByMeter = group(METER);
    if (participantByMeter.isEmpty()) {
      throw new IllegalArgumentException("the file has no meter: add a line meter.ID=PARTICIPANT");
    }
    return participantByMeter;
  }

  /** What is known of areas: nothing, or the area of every participant. */
  GridRules grid() {
    Map<String, String> areas = group(AREA);
    Map<String, Map<String, String>> connections = connections();
    if (areas.isEmpty() && connections.isEmpty()) {
      return GridRules.NONE;
    }
    homes(); // complains of a participant without an area
    List<AreaGrid> grid = new ArrayList<>();
    connections.forEach((area, values) -> grid.add(connection(area, values)));
    return new GridRules(areas, grid);
  }

  /** The participants and where their meters are; none when no area is named. */
  List<Home> homes() {
    Map<String, String> areas = group(AREA);
    Map<String, List<String>> meters = new TreeMap<>();
    meters()
        .forEach(
            (meter, participant) ->
                meters.computeIfAbsent(participant, first -> new ArrayList<>()).add(meter));
    for (String participant : areas.keySet()) {
      if (!meters.containsKey(participant)) {
        throw new IllegalArgumentException(
            "area." + participant + ": " + participant + " has no meter in the file");
      }
    }
    boolean needed = !areas.isEmpty() || !connections().isEmpty();
    List<Home> homes = new ArrayList<>();
    for (Map.Entry<String, List<String>> one : meters.entrySet()) {
      String area = areas.get(one.getKey());
      if (area == null && needed) {
        throw new IllegalArgumentException(
            "add area." + one.getKey() + ": all participants have an area, or none");
      }
      if (area != null) {
        homes.add(new Home(one.getKey(), area, one.getValue().stream().sorted().toList()));
      }
    }
    return homes;
  }

  /** The numbers of surveillance. */
  SurveillanceRules surveillance() {
    Map<String, Map<String, Long>> sections = new HashMap<>();
    for (String section : NamedRules.SECTIONS) {
      Map<String, Long> numbers = new TreeMap<>();
      group(section)
          .forEach((name, value) -> numbers.put(name, whole(section + "." + name, value)));
      sections.put(section, numbers);
    }
    List<List<String>> related =
        group(RELATED).values().stream().map(line -> List.of(line.split("\\s*,\\s*", -1))).toList();
    return NamedRules.of(sections, related);
  }

  private Map<String, Map<String, String>> connections() {
    Map<String, Map<String, String>> connections = new TreeMap<>();
    group(GRID)
        .forEach(
            (name, value) -> {
              int dot = name.lastIndexOf('.'); // an area's id may have points, too
              String last = name.substring(dot + 1);
              if (dot < 0 || !GRID_NAMES.contains(last)) {
                throw new IllegalArgumentException(
                    "grid."
                        + name
                        + ": write grid.AREA.NAME with one of "
                        + new TreeSet<>(GRID_NAMES));
              }
              connections
                  .computeIfAbsent(name.substring(0, dot), first -> new HashMap<>())
                  .put(last, value);
            });
    return connections;
  }

  private static AreaGrid connection(String area, Map<String, String> values) {
    Long lossPpm = optional(area, "lossPpm", values);
    AreaGrid grid =
        AreaGrid.written(
            area,
            values.get("boundaryMeter"),
            optional(area, "maxImportW", values),
            optional(area, "maxExportW", values),
            lossPpm == null ? 0 : lossPpm,
            optional(area, "residualLimitWh", values));
    return isTrue("grid." + area + ".settled", values.getOrDefault("settled", "false"))
        ? grid.withSettled()
        : grid;
  }

  private static @Nullable Long optional(String area, String name, Map<String, String> values) {
    String value = values.get(name);
    return value == null ? null : (Long) whole("grid." + area + "." + name, value);
  }

  /** The lines of a group, by what stands behind the point; none is empty. */
  private Map<String, String> group(String group) {
    Map<String, String> lines = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(group + ".")) {
        lines.put(name.substring(group.length() + 1), required(name));
      }
    }
    return lines;
  }

  @Nullable Path path(String name) {
    String value = text(name);
    return value.isEmpty() ? null : Path.of(value);
  }

  /** A value, empty when it has none. */
  String text(String name) {
    return properties.getProperty(name, "").strip();
  }

  boolean has(String name) {
    return properties.getProperty(name) != null;
  }

  String required(String name) {
    String value = text(name);
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the file has no " + name + ": add it");
    }
    return value;
  }

  boolean flag(String name) {
    return isTrue(name, properties.getProperty(name, "false").strip());
  }

  private static boolean isTrue(String name, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(name + " must be true or false, not " + value);
    }
    return value.equals("true");
  }

  /** A number of up to nine digits that is not negative. */
  long number(String name, String otherwise) {
    String value = properties.getProperty(name, otherwise).strip();
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(name + " must be a whole number, not " + value);
    }
    return Long.parseLong(value);
  }

  /** A number that may be negative. */
  long signed(String name, String otherwise) {
    return whole(name, properties.getProperty(name, otherwise).strip());
  }

  private static long whole(String name, String value) {
    if (!value.matches("-?\\d{1,18}")) {
      throw new IllegalArgumentException(name + " must be a whole number, not " + value);
    }
    return Long.parseLong(value);
  }
}
