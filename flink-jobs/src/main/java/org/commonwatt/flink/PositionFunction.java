package org.commonwatt.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;

/**
 * Keyed by participant: adds its meters up and emits a slot's position when all of them have
 * reported the slot, and again, with the next version, when one of them is corrected; as a side
 * output it reports the same to the participant's area. A slot is forgotten when its corrections
 * have ended and, if it never became complete, when its silent meter would start anew.
 */
final class PositionFunction extends KeyedProcessFunction<String, OwnedEnergy, MeteredPosition> {
  private static final long serialVersionUID = 1L;

  private final long keepMillis;
  private final boolean corrections;
  private transient MapState<Long, ReportedSlot> slots;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  PositionFunction(MeteringRules rules) {
    this.corrections = !rules.corrections().isZero();
    this.keepMillis = rules.keptMillis();
  }

  @Override
  public void open(OpenContext context) {
    slots =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "reported-slots", Types.LONG, TypeInformation.of(ReportedSlot.class)));
  }

  @Override
  public void processElement(OwnedEnergy owned, Context context, Collector<MeteredPosition> out)
      throws Exception {
    IntervalEnergy energy = owned.energy();
    long slot = energy.slot().startMillis();
    ReportedSlot before = slots.get(slot);
    ReportedSlot reported = (before == null ? ReportedSlot.NONE : before).with(energy);
    boolean complete = reported.intervals().size() == owned.meters();
    if (complete) {
      reported = reported.told();
      MeteredPosition position = reported.position(energy.participant(), energy.slot());
      out.collect(position);
      if (!owned.place().area().isEmpty()) {
        context.output(AreaReports.OF_ACCOUNTS, AreaReports.of(position, owned.place()));
      }
    }
    if (!complete || corrections) {
      slots.put(slot, reported);
      context.timerService().registerEventTimeTimer(energy.slot().endMillis() + keepMillis);
    } else {
      slots.remove(slot);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<MeteredPosition> out)
      throws Exception {
    for (Long slot : slots.keys()) {
      if (slot + keepMillis < timestamp) {
        slots.remove(slot);
        return; // each slot has a timer of its own
      }
    }
  }
}
