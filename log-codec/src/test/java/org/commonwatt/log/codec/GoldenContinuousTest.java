package org.commonwatt.log.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.commonwatt.log.codec.proto.EventProto;
import org.junit.jupiter.api.Test;

/** The bytes of version 3, forever: continuous trading and the terms of orders. */
class GoldenContinuousTest extends GoldenVersionKit {
  GoldenContinuousTest() {
    super(3, 2, ContinuousSamples.commands(), ContinuousSamples.events());
  }

  @Test
  void aCancellationSaysBothHowMuchAndWhyOrNeither() throws Exception {
    EventProto.EventEnvelope.Builder half =
        EventProto.EventEnvelope.parseFrom(
            EventCodec.encodeEvent(
                requireNonNull(ContinuousSamples.events().get("order-cancelled"))))
            .toBuilder();
    half.getEventBuilder().getOrderCancelledBuilder().clearUnfilledWh();
    assertThatThrownBy(() -> EventCodec.decodeEvent(half.build().toByteArray()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("missing field unfilled_wh");
  }
}
