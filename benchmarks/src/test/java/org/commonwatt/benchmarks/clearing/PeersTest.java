package org.commonwatt.benchmarks.clearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.benchmarks.clearing.Timing.Sample;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.CoupledAuction;
import org.commonwatt.testkit.clearing.LinearProgram;

/** What is compared in speed comes to the same result. */
class PeersTest {

  @Property(tries = 300)
  void histogramAndSortGiveOurVolumePricesAndFills(
      @ForAll long seed,
      @ForAll @IntRange(max = 5000) int orders,
      @ForAll @IntRange(min = 1, max = 3000) int ticks) {
    OneAreaBook book = OneAreaBook.random(seed, orders, ticks, 100);
    ClearingResult ours = (ClearingResult) CoupledAuction.clear(book.toCase());
    OneAreaResult histogram = TickHistogram.clear(book, ticks, 100);
    assertThat(histogram).isEqualTo(OneAreaResult.of(ours));
    assertThat(SortMerge.clear(book)).isEqualTo(histogram);
    assertThat(TickHistogram.fills(book, histogram))
        .isEqualTo(IntStream.range(0, orders).mapToLong(ours::fillWh).toArray());
  }

  @Example
  void theLinearProgramsOfRealHoursHaveOurWelfare() throws IOException {
    Path file =
        Path.of("../commonwatt-cli/src/test/resources/clearing/gme-2025-04-26.cases.jsonl.gz");
    for (JsonNode hour : JsonCases.read(file).subList(0, 3)) {
      ClearingResult ours = (ClearingResult) CoupledAuction.clear(JsonCases.toCase(hour));
      double welfare = ours.welfareNano().doubleValue();
      assertThat(LinearProgram.best(hour, 0)).isCloseTo(welfare, within(1e-9 * welfare));
    }
  }

  /** Each area has more orders than are sorted, so that all curves are histograms. */
  @Example
  void theLinearProgramOfThreeAreasOfManyOrdersHasOurWelfareAndLinksAreInUse() {
    for (long seed = 1; seed <= 2; seed++) {
      JsonNode input = manyOrders(new Random(seed));
      ClearingResult ours = (ClearingResult) CoupledAuction.clear(JsonCases.toCase(input));
      double welfare = ours.welfareNano().doubleValue();
      assertThat(LinearProgram.best(input, 0)).isCloseTo(welfare, within(1e-9 * welfare));
      assertThat(IntStream.range(0, 3).filter(l -> ours.flowWh(l) != 0).count()).isPositive();
    }
  }

  /** A ring of three areas, 4,000 orders in each, on prices that are wide apart. */
  private static JsonNode manyOrders(Random random) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    for (int a = 0; a < 3; a++) {
      input.withArray("areas").addObject().put("id", "A" + a);
      input
          .withArray("links")
          .addObject()
          .put("from", "A" + a)
          .put("to", "A" + (a + 1) % 3)
          .put("minFlowWh", -random.nextInt(3_000_000))
          .put("maxFlowWh", random.nextInt(3_000_000))
          .put("feeMicroPerKwh", random.nextInt(2) * 5_000);
    }
    for (int i = 0; i < 12_000; i++) {
      input
          .withArray("orders")
          .addObject()
          .put("id", "o" + i)
          .put("area", "A" + i % 3)
          .put("side", random.nextBoolean() ? "buy" : "sell")
          .put("priceMicroPerKwh", i % 3 * 40_000 + random.nextInt(1_000_000))
          .put("energyWh", 1 + random.nextInt(10_000));
    }
    return input;
  }

  @Example
  void growthCasesTradeAcrossTheirLinks() {
    ClearingResult result = (ClearingResult) CoupledAuction.clear(Growth.random(1, 3000, 8, 16));
    assertThat(result.isCleared()).isTrue();
    assertThat(IntStream.range(0, 16).filter(l -> result.flowWh(l) != 0).count()).isGreaterThan(8);
  }

  @Example
  void figuresAreMediansAndPercentiles() {
    Timing timing =
        Timing.of(IntStream.range(0, 100).mapToObj(i -> new Sample(99 - i, 2 * i)).toList());
    assertThat(timing).isEqualTo(new Timing(50, 99, 100, 198));
  }
}
