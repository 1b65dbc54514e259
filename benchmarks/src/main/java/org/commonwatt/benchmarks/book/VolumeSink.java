package org.commonwatt.benchmarks.book;

import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.BookSink;
import org.commonwatt.model.CancelReason;

/** Adds up what was traded, so that engines can be compared. */
final class VolumeSink implements BookSink {
  long trades;
  long energy;
  long refused;

  @Override
  public void accepted(long id) {}

  @Override
  public void rejected(long id, BookRejection reason) {
    refused++;
  }

  @Override
  public void traded(long takerId, long makerId, long priceMicroPerKwh, long energyWh) {
    trades++;
    energy += energyWh;
  }

  @Override
  public void charged(long feeMicroPerKwh, int route) {}

  @Override
  public void reduced(long id, long byWh) {}

  @Override
  public void amended(long id, long priceMicroPerKwh, long energyWh) {}

  @Override
  public void cancelled(long id, long energyWh, CancelReason reason) {}

  @Override
  public void halted(int slot, int area, long priceMicroPerKwh) {}

  @Override
  public void resumed(int slot, int area) {}
}
