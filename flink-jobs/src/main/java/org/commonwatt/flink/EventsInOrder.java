package org.commonwatt.flink;

import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.commonwatt.flink.surveillance.Place;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * In an operator keyed by the market: opens its events in order, each once, and keeps its clock.
 */
final class EventsInOrder {
  private final JobKeys keys;
  private final ValueState<Long> lastSequence;
  private final ValueState<Long> marketTime;
  private final Counter skipped;

  EventsInOrder(RuntimeContext context, JobKeys keys) {
    this.keys = keys;
    lastSequence = context.getState(new ValueStateDescriptor<>("last-sequence", Types.LONG));
    marketTime = context.getState(new ValueStateDescriptor<>("market-time", Types.LONG));
    skipped = context.getMetricGroup().counter("skippedEvents");
  }

  /** The event, null when it was seen before, only moves the clock, or cannot be read. */
  @Nullable EventEnvelope next(LogEvent event) throws IOException {
    @Nullable Long last = lastSequence.value();
    if (last != null && event.sequence() <= last) {
      return null;
    }
    lastSequence.update(event.sequence());
    @Nullable EventEnvelope envelope = decoded(event);
    if (envelope == null) {
      skipped.inc();
    } else if (envelope.event() instanceof Event.TimeAdvanced advanced) {
      marketTime.update(advanced.timeMillis());
      return null;
    }
    return envelope;
  }

  /** Where an event stands, by the market's clock when it came. */
  Place placeOf(EventEnvelope envelope) throws IOException {
    @Nullable Long now = marketTime.value();
    return new Place(envelope.sequence(), envelope.commandOffset(), now == null ? 0 : now);
  }

  /** Null when a newer version wrote it: such an event is none that is known. */
  private @Nullable EventEnvelope decoded(LogEvent event) {
    try {
      return EventCodec.decodeEvent(event.bytes(), keys.keyring());
    } catch (CodecException e) {
      if (e.reason().isFromNewerWriter()) {
        return null;
      }
      throw e;
    }
  }
}
