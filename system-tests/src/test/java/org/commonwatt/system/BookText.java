package org.commonwatt.system;

import java.util.Arrays;
import java.util.List;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.BookSink;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.model.CancelReason;

/** Writes what the market's book does as text. */
final class BookText implements BookSink {
  private final ContinuousBook market;
  private final List<String> out;

  BookText(ContinuousBook market, List<String> out) {
    this.market = market;
    this.out = out;
  }

  @Override
  public void accepted(long id) {
    out.add("accepted " + id);
  }

  @Override
  public void rejected(long id, BookRejection reason) {
    out.add("rejected " + id + " " + reason);
  }

  @Override
  public void traded(long takerId, long makerId, long price, long energy) {
    out.add("traded %d %d %d %d fee 0 over []".formatted(takerId, makerId, price, energy));
  }

  @Override
  public void charged(long fee, int route) {
    List<Integer> links = Arrays.stream(market.routeLinks(route)).boxed().toList();
    int last = out.size() - 1;
    out.set(last, out.get(last).replace("fee 0 over []", "fee " + fee + " over " + links));
  }

  @Override
  public void reduced(long id, long byWh) {
    out.add("reduced " + id + " " + byWh);
  }

  @Override
  public void amended(long id, long price, long energy) {
    out.add("amended " + id + " " + price + " " + energy);
  }

  @Override
  public void cancelled(long id, long energyWh, CancelReason reason) {
    out.add("cancelled " + id + " " + energyWh + " " + reason);
  }

  @Override
  public void halted(int slot, int area, long price) {
    out.add("halted " + area + " " + price);
  }

  @Override
  public void resumed(int slot, int area) {
    out.add("resumed " + area);
  }
}
