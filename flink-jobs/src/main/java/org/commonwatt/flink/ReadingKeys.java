package org.commonwatt.flink;

import java.io.Serializable;
import java.util.Base64;
import java.util.List;
import org.commonwatt.log.sign.ReadingVerifier;

/**
 * Whose signatures readings need.
 *
 * @param publicKeys of the ingests: Ed25519 as X.509 has it, in Base64; none: signatures are not
 *     looked at
 * @param signedFromMillis readings of earlier instants may be unsigned, UTC
 */
public record ReadingKeys(List<String> publicKeys, long signedFromMillis) implements Serializable {
  /** Signatures are not looked at. */
  public static final ReadingKeys NONE = new ReadingKeys(List.of(), 0);

  /**
   * Checks the keys.
   *
   * @throws IllegalArgumentException when one is no public key of Ed25519, or when an instant is
   *     given without keys
   */
  public ReadingKeys {
    publicKeys = List.copyOf(publicKeys);
    if (publicKeys.isEmpty() && signedFromMillis != 0) {
      throw new IllegalArgumentException(
          "signedFrom needs ingestKeys: name a key, or remove signedFrom");
    }
    verifier(publicKeys);
  }

  /**
   * The keys that somebody wrote down.
   *
   * @param publicKeys as above
   * @param signedFromMillis as above
   * @throws IllegalArgumentException as above, and when there is no key: the last one that is taken
   *     out must not switch verification off unseen
   */
  public static ReadingKeys named(List<String> publicKeys, long signedFromMillis) {
    if (publicKeys.isEmpty()) {
      throw new IllegalArgumentException(
          "name a key, or remove ingestKeys to switch verification off");
    }
    return new ReadingKeys(publicKeys, signedFromMillis);
  }

  boolean areNeeded() {
    return !publicKeys.isEmpty();
  }

  ReadingVerifier verifier() {
    return verifier(publicKeys);
  }

  private static ReadingVerifier verifier(List<String> keys) {
    return new ReadingVerifier(keys.stream().map(Base64.getDecoder()::decode).toList());
  }
}
