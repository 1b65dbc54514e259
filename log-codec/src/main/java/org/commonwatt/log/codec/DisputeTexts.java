package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.log.seal.Context;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Ruling;

/**
 * What disputes say of a participant, in clear or sealed under its key. The same text has the same
 * bytes in its command and in its event.
 */
final class DisputeTexts {
  private DisputeTexts() {}

  /** Which line a dispute is about: what the seal of its reason is bound to. */
  record Line(String participant, long slotStartMillis, int run, int line) {
    private Context context() {
      return Context.of("dispute reason", Subject.participant(participant))
          .number(slotStartMillis)
          .number(run)
          .number(line);
    }
  }

  /** Which dispute: what the seal of its ruling is bound to. */
  record Dispute(String participant, long disputeId) {
    private Context context() {
      return Context.of("dispute ruling", Subject.participant(participant)).number(disputeId);
    }
  }

  static ModelProto.PersonalText encode(PersonalText reason, Line of, Seals seals) {
    String keyId = readable(reason).keyId();
    ModelProto.PersonalText.Builder builder = ModelProto.PersonalText.newBuilder();
    return keyId == null
        ? builder.setText(reason.text()).build()
        : builder
            .setSealed(
                seals.seal(
                    Subject.participant(of.participant()),
                    keyId,
                    of.context(),
                    ByteString.copyFromUtf8(reason.text())))
            .build();
  }

  static PersonalText decode(
      boolean present, ModelProto.PersonalText message, Line of, Seals seals) {
    required(present, message, "reason");
    if (message.hasText() == message.hasSealed()) {
      throw CodecException.outOfRange("a text is either in clear or sealed");
    }
    if (message.hasText()) {
      return PersonalText.clear(message.getText());
    }
    String keyId = Seals.keyId(message.getSealed());
    Seals.Opened opened =
        seals.open(Subject.participant(of.participant()), of.context(), message.getSealed());
    return opened == null
        ? PersonalText.erased(keyId)
        : PersonalText.sealed(opened.payload().toStringUtf8(), keyId);
  }

  static ModelProto.Ruling encode(Ruling ruling, Dispute of, Seals seals) {
    String keyId = readable(ruling.reason()).keyId();
    ModelProto.Ruling.Builder builder = ModelProto.Ruling.newBuilder().setUpheld(ruling.upheld());
    if (keyId == null) {
      return builder
          .setCorrectedNano(ruling.correctedNano())
          .setReason(ruling.reason().text())
          .build();
    }
    ModelProto.RulingContent content =
        ModelProto.RulingContent.newBuilder()
            .setCorrectedNano(ruling.correctedNano())
            .setReason(ruling.reason().text())
            .build();
    return builder
        .setSealed(
            seals.seal(
                Subject.participant(of.participant()), keyId, of.context(), content.toByteString()))
        .build();
  }

  static Ruling decode(boolean present, ModelProto.Ruling message, Dispute of, Seals seals) {
    required(present, message, "ruling");
    if (!message.hasSealed()) {
      return new Ruling(
          message.getUpheld(), message.getCorrectedNano(), PersonalText.clear(message.getReason()));
    }
    if (message.getCorrectedNano() != 0 || !message.getReason().isEmpty()) {
      throw CodecException.outOfRange("a ruling is either in clear or sealed");
    }
    String keyId = Seals.keyId(message.getSealed());
    Seals.Opened opened =
        seals.open(Subject.participant(of.participant()), of.context(), message.getSealed());
    return opened == null
        ? new Ruling(message.getUpheld(), 0, PersonalText.erased(keyId))
        : opened(message.getUpheld(), opened.payload(), keyId);
  }

  private static Ruling opened(boolean upheld, ByteString payload, String keyId) {
    try {
      ModelProto.RulingContent content = known(ModelProto.RulingContent.parseFrom(payload));
      return new Ruling(
          upheld, content.getCorrectedNano(), PersonalText.sealed(content.getReason(), keyId));
    } catch (InvalidProtocolBufferException e) {
      throw CodecException.notARecord(e);
    }
  }

  private static PersonalText readable(PersonalText text) {
    if (text.erased()) {
      throw new IllegalStateException("an erased text cannot be written");
    }
    return text;
  }
}
