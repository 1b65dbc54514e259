package org.commonwatt.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.commonwatt.ingest.Judged;
import org.commonwatt.ingest.RawReading;
import org.commonwatt.ingest.ReadingTaker;
import org.commonwatt.ingest.config.RegisterMapFile;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.commonwatt.ingest.push.PushDesk;
import org.commonwatt.ingest.push.PushKey;
import org.commonwatt.ingest.sunspec.SunSpecDevice;
import org.commonwatt.ingest.sunspec.SunSpecReader;

/** What devices answer and push. */
final class DeviceParsers {
  private static final int UNIT = 1;
  private static final int HTTP_FULL = 503;
  private static final PushKey KEY =
      new PushKey("key-1", PushKey.digest("secret"), Map.of("meter-01", 20_000L));

  private static final String PUSH =
      "{\"readings\":[{\"meter\":\"meter-01\",\"time\":\"2026-01-31T00:15:00Z\","
          + "\"importKWh\":\"14052.311\",\"exportWh\":903,\"powerW\":-412}]}";

  private DeviceParsers() {}

  static List<Parser> all() {
    return List.of(
        new Parser(
            "sunspec", () -> List.of(sunSpec(203, 105), sunSpec(802, 62)), DeviceParsers::sunSpec),
        new Parser("register-maps-read", () -> List.of(new byte[512]), DeviceParsers::mapped),
        new Parser("pushes", () -> List.of(Seeds.utf8(PUSH)), DeviceParsers::pushed));
  }

  private static boolean sunSpec(byte[] input) {
    try (Registers registers = new Registers(input)) {
      SunSpecReader reader = new SunSpecReader(registers, UNIT);
      boolean charged = reader.stateOfCharge() instanceof DeviceResult.Ok<?>;
      return charged
          | (reader.identify(0) instanceof DeviceResult.Ok<SunSpecDevice> ok
              && reader.readMeter(ok.value()) instanceof DeviceResult.Ok<?>);
    }
  }

  private static boolean mapped(byte[] input) {
    boolean read = false;
    try (Registers registers = new Registers(input)) {
      for (String map : RegisterMapFile.READY) {
        read |=
            RegisterMapFile.ready(map).reader(registers, UNIT).read() instanceof DeviceResult.Ok<?>;
      }
    }
    return read;
  }

  private static boolean pushed(byte[] input) {
    PushDesk desk = new PushDesk(new FullSpool(), () -> 0);
    return desk.post(KEY, input).status() == HTTP_FULL;
  }

  /** What was understood has no room: nothing is kept. */
  private static final class FullSpool implements ReadingTaker {
    @Override
    public Optional<List<Judged>> take(List<RawReading> readings) {
      return Optional.empty();
    }

    @Override
    public OptionalLong latest(String meter) {
      return OptionalLong.empty();
    }
  }

  /** A map of the common model and one more, with zeros in them. */
  private static byte[] sunSpec(int model, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) SunSpecReader.MARKER).array());
    out.writeBytes(model(1, 66));
    out.writeBytes(model(model, length));
    out.writeBytes(ByteBuffer.allocate(4).putInt(SunSpecReader.END << 16).array());
    return out.toByteArray();
  }

  private static byte[] model(int id, int length) {
    return ByteBuffer.allocate(4 + 2 * length)
        .putShort((short) id)
        .putShort((short) length)
        .array();
  }

  /** A device whose registers from any base on are the input; what is behind it is refused. */
  private record Registers(byte[] input) implements ModbusClient {
    @Override
    public DeviceResult<RegisterBlock> read(RegisterTable table, int unit, int address, int count) {
      int from = 2 * (address % SunSpecReader.BASES.get(0));
      int to = from + 2 * count;
      if (count < 1 || count > MAX_REGISTERS) {
        throw new IllegalArgumentException("asked for " + count + " registers");
      }
      return to <= input.length
          ? DeviceResult.ok(new RegisterBlock(Arrays.copyOfRange(input, from, to)))
          : DeviceResult.failed(FailureCode.ILLEGAL_ADDRESS, "behind the last register");
    }

    @Override
    public void close() {}
  }
}
