package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.EnergySource.SOLAR;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.core.origin.OriginBook;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BlockAccepted;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guarantees of origin behind what was traded as solar, from the orders to the run of their slot:
 * home 1 has a roof in east, feeds in 300 Wh in each slot and sold 600; home 3 asked for its sun.
 */
class WishesOriginTest {
  private static final long SOLD_WH = 300;
  private TestMarket market = open(BasketTest.rules(GridFees.DEFAULT).build());
  private Rulebook rulebook = BasketTest.rules(GridFees.DEFAULT).build();

  private static TestMarket open(Rulebook rules) {
    TestMarket made = BasketTest.open(MarketBounds.USUAL, rules);
    made.apply(new ReportSource("home-01", 0, SOLAR));
    return made;
  }

  @Test
  void aPreferenceForTheSunOfAVillageGetsItsGuaranteesFirst() {
    sellTo("home-02", 0);
    OrderTerms sun =
        OrderTerms.DEFAULT.preferring(
            List.of(
                new Alternative(280_000, List.of(SOLAR), "east"),
                new Alternative(250_000, List.of(), null)));
    market.apply(order("home-03", "wish", "west", 0, BUY, 280_000, sun));
    market.apply(
        order("home-01", "sun", "east", 0, SELL, 200_000, OrderTerms.DEFAULT.declaring(SOLAR)));
    assertThat(moved(0)).containsExactly(Map.entry("home-01 to home-03, east solar", SOLD_WH));
  }

  @Test
  void aPreferenceThatTookAnythingGetsWhatIsLeft() {
    sellTo("home-02", 0);
    OrderTerms anything =
        OrderTerms.DEFAULT.preferring(
            List.of(
                new Alternative(150_000, List.of(SOLAR), "east"),
                new Alternative(250_000, List.of(), null)));
    market.apply(order("home-03", "wish", "west", 0, BUY, 250_000, anything));
    market.apply(order("home-01", "plain", "east", 0, SELL, 200_000, OrderTerms.DEFAULT));
    assertThat(moved(0))
        .as("neither trade names a source")
        .containsOnly(
            Map.entry("home-01 to home-02, east solar", SOLD_WH / 2),
            Map.entry("home-01 to home-03, east solar", SOLD_WH / 2));
  }

  @Test
  void aPreferenceForTheVillageAloneGetsGuaranteesOfItsAreaWithTheOtherTrades() {
    sellTo("home-02", 0);
    OrderTerms village =
        OrderTerms.DEFAULT.preferring(List.of(new Alternative(280_000, List.of(), "east")));
    market.apply(order("home-03", "wish", "west", 0, BUY, 280_000, village));
    market.apply(order("home-01", "plain", "east", 0, SELL, 200_000, OrderTerms.DEFAULT));
    assertThat(moved(0))
        .as("its trade names no source")
        .containsOnly(
            Map.entry("home-01 to home-02, east solar", SOLD_WH / 2),
            Map.entry("home-01 to home-03, east solar", SOLD_WH / 2));
  }

  @Test
  void theLegsOfABasketAndOfABlockThatDeclareTheirSourceAreServedFirst() {
    for (int slot = 0; slot < 2; slot++) {
      sellTo("home-02", slot);
      market.apply(order("home-03", "b" + slot, "west", slot, BUY, 250_000, OrderTerms.DEFAULT));
    }
    assertThat(market.apply(sun(null, null)).get(0)).isInstanceOf(BasketFilled.class);
    assertThat(moved(0)).containsExactly(Map.entry("home-01 to home-03, east solar", SOLD_WH));
    assertThat(moved(1)).containsExactly(Map.entry("home-01 to home-03, east solar", SOLD_WH));
    market = open(rulebook);
    for (int slot = 0; slot < 2; slot++) {
      sellTo("home-02", slot);
      market.apply(order("home-03", "b" + slot, "west", slot, BUY, 250_000, OrderTerms.DEFAULT));
    }
    assertThat(market.apply(sun(200_000L, null)).get(0)).isInstanceOf(BasketFilled.class);
    assertThat(moved(0)).containsExactly(Map.entry("home-01 to home-03, east solar", SOLD_WH));
    assertThat(moved(1)).containsExactly(Map.entry("home-01 to home-03, east solar", SOLD_WH));
  }

  /** Its buyers did not ask for a source: trades of an auction do not name one. */
  @Test
  void aBlockAtAGateSharesItsGuaranteesWithTheOtherTrades() {
    rulebook =
        BasketTest.rules(GridFees.DEFAULT).safeguards(Safeguards.NONE.withAuctionWindow(2)).build();
    market = TestMarket.under(rulebook);
    market.apply(new ReportSource("home-01", 0, SOLAR));
    market.tick(START - 120 * MINUTE);
    for (int slot = 0; slot < 2; slot++) {
      market.apply(order("home-02", "b" + slot, "east", slot, BUY, 250_000, OrderTerms.DEFAULT));
      market.apply(order("home-03", "b" + slot, "west", slot, BUY, 250_000, OrderTerms.DEFAULT));
      market.apply(order("home-01", "s" + slot, "east", slot, SELL, 100_000, OrderTerms.DEFAULT));
    }
    assertThat(market.apply(sun(200_000L, AuctionTerms.ALL_OR_NOTHING)).get(0))
        .isInstanceOf(BlockAccepted.class);
    market.tick(START - 60 * MINUTE);
    assertThat(moved(0))
        .containsOnly(
            Map.entry("home-01 to home-02, east solar", SOLD_WH / 2),
            Map.entry("home-01 to east>west, east solar", SOLD_WH / 2),
            Map.entry("east>west to home-03, east solar", SOLD_WH / 2));
  }

  /** Home 1 sells without a word of its source to another home first. */
  private void sellTo(String buyer, int slot) {
    String id = "first-" + slot;
    market.apply(order(buyer, id, "east", slot, BUY, 250_000, OrderTerms.DEFAULT));
    market.apply(order("home-01", id, "east", slot, SELL, 200_000, OrderTerms.DEFAULT));
  }

  /** Home 1 sells its sun of two slots, as a basket or with one limit as a block. */
  private static PlaceBasket sun(@Nullable Long average, @Nullable AuctionTerms auction) {
    List<BasketLeg> legs = new ArrayList<>();
    for (int slot = 0; slot < 2; slot++) {
      long limit = average == null ? 200_000 : 0;
      legs.add(new BasketLeg("east", START + slot * QUARTER, SELL, limit, SOLD_WH, SOLAR));
    }
    return new PlaceBasket("home-01", "sun", SelfTradeMode.CANCEL_NEWEST, average, auction, legs);
  }

  private static PlaceOrder order(
      String home, String id, String area, int slot, Side side, long price, OrderTerms terms) {
    return new PlaceOrder(home, id, area, START + slot * QUARTER, side, price, SOLD_WH, terms);
  }

  /** Meters and settles the slots up to one, and says what its trades moved, Wh. */
  private Map<String, Long> moved(int slot) {
    DeliverySlot delivered = new DeliverySlot(START + slot * QUARTER, 15);
    market.tick(delivered.endMillis());
    market.report("home-01", delivered, 0, SOLD_WH);
    market.report("home-02", delivered, SOLD_WH, 0);
    market.report("home-03", delivered, SOLD_WH, 0);
    OriginBook book = new OriginBook();
    book.activated(rulebook);
    book.declared(new SourceDeclaration(rulebook.market(), "home-01", "east", SOLAR, null, START));
    Map<String, Long> moved = new TreeMap<>();
    for (var event : market.events()) {
      OriginRun run = book.take(event);
      if (run != null && run.slot().equals(delivered)) {
        run.entries()
            .moved()
            .forEach(
                move ->
                    moved.merge(
                        move.from()
                            + " to "
                            + move.to()
                            + ", "
                            + move.origin().area()
                            + " "
                            + move.origin().source().id(),
                        move.wh(),
                        Long::sum));
      }
    }
    return moved;
  }
}
