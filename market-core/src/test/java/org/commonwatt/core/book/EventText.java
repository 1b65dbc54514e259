package org.commonwatt.core.book;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.CancelReason;

/** Writes the events of a book as lines of text. */
final class EventText implements BookSink {
  private final List<String> lines = new ArrayList<>();

  /** The lines since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void accepted(long id) {
    lines.add("accepted " + id);
  }

  @Override
  public void rejected(long id, BookRejection reason) {
    lines.add("rejected " + id + " " + reason);
  }

  @Override
  public void chosen(long id, int alternative) {
    lines.add("chosen " + id + " " + alternative);
  }

  @Override
  public void traded(long takerId, long makerId, long priceMicroPerKwh, long energyWh) {
    lines.add("traded " + takerId + " " + makerId + " " + energyWh + "@" + priceMicroPerKwh);
  }

  @Override
  public void charged(long feeMicroPerKwh, int route) {
    lines.add("charged " + feeMicroPerKwh + " way " + route);
  }

  @Override
  public void reduced(long id, long byWh) {
    lines.add("reduced " + id + " " + byWh);
  }

  @Override
  public void amended(long id, long priceMicroPerKwh, long energyWh) {
    lines.add("amended " + id + " " + energyWh + "@" + priceMicroPerKwh);
  }

  @Override
  public void cancelled(long id, long energyWh, CancelReason reason) {
    lines.add("cancelled " + id + " " + energyWh + " " + reason);
  }

  @Override
  public void halted(int slot, int area, long priceMicroPerKwh) {
    lines.add("halted " + slot + "/" + area + " " + priceMicroPerKwh);
  }

  @Override
  public void resumed(int slot, int area) {
    lines.add("resumed " + slot + "/" + area);
  }
}
