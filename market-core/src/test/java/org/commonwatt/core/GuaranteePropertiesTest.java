package org.commonwatt.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;

/** What holds of limits and collateral whatever the commands are. */
class GuaranteePropertiesTest {
  private static final int TRIES = 40;
  private static final List<String> HOMES = List.of("home-01", "home-02", "home-03", "home-04");

  private final WatchedMarket market = new WatchedMarket();

  @Property(tries = TRIES)
  void moneyOnlyMoves(@ForAll long seed) {
    Map<String, BigInteger> paidIn = new HashMap<>();
    for (Entry entry : market.start(seed)) {
      for (Event event : market.apply(entry)) {
        if (event instanceof CollateralRecorded recorded) {
          paidIn.put(
              recorded.account(),
              BigInteger.valueOf(recorded.collateralNano())
                  .add(BigInteger.valueOf(recorded.fundShareNano())));
        }
      }
      BigInteger held = BigInteger.ZERO;
      for (MemberAccount account : market.machine().accounts()) {
        held =
            held.add(account.balanceNano())
                .add(account.collateralNano())
                .add(account.fundShareNano());
      }
      assertThat(held).isEqualTo(sum(paidIn.values().stream().toList()));
    }
  }

  @Property(tries = TRIES)
  void whoOwesIsOwedAndTheStepsOfADefaultSumToIt(@ForAll long seed) {
    Map<String, BigInteger> owed = new HashMap<>();
    for (Entry entry : market.start(seed)) {
      for (Event event : market.apply(entry)) {
        if (event instanceof AccountDefaulted d) {
          BigInteger others = d.exchangeNano().add(amounts(d.fund())).add(d.uncoveredNano());
          assertThat(d.collateralNano().add(d.ownFundNano()).add(others))
              .isEqualTo(d.shortfallNano());
          owed.merge(d.account(), others, BigInteger::add);
        } else if (event instanceof ReceivablePaid paid) {
          assertThat(amounts(paid.to())).isEqualTo(paid.paidNano());
          owed.merge(paid.account(), paid.paidNano().negate(), BigInteger::add);
        }
      }
    }
    owed.forEach(
        (account, amount) ->
            assertThat(market.machine().account(account).receivableNano()).isEqualTo(amount));
  }

  @Property(tries = TRIES)
  void noPotIsEverNegativeAndOnlyTheExchangeMayOwe(@ForAll long seed) {
    for (Entry entry : market.start(seed)) {
      market.apply(entry);
      for (MemberAccount account : market.machine().accounts()) {
        assertThat(account.collateralNano().signum()).isNotNegative();
        assertThat(account.fundShareNano().signum()).isNotNegative();
        boolean member = HOMES.contains(account.account());
        if (member) {
          assertThat(account.balanceNano().add(account.collateralNano()).signum()).isNotNegative();
        }
      }
    }
  }

  @Property(tries = TRIES)
  void anOrderOrWithdrawalNeverMakesTheAvailableBalanceNegative(@ForAll long seed) {
    for (Entry entry : market.start(seed)) {
      Map<String, BigInteger> before = available();
      for (Event event : market.apply(entry)) {
        boolean taken = event instanceof OrderAccepted || event instanceof CollateralRecorded;
        if (taken && market.machine().accounts().size() > 0) {
          available()
              .forEach(
                  (home, left) ->
                      assertThat(
                              left.signum() >= 0
                                  || left.compareTo(requireNonNull(before.get(home))) >= 0)
                          .as(home + " has " + left + " after " + event)
                          .isTrue());
        }
      }
    }
  }

  @Property(tries = TRIES)
  void noOrderIsTakenWithWhichALimitCouldBePassed(@ForAll long seed) {
    for (Entry entry : market.start(seed)) {
      boolean taken = market.apply(entry).stream().anyMatch(OrderAccepted.class::isInstance);
      if (taken && entry.command() instanceof PlaceOrder order) {
        DeliverySlot slot = new DeliverySlot(order.slotStartMillis(), 15);
        market
            .machine()
            .capability(order.participant(), order.slotStartMillis())
            .ifPresent(
                valid ->
                    assertThat(market.worst(order))
                        .isLessThanOrEqualTo(
                            order.side() == Side.SELL ? valid.feedInWh(slot) : valid.loadWh(slot)));
      }
    }
  }

  @Property(tries = TRIES)
  void whatIsReservedFollowsFromOpenOrdersAndUnsettledTrades(@ForAll long seed) {
    for (Entry entry : market.start(seed)) {
      market.apply(entry);
      assertReservedIsRecounted(market.machine());
    }
    assertReservedIsRecounted(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
  }

  /** The sums that are kept up with every change equal those over all orders and trades. */
  private void assertReservedIsRecounted(MarketStateMachine kept) {
    for (String home : HOMES) {
      Map<DeliverySlot, ReservedRecount> trades = new HashMap<>();
      Map<DeliverySlot, ReservedRecount> all = new HashMap<>();
      for (WatchedMarket.Deal deal : market.unsettled()) {
        if (deal.party().equals(home)) {
          at(trades, home, deal.slot()).trade(deal.side(), deal.paid(), deal.energyWh());
          at(all, home, deal.slot()).trade(deal.side(), deal.paid(), deal.energyWh());
        }
      }
      for (Order order : market.open(home)) {
        OrderTerms terms = market.placed(order.orderId()).terms();
        long worst =
            Exposure.worst(
                order.side(), order.priceMicroPerKwh(), terms, market.rules(order.slot()));
        at(all, home, order.slot()).order(order.side(), worst, order.energyWh() - order.filledWh());
      }
      MemberAccount.Reserved reserved = kept.account(home).reserved();
      assertThat(reserved.tradesNano()).isEqualTo(together(trades));
      assertThat(reserved.tradesNano().add(reserved.ordersNano())).isEqualTo(together(all));
    }
  }

  private ReservedRecount at(
      Map<DeliverySlot, ReservedRecount> slots, String home, DeliverySlot slot) {
    return slots.computeIfAbsent(
        slot, first -> new ReservedRecount(home, slot, market.rules(slot)));
  }

  private static BigInteger together(Map<DeliverySlot, ReservedRecount> slots) {
    return sum(slots.values().stream().map(ReservedRecount::reserved).toList());
  }

  /** The streams must reach what the properties are about. */
  @Example
  void theStreamsDefaultPayBackAndAreRefused() {
    Map<String, Integer> seen = new HashMap<>();
    Map<String, Integer> guaranteed = new HashMap<>(); // under rulebooks with guarantees
    for (long seed = 0; seed < TRIES; seed++) {
      List<Entry> entries = RandomCommands.of(seed);
      boolean guarantees = isGuaranteed(entries);
      MarketStateMachine fresh = new MarketStateMachine();
      for (Entry entry : entries) {
        fresh.apply(
            entry,
            event -> {
              seen.merge(kind(event), 1, Integer::sum);
              guaranteed.merge(kind(event), guarantees ? 1 : 0, Integer::sum);
            });
      }
    }
    assertThat(seen)
        .containsKeys(
            "AccountDefaulted",
            "fund",
            "ReceivablePaid",
            "FEED_IN_EXCEEDED",
            "LOAD_EXCEEDED",
            "COLLATERAL_TOO_LOW",
            "WITHDRAWAL_TOO_LARGE",
            "VALUE_OUT_OF_RANGE",
            "NOT_IN_RULES");
    for (String kind : List.of("TradeBusted", "AuctionCancelled", "GateMissed", "TradeCurtailed")) {
      assertThat(guaranteed.get(kind)).as(kind).isNotNull().isPositive();
    }
  }

  private static String kind(Event event) {
    if (event instanceof Event.OrderRejected rejected) {
      return rejected.rejection().code().name();
    } else if (event instanceof Event.CollateralRejected rejected) {
      return rejected.rejection().code().name();
    } else if (event instanceof AccountDefaulted d && !d.fund().isEmpty()) {
      return "fund";
    }
    return event.getClass().getSimpleName();
  }

  /** Whether the rulebook of a stream has a section on guarantees. */
  private static boolean isGuaranteed(List<Entry> entries) {
    return entries.get(0).command() instanceof ActivateRulebook activate
        && activate.rulebook().guarantees() != null;
  }

  private Map<String, BigInteger> available() {
    Map<String, BigInteger> all = new HashMap<>();
    HOMES.forEach(home -> all.put(home, market.machine().account(home).availableNano()));
    return all;
  }

  private static BigInteger amounts(List<CreditShare> shares) {
    return sum(shares.stream().map(CreditShare::nano).toList());
  }

  private static BigInteger sum(List<BigInteger> amounts) {
    return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
