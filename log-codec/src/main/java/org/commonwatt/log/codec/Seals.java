package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.Optional;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.log.seal.BrokenSealException;
import org.commonwatt.log.seal.Context;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** Seals payloads with the keys at hand, and opens them. */
final class Seals {
  /** Without keys. */
  static final Seals NONE = new Seals(Keyring.NONE);

  private final Keyring keyring;

  private Seals(Keyring keyring) {
    this.keyring = keyring;
  }

  static Seals with(Keyring keyring) {
    return keyring == Keyring.NONE ? NONE : new Seals(keyring);
  }

  /** Whether what is personal must be sealed. */
  boolean seal() {
    return keyring.seals();
  }

  /** The id of the key that new payloads of a subject are sealed with; empty when there is none. */
  Optional<String> currentId(Subject subject) {
    return Optional.ofNullable(keyring.current(subject)).map(SealKey::id);
  }

  /** Whether a key is at hand, be it the subject's current or an older one. */
  boolean has(Subject subject, String keyId) {
    return keyring.find(subject, keyId) != null;
  }

  /**
   * Seals a payload under the subject's current key.
   *
   * @throws IllegalStateException when the subject has no key: nothing personal is written in clear
   *     by mistake
   */
  ModelProto.Sealed seal(Subject subject, Context context, ByteString payload) {
    return seal(current(subject), context, payload);
  }

  /**
   * Seals a payload under the key that its subject's data had when they were first sealed.
   *
   * @throws IllegalStateException when the key is not at hand
   */
  ModelProto.Sealed seal(Subject subject, String keyId, Context context, ByteString payload) {
    SealKey key = keyring.find(subject, keyId);
    if (key == null) {
      throw new IllegalStateException(
          "key " + keyId + " of " + subject + " is not at hand: give the right folder of keys");
    }
    return seal(key, context, payload);
  }

  /** The key that new payloads of a subject are sealed with. */
  SealKey current(Subject subject) {
    SealKey key = keyring.current(subject);
    if (key == null) {
      throw new IllegalStateException(
          "there is no key to seal the data of " + subject + " with: give the folder of keys");
    }
    return key;
  }

  private static ModelProto.Sealed seal(SealKey key, Context context, ByteString payload) {
    return ModelProto.Sealed.newBuilder()
        .setKeyId(ByteString.copyFrom(HexFormat.of().parseHex(key.id())))
        .setPayload(ByteString.copyFrom(key.seal(context, payload.toByteArray())))
        .build();
  }

  /**
   * Opens a payload; null when its key was erased.
   *
   * @throws CodecException when the key is missing, or the payload is damaged
   */
  @Nullable Opened open(Subject subject, Context context, ModelProto.Sealed sealed) {
    Fields.known(sealed);
    if (sealed.getKeyId().size() != SealKey.ID_BYTES) {
      throw CodecException.outOfRange("key_id has not " + SealKey.ID_BYTES + " bytes");
    }
    String keyId = keyId(sealed);
    SealKey key = keyring.find(subject, keyId);
    if (key == null) {
      if (keyring.isErased(subject, keyId)) {
        return null;
      }
      throw CodecException.keyMissing(subject, keyId);
    }
    try {
      return new Opened(
          ByteString.copyFrom(key.open(context, sealed.getPayload().toByteArray())), key);
    } catch (BrokenSealException e) {
      throw CodecException.sealBroken(subject, e);
    }
  }

  /** Names the key of a payload. */
  static String keyId(ModelProto.Sealed sealed) {
    return HexFormat.of().formatHex(sealed.getKeyId().toByteArray());
  }

  /** The hash of a sealed payload, which tells nothing of it. */
  static Hash hash(ModelProto.Sealed sealed) {
    return Hash.of(sealed.getKeyId().toByteArray(), sealed.getPayload().toByteArray());
  }

  /**
   * An opened payload.
   *
   * @param payload what was sealed
   * @param key its key
   */
  record Opened(ByteString payload, SealKey key) {}
}
