package org.commonwatt.engine.receipt;

import java.io.IOException;
import java.nio.file.Path;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.Hash;

/**
 * The key pair of one engine, kept in a file. The engine's name is that of its key, so no two
 * engines share one.
 */
public final class EngineKey {
  /** The algorithm, as the JDK calls it. */
  public static final String ALGORITHM = SigningKey.ALGORITHM;

  private static final int NAME_DIGITS = 16;

  private final SigningKey key;
  private final String engine;

  private EngineKey(SigningKey key) {
    this.key = key;
    this.engine = engineOf(key.publicKey());
  }

  /**
   * Reads the key of a file, or makes one on first use.
   *
   * @throws IOException when the file cannot be read or written, is no key, or may be read by
   *     others; the message names it
   */
  public static EngineKey open(Path file) throws IOException {
    return new EngineKey(SigningKey.open(file, "an engine"));
  }

  /** The engine's name: {@code engine-} and the first digits of its public key's SHA-256. */
  public String engine() {
    return engine;
  }

  /** The public key as X.509 has it. */
  public byte[] publicKey() {
    return key.publicKey();
  }

  /** The name of the engine that has a public key. */
  public static String engineOf(byte[] publicKey) {
    return "engine-" + Hash.of(publicKey).hex().substring(0, NAME_DIGITS);
  }

  /** The 64 bytes of a signature. Takes about 0.04 ms. Thread-safe. */
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }
}
