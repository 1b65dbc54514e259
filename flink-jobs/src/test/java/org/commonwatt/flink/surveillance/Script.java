package org.commonwatt.flink.surveillance;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;

/**
 * Plays a line of a case file to a market: steps with semicolons between them. The file {@code
 * surveillance/README.md} beside the cases lists them.
 */
public final class Script {
  private static final String AREA = "V1";
  private static final Pattern CLOCK = Pattern.compile("@([+-]?)(\\d+)");
  private static final Pattern PLACE =
      Pattern.compile("(\\w+) (buy|sell) (\\d+)@(-?\\d+)(?: in (\\w+))? as (\\w+)");
  private static final Pattern AMEND = Pattern.compile("(\\w+) amend (\\d+)@(-?\\d+)");
  private static final Pattern TAKE = Pattern.compile("(\\w+) takes (\\w+) (\\d+)");
  private static final Pattern QUICK =
      Pattern.compile("(\\w+) (buys|sells) (\\d+)@(-?\\d+) (?:from|to) (\\w+)");
  private static final Pattern PAIR = Pattern.compile("pair (\\w+)>(\\w+) (\\d+)@(-?\\d+)");
  private static final Pattern BUST = Pattern.compile("bust (\\w+)>(\\w+) (\\d+)");
  private static final Pattern AUCTION = Pattern.compile("auction (-?\\d+|none) (\\d+)");
  private static final Pattern METER = Pattern.compile("(\\w+) meters (-?\\d+)");
  private static final Pattern END =
      Pattern.compile("(\\w+) (cancel|masscancel|lapse|expire|selftrade|gate)");
  private static final Pattern EACH = Pattern.compile("each (\\d+) \\{(.*)}");
  private static final Map<String, CancelReason> REASONS =
      Map.of(
          "cancel", CancelReason.BY_OWNER,
          "masscancel", CancelReason.MASS_CANCEL,
          "lapse", CancelReason.NOT_RENEWED,
          "expire", CancelReason.EXPIRED,
          "selftrade", CancelReason.SELF_TRADE,
          "gate", CancelReason.GATE_CLOSED);

  private final Sink market;
  private final Map<String, Order> orders = new HashMap<>();
  private DeliverySlot slot = Market.FIRST_SLOT;
  private long now;
  private long lastOrder;
  private long lastTrade;

  private record Order(long id, String owner, String area, Side side, long price) {}

  /** What takes the events. */
  public interface Sink {
    /** Takes an event at an instant of the market's clock. */
    void take(long timeMillis, Event event);
  }

  /** A script for a market. */
  public Script(Sink market) {
    this.market = market;
    setClock(-7_200);
  }

  /** Plays the steps of a line. */
  public void play(String script) {
    for (String step : script.split(";")) {
      if (!step.isBlank()) {
        step(step.strip());
      }
    }
  }

  private void step(String step) {
    Matcher each = EACH.matcher(step);
    if (each.matches()) {
      for (int i = 0; i < Integer.parseInt(each.group(1)); i++) {
        for (String inner : each.group(2).split(",")) {
          step(inner.strip());
        }
        step("next slot");
      }
      return;
    }
    for (Runner runner : List.<Runner>of(this::clock, this::order, this::trade, this::slot)) {
      if (runner.ran(step)) {
        return;
      }
    }
    throw new IllegalArgumentException("no such step: " + step);
  }

  private interface Runner {
    boolean ran(String step);
  }

  private boolean clock(String step) {
    Matcher clock = CLOCK.matcher(step);
    if (!clock.matches()) {
      return false;
    }
    long seconds = Long.parseLong(clock.group(2));
    if (clock.group(1).equals("+")) {
      now += seconds * 1_000;
    } else {
      setClock(-seconds);
    }
    return true;
  }

  /** Seconds before or after the slot's gate closure. */
  private void setClock(long seconds) {
    now = slot.startMillis() - Market.CLOSURE_LEAD_MINUTES * 60_000L + seconds * 1_000;
  }

  private boolean order(String step) {
    Matcher place = PLACE.matcher(step);
    Matcher amend = AMEND.matcher(step);
    Matcher end = END.matcher(step);
    if (place.matches()) {
      String area = place.group(5) == null ? AREA : place.group(5);
      Side side = place.group(2).equals("buy") ? Side.BUY : Side.SELL;
      orders.put(
          place.group(6),
          placed(place.group(1), area, side, number(place.group(3)), price(place.group(4))));
    } else if (amend.matches()) {
      market.take(
          now,
          new Event.OrderAmended(
              known(amend.group(1)).id(), price(amend.group(3)), number(amend.group(2)), false));
    } else if (end.matches()) {
      CancelReason reason = Objects.requireNonNull(REASONS.get(end.group(2)));
      market.take(now, new Event.OrderCancelled(known(end.group(1)).id(), 1, reason));
    } else {
      return false;
    }
    return true;
  }

  private Order placed(String owner, String area, Side side, long wh, long price) {
    Order order = new Order(++lastOrder, owner, area, side, price);
    market.take(
        now,
        new Event.OrderAccepted(
            order.id(),
            owner,
            "c" + order.id(),
            area,
            slot,
            side,
            price,
            wh,
            now,
            OrderTerms.DEFAULT));
    return order;
  }

  private boolean trade(String step) {
    Matcher take = TAKE.matcher(step);
    Matcher quick = QUICK.matcher(step);
    Matcher pair = PAIR.matcher(step);
    Matcher bust = BUST.matcher(step);
    if (take.matches()) {
      traded(known(take.group(1)), known(take.group(2)), number(take.group(3)));
    } else if (quick.matches()) {
      Side taker = quick.group(2).equals("buys") ? Side.BUY : Side.SELL;
      Side maker = taker == Side.BUY ? Side.SELL : Side.BUY;
      long wh = number(quick.group(3));
      long price = price(quick.group(4));
      Order resting = placed(quick.group(5), AREA, maker, wh, price);
      traded(placed(quick.group(1), AREA, taker, wh, price), resting, wh);
    } else if (pair.matches()) {
      market.take(
          now,
          new Event.TradeMade(
              ++lastTrade,
              slot,
              ++lastOrder,
              ++lastOrder,
              pair.group(2),
              pair.group(1),
              number(pair.group(3)),
              price(pair.group(4))));
    } else if (bust.matches()) {
      market.take(
          now,
          new Event.TradeBusted(
              1,
              slot,
              bust.group(2),
              bust.group(1),
              number(bust.group(3)),
              0,
              BustCause.values()[0],
              "test"));
    } else {
      return false;
    }
    return true;
  }

  private void traded(Order taker, Order maker, long wh) {
    Order buy = taker.side() == Side.BUY ? taker : maker;
    Order sell = taker.side() == Side.BUY ? maker : taker;
    market.take(
        now,
        new Event.ContinuousTrade(
            ++lastTrade,
            slot,
            taker.id(),
            maker.id(),
            taker.side(),
            buy.owner(),
            sell.owner(),
            buy.area(),
            sell.area(),
            wh,
            maker.price(),
            0,
            List.of(),
            null));
  }

  private boolean slot(String step) {
    Matcher auction = AUCTION.matcher(step);
    Matcher meter = METER.matcher(step);
    if (step.equals("next slot")) {
      slot = slot.plus(1);
      now += slot.lengthMillis();
    } else if (step.equals("closed")) {
      setClock(0);
      market.take(now, new Event.SlotPhaseChanged(slot, SlotPhase.CLOSED));
    } else if (step.equals("delivery")) {
      setClock(Market.CLOSURE_LEAD_MINUTES * 60);
      market.take(now, new Event.SlotPhaseChanged(slot, SlotPhase.DELIVERY));
    } else if (auction.matches()) {
      String text = auction.group(1);
      Long price = text.equals("none") ? null : (Long) price(text);
      long sold = number(auction.group(2));
      market.take(
          now,
          new Event.AuctionCleared(
              slot,
              List.of(new Event.AreaCleared(AREA, price, price, price, sold, sold)),
              List.of(),
              BigInteger.ZERO));
    } else if (meter.matches()) {
      long net = Long.parseLong(meter.group(2));
      market.take(
          now,
          new Event.PositionRecorded(
              new MeteredPosition(
                  meter.group(1), slot, 1, Math.max(0, -net), Math.max(0, net), Quality.ACTUAL)));
    } else {
      return false;
    }
    return true;
  }

  private Order known(String name) {
    Order order = orders.get(name);
    if (order == null) {
      throw new IllegalArgumentException("no order " + name + " before this step");
    }
    return order;
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }

  /** Prices in the case files are in thousands of µ/kWh. */
  private static long price(String text) {
    return Long.parseLong(text) * 1_000;
  }
}
