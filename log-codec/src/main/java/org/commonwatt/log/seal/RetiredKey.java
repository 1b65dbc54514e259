package org.commonwatt.log.seal;

/**
 * A key that seals nothing new and is to be erased; until then it still opens what it sealed.
 *
 * @param subject whose it is
 * @param keyId its id
 * @param marketMillis the market's clock when it was retired, UTC
 */
public record RetiredKey(Subject subject, String keyId, long marketMillis) {

  /** How an erasure names the key on the log. */
  public String name() {
    return subject + "/" + keyId;
  }
}
