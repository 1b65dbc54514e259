package org.commonwatt.flink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

class ReadingDecoderTest {
  private static final String MARKET = "village";
  private final ReadingDecoder decoder =
      new ReadingDecoder(MARKET, new MeterRegistry(Map.of("m-1", "home-1"), GridRules.NONE));

  private static MeterReading reading(String meter, long timeMillis, long importWh) {
    return new MeterReading(meter, 4, timeMillis, importWh, 20, -7, Quality.ACTUAL, Hash.ZERO);
  }

  private RejectedReading refusalOf(byte[] bytes) {
    return requireNonNull(requireNonNull(decoder.decode(bytes)).rejected());
  }

  @Test
  void aReadingOfARegisteredMeterKeepsItsValuesItsOwnerAndItsBytes() {
    byte[] bytes = ReadingCodec.encode(MARKET, reading("m-1", 900_000, 10));
    assertThat(requireNonNull(decoder.decode(bytes)).reading())
        .isEqualTo(
            new RegisterReading(
                "m-1",
                "home-1",
                4,
                900_000,
                10,
                20,
                -7,
                Quality.ACTUAL,
                new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aTickIsTime() {
    LogReading tick = requireNonNull(decoder.decode(ReadingCodec.encodeTick(MARKET, 900_000)));
    assertThat(tick.isTick()).isTrue();
    assertThat(tick.tickMillis()).isEqualTo(900_000);
  }

  @Test
  void aTickBeyondTheCalendarDoesNotEndTime() {
    RejectedReading refused = refusalOf(ReadingCodec.encodeTick(MARKET, Long.MAX_VALUE));
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.MALFORMED);
  }

  @Test
  void whatIsOfAnotherMarketIsRefusedAndItsTicksAreNoTime() {
    for (byte[] bytes :
        List.of(
            ReadingCodec.encode("other", reading("m-1", 900_000, 10)),
            ReadingCodec.encodeTick("other", 900_000))) {
      RejectedReading refused = refusalOf(bytes);
      assertThat(refused.rejection().code()).isEqualTo(RejectionCode.MALFORMED);
      assertThat(refused.rejection().message()).contains("of market other, not of village");
      assertThat(refused.rawHex()).isEqualTo(HexFormat.of().formatHex(bytes));
    }
  }

  @Test
  void anUnknownMeterIsRefusedWithItsBytes() {
    byte[] bytes = ReadingCodec.encode(MARKET, reading("m-2", 900_000, 10));
    RejectedReading refused = refusalOf(bytes);
    assertThat(refused.meter()).isEqualTo("m-2");
    assertThat(refused.timeMillis()).isEqualTo(900_000);
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.UNKNOWN_METER);
    assertThat(refused.rawHex()).isEqualTo(HexFormat.of().formatHex(bytes));
  }

  @Test
  void registersThatWouldOverflowAfterAResetAreOutOfRange() {
    long most = ReadingDecoder.MOST_WH;
    byte[] accepted = ReadingCodec.encode(MARKET, reading("m-1", 900_000, most));
    assertThat(requireNonNull(decoder.decode(accepted)).rejected()).isNull();
    for (long registerWh : new long[] {most + 1, Long.MAX_VALUE}) {
      byte[] bytes = ReadingCodec.encode(MARKET, reading("m-1", 900_000, registerWh));
      assertThat(refusalOf(bytes).rejection().code()).isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    }
  }

  @Test
  void negativeRegistersAndTimesBeyondTheCalendarAreOutOfRange() {
    assertThat(refusalOf(ReadingCodec.encode(MARKET, reading("m-1", 900_000, -1))).rejection())
        .satisfies(
            r -> assertThat(r.code()).isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE),
            r -> assertThat(r.message()).contains("register map"));
    for (long time : new long[] {-1, ReadingDecoder.LAST_MILLIS + 1, Long.MIN_VALUE}) {
      assertThat(refusalOf(ReadingCodec.encode(MARKET, reading("m-1", time, 1))).rejection().code())
          .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    }
  }

  @Test
  void anotherKindOfRecordIsMalformed() {
    MeteredPosition position =
        new MeteredPosition("home-1", new DeliverySlot(0, 15), 1, 1, 2, Quality.ACTUAL);
    assertThat(refusalOf(PositionCodec.encode(MARKET, position)).rejection().code())
        .isEqualTo(RejectionCode.MALFORMED);
  }

  @Test
  void aRecordWithoutValueIsMalformed() {
    assertThat(requireNonNull(requireNonNull(decoder.decode(null)).rejected()).rejection().code())
        .isEqualTo(RejectionCode.MALFORMED);
  }

  @Test
  void textIsMalformedAndKeptInHexadecimal() {
    RejectedReading refused = refusalOf("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.MALFORMED);
    assertThat(refused.rejection().message()).isNotBlank();
    assertThat(refused.rawHex()).isEqualTo("68656c6c6f");
  }

  @Property(tries = 2_000)
  void anyBytesGiveAValueAndLoseNothing(@ForAll byte[] bytes) {
    LogReading decoded = requireNonNull(decoder.decode(bytes));
    if (decoded.rejected() != null) {
      assertThat(HexFormat.of().parseHex(decoded.rejected().rawHex())).isEqualTo(bytes);
    } else {
      assertThat(decoded.isTick() || decoded.reading() != null).isTrue();
    }
  }
}
