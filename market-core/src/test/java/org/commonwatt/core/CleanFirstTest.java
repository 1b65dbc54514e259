package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.EnergySource.SOLAR;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sells at a gate that declare their source come before others of the same price. */
class CleanFirstTest {
  private TestMarket market = open(true);

  private static TestMarket open(boolean cleanFirst) {
    TestMarket made =
        TestMarket.under(
            new Rulebooks()
                .members("home-01", "home-02", "home-03", "home-04")
                .safeguards(Safeguards.NONE.withCleanFirst(cleanFirst))
                .build());
    made.apply(new ReportSource("home-01", 0, SOLAR));
    made.apply(new ReportSource("home-02", 0, SOLAR));
    made.tick(START - 60 * MINUTE);
    return made;
  }

  @Test
  void ofOnePriceWhoDeclaresASourceSellsBeforeTheOthers() {
    sell("home-03", 100, null, OrderTerms.DEFAULT);
    sell("home-01", 100, SOLAR, OrderTerms.DEFAULT);
    buy(130);
    assertThat(fills())
        .containsExactlyEntriesOf(new TreeMap<>(Map.of(1L, 30L, 2L, 100L, 3L, 130L)));
  }

  @Test
  void whatTheCleanOnesCannotAllSellTheyShare() {
    sell("home-03", 100, null, OrderTerms.DEFAULT);
    sell("home-01", 20, SOLAR, OrderTerms.DEFAULT);
    sell("home-02", 40, SOLAR, OrderTerms.DEFAULT);
    buy(30);
    assertThat(fills()).containsExactlyEntriesOf(new TreeMap<>(Map.of(2L, 10L, 3L, 20L, 4L, 30L)));
  }

  @Test
  void withoutTheRuleAllShareAlike() {
    market = open(false);
    sell("home-03", 100, null, OrderTerms.DEFAULT);
    sell("home-01", 100, SOLAR, OrderTerms.DEFAULT);
    buy(130);
    assertThat(fills()).containsExactlyEntriesOf(new TreeMap<>(Map.of(1L, 65L, 2L, 65L, 3L, 130L)));
  }

  @Test
  void theSourceNeitherBeatsALowerPriceNorChangesThePriceOfTheArea() {
    sell("home-01", 100, SOLAR, OrderTerms.DEFAULT);
    sell("home-03", 100, null, OrderTerms.DEFAULT);
    market.apply(new AmendOrder("home-03", 2, 100, 99_000));
    buy(130);
    assertThat(fills())
        .containsExactlyEntriesOf(new TreeMap<>(Map.of(1L, 30L, 2L, 100L, 3L, 130L)));
    assertThat(market.events(AuctionCleared.class).get(0).areas())
        .extracting(AreaCleared::priceMicroPerKwh)
        .containsExactly(100_000L);
  }

  @Test
  void whoHasASourceAndDoesNotDeclareItIsOneOfTheOthers() {
    sell("home-01", 100, null, OrderTerms.DEFAULT);
    sell("home-02", 100, SOLAR, OrderTerms.DEFAULT);
    buy(130);
    assertThat(fills())
        .containsExactlyEntriesOf(new TreeMap<>(Map.of(1L, 30L, 2L, 100L, 3L, 130L)));
  }

  @Test
  void anotherWhoIsAcceptedWithAMinimumKeepsIt() {
    sell("home-03", 100, null, OrderTerms.DEFAULT.atLeast(50));
    sell("home-01", 100, SOLAR, OrderTerms.DEFAULT);
    buy(130);
    assertThat(fills()).containsExactlyEntriesOf(new TreeMap<>(Map.of(1L, 50L, 2L, 80L, 3L, 130L)));
  }

  @Test
  void anAmendedOrderKeepsItsSource() {
    sell("home-03", 100, null, OrderTerms.DEFAULT);
    sell("home-01", 100, SOLAR, OrderTerms.DEFAULT);
    market.apply(new AmendOrder("home-01", 2, 90, 100_000));
    buy(100);
    assertThat(fills()).containsExactlyEntriesOf(new TreeMap<>(Map.of(1L, 10L, 2L, 90L, 3L, 100L)));
  }

  private void sell(String home, long wh, @Nullable EnergySource source, OrderTerms terms) {
    order(home, SELL, 100_000, wh, source == null ? terms : terms.declaring(source));
  }

  private void buy(long wh) {
    order("home-04", BUY, 300_000, wh, OrderTerms.DEFAULT);
  }

  private void order(String home, Side side, long price, long wh, OrderTerms terms) {
    String id = "c-" + market.events().size();
    assertThat(market.apply(new PlaceOrder(home, id, "village", START, side, price, wh, terms)))
        .singleElement()
        .isInstanceOf(OrderAccepted.class);
  }

  /** Wh by order id after the gate. */
  private Map<Long, Long> fills() {
    market.tick(START - 15 * MINUTE);
    List<OrderFilled> filled = market.events(OrderFilled.class);
    Map<Long, Long> fills = new TreeMap<>();
    filled.forEach(one -> fills.put(one.orderId(), one.energyWh()));
    return fills;
  }
}
