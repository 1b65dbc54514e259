package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.log.seal.Context;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedPosition;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SealSecret;

/**
 * Metered positions, in clear or sealed. The same position has the same sealed bytes wherever it
 * stands: on the topic of positions, in its command, in its event.
 */
final class PositionConverter {
  private static final String KIND = "position";
  private static final String SECRET = "position secret";
  private static final String MESSAGE = "position refusal";

  private PositionConverter() {}

  /** A position; sealed exactly when it has a secret, so that a replay gives the same bytes. */
  static ModelProto.MeteredPosition encode(MeteredPosition position, Seals seals) {
    SealSecret secret = position.secret();
    if (secret == null) {
      return ModelConverter.encode(position);
    }
    Subject subject = Subject.participant(position.participant());
    ModelProto.PositionContent.Builder content =
        ModelProto.PositionContent.newBuilder()
            .setImportWh(position.importWh())
            .setExportWh(position.exportWh())
            .setQuality(ModelConverter.QUALITIES.encode(position.quality()));
    Hash evidence = position.evidence();
    if (evidence != null) {
      content.setEvidence(Fields.bytes(evidence));
    }
    return ModelProto.MeteredPosition.newBuilder()
        .setParticipant(position.participant())
        .setSlot(ModelConverter.encode(position.slot()))
        .setVersion(position.version())
        .setSealed(
            seals.seal(
                subject,
                secret.keyId(),
                context(KIND, position.participant(), position.slot(), position.version()),
                content.build().toByteString()))
        .build();
  }

  /** The position with the secret that it has under a key. */
  static MeteredPosition withSecret(MeteredPosition position, SealKey key) {
    Hash value =
        key.secret(context(SECRET, position.participant(), position.slot(), position.version()));
    return position.withSecret(new SealSecret(key.id(), value));
  }

  /** A position, or what is left of it. */
  static PositionRecord decode(boolean present, ModelProto.MeteredPosition message, Seals seals) {
    required(present, message, "position");
    if (!message.hasSealed()) {
      return new PositionRecord.Position(ModelConverter.decode(true, message));
    }
    if (message.getImportWh() != 0
        || message.getExportWh() != 0
        || message.getQualityValue() != 0
        || message.hasEvidence()) {
      throw CodecException.outOfRange("a position is either in clear or sealed");
    }
    DeliverySlot slot = ModelConverter.decode(message.hasSlot(), message.getSlot());
    ErasedPosition rest =
        new ErasedPosition(
            message.getParticipant(),
            slot,
            message.getVersion(),
            Seals.keyId(message.getSealed()),
            Seals.hash(message.getSealed()));
    Seals.Opened opened =
        seals.open(
            Subject.participant(rest.participant()),
            context(KIND, rest.participant(), slot, rest.version()),
            message.getSealed());
    return opened == null
        ? new PositionRecord.Erased(rest)
        : new PositionRecord.Position(withSecret(opened(rest, opened.payload()), opened.key()));
  }

  /** Why a position was refused, which may repeat its energies. */
  static ModelProto.Sealed encodeMessage(
      MeteredPosition position, SealSecret secret, String message, Seals seals) {
    return seals.seal(
        Subject.participant(position.participant()),
        secret.keyId(),
        context(MESSAGE, position.participant(), position.slot(), position.version()),
        ByteString.copyFromUtf8(message));
  }

  static String decodeMessage(MeteredPosition position, ModelProto.Sealed message, Seals seals) {
    Seals.Opened opened =
        seals.open(
            Subject.participant(position.participant()),
            context(MESSAGE, position.participant(), position.slot(), position.version()),
            message);
    if (opened == null) {
      throw CodecException.outOfRange("a refusal is erased and its position is not");
    }
    return opened.payload().toStringUtf8();
  }

  private static MeteredPosition opened(ErasedPosition rest, ByteString payload) {
    ModelProto.PositionContent content;
    try {
      content = known(ModelProto.PositionContent.parseFrom(payload));
    } catch (InvalidProtocolBufferException e) {
      throw CodecException.notARecord(e);
    }
    return new MeteredPosition(
            rest.participant(),
            rest.slot(),
            rest.version(),
            content.getImportWh(),
            content.getExportWh(),
            ModelConverter.QUALITIES.decode(content.getQuality(), content.getQualityValue()))
        .withEvidence(
            content.hasEvidence() ? Fields.hash(content.getEvidence(), "evidence") : null);
  }

  private static Context context(String kind, String participant, DeliverySlot slot, int version) {
    return Context.of(kind, Subject.participant(participant))
        .number(slot.startMillis())
        .number(slot.minutes())
        .number(version);
  }
}
