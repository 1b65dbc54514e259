package org.commonwatt.log.seal;

/**
 * A key that was destroyed on purpose.
 *
 * @param subject whose it was
 * @param keyId its id
 * @param timeMillis when, UTC, milliseconds since the epoch
 */
public record ErasedKey(Subject subject, String keyId, long timeMillis) {

  /** How an erasure names the key on the log. */
  public String name() {
    return subject + "/" + keyId;
  }
}
