package org.commonwatt.core;

import java.util.List;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.BookSink;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event.AlternativeChosen;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderReduced;
import org.commonwatt.model.Event.ProductHalted;
import org.commonwatt.model.Event.ProductResumed;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Turns what a book does into events of the market, and keeps the orders' states in step. */
final class BookEvents implements BookSink {
  private final Orders orders;
  private final TradeIds tradeIds;
  private final MarketBook book;
  private final EventSink sink;
  private final Runnable onAccepted;
  private @Nullable Trade trade; // told, but not yet whether it is charged
  private @Nullable BookRejection rejection;
  private int trades;

  private record Trade(OrderEntry taker, OrderEntry maker, long price, long energyWh) {}

  /**
   * A translation of one command.
   *
   * @param onAccepted done when the book accepts an order, before anything else of it is told
   */
  BookEvents(
      Orders orders, TradeIds tradeIds, MarketBook book, EventSink sink, Runnable onAccepted) {
    this.orders = orders;
    this.tradeIds = tradeIds;
    this.book = book;
    this.sink = sink;
    this.onAccepted = onAccepted;
  }

  /** Tells what is left to tell; returns why the command was refused, null when it was not. */
  @Nullable BookRejection end() {
    tell(0, List.of());
    return rejection;
  }

  /** How many trades the command made. */
  int trades() {
    return trades;
  }

  @Override
  public void accepted(long id) {
    onAccepted.run();
  }

  @Override
  public void rejected(long id, BookRejection reason) {
    rejection = reason;
  }

  @Override
  public void chosen(long id, int alternative) {
    tell(0, List.of());
    OrderEntry order = orders.get(id);
    long price = order.terms().alternatives().get(alternative - 1).priceMicroPerKwh();
    order.limit(price);
    sink.emit(new AlternativeChosen(id, alternative, price));
  }

  @Override
  public void traded(long takerId, long makerId, long priceMicroPerKwh, long energyWh) {
    tell(0, List.of());
    trade = new Trade(orders.get(takerId), orders.get(makerId), priceMicroPerKwh, energyWh);
  }

  @Override
  public void charged(long feeMicroPerKwh, int route) {
    if (trade == null) {
      throw new IllegalStateException("a fee without a trade");
    }
    OrderEntry seller = trade.taker.accepted().side() == Side.SELL ? trade.taker : trade.maker;
    tell(feeMicroPerKwh, book.path(route, seller.accepted().area(), trade.energyWh));
  }

  @Override
  public void reduced(long id, long byWh) {
    tell(0, List.of());
    OrderEntry order = orders.get(id);
    order.reduce(byWh);
    order.slot().count(-byWh);
    sink.emit(new OrderReduced(id, byWh));
  }

  @Override
  public void amended(long id, long priceMicroPerKwh, long energyWh) {
    OrderEntry order = orders.get(id);
    boolean kept = order.keepsPlace(energyWh, priceMicroPerKwh);
    order.slot().count(energyWh - order.openWh());
    order.amend(energyWh, priceMicroPerKwh);
    sink.emit(new OrderAmended(id, priceMicroPerKwh, energyWh, kept));
  }

  @Override
  public void cancelled(long id, long energyWh, CancelReason reason) {
    tell(0, List.of());
    OrderEntry order = orders.get(id);
    order.requireOpen(energyWh);
    order.end(reason);
    order.slot().count(-energyWh);
    sink.emit(new OrderCancelled(id, energyWh, reason));
  }

  @Override
  public void halted(int slot, int area, long priceMicroPerKwh) {
    tell(0, List.of());
    sink.emit(
        new ProductHalted(
            book.slot(slot).slot(), book.area(area), priceMicroPerKwh, book.haltEndMillis()));
  }

  @Override
  public void resumed(int slot, int area) {
    sink.emit(new ProductResumed(book.slot(slot).slot(), book.area(area)));
  }

  private void tell(long feeMicroPerKwh, List<LinkFlow> path) {
    Trade told = trade;
    if (told == null) {
      return;
    }
    trade = null;
    trades++;
    boolean takerBuys = told.taker.accepted().side() == Side.BUY;
    OrderEntry buyer = takerBuys ? told.taker : told.maker;
    OrderEntry seller = takerBuys ? told.maker : told.taker;
    buyer.fill(told.energyWh);
    seller.fill(told.energyWh);
    ContinuousTrade made =
        new ContinuousTrade(
            tradeIds.next(),
            told.taker.slot().slot(),
            told.taker.orderId(),
            told.maker.orderId(),
            told.taker.accepted().side(),
            buyer.accepted().participant(),
            seller.accepted().participant(),
            buyer.accepted().area(),
            seller.accepted().area(),
            told.energyWh,
            told.price,
            feeMicroPerKwh,
            path,
            seller.terms().source());
    told.taker.slot().add(made, tradeIds.timeMillis());
    sink.emit(made);
  }
}
