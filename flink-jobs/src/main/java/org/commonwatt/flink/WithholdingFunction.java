package org.commonwatt.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.surveillance.MarketFact;
import org.commonwatt.flink.surveillance.Offers;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.commonwatt.flink.surveillance.WithholdingState;
import org.commonwatt.flink.surveillance.WithholdingSurveillance;
import org.commonwatt.model.Alert;

/** Keyed by participant: withholding, over several slots. */
final class WithholdingFunction extends KeyedProcessFunction<String, MarketFact, Alert> {
  private static final long serialVersionUID = 1L;

  private final SurveillanceRules rules;
  private transient WithholdingSurveillance surveillance;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  WithholdingFunction(SurveillanceRules rules) {
    this.rules = rules;
  }

  @Override
  public void open(OpenContext context) {
    surveillance =
        new WithholdingSurveillance(
            rules,
            MapStateMemory.of(getRuntimeContext(), "offers", Long.class, Offers.class),
            MapStateMemory.of(
                getRuntimeContext(), "withheld", String.class, WithholdingState.class));
  }

  @Override
  public void processElement(MarketFact fact, Context context, Collector<Alert> out) {
    surveillance.next(fact).forEach(out::collect);
  }
}
