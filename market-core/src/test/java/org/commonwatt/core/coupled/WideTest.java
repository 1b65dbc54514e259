package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class WideTest {

  @Property
  void addsProductsAsBigIntegersDo(@ForAll @Size(max = 20) List<Long> factors) {
    Wide wide = new Wide();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i + 1 < factors.size(); i++) {
      long a = factors.get(i) >> 8; // a few sums of products stay within 128 bits
      long b = factors.get(i + 1) >> 8;
      wide.addProduct(a, b);
      expected = expected.add(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
    }
    assertThat(wide.value()).isEqualTo(expected);
  }
}
