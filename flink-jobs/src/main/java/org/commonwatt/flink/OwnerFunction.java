package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.model.IntervalEnergy;

/**
 * Keyed by meter: says whose the energy of a slot is, once nothing can change about it any more.
 * What a meter measured before anybody had it is nobody's, and ends here.
 */
final class OwnerFunction
    extends KeyedBroadcastProcessFunction<String, IntervalEnergy, MarketChange, OwnedEnergy> {
  private static final long serialVersionUID = 1L;

  private final MeterRegistry registry;
  private transient Owners owners;
  private transient ListState<IntervalEnergy> waiting;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  OwnerFunction(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void open(OpenContext context) {
    owners = new Owners(registry);
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("owner-open", TypeInformation.of(IntervalEnergy.class)));
  }

  @Override
  public void processElement(
      IntervalEnergy energy, ReadOnlyContext context, Collector<OwnedEnergy> out) throws Exception {
    long decided = energy.slot().startMillis() + 1;
    if (context.currentWatermark() >= decided) {
      tell(energy, owners.with(context.getBroadcastState(Owners.STATE)), out);
    } else {
      waiting.add(energy);
      context.timerService().registerEventTimeTimer(decided);
    }
  }

  @Override
  public void processBroadcastElement(
      MarketChange change, Context context, Collector<OwnedEnergy> out) throws Exception {
    if (!change.isTime()) {
      Owners.keep(change, context.getBroadcastState(Owners.STATE));
      owners.changed();
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OwnedEnergy> out)
      throws Exception {
    Owners known = owners.with(context.getBroadcastState(Owners.STATE));
    List<IntervalEnergy> later = new ArrayList<>();
    for (IntervalEnergy energy : waiting.get()) {
      if (energy.slot().startMillis() >= timestamp) {
        later.add(energy);
      } else {
        tell(energy, known, out);
      }
    }
    waiting.update(later);
  }

  private static void tell(IntervalEnergy energy, Owners owners, Collector<OwnedEnergy> out) {
    long slot = energy.slot().startMillis();
    String owner = owners.at(energy.meter(), slot);
    if (owner != null) {
      out.collect(
          OwnedEnergy.of(
              energy,
              owner,
              owners.metersOf(owner, slot),
              owners.placeOf(energy.meter(), owner, slot)));
    }
  }
}
