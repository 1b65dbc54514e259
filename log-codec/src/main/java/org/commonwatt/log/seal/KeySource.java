package org.commonwatt.log.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Where new keys come from. */
@FunctionalInterface
public interface KeySource {
  /** Real life: from the machine's source of randomness. */
  KeySource RANDOM =
      (subject, generation) -> {
        byte[] key = new byte[SealKey.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
      };

  /**
   * A key.
   *
   * @param subject whose
   * @param generation how many keys of the subject were erased before
   * @return {@value SealKey#KEY_BYTES} bytes
   */
  byte[] newKey(Subject subject, int generation);

  /**
   * For demos and tests only, where two runs must give the same bytes: whoever knows the seed knows
   * the keys.
   */
  static KeySource seeded(String seed) {
    byte[] root = seed.getBytes(StandardCharsets.UTF_8);
    return (subject, generation) -> {
      byte[] name = subject.toString().getBytes(StandardCharsets.UTF_8);
      return SealKey.hmac(
          root,
          ByteBuffer.allocate(name.length + Integer.BYTES).put(name).putInt(generation).array());
    };
  }
}
