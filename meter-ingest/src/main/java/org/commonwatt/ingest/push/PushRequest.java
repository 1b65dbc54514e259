package org.commonwatt.ingest.push;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.ingest.RawReading;
import org.commonwatt.ingest.registers.DecimalQuantity;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/** Reads the body of a push; {@code docs/metering.md} describes it. */
final class PushRequest {
  /** The most readings of one request. */
  static final int MOST_READINGS = 500;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(5)
                          .maxNumberLength(40)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private record Document(
      @JsonProperty(required = true) @Nullable List<@Nullable Entry> readings) {}

  private record Entry(
      @JsonProperty @Nullable String meter,
      @JsonProperty @Nullable String time,
      @JsonProperty @Nullable Long importWh,
      @JsonProperty @Nullable String importKWh,
      @JsonProperty @Nullable Long exportWh,
      @JsonProperty @Nullable String exportKWh,
      @JsonProperty @Nullable Long powerW) {}

  private PushRequest() {}

  /**
   * Reads readings.
   *
   * @param key whose meters they may be of
   * @throws PushException {@code MALFORMED}, {@code BODY_TOO_LARGE} or {@code UNKNOWN_METER}
   */
  static List<RawReading> read(byte[] body, PushKey key) {
    List<@Nullable Entry> entries = entries(body);
    if (entries.size() > MOST_READINGS) {
      throw new PushException(
          PushProblem.BODY_TOO_LARGE, "the request has " + entries.size() + " readings");
    }
    List<RawReading> readings = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      readings.add(reading("readings[" + i + "]", entries.get(i), key));
    }
    return readings;
  }

  private static List<@Nullable Entry> entries(byte[] body) {
    try {
      Document document = MAPPER.readValue(body, Document.class);
      List<@Nullable Entry> entries = document == null ? null : document.readings();
      if (entries == null || entries.isEmpty()) {
        throw malformed("readings: there is none");
      }
      return entries;
    } catch (JsonProcessingException e) {
      throw malformed(place(e) + "no JSON as described: unknown, doubled or wrong there");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory", e);
    }
  }

  private static String place(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      StringBuilder place = new StringBuilder();
      mapping
          .getPath()
          .forEach(
              step ->
                  place.append(
                      step.getFieldName() == null
                          ? "[" + step.getIndex() + "]"
                          : (place.isEmpty() ? "" : ".") + step.getFieldName()));
      return place + ": ";
    }
    return "";
  }

  private static RawReading reading(String place, @Nullable Entry entry, PushKey key) {
    if (entry == null || entry.meter() == null || entry.time() == null) {
      throw malformed(place + ": meter, time and importWh or importKWh are needed");
    }
    Long ratedPower = key.ratedPowers().get(entry.meter());
    if (ratedPower == null) {
      throw new PushException(
          PushProblem.UNKNOWN_METER, place + ".meter: no meter of this key has this id");
    }
    DecimalQuantity imported =
        energy(place + ".import", entry.importWh(), entry.importKWh())
            .orElseThrow(() -> malformed(place + ": importWh or importKWh is needed"));
    DecimalQuantity exported =
        energy(place + ".export", entry.exportWh(), entry.exportKWh())
            .orElse(new DecimalQuantity(0, 1));
    long power = entry.powerW() == null ? 0 : entry.powerW();
    return new RawReading(
        entry.meter(),
        ratedPower,
        time(place, entry.time()),
        new MeterRegisters(
            imported.value(),
            exported.value(),
            power,
            Math.max(imported.resolution(), exported.resolution())),
        Quality.ACTUAL);
  }

  private static Optional<DecimalQuantity> energy(
      String place, @Nullable Long wattHours, @Nullable String kilowattHours) {
    if (wattHours != null && kilowattHours != null) {
      throw malformed(place + "Wh and " + place + "KWh: only one of them");
    }
    if (wattHours == null && kilowattHours == null) {
      return Optional.empty();
    }
    DecimalQuantity energy =
        wattHours != null
            ? new DecimalQuantity(wattHours, 1)
            : DecimalQuantity.parse(String.valueOf(kilowattHours), RegisterUnit.KILOWATT_HOUR)
                .orElseThrow(() -> malformed(place + "KWh: no decimal text such as \"12.345\""));
    if (energy.value() < 0) {
      throw malformed(place + ": a register is not negative");
    }
    return Optional.of(energy);
  }

  private static long time(String place, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw malformed(place + ".time: no instant such as 2026-01-31T00:15:00Z");
    }
  }

  private static PushException malformed(String detail) {
    return new PushException(PushProblem.MALFORMED, detail);
  }
}
