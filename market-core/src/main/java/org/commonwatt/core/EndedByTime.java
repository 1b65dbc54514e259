package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.BookSink;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.ProductResumed;

/**
 * Collects what ends at one instant in one or more books, and tells it in an order that does not
 * depend on the books: orders by id, then halts by slot and area. Nothing trades then.
 */
final class EndedByTime implements BookSink {
  private final List<OrderCancelled> orders = new ArrayList<>();
  private final List<ProductResumed> halts = new ArrayList<>();
  private final MarketBook book;

  /** What ends in a book. */
  EndedByTime(MarketBook book) {
    this.book = book;
  }

  /** Orders that ended. */
  List<OrderCancelled> orders() {
    return orders;
  }

  /** Halts that ended. */
  List<ProductResumed> halts() {
    return halts;
  }

  /** Tells halts by slot, then area. */
  static void tellHalts(List<ProductResumed> halts, EventSink sink) {
    halts.stream()
        .sorted(
            Comparator.<ProductResumed, DeliverySlot>comparing(ProductResumed::slot)
                .thenComparing(ProductResumed::area))
        .forEach(sink::emit);
  }

  @Override
  public void cancelled(long id, long energyWh, CancelReason reason) {
    orders.add(new OrderCancelled(id, energyWh, reason));
  }

  @Override
  public void resumed(int slot, int area) {
    halts.add(new ProductResumed(book.slot(slot).slot(), book.area(area)));
  }

  @Override
  public void accepted(long id) {
    throw unexpected();
  }

  @Override
  public void rejected(long id, BookRejection reason) {
    throw unexpected();
  }

  @Override
  public void traded(long takerId, long makerId, long priceMicroPerKwh, long energyWh) {
    throw unexpected();
  }

  @Override
  public void charged(long feeMicroPerKwh, int route) {
    throw unexpected();
  }

  @Override
  public void reduced(long id, long byWh) {
    throw unexpected();
  }

  @Override
  public void amended(long id, long priceMicroPerKwh, long energyWh) {
    throw unexpected();
  }

  @Override
  public void halted(int slot, int area, long priceMicroPerKwh) {
    throw unexpected();
  }

  private static IllegalStateException unexpected() {
    return new IllegalStateException("time alone only ends orders and halts");
  }
}
