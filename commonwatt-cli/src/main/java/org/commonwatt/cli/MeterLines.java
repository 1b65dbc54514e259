package org.commonwatt.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.commonwatt.ingest.Polled;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.Quality;

/** Writes what meters said, one line each. */
final class MeterLines {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final boolean json;
  private final int width;

  /**
   * A writer of lines.
   *
   * @param json whether lines are JSON
   * @param width of the longest meter id, for the table
   */
  MeterLines(boolean json, int width) {
    this.json = json;
    this.width = width;
  }

  /** The line of a meter; energies in Wh, power in W, injection positive. */
  String line(Polled polled, Instant time) {
    if (polled.result() instanceof DeviceResult.Ok<MeterRegisters> ok) {
      return read(polled.source().meter(), time, ok.value());
    }
    DeviceFailure failure = ((DeviceResult.Failed<MeterRegisters>) polled.result()).failure();
    return failed(polled.source().meter(), time, failure);
  }

  private String read(String meter, Instant time, MeterRegisters registers) {
    if (json) {
      Map<String, Object> fields = start(meter, time);
      fields.put("importWh", registers.importWh());
      fields.put("exportWh", registers.exportWh());
      fields.put("powerW", registers.powerW());
      fields.put("quality", Quality.ACTUAL.name().toLowerCase(Locale.ROOT));
      return json(fields);
    }
    return ("%s  %-" + width + "s  import %d Wh  export %d Wh  power %d W")
        .formatted(time, meter, registers.importWh(), registers.exportWh(), registers.powerW());
  }

  private String failed(String meter, Instant time, DeviceFailure failure) {
    if (json) {
      Map<String, Object> fields = start(meter, time);
      fields.put("code", failure.code().name());
      fields.put("message", failure.message());
      return json(fields);
    }
    return ("%s  %-" + width + "s  %s  %s")
        .formatted(time, meter, failure.code(), failure.message());
  }

  private static Map<String, Object> start(String meter, Instant time) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("meter", meter);
    fields.put("time", time.toString());
    return fields;
  }

  private static String json(Map<String, Object> fields) {
    try {
      return MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
