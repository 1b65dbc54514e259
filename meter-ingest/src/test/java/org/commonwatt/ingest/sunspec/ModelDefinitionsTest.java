package org.commonwatt.ingest.sunspec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registers that are laid out as the SunSpec Alliance's own definitions say are read right. */
class ModelDefinitionsTest {

  @ParameterizedTest
  @CsvSource({
    "101, , WH, WH_SF, 1",
    "102, , WH, WH_SF, 1",
    "103, , WH, WH_SF, 1",
    "201, TotWhImp, TotWhExp, TotWh_SF, -1",
    "202, TotWhImp, TotWhExp, TotWh_SF, -1",
    "203, TotWhImp, TotWhExp, TotWh_SF, -1",
    "204, TotWhImp, TotWhExp, TotWh_SF, -1",
    "701, TotWhAbs, TotWhInj, TotWh_SF, 1",
  })
  void theTotalsAreWhereTheDefinitionPutsThem(
      int id, String imported, String exported, String scale, int sign) throws IOException {
    Layout layout = Layout.of(id);
    layout.set("ID", id).set("L", layout.size - 2).set(exported, 70_000).set(scale, -1);
    layout.set("W", -45).set("W_SF", 1);
    if (imported != null) {
      layout.set(imported, 131_079);
    }
    TotalsModel model = TotalsModel.of(id).orElseThrow();
    assertThat(model.read(layout.first(model.registers())))
        .isEqualTo(
            DeviceResult.ok(
                new MeterRegisters(imported == null ? 0 : 13_107, 7_000, sign * -450L, 1)));
  }

  private record Point(int offset, int registers) {}

  /** The points of a definition, one after the other, and registers for them. */
  private static final class Layout {
    private final Map<String, Point> points = new HashMap<>();
    private final ByteBuffer registers = ByteBuffer.allocate(400);
    private int size;

    static Layout of(int id) throws IOException {
      try (InputStream in = Layout.class.getResourceAsStream("/sunspec/model_" + id + ".json")) {
        Layout layout = new Layout();
        for (JsonNode point : new ObjectMapper().readTree(in).get("group").get("points")) {
          layout.add(point.get("name").asText(), point.path("size").asInt(1));
        }
        return layout;
      }
    }

    private void add(String point, int registers) {
      points.put(point, new Point(size, registers));
      size += registers;
    }

    Layout set(String point, long value) {
      Point place = requireNonNull(points.get(point));
      int end = 2 * (place.offset() + place.registers());
      for (int i = 0; i < 2 * place.registers(); i++) {
        registers.put(end - 1 - i, (byte) (value >> (8 * i)));
      }
      return this;
    }

    RegisterBlock first(int count) {
      byte[] bytes = new byte[2 * count];
      registers.get(0, bytes);
      return new RegisterBlock(bytes);
    }
  }
}
