package org.commonwatt.model;

/**
 * What the holder of a participant's key alone can know of a position: a secret for salts, and
 * which key it comes from. It is derived from the key when the position is read, and never written.
 *
 * @param keyId names the key without telling it
 * @param value 32 secret bytes
 */
public record SealSecret(String keyId, Hash value) {
  /** Hides the secret. */
  @Override
  public String toString() {
    return "SealSecret[" + keyId + "]";
  }
}
