package org.commonwatt.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What buyer and seller of a bilateral contract agree on and both sign: {@code
 * docs/formats/bilateral.md}. The price is not in it, only its hash.
 *
 * @param market id of the market
 * @param contractId id of the contract, used once in a market
 * @param buyer who takes the energy, a participant
 * @param seller who gives it, another one
 * @param area where both have it
 * @param fromMillis start of the first slot, milliseconds since the epoch
 * @param toMillis end of the last slot, behind {@code fromMillis}
 * @param slotMinutes length of the market's slots
 * @param energyWh energy in each slot, Wh, 1 to {@link Amounts#MAX_ORDER_WH}
 * @param priceHash SHA-256 of {@link BilateralPrice#text}
 */
public record BilateralTerms(
    String market,
    String contractId,
    String buyer,
    String seller,
    String area,
    long fromMillis,
    long toMillis,
    int slotMinutes,
    long energyWh,
    Hash priceHash) {
  /** The most slots of one contract: 31 days of quarter-hours. */
  public static final int MAX_SLOTS = 2_976;

  private static final long MINUTE_MILLIS = 60_000;

  /** The canonical JSON: fields in this order, no white space. Ids and hashes need no escaping. */
  public String text() {
    return "{\"market\":\""
        + market
        + "\",\"contractId\":\""
        + contractId
        + "\",\"buyer\":\""
        + buyer
        + "\",\"seller\":\""
        + seller
        + "\",\"area\":\""
        + area
        + "\",\"fromMillis\":"
        + fromMillis
        + ",\"toMillis\":"
        + toMillis
        + ",\"slotMinutes\":"
        + slotMinutes
        + ",\"energyWh\":"
        + energyWh
        + ",\"priceHash\":\""
        + priceHash
        + "\"}";
  }

  /** What both parties sign: no signature of another text is one of this. */
  public byte[] signedBytes() {
    return ("commonwatt bilateral contract 1\n" + text() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The slots, in order.
   *
   * @throws IllegalArgumentException unless {@link #hasSlots}
   */
  public List<DeliverySlot> slots() {
    if (!hasSlots()) {
      throw new IllegalArgumentException("no whole slots from " + fromMillis + " to " + toMillis);
    }
    List<DeliverySlot> slots = new ArrayList<>();
    for (long start = fromMillis; start < toMillis; start += slotMinutes * MINUTE_MILLIS) {
      slots.add(new DeliverySlot(start, slotMinutes));
    }
    return slots;
  }

  /** Whether the times are those of one to {@link #MAX_SLOTS} whole slots. */
  public boolean hasSlots() {
    return DeliverySlot.isLength(slotMinutes)
        && fromMillis >= 0
        && fromMillis < toMillis
        && toMillis - fromMillis <= MAX_SLOTS * slotMinutes * MINUTE_MILLIS
        && DeliverySlot.isBorder(fromMillis, slotMinutes)
        && DeliverySlot.isBorder(toMillis, slotMinutes);
  }
}
