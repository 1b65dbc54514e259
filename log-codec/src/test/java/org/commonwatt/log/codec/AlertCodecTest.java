package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.commonwatt.log.codec.proto.AlertProto;
import org.commonwatt.model.Alert;
import org.commonwatt.model.AlertPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertCodecTest {

  @ParameterizedTest
  @EnumSource
  void everyPatternIsDecodedToWhatItWas(AlertPattern pattern) {
    Alert alert =
        new Alert(
            Alert.idOf(pattern, "a"),
            1,
            pattern,
            Samples.SLOT,
            null,
            List.of("a", "b"),
            new Alert.Evidence(-1, 1, 1, 0, List.of(), List.of(), 0),
            List.of());
    assertThat(AlertCodec.decode(AlertCodec.encode(Samples.MARKET, alert))).isEqualTo(alert);
  }

  @Test
  void whatIsNoAlertIsRefusedAndSaysWhy() {
    AlertProto.Alert.Builder good = message();
    assertRefused(good.clone().clearPattern(), CodecException.Reason.MISSING_FIELD);
    assertRefused(good.clone().setPatternValue(99), CodecException.Reason.OUT_OF_RANGE);
    assertRefused(good.clone().setId("x"), CodecException.Reason.OUT_OF_RANGE);
    assertRefused(good.clone().setVersion(0), CodecException.Reason.OUT_OF_RANGE);
    assertRefused(good.clone().setSlotMinutes(7), CodecException.Reason.OUT_OF_RANGE);
    assertRefused(good.clone().clearParticipant(), CodecException.Reason.OUT_OF_RANGE);
    assertRefused(good.clone().setLastSequence(1), CodecException.Reason.OUT_OF_RANGE);
  }

  @Test
  void theIdOfOtherPartsIsAnotherOne() {
    assertThat(Alert.idOf(AlertPattern.LAYERING, "a", 1))
        .isEqualTo(Alert.idOf(AlertPattern.LAYERING, "a", 1))
        .isNotEqualTo(Alert.idOf(AlertPattern.SPOOFING, "a", 1))
        .isNotEqualTo(Alert.idOf(AlertPattern.LAYERING, "a1"));
  }

  private static AlertProto.Alert.Builder message() {
    byte[] record = AlertCodec.encode(Samples.MARKET, Samples.ALERT);
    return Records.decode(
        () -> AlertProto.Alert.parseFrom(Records.open(record, RecordType.ALERT)).toBuilder());
  }

  private static void assertRefused(AlertProto.Alert.Builder message, CodecException.Reason why) {
    byte[] record = Records.wrap(RecordType.ALERT, Samples.MARKET, message.build());
    assertThatThrownBy(() -> AlertCodec.decode(record))
        .isInstanceOfSatisfying(CodecException.class, e -> assertThat(e.reason()).isEqualTo(why));
  }
}
