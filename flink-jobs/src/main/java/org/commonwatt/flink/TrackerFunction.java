package org.commonwatt.flink;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.surveillance.AuctionOutcome;
import org.commonwatt.flink.surveillance.EventTracker;
import org.commonwatt.flink.surveillance.MarketFact;
import org.commonwatt.flink.surveillance.TrackedOrder;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/** Keyed by the market: opens its events in order, each once, and follows its orders. */
final class TrackerFunction extends KeyedProcessFunction<String, LogEvent, MarketFact> {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, String> areaByParticipant;
  private final JobKeys keys;
  private transient EventTracker tracker;
  private transient EventsInOrder events;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  TrackerFunction(Map<String, String> areaByParticipant, JobKeys keys) {
    this.areaByParticipant = new HashMap<>(areaByParticipant);
    this.keys = keys;
  }

  @Override
  public void open(OpenContext context) {
    RuntimeContext runtime = getRuntimeContext();
    tracker =
        new EventTracker(
            areaByParticipant,
            new EventTracker.Known(
                MapStateMemory.of(runtime, "orders", Long.class, TrackedOrder.class),
                MapStateMemory.of(runtime, "auctions", String.class, AuctionOutcome.class),
                MapStateMemory.lasting(runtime, "registered", String.class, String.class)));
    events = new EventsInOrder(getRuntimeContext(), keys);
  }

  @Override
  public void processElement(LogEvent event, Context context, Collector<MarketFact> out)
      throws Exception {
    @Nullable EventEnvelope envelope = events.next(event);
    if (envelope != null) {
      tracker.facts(events.placeOf(envelope), envelope.event()).forEach(out::collect);
    }
  }
}
