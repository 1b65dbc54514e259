package org.commonwatt.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.surveillance.CloseState;
import org.commonwatt.flink.surveillance.DeceptionState;
import org.commonwatt.flink.surveillance.LimitState;
import org.commonwatt.flink.surveillance.MarketFact;
import org.commonwatt.flink.surveillance.RingState;
import org.commonwatt.flink.surveillance.SlotSurveillance;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.commonwatt.model.Alert;

/** Keyed by slot: the patterns within it. */
final class SlotSurveillanceFunction extends KeyedProcessFunction<Long, MarketFact, Alert> {
  private static final long serialVersionUID = 1L;

  private final SurveillanceRules rules;
  private final int closureLeadMinutes;
  private transient SlotSurveillance surveillance;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  SlotSurveillanceFunction(SurveillanceRules rules, int closureLeadMinutes) {
    this.rules = rules;
    this.closureLeadMinutes = closureLeadMinutes;
  }

  @Override
  public void open(OpenContext context) {
    RuntimeContext runtime = getRuntimeContext();
    surveillance =
        new SlotSurveillance(
            rules,
            closureLeadMinutes,
            new SlotSurveillance.Memories(
                MapStateMemory.of(runtime, "rings", String.class, RingState.class),
                MapStateMemory.of(runtime, "deception", String.class, DeceptionState.class),
                MapStateMemory.of(runtime, "close", String.class, CloseState.class),
                MapStateMemory.of(runtime, "limits", String.class, LimitState.class)));
  }

  @Override
  public void processElement(MarketFact fact, Context context, Collector<Alert> out) {
    surveillance.next(fact).forEach(out::collect);
  }
}
