package org.commonwatt.flink.registers;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class WideMathProperties {
  @Property(tries = 500)
  void productsAreComparedAsIfNumbersHadNoEnd(
      @ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d) {
    assertThat(WideMath.productExceeds(a, b, c, d))
        .isEqualTo(product(a, b).compareTo(product(c, d)) > 0);
  }

  @Property(tries = 500)
  void aQuotientIsTheFloorOfTheProductWithoutItsEnd(
      @ForAll @LongRange(min = 0) long a,
      @ForAll @LongRange(min = 0) long part,
      @ForAll @LongRange(min = 1) long more) {
    long whole = Math.max(1, part / 2 + more / 2 + 1);
    long most = Math.min(part, whole);
    assertThat(WideMath.multiplyDivide(a, most, whole))
        .isEqualTo(product(a, most).divide(BigInteger.valueOf(whole)).longValueExact());
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }
}
