package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonwatt.core.coupled.CaseFault.Code;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An owner in two areas, and forced flows that nothing can serve. */
class TwoAreasTest {

  @Test
  void anOwnerMayMoveItsOwnEnergyToAnotherArea() {
    ClearingResult result = ownEnergyOverALinkOf(100);
    assertThat(result.fillWh(0)).isEqualTo(10);
    assertThat(result.fillWh(1)).isEqualTo(10);
    assertThat(result.flowWh(0)).isEqualTo(-10);
    assertThat(result.priceMicroPerKwh(0)).isEqualTo(50);
    assertThat(result.priceMicroPerKwh(1)).isEqualTo(50);
  }

  @Test
  void overAFullLinkItBearsTheDifferenceOfThePrices() {
    ClearingResult result = ownEnergyOverALinkOf(4);
    assertThat(result.fillWh(0)).isEqualTo(4);
    assertThat(result.priceMicroPerKwh(0)).isEqualTo(80);
    assertThat(result.priceMicroPerKwh(1)).isEqualTo(20);
    assertThat(result.congestionRentNano()).isEqualTo(4 * 60);
  }

  @Test
  void aForcedFlowWithoutOrdersNamesBothItsEnds() {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT).area("A").area("B").area("C");
    builder.link(new CaseLink("A", "B", 5, 5, 0));
    CaseFault fault = (CaseFault) CoupledAuction.clear(builder.build());
    assertThat(fault.code()).isEqualTo(Code.INFEASIBLE);
    assertThat(fault.areas()).containsExactly("A", "B");
    assertThat(fault.message()).contains("A, B");
  }

  @Test
  void anEndThatCanServeTheForcedFlowIsNotNamed() {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT).area("A").area("B").area("C");
    builder.link(new CaseLink("A", "B", 5, 5, 0)).link(new CaseLink("B", "C", 0, 2, 0));
    builder.order(order("s", "A", Side.SELL, 20, null));
    CaseFault fault = (CaseFault) CoupledAuction.clear(builder.build());
    assertThat(fault.areas()).containsExactly("B", "C");
  }

  @Test
  void withMinimaThatDoNotFitTheForcedFlowTheirAreasAreNamed() {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT).area("A").area("B");
    builder.link(new CaseLink("A", "B", 5, 5, 0));
    builder.order(new CaseOrder("s", "A", Side.SELL, 20, 10, null, null, false, 7));
    builder.order(order("b", "B", Side.BUY, 80, null));
    CaseFault fault = (CaseFault) CoupledAuction.clear(builder.build());
    assertThat(fault.areas()).containsExactly("A");
    assertThat(fault.message()).doesNotContain("searched");
  }

  private static ClearingResult ownEnergyOverALinkOf(long room) {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT).area("A").area("B");
    builder.link(new CaseLink("A", "B", -room, room, 0));
    builder.order(order("b", "A", Side.BUY, 80, "p"));
    builder.order(order("s", "B", Side.SELL, 20, "p"));
    return (ClearingResult) CoupledAuction.clear(builder.build());
  }

  private static CaseOrder order(
      String id, String area, Side side, long price, @Nullable String owner) {
    return new CaseOrder(id, area, side, price, 10, null, owner, false, 0);
  }
}
