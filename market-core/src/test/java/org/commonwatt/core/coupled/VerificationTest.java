package org.commonwatt.core.coupled;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonwatt.model.Side;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedAuction.Totals;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No result leaves the auction unseen in a test, and the audit that sees it bites. */
class VerificationTest {
  /** A forced link, a free one with a fee, a neighbour, a schedule, a minimum and an owner. */
  private static final StatedAuction RIGHT = StatedResult.of(cleared());

  private static ClearingResult cleared() {
    CaseBuilder builder =
        new CaseBuilder(ClearingRules.DEFAULT)
            .area("A")
            .area("B")
            .neighbour("N", 60)
            .external("X")
            .link(new CaseLink("A", "B", -30, 30, 5))
            .link(new CaseLink("N", "B", 0, 4, 0))
            .link(new CaseLink("A", "X", 3, 3, 1));
    order(builder, "s", "A", new long[] {20, 40, 0});
    order(builder, "t", "A", new long[] {30, 20, 0});
    order(builder, "m", "B", new long[] {30, 90, 90});
    order(builder, "b", "B", new long[] {-90, 50, 0});
    order(builder, "c", "B", new long[] {-80, 5, 0});
    return (ClearingResult) CoupledAuction.clear(builder.build());
  }

  /** Limit (negative: a buy), energy and minimum. */
  private static void order(CaseBuilder builder, String id, String area, long[] figures) {
    Side side = figures[0] < 0 ? Side.BUY : Side.SELL;
    builder.order(
        new CaseOrder(
            id, area, side, Math.abs(figures[0]), figures[1], 1L, "p" + id, false, figures[2]));
  }

  @Test
  void theAuditJudgesWhileTestsRun() {
    assertThat(CoupledAuction.class.desiredAssertionStatus()).isTrue();
    assertThat(Verification.verifiers()).isEqualTo(1);
    assertThat(Verification.passes(RIGHT)).isTrue();
  }

  static Stream<Arguments> mutations() {
    return Stream.of(
        mutation("a shifted price", stated(f -> figures(f, 1, 0, 0)), "price of A"),
        mutation("a shifted lower end", stated(f -> figures(f, 0, -1, 0)), "interval of A"),
        mutation("a shifted upper end", stated(f -> figures(f, 0, 0, 1)), "interval of A"),
        mutation("a fill too little", fill("s", -1), "unbalanced"),
        mutation("a fill below a minimum", fill("m", 3), "below its minimum"),
        mutation("a moved fill", a -> fill("t", 1).apply(fill("s", -1).apply(a)), "no prices"),
        mutation("a fill for both sides", a -> fill("t", 1).apply(flow(1).apply(a)), "unbalanced"),
        mutation("a swapped flow", flowTo(link -> -link.flowWh()), "unbalanced"),
        mutation("a flow beyond its limit", flowTo(link -> 31), "outside its limits"),
        mutation("wrong welfare", totals(1, 0), "welfare is"),
        mutation("a wrong rent", totals(0, 1), "congestion rent is"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void isFound(String name, UnaryOperator<StatedAuction> mutation, String complaint) {
    assertThatThrownBy(() -> Verification.passes(mutation.apply(RIGHT)))
        .as(name)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(complaint);
  }

  private static Arguments mutation(
      String name, UnaryOperator<StatedAuction> mutation, String complaint) {
    return Arguments.of(name, mutation, complaint);
  }

  /** With other figures of the first area. */
  private static UnaryOperator<StatedAuction> stated(UnaryOperator<Figures> change) {
    return a -> {
      List<Area> areas = new ArrayList<>(a.areas());
      Area first = areas.get(0);
      areas.set(
          0,
          new Area(
              first.id(),
              first.kind(),
              first.fixedPriceMicroPerKwh(),
              change.apply(first.stated())));
      return new StatedAuction(a.rules(), areas, a.links(), a.orders(), a.totals());
    };
  }

  private static Figures figures(Figures f, long price, long lowest, long highest) {
    return new Figures(
        plus(f.priceMicroPerKwh(), price),
        plus(f.lowestMicroPerKwh(), lowest),
        plus(f.highestMicroPerKwh(), highest),
        f.buyWh(),
        f.sellWh(),
        f.netExportWh());
  }

  private static Long plus(@Nullable Long value, long more) {
    return requireNonNull(value) + more;
  }

  private static UnaryOperator<StatedAuction> fill(String id, long more) {
    return a -> {
      List<Order> orders = new ArrayList<>(a.orders());
      orders.replaceAll(o -> o.id().equals(id) ? filled(o, o.fillWh() + more) : o);
      return new StatedAuction(a.rules(), a.areas(), a.links(), orders, a.totals());
    };
  }

  private static Order filled(Order o, long fillWh) {
    return new Order(
        o.id(),
        o.area(),
        o.side(),
        o.priceMicroPerKwh(),
        o.energyWh(),
        o.minEnergyWh(),
        o.owner(),
        o.participatingWh(),
        fillWh);
  }

  private static UnaryOperator<StatedAuction> flow(long more) {
    return flowTo(link -> link.flowWh() + more);
  }

  /** With another flow on the first link. */
  private static UnaryOperator<StatedAuction> flowTo(ToLongFunction<Link> change) {
    return a -> {
      List<Link> links = new ArrayList<>(a.links());
      Link l = links.get(0);
      links.set(
          0,
          new Link(
              l.from(),
              l.to(),
              l.minFlowWh(),
              l.maxFlowWh(),
              l.feeMicroPerKwh(),
              change.applyAsLong(l)));
      return new StatedAuction(a.rules(), a.areas(), links, a.orders(), a.totals());
    };
  }

  private static UnaryOperator<StatedAuction> totals(long welfare, long rent) {
    return a -> {
      Totals t = a.totals();
      Totals changed =
          new Totals(
              t.cleared(),
              t.welfareNano().add(BigInteger.valueOf(welfare)),
              t.feeNano(),
              t.congestionRentNano().add(BigInteger.valueOf(rent)),
              t.marketSurplusNano(),
              Set.copyOf(t.paradoxicallyRejected()));
      return new StatedAuction(a.rules(), a.areas(), a.links(), a.orders(), changed);
    };
  }
}
