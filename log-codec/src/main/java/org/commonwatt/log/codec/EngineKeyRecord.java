package org.commonwatt.log.codec;

import java.util.Arrays;
import org.commonwatt.model.Ids;

/**
 * The public key of an engine, as it stands on the topic {@code engine-keys}.
 *
 * @param engine name of the engine, which follows from the key
 * @param algorithm such as Ed25519
 * @param publicKey as X.509 has it (SubjectPublicKeyInfo, DER)
 */
@SuppressWarnings("ArrayRecordComponent")
public record EngineKeyRecord(String engine, String algorithm, byte[] publicKey) {
  /** Checks the name and that there is a key. */
  public EngineKeyRecord {
    Ids.require("engine", engine);
    if (algorithm.isEmpty() || publicKey.length == 0) {
      throw new IllegalArgumentException("a key has an algorithm and bytes");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EngineKeyRecord that
        && engine.equals(that.engine)
        && algorithm.equals(that.algorithm)
        && Arrays.equals(publicKey, that.publicKey);
  }

  @Override
  public int hashCode() {
    return 31 * engine.hashCode() + Arrays.hashCode(publicKey);
  }
}
