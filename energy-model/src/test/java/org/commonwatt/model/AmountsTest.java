package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AmountsTest {

  @Test
  void oneKilowattHourAtThirtyCentIsThirtyCent() {
    assertThat(Amounts.moneyNano(1_000, 300_000)).isEqualTo(300_000_000L);
  }

  @Property
  void moneyIsTheExactProductOrAnError(@ForAll long energyWh, @ForAll long price) {
    BigInteger exact = BigInteger.valueOf(energyWh).multiply(BigInteger.valueOf(price));
    if (exact.bitLength() < Long.SIZE) {
      assertThat(Amounts.moneyNano(energyWh, price)).isEqualTo(exact.longValueExact());
    } else {
      assertThatThrownBy(() -> Amounts.moneyNano(energyWh, price))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void aPriceIsWithinTenBillion() {
    assertThat(Amounts.isPrice(10_000_000_000L)).isTrue();
    assertThat(Amounts.isPrice(-10_000_000_000L)).isTrue();
    assertThat(Amounts.isPrice(10_000_000_001L)).isFalse();
    assertThat(Amounts.isPrice(-10_000_000_001L)).isFalse();
    assertThat(Amounts.isPrice(Long.MIN_VALUE)).isFalse();
  }
}
