package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderBook;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.BookChecksum;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.MirrorBook;
import org.commonwatt.engine.stream.OpenOrders;
import org.commonwatt.engine.stream.Topic;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** The channel {@code book}: the levels of an area in a slot, and their checksum. */
final class BookContent implements Content {
  private final long start;
  private final String area;
  private MirrorBook book;

  BookContent(Topic topic) {
    start = Objects.requireNonNull(topic.slotStartMillis());
    area = Objects.requireNonNull(topic.area());
    book = new MirrorBook(area, new DeliverySlot(0, 15), List.of());
  }

  @Override
  public Reach reach() {
    return Reach.SLOT;
  }

  @Override
  public void begin(MarketView view, OpenOrders orders) {
    DeliverySlot slot = Slots.known(view, start);
    if (!view.market().areas(start).contains(area)) {
      throw new ProblemException(
          Problem.of(
              new Rejection(RejectionCode.UNKNOWN_AREA, "The slot has no area " + area + ".")));
    }
    List<Order> open = view.market().openOrders(area, start);
    open.forEach(orders::known);
    book = new MirrorBook(area, slot, open);
  }

  @Override
  public void apply(EventEnvelope event) {
    book.apply(event.event());
  }

  @Override
  public @Nullable ObjectNode delta() {
    OrderBook changes = book.takeChanges();
    return changes.buys().isEmpty() && changes.sells().isEmpty()
        ? null
        : levels(changes.buys(), changes.sells());
  }

  @Override
  public ObjectNode snapshot() {
    return levels(book.buys(), book.sells());
  }

  private ObjectNode levels(Iterable<OrderBook.Level> buys, Iterable<OrderBook.Level> sells) {
    ObjectNode json = Views.object().put("checksum", BookChecksum.of(book.buys(), book.sells()));
    Views.levels(json.putArray("buys"), buys);
    Views.levels(json.putArray("sells"), sells);
    return json;
  }
}
