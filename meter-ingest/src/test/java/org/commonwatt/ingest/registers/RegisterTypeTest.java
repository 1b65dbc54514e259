package org.commonwatt.ingest.registers;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterTypeTest {

  @ParameterizedTest
  @CsvSource({
    "U16, 8001, 32769",
    "S16, 8001, -32767",
    "U32, 80000001, 2147483649",
    "S32, fffffffe, -2",
    "U64, fffffffffffffffe, 18446744073709551614",
    "S64, fffffffffffffffe, -2",
    "F32, 42f6e666, 123.4499969482421875",
    "F32, 80000000, 0",
  })
  void readsEachTypeHighWordFirstAndLowWordFirst(RegisterType type, String hex, BigDecimal number) {
    assertThat(type.words()).isEqualTo(hex.length() / 4);
    assertThat(decode(type, hex, WordOrder.HIGH_FIRST).orElseThrow()).isEqualByComparingTo(number);
    assertThat(decode(type, reversed(hex), WordOrder.LOW_FIRST).orElseThrow())
        .isEqualByComparingTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "U16, ffff",
    "S16, 8000",
    "S16, 7fff",
    "U32, ffffffff",
    "S32, 80000000",
    "S32, 7fffffff",
    "U64, ffffffffffffffff",
    "S64, 8000000000000000",
    "S64, 7fffffffffffffff",
    "F32, 7fc00000",
    "F32, ffffffff",
    "F32, 7f800000",
    "F32, ff800000",
  })
  void whatATypeSetsAsideForNoValueIsNoNumber(RegisterType type, String hex) {
    assertThat(decode(type, hex, WordOrder.HIGH_FIRST)).isEmpty();
    assertThat(decode(type, reversed(hex), WordOrder.LOW_FIRST)).isEmpty();
  }

  @Test
  void aValueMayStandAnywhereInABlock() {
    RegisterBlock block = new RegisterBlock(HexFormat.of().parseHex("aaaa00000007bbbb"));
    assertThat(RegisterType.U32.decode(block, 1, WordOrder.HIGH_FIRST))
        .contains(BigDecimal.valueOf(7));
  }

  @Property
  void everyFiniteFloatIsReadWithoutAnError(@ForAll int bits) {
    Optional<BigDecimal> number =
        decode(RegisterType.F32, HexFormat.of().toHexDigits(bits), WordOrder.HIGH_FIRST);
    assertThat(number.isPresent()).isEqualTo(Float.isFinite(Float.intBitsToFloat(bits)));
    number.ifPresent(value -> assertThat(value).isEqualByComparingTo(mathematical(bits)));
  }

  /** From the bits alone: significand × 2^(exponent − 150). */
  private static BigDecimal mathematical(int bits) {
    int exponent = (bits >>> 23) & 0xff;
    long significand = (bits & 0x7fffff) | (exponent == 0 ? 0 : 0x800000);
    int power = Math.max(exponent, 1) - 150;
    BigDecimal two = BigDecimal.valueOf(2).pow(Math.abs(power));
    BigDecimal magnitude =
        power >= 0
            ? BigDecimal.valueOf(significand).multiply(two)
            : BigDecimal.valueOf(significand).divide(two);
    return bits < 0 ? magnitude.negate() : magnitude;
  }

  @Property
  void everyLongIsReadAsItIs(@ForAll long value) {
    String hex = HexFormat.of().toHexDigits(value);
    assertThat(decode(RegisterType.S64, hex, WordOrder.HIGH_FIRST))
        .isEqualTo(
            value == Long.MIN_VALUE || value == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(value)));
    assertThat(decode(RegisterType.U64, hex, WordOrder.HIGH_FIRST))
        .isEqualTo(
            value == -1
                ? Optional.empty()
                : Optional.of(new BigDecimal(new BigInteger(Long.toUnsignedString(value)))));
  }

  private static Optional<BigDecimal> decode(RegisterType type, String hex, WordOrder order) {
    return type.decode(new RegisterBlock(HexFormat.of().parseHex(hex)), 0, order);
  }

  private static String reversed(String hex) {
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    StringBuilder reversed = new StringBuilder();
    while (words.hasRemaining()) {
      reversed.insert(0, HexFormat.of().toHexDigits(words.getShort()));
    }
    return reversed.toString();
  }
}
