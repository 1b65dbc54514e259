package org.commonwatt.flink.netting;

import org.commonwatt.model.DeliverySlot;

/**
 * A limit of an area was exceeded in a slot.
 *
 * @param area id
 * @param slot the delivery slot
 * @param kind which limit
 * @param version of the flow that it is about; the highest stands
 * @param value what was found, in the limit's unit
 * @param limit what may be at most
 * @param stands false when a correction took it back
 */
public record GridAlert(
    String area,
    DeliverySlot slot,
    Kind kind,
    long version,
    long value,
    long limit,
    boolean stands) {
  /** Which limit. */
  public enum Kind {
    /** More power flowed in than may, W. */
    IMPORT,
    /** More power flowed out than may, W. */
    EXPORT,
    /** Losses differ more from those expected than they may, either way, Wh. */
    RESIDUAL
  }
}
