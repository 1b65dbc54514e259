package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.commonwatt.log.codec.CodecException.Reason;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Ruling;
import org.junit.jupiter.api.Test;

/** What disputes say of a participant can be read with its key only, and not at all without. */
class SealedDisputesTest {
  private static final Subject HOME = Subject.participant("home-01");
  private static final Keyring KEYS = new MemoryKeyring();
  private static final Keyring ERASED = new MemoryKeyring().erase(HOME);
  private static final PersonalText GONE =
      PersonalText.erased(Objects.requireNonNull(DisputeSamples.SEALED.keyId()));

  @Test
  void ofAnErasedDisputeTheLineStaysAndItsTextIsGone() {
    Event.DisputeOpened opened = (Event.DisputeOpened) read("dispute-opened-sealed", ERASED);
    assertThat(opened.line()).isEqualTo(3);
    assertThat(opened.reason()).isEqualTo(GONE);
    assertThat(((Event.DisputeDecided) read("dispute-decided-sealed", ERASED)).ruling())
        .isEqualTo(new Ruling(true, 0, GONE));
    assertThat(CommandCodec.decode(command("open-dispute-sealed"), ERASED).entries().get(0))
        .extracting(entry -> ((Command.OpenDispute) entry.command()).reason())
        .isEqualTo(GONE);
    assertThat(CommandCodec.decode(command("decide-dispute-sealed"), ERASED).entries().get(0))
        .extracting(entry -> ((Command.DecideDispute) entry.command()).ruling())
        .isEqualTo(new Ruling(true, 0, GONE));
  }

  @Test
  void whatWasErasedIsNeverWrittenAgain() {
    EventEnvelope event =
        DisputeSamples.envelope(DisputeSamples.decided(new Ruling(true, 0, GONE)));
    assertThatThrownBy(() -> EventCodec.encodeEvent(event, ERASED))
        .hasMessageContaining("erased text cannot be written");
  }

  @Test
  void withoutTheKeyNothingIsRead() {
    assertThatThrownBy(() -> read("dispute-opened-sealed", new MemoryKeyring().lose(HOME)))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.KEY_MISSING));
  }

  @Test
  void nothingSealedTellsItsContentInClear() {
    assertThat(new String(bytes("dispute-opened-sealed"), StandardCharsets.ISO_8859_1))
        .doesNotContain("meter");
    assertThat(new String(bytes("dispute-decided-sealed"), StandardCharsets.ISO_8859_1))
        .doesNotContain("meter");
  }

  @Test
  void aTextThatWasMovedToAnotherLineOrDisputeIsFound() throws Exception {
    EventProto.EventEnvelope.Builder line =
        EventProto.EventEnvelope.parseFrom(bytes("dispute-opened-sealed")).toBuilder();
    line.getEventBuilder().getDisputeOpenedBuilder().setLine(4);
    assertBroken(line);
    EventProto.EventEnvelope.Builder dispute =
        EventProto.EventEnvelope.parseFrom(bytes("dispute-decided-sealed")).toBuilder();
    dispute.getEventBuilder().getDisputeDecidedBuilder().setDisputeId(8);
    assertBroken(dispute);
  }

  @Test
  void aRulingIsEitherInClearOrSealed() throws Exception {
    EventProto.EventEnvelope.Builder both =
        EventProto.EventEnvelope.parseFrom(bytes("dispute-decided-sealed")).toBuilder();
    both.getEventBuilder().getDisputeDecidedBuilder().getRulingBuilder().setCorrectedNano(1);
    assertThatThrownBy(() -> EventCodec.decodeEvent(both.build().toByteArray(), KEYS))
        .hasMessageContaining("either in clear or sealed");
    EventProto.EventEnvelope.Builder none =
        EventProto.EventEnvelope.parseFrom(bytes("dispute-opened-sealed")).toBuilder();
    none.getEventBuilder().getDisputeOpenedBuilder().getReasonBuilder().clearSealed();
    assertThatThrownBy(() -> EventCodec.decodeEvent(none.build().toByteArray(), KEYS))
        .hasMessageContaining("either in clear or sealed");
  }

  private static void assertBroken(EventProto.EventEnvelope.Builder event) {
    assertThatThrownBy(() -> EventCodec.decodeEvent(event.build().toByteArray(), KEYS))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SEAL_BROKEN));
  }

  private static Event read(String name, Keyring keys) {
    return EventCodec.decodeEvent(bytes(name), keys).event();
  }

  private static byte[] bytes(String name) {
    return EventCodec.encodeEvent(Objects.requireNonNull(DisputeSamples.events().get(name)), KEYS);
  }

  private static byte[] command(String name) {
    return CommandCodec.encode(
        Samples.MARKET, Objects.requireNonNull(DisputeSamples.commands().get(name)), KEYS);
  }
}
