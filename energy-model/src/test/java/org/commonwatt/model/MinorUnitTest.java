package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinorUnitTest {
  @ParameterizedTest
  @CsvSource({
    "1005000000, EUR, 1.00",
    "1015000000, EUR, 1.02",
    "-1005000000, EUR, -1.00",
    "1500000000, JPY, 2",
    "1234567890, KWD, 1.235",
    "0, EUR, 0.00"
  })
  void halvesGoToTheEvenNeighbour(long nano, String currency, String total) {
    assertThat(MinorUnit.of(currency).orElseThrow().total(nano).toPlainString()).isEqualTo(total);
  }

  @Property
  void amountAndRoundingAreTheTotal(@ForAll long nano) {
    MinorUnit cent = new MinorUnit("EUR", 2);
    assertThat(MinorUnit.exact(nano).add(cent.rounding(nano)))
        .isEqualByComparingTo(cent.total(nano));
    assertThat(cent.rounding(nano).abs()).isLessThanOrEqualTo(new BigDecimal("0.005"));
  }

  @Test
  void whatIsNoCurrencyHasNoneAndIsPaidToTheLastDigit() {
    assertThat(MinorUnit.ofAny("EUR")).isEqualTo(new MinorUnit("EUR", 2));
    for (String code : new String[] {"", "ABC", "eur", "XAU", "EURO"}) {
      assertThat(MinorUnit.of(code)).as(code).isEmpty();
      assertThat(MinorUnit.ofAny(code).total(-1).toPlainString()).isEqualTo("-0.000000001");
    }
  }
}
