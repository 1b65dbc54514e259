package org.commonwatt.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.registers.BorderInterpolator;
import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.registers.Settlement;
import org.commonwatt.flink.registers.SlotRules;
import org.commonwatt.model.IntervalEnergy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keyed by meter: holds its readings until time has passed them and computes the energy of its
 * slots.
 *
 * <p>Every reading sets a timer at its own instant plus the allowed lateness and is settled by that
 * timer alone, so how far time jumps at once (a replay) makes no difference.
 */
final class IntervalEnergyFunction
    extends KeyedProcessFunction<String, RegisterReading, IntervalEnergy> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(IntervalEnergyFunction.class);

  private final int slotMinutes;
  private final long maxGapMillis;
  private final long allowedLatenessMillis;

  private transient BorderInterpolator interpolator;
  private transient ValueState<MeterState> meter;
  private transient RejectedReadings refusals;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  IntervalEnergyFunction(MeteringRules rules) {
    this.slotMinutes = rules.slotMinutes();
    this.maxGapMillis = rules.maxGap().toMillis();
    this.allowedLatenessMillis = rules.allowedLateness().toMillis();
  }

  @Override
  public void open(OpenContext context) {
    interpolator = new BorderInterpolator(new SlotRules(slotMinutes, maxGapMillis));
    meter =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("meter", TypeInformation.of(MeterState.class)));
    refusals = new RejectedReadings(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(
      RegisterReading reading, Context context, Collector<IntervalEnergy> out) throws Exception {
    apply(interpolator.arrive(state(), reading), context, out);
    context.timerService().registerEventTimeTimer(reading.timeMillis() + allowedLatenessMillis);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<IntervalEnergy> out)
      throws Exception {
    apply(interpolator.settle(state(), timestamp - allowedLatenessMillis), context, out);
  }

  private MeterState state() throws Exception {
    MeterState state = meter.value();
    return state == null ? MeterState.NEW : state;
  }

  private void apply(Settlement settlement, Context context, Collector<IntervalEnergy> out)
      throws Exception {
    meter.update(settlement.state());
    settlement.energies().forEach(out::collect);
    settlement
        .rejected()
        .forEach(
            rejected -> {
              refusals.count(rejected);
              context.output(RejectedReadings.OUTPUT, rejected);
            });
    if (settlement.restarts() > 0) {
      LOG.warn(
          "meter {} was silent for more than {} ms and starts anew; the slots between stay without"
              + " energy",
          context.getCurrentKey(),
          maxGapMillis);
    }
  }
}
