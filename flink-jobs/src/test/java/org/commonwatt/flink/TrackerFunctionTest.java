package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.commonwatt.flink.surveillance.MarketFact;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

/** What the tracker keeps of a market, in Flink's own harness. */
class TrackerFunctionTest {
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_427_200_000L, 15);

  private static KeyedOneInputStreamOperatorTestHarness<String, LogEvent, MarketFact> tracker()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new TrackerFunction(Map.of("home-1", "north"), JobKeys.NONE)),
        event -> "village",
        Types.STRING);
  }

  private static LogEvent event(long sequence, Event event) {
    return new LogEvent(
        sequence,
        EventCodec.encodeEvent(new EventEnvelope(sequence, 0, 0, 1, sequence, Hash.ZERO, event)));
  }

  private static Event position(String participant) {
    return new Event.PositionRecorded(
        new MeteredPosition(participant, SLOT, 1, 0, 3_000, Quality.ACTUAL));
  }

  @Test
  void whereAMemberRegisteredIsKnownAfterARestartToo() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = tracker()) {
      harness.open();
      harness.processElement(event(1, position("home-9")), 0);
      assertThat(harness.extractOutputValues()).as("no member yet").isEmpty();
      MeterPoint point = new MeterPoint("point-9", "south", "m-9", 1, 1);
      harness.processElement(event(2, new Event.MeterPointAssigned("home-9", point, 0)), 0);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = tracker()) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processElement(event(3, position("home-9")), 0);
      harness.processElement(event(4, position("home-1")), 0);
      harness.processElement(event(5, position("home-8")), 0);
      assertThat(harness.extractOutputValues())
          .extracting(MarketFact::surplus)
          .filteredOn(Objects::nonNull)
          .extracting(surplus -> surplus.participant() + " " + surplus.area())
          .containsExactly("home-9 south", "home-1 north");
    }
  }
}
