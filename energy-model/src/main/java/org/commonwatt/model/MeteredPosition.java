package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * What a participant's meters measured in one slot, summed over its meters.
 *
 * @param participant id
 * @param slot delivery slot
 * @param version counts up from 1 with each correction; 0 of one that the market assumed
 * @param importWh energy withdrawn from the grid, not negative
 * @param exportWh energy injected into the grid, not negative
 * @param quality worst quality of the readings behind it
 * @param evidence hash of what each of the meters measured, by {@code
 *     docs/formats/settlement-batch.md}, "Meter evidence"; null of a source that gives none
 * @param secret what the holder of its key can know; null when it stands on the log in clear
 */
public record MeteredPosition(
    String participant,
    DeliverySlot slot,
    int version,
    long importWh,
    long exportWh,
    Quality quality,
    @Nullable Hash evidence,
    @Nullable SealSecret secret) {
  /** A position that stands on the log in clear, without evidence. */
  public MeteredPosition(
      String participant,
      DeliverySlot slot,
      int version,
      long importWh,
      long exportWh,
      Quality quality) {
    this(participant, slot, version, importWh, exportWh, quality, null, null);
  }

  /** Checks the ranges. */
  public MeteredPosition {
    Ids.require("participant", participant);
    if (version < 0 || (version == 0 && quality != Quality.NULL)) {
      throw new IllegalArgumentException(
          "a position's version counts up from 1; 0 is of one without readings that was assumed");
    }
    if (importWh < 0 || exportWh < 0) {
      throw new IllegalArgumentException("metered import and export must not be negative");
    }
    if (importWh > Amounts.MAX_ORDER_WH || exportWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException(
          "metered energy of one slot must not exceed " + Amounts.MAX_ORDER_WH + " Wh");
    }
  }

  /**
   * What the market assumes of a participant of whom no position came in time.
   *
   * @param netWh net injection, within ± {@link Amounts#MAX_ORDER_WH}
   */
  public static MeteredPosition assumed(String participant, DeliverySlot slot, long netWh) {
    return new MeteredPosition(
        participant, slot, 0, Math.max(0, -netWh), Math.max(0, netWh), Quality.NULL);
  }

  /** Checks that it was metered. */
  public MeteredPosition requireMetered() {
    if (version < 1) {
      throw new IllegalArgumentException("a position's version counts up from 1");
    }
    return this;
  }

  /** The same, with a secret. */
  public MeteredPosition withSecret(@Nullable SealSecret other) {
    return new MeteredPosition(
        participant, slot, version, importWh, exportWh, quality, evidence, other);
  }

  /** The same, with evidence. */
  public MeteredPosition withEvidence(@Nullable Hash other) {
    return new MeteredPosition(
        participant, slot, version, importWh, exportWh, quality, other, secret);
  }

  /** Net injection: export minus import; negative when the participant withdrew. */
  public long netWh() {
    return exportWh - importWh;
  }
}
