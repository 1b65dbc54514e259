package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.WindowCleared;
import org.jspecify.annotations.Nullable;

/**
 * What a market gives at the gate of several slots is what {@code ./commonwatt clear} gives for the
 * same orders: prices and their intervals, flows, fills, welfare, and what is said of the search.
 */
class GateAsClearTest {
  private int windows;
  private int parts;
  private int rejected;
  private int reduced;
  private int joined;

  @Property(tries = 150, seed = "20261201")
  void aGateGivesWhatClearGives(@ForAll long seed) {
    compare(seed);
  }

  @Example
  void theMarketsMeetWhatTheRulesAreAbout() {
    for (long seed = 0; seed < 100; seed++) {
      compare(seed);
    }
    assertThat(windows).as("auctions that blocks join").isGreaterThan(60);
    assertThat(joined).as("blocks accepted").isGreaterThan(60);
    assertThat(parts).as("in part").isGreaterThan(10);
    assertThat(rejected).as("paradoxically").isGreaterThan(10);
    assertThat(reduced).as("for orders of the same owner").isGreaterThan(10);
  }

  private void compare(long seed) {
    GateMarket market = new GateMarket(new Random(seed));
    market.run();
    JsonNode result = Clearings.clear(market.asCase());
    Map<Long, Long> filled = new HashMap<>();
    market.events(OrderFilled.class).forEach(fill -> filled.put(fill.orderId(), fill.energyWh()));
    Map<Long, Long> expected = fills(market, result);
    market
        .orderIds()
        .forEach(
            id ->
                assertThat(filled.getOrDefault(id, 0L))
                    .as("order %d of %d", id, seed)
                    .isEqualTo(expected.getOrDefault(id, 0L)));
    boolean optimal = result.path("optimality").asText().equals("optimal");
    for (AuctionCleared slot : market.events(AuctionCleared.class)) {
      JsonNode said = result.path("slots").path(Long.toString(slot.slot().startMillis()));
      if (!said.isMissingNode()) { // else its delivery had begun
        slot(slot, said);
        assertThat(slot.optimal()).isEqualTo(optimal);
      }
    }
    List<WindowCleared> together = market.events(WindowCleared.class);
    assertThat(together).hasSize(result.path("blocks").isEmpty() ? 0 : 1);
    together.forEach(window -> window(window, result));
  }

  /** By order: a block is named by its first leg, and the ids of its legs follow each other. */
  private Map<Long, Long> fills(GateMarket market, JsonNode result) {
    Map<Long, Long> fills = new HashMap<>();
    result
        .path("fills")
        .fields()
        .forEachRemaining(fill -> fills.put(Long.valueOf(fill.getKey()), fill.getValue().asLong()));
    result
        .path("blocks")
        .fields()
        .forEachRemaining(
            block -> {
              long ratio = block.getValue().path("ratioPpm").asLong();
              joined += ratio > 0 ? 1 : 0;
              parts += ratio > 0 && ratio < 1_000_000 ? 1 : 0;
              long leg = Long.parseLong(block.getKey());
              for (long start : market.slotsOf(leg)) {
                fills.put(
                    leg++, block.getValue().path("fillsWh").path(Long.toString(start)).asLong());
              }
            });
    return fills;
  }

  private static void slot(AuctionCleared slot, JsonNode said) {
    for (AreaCleared area : slot.areas()) {
      JsonNode other = said.path("areas").path(area.area());
      assertThat(area.priceMicroPerKwh()).isEqualTo(price(other.path("priceMicroPerKwh")));
      assertThat(area.minPriceMicroPerKwh()).isEqualTo(price(other.path("priceInterval").path(0)));
      assertThat(area.maxPriceMicroPerKwh()).isEqualTo(price(other.path("priceInterval").path(1)));
      assertThat(area.buyWh()).isEqualTo(other.path("buyWh").asLong());
      assertThat(area.sellWh()).isEqualTo(other.path("sellWh").asLong());
    }
    List<Long> flows = new ArrayList<>();
    said.path("links").forEach(link -> flows.add(link.path("flowWh").asLong()));
    assertThat(slot.links().stream().map(LinkFlow::flowWh)).containsExactlyElementsOf(flows);
  }

  private static @Nullable Long price(JsonNode node) {
    return node.isNull() ? null : (Long) node.asLong();
  }

  private void window(WindowCleared window, JsonNode result) {
    windows++;
    assertThat(window.first().startMillis())
        .isEqualTo(Long.parseLong(result.path("slots").fieldNames().next()));
    assertThat(window.slots()).isEqualTo(result.path("slots").size());
    assertThat(window.welfareNano().toString()).isEqualTo(result.path("welfareNano").asText());
    boolean optimal = result.path("optimality").asText().equals("optimal");
    assertThat(window.optimal()).isEqualTo(optimal);
    assertThat(window.welfareBoundNano().toString())
        .isEqualTo(result.path(optimal ? "welfareNano" : "welfareBoundNano").asText());
    List<Long> named = new ArrayList<>();
    result.path("paradoxicallyRejected").forEach(id -> named.add(id.asLong()));
    rejected += named.size();
    assertThat(window.paradoxicallyRejected()).containsExactlyInAnyOrderElementsOf(named);
    Map<Long, Long> cut = new HashMap<>();
    result
        .path("reducedForSelfTradeWh")
        .fields()
        .forEachRemaining(one -> cut.put(Long.valueOf(one.getKey()), one.getValue().asLong()));
    reduced += cut.size();
    Map<Long, Long> told = new HashMap<>();
    window.reduced().forEach(one -> told.put(one.orderId(), one.participatingWh()));
    assertThat(told).isEqualTo(cut);
  }
}
