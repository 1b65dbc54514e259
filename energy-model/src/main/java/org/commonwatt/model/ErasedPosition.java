package org.commonwatt.model;

/**
 * A metered position whose key was erased: that it was, and nothing of what it said.
 *
 * @param participant id
 * @param slot delivery slot
 * @param version counts up from 1 with each correction
 * @param keyId names the key that was erased
 * @param seal hash of the sealed bytes, equal wherever the same position stands
 */
public record ErasedPosition(
    String participant, DeliverySlot slot, int version, String keyId, Hash seal) {
  /** Checks the id and the version. */
  public ErasedPosition {
    Ids.require("participant", participant);
    if (version < 1) {
      throw new IllegalArgumentException("a position's version counts up from 1");
    }
  }
}
