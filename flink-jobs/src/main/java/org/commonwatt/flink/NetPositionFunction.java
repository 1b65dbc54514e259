package org.commonwatt.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.netting.AccountBook;
import org.commonwatt.flink.netting.AccountDays;
import org.commonwatt.flink.netting.AccountFact;
import org.commonwatt.flink.netting.AccountSlot;
import org.commonwatt.flink.netting.NetPosition;

/** Keyed by participant: its net positions. */
final class NetPositionFunction extends KeyedProcessFunction<String, AccountFact, NetPosition> {
  private static final long serialVersionUID = 1L;

  private final int utcOffsetMinutes;
  private transient AccountBook book;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  NetPositionFunction(int utcOffsetMinutes) {
    this.utcOffsetMinutes = utcOffsetMinutes;
  }

  @Override
  public void open(OpenContext context) {
    RuntimeContext runtime = getRuntimeContext();
    book =
        new AccountBook(
            utcOffsetMinutes,
            MapStateMemory.of(runtime, "slots", Long.class, AccountSlot.class),
            MapStateMemory.of(runtime, "days", String.class, AccountDays.class));
  }

  @Override
  public void processElement(AccountFact fact, Context context, Collector<NetPosition> out) {
    book.next(fact).forEach(out::collect);
  }
}
