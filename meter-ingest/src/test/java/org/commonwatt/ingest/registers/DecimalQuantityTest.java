package org.commonwatt.ingest.registers;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalQuantityTest {
  @ParameterizedTest
  @CsvSource({
    "12.345, KILOWATT_HOUR, 12345, 1",
    "12.3, KILOWATT_HOUR, 12300, 100",
    "12, KILOWATT_HOUR, 12000, 1000",
    "12.3459, KILOWATT_HOUR, 12345, 1",
    "0.1, MEGAWATT_HOUR, 100000, 100000",
    "7.9, WATT_HOUR, 7, 1",
    "-0.25, KILOWATT, -250, 10",
    "-0.5, WATT, -1, 1",
    "999999999999999, MEGAWATT_HOUR, , "
  })
  void isExact(String text, RegisterUnit unit, Long value, Long resolution) {
    if (value == null) {
      assertThat(DecimalQuantity.parse(text, unit)).isEmpty();
    } else {
      assertThat(DecimalQuantity.parse(text, unit))
          .contains(new DecimalQuantity(value, resolution));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1 ",
        "+1",
        "1.",
        ".5",
        "1,5",
        "1e3",
        "1e999999999",
        "0x1",
        "NaN",
        "Infinity",
        "1.2.3",
        "--1",
        "unavailable",
        "unknown",
        "1234567890123456",
        "１"
      })
  void isNothingElse(String text) {
    assertThat(DecimalQuantity.parse(text, RegisterUnit.KILOWATT_HOUR)).isEmpty();
  }

  @Property
  void everyNumberOfDigitsIsWhatArithmeticSays(
      @ForAll @LongRange(min = 0, max = 999_999_999) long digits,
      @ForAll @IntRange(max = 9) int scale) {
    BigDecimal number = BigDecimal.valueOf(digits, scale);
    DecimalQuantity parsed =
        DecimalQuantity.parse(number.toPlainString(), RegisterUnit.KILOWATT_HOUR).orElseThrow();
    BigDecimal exact = number.multiply(BigDecimal.valueOf(1_000));
    assertThat(parsed.value()).isEqualTo(exact.setScale(0, RoundingMode.FLOOR).longValueExact());
    assertThat(exact.subtract(BigDecimal.valueOf(parsed.value())))
        .isLessThan(BigDecimal.valueOf(parsed.resolution()));
  }

  @Test
  void theOtherSignKeepsTheStep() {
    assertThat(new DecimalQuantity(5, 10).negated()).isEqualTo(new DecimalQuantity(-5, 10));
  }
}
