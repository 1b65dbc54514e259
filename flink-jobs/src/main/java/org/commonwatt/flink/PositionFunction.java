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
 * reported the slot. A meter reports each slot once, so counting them is enough.
 */
final class PositionFunction extends KeyedProcessFunction<String, IntervalEnergy, MeteredPosition> {
  private static final long serialVersionUID = 1L;

  private final MeterRegistry registry;
  private transient MapState<Long, PartialPosition> slots;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  PositionFunction(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void open(OpenContext context) {
    slots =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "slots", Types.LONG, TypeInformation.of(PartialPosition.class)));
  }

  @Override
  public void processElement(IntervalEnergy energy, Context context, Collector<MeteredPosition> out)
      throws Exception {
    long slot = energy.slot().startMillis();
    PartialPosition before = slots.get(slot);
    PartialPosition sum = (before == null ? PartialPosition.NONE : before).plus(energy);
    if (sum.meters() < registry.metersOf(energy.participant())) {
      slots.put(slot, sum);
      return;
    }
    slots.remove(slot);
    out.collect(
        new MeteredPosition(
            energy.participant(), energy.slot(), 1, sum.importWh(), sum.exportWh(), sum.quality()));
  }
}
