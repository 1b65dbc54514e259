package org.commonwatt.core.book;

import org.commonwatt.model.CancelReason;

/** Counts events. */
final class CountingSink implements BookSink {
  long events;

  @Override
  public void accepted(long id) {
    events++;
  }

  @Override
  public void rejected(long id, BookRejection reason) {
    events++;
  }

  @Override
  public void traded(long takerId, long makerId, long priceMicroPerKwh, long energyWh) {
    events++;
  }

  @Override
  public void charged(long feeMicroPerKwh, int route) {
    events++;
  }

  @Override
  public void reduced(long id, long byWh) {
    events++;
  }

  @Override
  public void amended(long id, long priceMicroPerKwh, long energyWh) {
    events++;
  }

  @Override
  public void cancelled(long id, long energyWh, CancelReason reason) {
    events++;
  }

  @Override
  public void halted(int slot, int area, long priceMicroPerKwh) {
    events++;
  }

  @Override
  public void resumed(int slot, int area) {
    events++;
  }
}
