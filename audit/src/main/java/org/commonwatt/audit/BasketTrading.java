package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.audit.book.BookOrder;
import org.commonwatt.audit.book.BookStep;
import org.commonwatt.audit.book.BookStep.Traded;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Event;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Lets the legs of a basket trade one behind the other, and takes all of it back if one fails. */
final class BasketTrading {
  private final MarketState state;
  private final ContinuousRecount continuous;
  private final OrderRules orders;

  BasketTrading(MarketState state, ContinuousRecount continuous, OrderRules orders) {
    this.state = state;
    this.continuous = continuous;
    this.orders = orders;
  }

  /** What a leg traded; its order is not one of the market's yet. */
  private record Done(PlaceOrder leg, SlotState slot, BookOrder order, List<BookStep> steps) {}

  /** Lets all legs trade, as far as they can. */
  Outcome tryAll(PlaceBasket basket) {
    Outcome outcome = new Outcome();
    for (int number = 1; number <= basket.legs().size(); number++) {
      SlotState slot = state.slots.get(basket.leg(number).slotStartMillis());
      if (slot == null) {
        throw new IllegalStateException("a leg that was looked at has a slot");
      }
      if (outcome.slots.add(slot)) {
        slot.trading().begin();
      }
      outcome.add(basket.leg(number), number, slot);
    }
    return outcome;
  }

  /** What legs did. */
  final class Outcome {
    private final List<LegRefusal> refusals = new ArrayList<>();
    private final List<Done> done = new ArrayList<>();
    private final Set<SlotState> slots = new LinkedHashSet<>();
    private final Set<SlotState> spoilt = new HashSet<>(); // a leg before did not get all
    private int trades;

    private void add(PlaceOrder leg, int number, SlotState slot) {
      if (spoilt.contains(slot)) {
        return;
      }
      if (slot.trading().isHalted(leg.area())) {
        refusals.add(new LegRefusal(number, Expected.refusal(RejectionCode.PRODUCT_HALTED)));
        return;
      }
      BookOrder order = order(leg, slot, state.lastOrderId + number);
      List<BookStep> steps =
          slot.trading().fill(order, state.clock, state.bounds.tradesAtOnce() - trades);
      if (steps == null) {
        spoilt.add(slot);
        refusals.add(new LegRefusal(number, Expected.refusal(RejectionCode.NOT_FILLED_AT_ONCE)));
        return;
      }
      trades += (int) steps.stream().filter(Traded.class::isInstance).count();
      done.add(new Done(leg, slot, order, steps));
    }

    List<LegRefusal> refusals() {
      return refusals;
    }

    /** Whether a block paid more, or got less, than its average price. */
    boolean isBeyond(PlaceBasket basket) {
      Long average = basket.averageMicroPerKwh();
      if (average == null) {
        return false;
      }
      BigInteger over = BigInteger.ZERO; // what was paid beyond the average, or got below it
      for (Done leg : done) {
        boolean buys = leg.leg.side() == Side.BUY;
        for (Traded trade : traded(leg)) {
          long price = trade.priceMicroPerKwh() + (buys && isFromBid(leg.slot) ? fee(trade) : 0);
          BigInteger beyond = product(price - average, trade.energyWh());
          over = buys ? over.add(beyond) : over.subtract(beyond);
        }
      }
      return over.signum() > 0;
    }

    /** The trades, by slot. */
    Map<SlotState, List<SecuredCost.Lot>> lots() {
      Map<SlotState, List<SecuredCost.Lot>> lots = new HashMap<>();
      for (Done leg : done) {
        boolean buys = leg.leg.side() == Side.BUY;
        for (Traded trade : traded(leg)) {
          long price = trade.priceMicroPerKwh() + (buys ? fee(trade) : 0);
          lots.computeIfAbsent(leg.slot, first -> new ArrayList<>())
              .add(new SecuredCost.Lot(buys, price, trade.energyWh()));
        }
      }
      return lots;
    }

    /** All of it happened. */
    void keep(List<Event> out) {
      for (Done leg : done) {
        orders.take(leg.leg, leg.slot, out);
        continuous.tell(leg.slot, leg.order, leg.steps, out);
      }
    }

    /** Nothing of it happened. */
    void takeBack() {
      slots.forEach(slot -> slot.trading().takeBack());
    }

    private static List<Traded> traded(Done leg) {
      return leg.steps.stream().filter(Traded.class::isInstance).map(Traded.class::cast).toList();
    }
  }

  private static BigInteger product(long price, long energyWh) {
    return BigInteger.valueOf(price).multiply(BigInteger.valueOf(energyWh));
  }

  private static long fee(Traded trade) {
    return trade.way().feeAt(trade.priceMicroPerKwh());
  }

  private static boolean isFromBid(SlotState slot) {
    @Nullable Continuous rules = slot.rules.continuous();
    return rules != null && rules.fees().mode() == FeeMode.FROM_BID;
  }

  /** A leg of a block has no limit of its own: it may trade at every price of the collar. */
  private static BookOrder order(PlaceOrder leg, SlotState slot, long id) {
    boolean buys = leg.side() == Side.BUY;
    long any = buys ? slot.rules.maxPriceMicroPerKwh() : slot.rules.minPriceMicroPerKwh();
    OrderTerms terms = leg.terms();
    OrderTerms limited = OrderTerms.of(terms.timeInForce()).against(terms.selfTradeMode());
    return new BookOrder(
        id,
        new BookOrder.Who(leg.participant(), leg.area(), buys),
        terms.market() ? any : leg.priceMicroPerKwh(),
        leg.energyWh(),
        BookRules.qualifiers(limited),
        new BookOrder.Wants(terms.source(), List.of(), null, 0));
  }
}
