package org.commonwatt.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;

/** What holds of limits and collateral whatever the commands are. */
class GuaranteePropertiesTest {
  private static final int TRIES = 40;
  private static final List<String> HOMES = List.of("home-01", "home-02", "home-03", "home-04");

  private MarketStateMachine machine = new MarketStateMachine();
  private final Map<Long, OrderAccepted> placed = new HashMap<>();
  private final Map<DeliverySlot, Rulebook> rules = new HashMap<>(); // of a slot's opening
  private final List<Deal> unsettled = new ArrayList<>();

  /** One side of a trade; what a buyer pays has the grid fee in it. */
  private record Deal(
      long tradeId, DeliverySlot slot, Side side, String party, long energyWh, long paid) {
    Deal left(TradeCurtailed loss) {
      return new Deal(tradeId, slot, side, party, loss.leftWh(), paid);
    }
  }

  @Property(tries = TRIES)
  void moneyOnlyMoves(@ForAll long seed) {
    Map<String, BigInteger> paidIn = new HashMap<>();
    for (Entry entry : start(seed)) {
      for (Event event : apply(entry)) {
        if (event instanceof CollateralRecorded recorded) {
          paidIn.put(
              recorded.account(),
              BigInteger.valueOf(recorded.collateralNano())
                  .add(BigInteger.valueOf(recorded.fundShareNano())));
        }
      }
      BigInteger held = BigInteger.ZERO;
      for (MemberAccount account : machine.accounts()) {
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
    for (Entry entry : start(seed)) {
      for (Event event : apply(entry)) {
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
            assertThat(machine.account(account).receivableNano()).isEqualTo(amount));
  }

  @Property(tries = TRIES)
  void noPotIsEverNegativeAndOnlyTheExchangeMayOwe(@ForAll long seed) {
    for (Entry entry : start(seed)) {
      apply(entry);
      for (MemberAccount account : machine.accounts()) {
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
    for (Entry entry : start(seed)) {
      Map<String, BigInteger> before = available();
      for (Event event : apply(entry)) {
        boolean taken = event instanceof OrderAccepted || event instanceof CollateralRecorded;
        if (taken && machine.accounts().size() > 0) {
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
    for (Entry entry : start(seed)) {
      boolean taken = apply(entry).stream().anyMatch(OrderAccepted.class::isInstance);
      if (taken && entry.command() instanceof PlaceOrder order) {
        DeliverySlot slot = new DeliverySlot(order.slotStartMillis(), 15);
        machine
            .capability(order.participant(), order.slotStartMillis())
            .ifPresent(
                valid ->
                    assertThat(worst(order))
                        .isLessThanOrEqualTo(
                            order.side() == Side.SELL ? valid.feedInWh(slot) : valid.loadWh(slot)));
      }
    }
  }

  @Property(tries = TRIES)
  void whatIsReservedFollowsFromOpenOrdersAndUnsettledTrades(@ForAll long seed) {
    for (Entry entry : start(seed)) {
      apply(entry);
      assertReservedIsRecounted(machine);
    }
    assertReservedIsRecounted(MarketStateMachine.restore(StateTest.Tape.of(machine)));
  }

  /** The sums that are kept up with every change equal those over all orders and trades. */
  private void assertReservedIsRecounted(MarketStateMachine kept) {
    for (String home : HOMES) {
      BigInteger orders = BigInteger.ZERO;
      for (Order order : open(home)) {
        Rulebook opened = requireNonNull(rules.get(order.slot()));
        long worst =
            Exposure.worst(
                order.side(),
                order.priceMicroPerKwh(),
                requireNonNull(placed.get(order.orderId())).terms(),
                opened);
        orders =
            opened.guarantees() == null
                ? orders
                : orders.add(cost(order.side(), worst, order.energyWh() - order.filledWh()));
      }
      BigInteger trades = BigInteger.ZERO;
      for (Deal deal : unsettled) {
        if (deal.party().equals(home)
            && requireNonNull(rules.get(deal.slot())).guarantees() != null) {
          trades = trades.add(cost(deal.side(), deal.paid(), deal.energyWh()));
        }
      }
      assertThat(kept.account(home).reserved().ordersNano()).isEqualTo(orders);
      assertThat(kept.account(home).reserved().tradesNano()).isEqualTo(trades);
    }
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

  /** A new market and its commands; one instance of this class runs all tries of a property. */
  private List<Entry> start(long seed) {
    machine = new MarketStateMachine();
    placed.clear();
    rules.clear();
    unsettled.clear();
    return RandomCommands.of(seed);
  }

  private List<Event> apply(Entry entry) {
    List<Event> events = new ArrayList<>();
    machine.apply(entry, events::add);
    for (Event event : events) {
      if (event instanceof OrderAccepted accepted) {
        placed.put(accepted.orderId(), accepted);
      } else if (event instanceof SlotPhaseChanged changed && changed.phase() == SlotPhase.OPEN) {
        rules.put(changed.slot(), requireNonNull(machine.rulebook()));
      } else if (event instanceof TradeMade trade) {
        long paid = trade.priceMicroPerKwh();
        unsettled.add(
            new Deal(
                trade.tradeId(), trade.slot(), Side.BUY, trade.buyer(), trade.energyWh(), paid));
        unsettled.add(
            new Deal(
                trade.tradeId(), trade.slot(), Side.SELL, trade.seller(), trade.energyWh(), paid));
      } else if (event instanceof ContinuousTrade trade) {
        long price = trade.priceMicroPerKwh();
        long paid = price + trade.feeMicroPerKwh();
        unsettled.add(
            new Deal(
                trade.tradeId(), trade.slot(), Side.BUY, trade.buyer(), trade.energyWh(), paid));
        unsettled.add(
            new Deal(
                trade.tradeId(), trade.slot(), Side.SELL, trade.seller(), trade.energyWh(), price));
      } else if (event instanceof TradeBusted busted) {
        unsettled.removeIf(deal -> deal.tradeId() == busted.tradeId());
      } else if (event instanceof TradeCurtailed loss) {
        unsettled.replaceAll(deal -> deal.tradeId() == loss.tradeId() ? deal.left(loss) : deal);
      } else if (event instanceof SlotSettled settled) {
        unsettled.removeIf(deal -> deal.slot().equals(settled.batch().slot()));
      }
    }
    return events;
  }

  /** The net energy on an order's side, if all its owner's open orders on that side trade. */
  private long worst(PlaceOrder order) {
    long worst = 0;
    for (Order other : open(order.participant())) {
      boolean same =
          other.side() == order.side() && other.slot().startMillis() == order.slotStartMillis();
      worst += same ? other.energyWh() - other.filledWh() : 0;
    }
    for (Deal deal : unsettled) {
      if (deal.party().equals(order.participant())
          && deal.slot().startMillis() == order.slotStartMillis()) {
        worst += deal.side() == order.side() ? deal.energyWh() : -deal.energyWh();
      }
    }
    return worst;
  }

  private List<Order> open(String home) {
    return placed.values().stream()
        .filter(order -> order.participant().equals(home))
        .flatMap(order -> machine.order(order.orderId()).stream())
        .filter(order -> order.state() == OrderState.OPEN)
        .toList();
  }

  private Map<String, BigInteger> available() {
    Map<String, BigInteger> all = new HashMap<>();
    HOMES.forEach(home -> all.put(home, machine.account(home).availableNano()));
    return all;
  }

  private static BigInteger cost(Side side, long price, long energyWh) {
    return BigInteger.valueOf(
        Amounts.moneyNano(energyWh, Math.max(side == Side.BUY ? price : -price, 0)));
  }

  private static BigInteger amounts(List<CreditShare> shares) {
    return sum(shares.stream().map(CreditShare::nano).toList());
  }

  private static BigInteger sum(List<BigInteger> amounts) {
    return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
