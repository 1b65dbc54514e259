package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is sold and not delivered, bought and not taken: docs/settlement.md, among others. */
class UndeliveredTest {
  private static final Guarantees OPEN = new Guarantees("house", 0, 0, 0);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");

  /** Two sell each other air: one owes the supplier what it does not have, one keeps the rest. */
  @Test
  void theNumbersOfThePage() throws IOException {
    List<String> page = block();
    long retail = number(page.get(0), 0);
    long feedIn = number(page.get(0), 1);
    long sold = number(page.get(1), 0);
    long price = number(page.get(1), 1);
    Rulebooks rules = new Rulebooks().tariff(new TariffStep(0, retail, feedIn));
    TestMarket pumped = open(rules.guarantees(OPEN).build());
    pump(pumped, sold, price);
    AccountDefaulted defaulted = pumped.events(AccountDefaulted.class).get(0);
    assertThat(
            "unsecured    ann owes %s, ben gains %s, the exchange bears %s"
                .formatted(
                    defaulted.shortfallNano(),
                    pumped.machine().account("home-02").balanceNano(),
                    defaulted.uncoveredNano()))
        .isEqualTo(page.get(3));

    TestMarket secured = open(rules.guarantees(OPEN.withUndelivered()).build());
    long needed = number(page.get(4), 0);
    secured.apply(new ReportCollateral("home-01", needed - 1, 0));
    assertThat(refused(secured.place("home-01", Side.SELL, price, sold))).isTrue();
    secured.apply(new ReportCollateral("home-01", needed, 0));
    pump(secured, sold, price);
    assertThat(secured.events(AccountDefaulted.class)).isEmpty();
    assertThat(account(secured, "home-01").balanceNano()).isEqualTo(nano(-needed));
    assertThat(
            "secured      ann reserves %s, pays it, and ben gains %s"
                .formatted(needed, account(secured, "home-02").balanceNano()))
        .isEqualTo(page.get(4));
  }

  @Test
  void aSellReservesWhatTheSupplierTakesLessWhatItBrings() {
    TestMarket market = open(supplied(300_000, 80_000));
    pay(market, "home-01", 100_000_000);
    assertThat(refused(market.place("home-01", Side.SELL, 199_999, 1_000))).isTrue();
    assertThat(refused(market.place("home-01", Side.SELL, 200_000, 1_000))).isFalse();
    assertThat(account(market, "home-01").reserved().ordersNano()).isEqualTo(nano(100_000_000));
    assertThat(refused(market.place("home-01", Side.SELL, 300_000, 90_000)))
        .as("a sell at the tariff or above costs nothing")
        .isFalse();
    assertThat(refused(market.place("home-01", Side.SELL, 299_999, 1))).isTrue();
    market.apply(new CancelOrder("home-01", 1));
    assertThat(account(market, "home-01").reserved().ordersNano()).isZero();
  }

  @Test
  void whatIsBoughtMayBeSoldAgainWithoutMore() {
    TestMarket market = open(supplied(300_000, 80_000));
    pay(market, "home-01", 100_000_000);
    market.place("home-01", Side.BUY, 100_000, 1_000);
    assertThat(refused(market.place("home-01", Side.SELL, 200_000, 1)))
        .as("an open buy may not trade")
        .isTrue();
    // Bought in continuous trading, where what was bought is known while more is ordered.
    Exposure exposure = new Exposure(new Reservations.Sum(), new UncoveredPrices(300_000, 0));
    exposure.trade(Side.BUY, 1_000, 100_000);
    assertThat(exposure.moreNano(exposure.need(Side.SELL, 1_000, 0))).isZero();
    assertThat(exposure.moreNano(exposure.need(Side.SELL, 1_001, 0))).isEqualTo(nano(300_000));
    assertThat(exposure.moreNano(exposure.need(Side.SELL, 1_000, -1))).isEqualTo(nano(1_000));
  }

  @Test
  void aTradeReservesByItsPriceUntilItsSlotIsSettled() {
    TestMarket market = open(supplied(300_000, 80_000));
    pay(market, "home-01", 200_000_000);
    pay(market, "home-02", 300_000_000);
    market.place("home-01", Side.SELL, 100_000, 1_000);
    market.place("home-02", Side.BUY, 300_000, 1_000);
    market.tick(START - QUARTER); // at 200,000
    assertThat(account(market, "home-01").reserved().ordersNano()).isZero();
    assertThat(account(market, "home-01").reserved().tradesNano()).isEqualTo(nano(100_000_000));
    assertThat(account(market, "home-02").reserved().tradesNano()).isEqualTo(nano(200_000_000));
    market.tick(SLOT.endMillis());
    market.reportNothing(SLOT);
    assertThat(account(market, "home-01").reserved().tradesNano()).isZero();
    assertThat(account(market, "home-01").balanceNano()).isEqualTo(nano(-100_000_000));
  }

  @Test
  void aBuyReservesWhatItCostsToGetRidOfIt() {
    TestMarket market = open(supplied(300_000, -20_000));
    pay(market, "home-01", 120_000_000);
    assertThat(refused(market.place("home-01", Side.BUY, 100_000, 1_001))).isTrue();
    assertThat(refused(market.place("home-01", Side.BUY, 100_000, 1_000))).isFalse();
    assertThat(account(market, "home-01").availableNano()).isZero();
    assertThat(refused(market.place("home-01", Side.BUY, -20_000, 9_000))).isFalse();
    assertThat(refused(market.place("home-01", Side.BUY, -19_999, 1))).isTrue();
  }

  @Test
  void whoIsResponsibleReservesTheDearestDeviation() {
    Fallback stated = new Fallback(false, 400_000, -30_000);
    Prices prices = new Prices("desk", true, -200_000, 500_000, stated);
    assertThat(uncovered(null, new DeadBand(0, 100_000), prices))
        .as("500,000 and a tenth; -200,000 and a tenth")
        .isEqualTo(new UncoveredPrices(550_000, 220_000));
    assertThat(uncovered(new Pool(0), null, prices))
        .as("netted at the auction's price")
        .isEqualTo(new UncoveredPrices(1_000_000, 1_000_000));
    Prices none = new Prices(null, true, 0, 0, stated);
    assertThat(uncovered(null, new DeadBand(0, 0), none))
        .isEqualTo(new UncoveredPrices(400_000, 30_000));
    Prices byAuction = new Prices(null, true, 0, 0, new Fallback(true, 400_000, -30_000));
    assertThat(uncovered(null, new DeadBand(0, 0), byAuction))
        .isEqualTo(new UncoveredPrices(1_000_000, 1_000_000));
  }

  private static UncoveredPrices uncovered(
      @Nullable Pool pool, @Nullable DeadBand band, Prices prices) {
    ImbalanceRules rules =
        new ImbalanceRules(List.of("home-01"), "balancer", 1, pool, band, prices);
    Safeguards safeguards = new Safeguards(OPEN.withUndelivered()).withImbalance(rules);
    return UncoveredPrices.of("home-01", SLOT, new Rulebooks().safeguards(safeguards).build());
  }

  /** Sells to a partner who takes nothing, as it delivers nothing itself. */
  private static void pump(TestMarket market, long energyWh, long price) {
    pay(market, "home-02", energyWh * price);
    market.place("home-01", Side.SELL, price, energyWh);
    market.place("home-02", Side.BUY, price, energyWh);
    market.tick(SLOT.endMillis());
    market.reportNothing(SLOT);
  }

  private static Rulebook supplied(long retail, long feedIn) {
    return new Rulebooks()
        .tariff(new TariffStep(0, retail, feedIn))
        .guarantees(OPEN.withUndelivered())
        .build();
  }

  private static TestMarket open(Rulebook rulebook) {
    TestMarket market = TestMarket.under(rulebook);
    market.tick(START - 60 * MINUTE);
    return market;
  }

  private static void pay(TestMarket market, String account, long collateralNano) {
    market.apply(new ReportCollateral(account, collateralNano, 0));
  }

  private static MemberAccount account(TestMarket market, String id) {
    return market.machine().account(id);
  }

  private static boolean refused(List<Event> events) {
    if (events.get(0) instanceof OrderRejected rejected) {
      assertThat(rejected.rejection().code()).isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
      return true;
    }
    assertThat(events.get(0)).isInstanceOf(OrderAccepted.class);
    return false;
  }

  private static BigInteger nano(long amount) {
    return BigInteger.valueOf(amount);
  }

  private static List<String> block() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "settlement.md"));
    int begin = page.indexOf("```text\nundelivered");
    return page.substring(begin, page.indexOf("```", begin + 3)).lines().skip(1).toList();
  }

  private static long number(String line, int index) {
    Matcher found = NUMBER.matcher(line);
    for (int i = 0; i <= index; i++) {
      assertThat(found.find()).isTrue();
    }
    return Long.parseLong(found.group());
  }
}
