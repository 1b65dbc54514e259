package org.commonwatt.ingest.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.commonwatt.ingest.registers.ClockPoint;
import org.commonwatt.ingest.registers.RegisterMap;
import org.commonwatt.ingest.registers.RegisterPoint;
import org.commonwatt.ingest.registers.RegisterScale;
import org.commonwatt.ingest.registers.RegisterType;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.commonwatt.ingest.registers.WordOrder;
import org.jspecify.annotations.Nullable;

/** Reads register maps: those that come with the program, and files. */
public final class RegisterMapFile {
  /** The names of the maps that come with the program. */
  public static final List<String> READY =
      List.of("abb-b23-b24", "carlo-gavazzi-em24-e1", "eastron-sdm630");

  private record Document(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String source,
      @JsonProperty(value = "import", required = true) Point imported,
      @JsonProperty("export") @Nullable Point exported,
      @JsonProperty(required = true) Point power,
      @JsonProperty @Nullable Clock clock) {}

  private record Clock(
      @JsonProperty(required = true) RegisterTable table,
      @JsonProperty(required = true) int address,
      @JsonProperty(required = true) RegisterType type,
      @JsonProperty @Nullable WordOrder order,
      @JsonProperty(required = true) TimeUnit unit,
      @JsonProperty @Nullable String epoch) {}

  /** What a clock counts. */
  enum TimeUnit {
    @JsonProperty("s")
    SECOND(1_000),
    @JsonProperty("ms")
    MILLISECOND(1);

    private final long millis;

    TimeUnit(long millis) {
      this.millis = millis;
    }
  }

  private record Point(
      @JsonProperty(required = true) RegisterTable table,
      @JsonProperty(required = true) int address,
      @JsonProperty(required = true) RegisterType type,
      @JsonProperty @Nullable WordOrder order,
      @JsonProperty @Nullable Integer scale,
      @JsonProperty @Nullable Long multiply,
      @JsonProperty @Nullable Long divide,
      @JsonProperty(required = true) RegisterUnit unit,
      @JsonProperty @Nullable Direction positive) {}

  /** Which way positive power flows. */
  enum Direction {
    @JsonProperty("import")
    IMPORT,
    @JsonProperty("export")
    EXPORT
  }

  private RegisterMapFile() {}

  /**
   * A map that comes with the program.
   *
   * @param name one of {@link #READY}
   * @throws IllegalArgumentException when there is no such map
   */
  public static RegisterMap ready(String name) {
    if (!READY.contains(name)) {
      throw new IllegalArgumentException(name + " is none of the maps " + String.join(", ", READY));
    }
    try (InputStream in = RegisterMapFile.class.getResourceAsStream("maps/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("the map " + name + " is missing from the program");
      }
      return map(new YamlFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a map from a file; {@code docs/formats/register-map.md} describes it.
   *
   * @throws ConfigException naming the file, the line and what to change
   */
  public static RegisterMap read(Path file) {
    return map(YamlFile.of(file));
  }

  private static RegisterMap map(YamlFile file) {
    Document document = file.parse(Document.class);
    RegisterPoint imported = energy(file, "import", document.imported());
    RegisterPoint exported =
        document.exported() == null ? null : energy(file, "export", document.exported());
    RegisterPoint power = point(file, "power", document.power());
    return file.at(
        List.of(),
        () ->
            new RegisterMap(
                document.name(),
                document.source(),
                imported,
                exported,
                power,
                powerIsImport(file, document.power()),
                document.clock() == null ? null : clock(file, document.clock())));
  }

  private static ClockPoint clock(YamlFile file, Clock source) {
    return file.at(
        List.of("clock"),
        () -> {
          if (source.table() == null || source.type() == null || source.unit() == null) {
            throw new IllegalArgumentException("clock needs table, address, type and unit");
          }
          return new ClockPoint(
              source.table(),
              source.address(),
              source.type(),
              source.order() == null ? WordOrder.HIGH_FIRST : source.order(),
              source.unit().millis,
              source.epoch() == null ? 0 : epochMillis(source.epoch()));
        });
  }

  private static long epochMillis(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "clock: epoch is an instant such as 2000-01-01T00:00:00Z, not " + text, e);
    }
  }

  private static RegisterPoint energy(YamlFile file, String name, @Nullable Point source) {
    RegisterPoint point = point(file, name, source);
    return file.at(
        List.of(name, "positive"),
        () -> {
          if (source != null && source.positive() != null) {
            throw new IllegalArgumentException(
                name + " has no sign: positive belongs to power only");
          }
          return point;
        });
  }

  private static boolean powerIsImport(YamlFile file, Point power) {
    return file.at(
        List.of("power"),
        () -> {
          if (power.positive() == null) {
            throw new IllegalArgumentException("power: add positive, import or export");
          }
          return power.positive() == Direction.IMPORT;
        });
  }

  private static RegisterPoint point(YamlFile file, String name, @Nullable Point source) {
    return file.at(List.of(name), () -> point(name, source));
  }

  private static RegisterPoint point(String name, @Nullable Point source) {
    if (source == null
        || source.table() == null
        || source.type() == null
        || source.unit() == null) {
      throw new IllegalArgumentException(name + " needs table, address, type and unit");
    }
    RegisterScale scale =
        new RegisterScale(
            source.scale() == null ? 0 : source.scale(),
            source.multiply() == null ? 1 : source.multiply(),
            source.divide() == null ? 1 : source.divide());
    return new RegisterPoint(
        source.table(),
        source.address(),
        source.type(),
        source.order() == null ? WordOrder.HIGH_FIRST : source.order(),
        scale,
        source.unit());
  }
}
