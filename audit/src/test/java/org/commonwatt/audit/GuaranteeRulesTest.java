package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/market-rules.md, "Connections" and "Collateral", recomputed. */
class GuaranteeRulesTest {
  private static final List<String> MEMBERS = List.of("ann", "bob", "cat", "dan");

  private final MarketReplay replay = new MarketReplay();

  @BeforeEach
  void openTheMarket() {
    Guarantees guarantees = new Guarantees("house", 300_000, 100_000, 24);
    apply(
        new Command.ActivateRulebook(
            WorkedExample.rulebook().withSafeguards(new Safeguards(guarantees))));
    apply(new Command.Tick(WorkedExample.START - 2 * WorkedExample.QUARTER));
  }

  @Test
  void openSellsStayWithinTheFeedIn() {
    apply(new Command.ReportCapability("cat", 0, 4_000, 0));
    assertThat(order("cat", Side.SELL, 100_000, 600)).isNull();
    assertThat(order("cat", Side.SELL, 100_000, 401)).isEqualTo(RejectionCode.FEED_IN_EXCEEDED);
    assertThat(order("cat", Side.SELL, 100_000, 400)).isNull();
    assertThat(order("cat", Side.BUY, 0, 1)).isEqualTo(RejectionCode.LOAD_EXCEEDED);
  }

  @Test
  void openBuysReserveTheirMoney() {
    pay("ann", 500_000_000, 0);
    assertThat(order("ann", Side.BUY, 250_000, 1_200)).isNull();
    assertThat(order("ann", Side.BUY, 250_000, 801)).isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
    assertThat(apply(new Command.ReportCollateral("ann", 299_999_999, 0)).get(0))
        .isInstanceOf(Event.CollateralRejected.class);
    assertThat(order("ann", Side.BUY, 250_000, 800)).isNull();
  }

  @Test
  void sellsReserveWhatTheirEnergyCostsUndelivered() {
    MarketReplay secured = new MarketReplay();
    Guarantees guarantees = new Guarantees("house", 0, 0, 0).withUndelivered();
    for (Command command :
        List.of(
            new Command.ActivateRulebook(
                WorkedExample.rulebook().withSafeguards(new Safeguards(guarantees))),
            new Command.Tick(WorkedExample.START - 2 * WorkedExample.QUARTER),
            new Command.ReportCollateral("cat", 150_000_000, 0))) {
      apply(secured, command);
    }
    // The supplier takes 400,000: 250,000 brings all but 150,000 of each kWh.
    assertThat(order(secured, "cat", Side.SELL, 249_999, 1_000))
        .isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
    assertThat(order(secured, "cat", Side.SELL, 250_000, 1_000)).isNull();
    assertThat(order(secured, "cat", Side.SELL, 399_999, 1))
        .isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
    assertThat(order(secured, "cat", Side.SELL, 400_000, 9_000)).isNull();
    assertThat(order("cat", Side.SELL, 1, 9_000)).as("where it is not secured").isNull();
  }

  @Test
  void whatWasBoughtCoversASell() {
    SlotState slot =
        new SlotState(
            WorkedExample.SLOT,
            WorkedExample.rulebook()
                .withSafeguards(
                    new Safeguards(new Guarantees("house", 0, 0, 0).withUndelivered())));
    SecuredCost cost = new SecuredCost("ann", slot);
    cost.trade(new SecuredCost.Lot(true, 100_000, 1_000));
    cost.order(new SecuredCost.Lot(false, 0, 1_000));
    assertThat(cost.nano()).isEqualTo(100_000_000);
    cost.order(new SecuredCost.Lot(false, 0, 1));
    assertThat(cost.nano()).isEqualTo(100_400_000);
  }

  @Test
  void aDefaultIsCoveredStepByStep() {
    pay("ann", 100_000, 20_000);
    pay("bob", 0, 300);
    pay("cat", 0, 150);
    pay("house", 0, 50_000);
    List<Event> events = settleWithImport(425); // × 400,000
    BigInteger shortfall = BigInteger.valueOf(170_000_000);
    assertThat(events)
        .contains(
            new AccountDefaulted(
                "ann",
                WorkedExample.SLOT,
                shortfall,
                BigInteger.valueOf(100_000),
                BigInteger.valueOf(20_000),
                BigInteger.valueOf(50_000),
                List.of(share("bob", 300), share("cat", 150)),
                shortfall.subtract(BigInteger.valueOf(170_450))));
  }

  @Test
  void whoDefaultedPaysTheFundBackFirst() {
    pay("ann", 399_900, 0);
    pay("bob", 0, 40);
    pay("cat", 0, 20);
    pay("house", 0, 30);
    settleWithImport(1);
    assertThat(apply(new Command.ReportCollateral("ann", 399_931, 0)))
        .contains(paid(31, share("bob", 21), share("cat", 10)));
    assertThat(apply(new Command.ReportCollateral("ann", 400_050, 0)))
        .contains(paid(69, share("bob", 19), share("cat", 10), share("house", 40)));
  }

  @Test
  void sharesGoByLargestRemainderThenId() {
    TreeMap<String, BigInteger> weights = new TreeMap<>();
    weights.put("a", BigInteger.valueOf(200));
    weights.put("b", BigInteger.valueOf(100));
    assertThat(ProRata.of(BigInteger.valueOf(100), weights).values())
        .containsExactly(BigInteger.valueOf(67), BigInteger.valueOf(33));
    weights.put("b", BigInteger.valueOf(200));
    assertThat(ProRata.of(BigInteger.valueOf(101), weights).values())
        .containsExactly(BigInteger.valueOf(51), BigInteger.valueOf(50));
  }

  private @Nullable RejectionCode order(String who, Side side, long price, long energyWh) {
    return order(replay, who, side, price, energyWh);
  }

  private static @Nullable RejectionCode order(
      MarketReplay market, String who, Side side, long price, long energyWh) {
    Event event =
        apply(
                market,
                WorkedExample.order(
                    who, "c" + side + price + "." + energyWh, side, new long[] {price, energyWh}))
            .get(0);
    return event instanceof Event.OrderRejected rejected ? rejected.rejection().code() : null;
  }

  private void pay(String account, long collateralNano, long fundShareNano) {
    assertThat(apply(new Command.ReportCollateral(account, collateralNano, fundShareNano)))
        .containsExactly(new Event.CollateralRecorded(account, collateralNano, fundShareNano));
  }

  /** Ann takes energy that she did not buy; the others nothing. */
  private List<Event> settleWithImport(long importWh) {
    apply(new Command.Tick(WorkedExample.START + WorkedExample.QUARTER));
    List<Event> events = new ArrayList<>();
    for (String member : MEMBERS) {
      long energy = member.equals("ann") ? importWh : 0;
      events.addAll(
          apply(
              new Command.ReportPosition(
                  new MeteredPosition(member, WorkedExample.SLOT, 1, energy, 0, Quality.ACTUAL))));
    }
    return events;
  }

  private List<Event> apply(Command command) {
    return apply(replay, command);
  }

  private static List<Event> apply(MarketReplay market, Command command) {
    return market.apply(new CommandFrame.Entry(CommandOrigin.NONE, command));
  }

  private static ReceivablePaid paid(long nano, CreditShare... to) {
    return new ReceivablePaid("ann", BigInteger.valueOf(nano), List.of(to));
  }

  private static CreditShare share(String account, long nano) {
    return new CreditShare(account, BigInteger.valueOf(nano));
  }
}
