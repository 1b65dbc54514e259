package org.commonwatt.core.coupled;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.commonwatt.core.coupled.CaseFault.Code;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class CaseBuilderTest {

  @Test
  void theFirstFaultStands() {
    CaseBuilder builder =
        new CaseBuilder(ClearingRules.DEFAULT)
            .area("A")
            .area("A")
            .link(new CaseLink("A", "nowhere", 0, 1, 0));
    CaseFault fault = requireNonNull(builder.fault());
    assertThat(fault.code()).isEqualTo(Code.DUPLICATE_ID);
    assertThatThrownBy(builder::build).hasMessageContaining("A");
  }

  @Test
  void aNeighbourNeedsAPriceInRange() {
    CaseBuilder builder =
        new CaseBuilder(ClearingRules.DEFAULT)
            .neighbour("N", Amounts.MAX_ABS_PRICE_MICRO_PER_KWH + 1);
    assertThat(requireNonNull(builder.fault()).code()).isEqualTo(Code.OUT_OF_RANGE);
  }

  @Test
  void energiesThatTogetherPassTheirBoundAreAnOverflow() {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT).area("A").area("B");
    builder.link(new CaseLink("A", "B", 0, 1L << 61, 0));
    assertThat(builder.fault()).isNull();
    builder.order(new CaseOrder("o", "A", Side.BUY, 0, 1, null, null, false, 0));
    assertThat(requireNonNull(builder.fault()).code()).isEqualTo(Code.OVERFLOW);
  }

  @Test
  void areasAreInOrderOfId() {
    ClearingCase input =
        new CaseBuilder(ClearingRules.DEFAULT).area("B").external("A").neighbour("C", 5).build();
    assertThat(input.areaId(0)).isEqualTo("A");
    assertThat(input.kind(0)).isEqualTo(AreaKind.EXTERNAL);
    assertThat(input.kind(1)).isEqualTo(AreaKind.NORMAL);
    assertThat(input.kind(2)).isEqualTo(AreaKind.NEIGHBOUR);
  }
}
