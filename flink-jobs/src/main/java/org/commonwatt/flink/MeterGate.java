package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.RejectedReading;

/**
 * Keyed by meter: lets readings pass of meters that somebody has at their instant, which has the
 * edge where the first owner's first slot begins. Another reading waits until the market's events
 * have told everything up to its instant, and passes or is refused then: the order in which two
 * topics are read makes no difference.
 */
final class MeterGate
    extends KeyedBroadcastProcessFunction<String, RegisterReading, MarketChange, RegisterReading> {
  private static final long serialVersionUID = 1L;

  private final MeterRegistry registry;
  private transient Owners owners;
  private transient ListState<RegisterReading> waiting;
  private transient RejectedReadings refusals;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  MeterGate(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void open(OpenContext context) {
    owners = new Owners(registry);
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>(
                    "unknown-meter", TypeInformation.of(RegisterReading.class)));
    refusals = new RejectedReadings(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(
      RegisterReading reading, ReadOnlyContext context, Collector<RegisterReading> out)
      throws Exception {
    Owners known = owners.with(context.getBroadcastState(Owners.STATE));
    if (known.at(reading.meter(), reading.timeMillis()) != null) { // no later event takes it back
      out.collect(reading);
    } else if (context.currentWatermark() > reading.timeMillis()) {
      refuse(reading, context);
    } else {
      waiting.add(reading);
      context.timerService().registerEventTimeTimer(reading.timeMillis() + 1);
    }
  }

  @Override
  public void processBroadcastElement(
      MarketChange change, Context context, Collector<RegisterReading> out) throws Exception {
    if (!change.isTime()) {
      Owners.keep(change, context.getBroadcastState(Owners.STATE));
      owners.changed();
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RegisterReading> out)
      throws Exception {
    Owners known = owners.with(context.getBroadcastState(Owners.STATE));
    List<RegisterReading> later = new ArrayList<>();
    for (RegisterReading reading : waiting.get()) {
      if (reading.timeMillis() >= timestamp) {
        later.add(reading);
      } else if (known.at(reading.meter(), reading.timeMillis()) != null) {
        out.collect(reading);
      } else {
        refuse(reading, context);
      }
    }
    waiting.update(later);
  }

  private void refuse(RegisterReading reading, ReadOnlyContext context) {
    RejectedReading refused = ReadingDecoder.unknownMeter(reading);
    refusals.count(refused);
    context.output(RejectedReadings.OUTPUT, refused);
  }
}
