package org.commonwatt.core.storage;

import org.commonwatt.core.storage.StorageRefusal.Code;

/** What a refusal says of a broken limit. */
final class LimitText {
  private LimitText() {}

  /**
   * What is broken, where and by how much.
   *
   * @param excess Wh of powers, else µWh
   */
  static String message(Limit broken, long excess, long allowedWh) {
    long above = excess;
    if (broken.code() != Code.CHARGE_POWER && broken.code() != Code.DISCHARGE_POWER) {
      above = (excess - 1) / Efficiency.MILLION + 1; // whole Wh that are too many
    }
    int at = broken.at();
    return switch (broken.code()) {
      case CHARGE_POWER ->
          "in slot "
              + at
              + " up to "
              + (allowedWh + above)
              + " Wh could be charged, and "
              + allowedWh
              + " can";
      case DISCHARGE_POWER ->
          "in slot "
              + at
              + " up to "
              + (allowedWh + above)
              + " Wh could be discharged, and "
              + allowedWh
              + " can";
      case NOT_BACKED ->
          broken.owner()
              + " could take out "
              + above
              + " Wh more by the end of slot "
              + at
              + " than it has surely stored";
      case TOO_FULL ->
          "at the end of slot "
              + at
              + " the state of charge could be "
              + above
              + " Wh above the usable "
              + allowedWh;
      case TOO_EMPTY ->
          "at the end of slot "
              + at
              + " the state of charge could be "
              + above
              + " Wh below the reserve of "
              + allowedWh;
      default ->
          "in day "
              + at
              + " "
              + above
              + " Wh more could be stored than the "
              + allowedWh
              + " of its cycle limit";
    };
  }

  static String hint(Limit broken) {
    return switch (broken.code()) {
      case CHARGE_POWER, DISCHARGE_POWER -> "ask for less in a slot, or for other slots";
      case NOT_BACKED -> "take out what is metered or firmly charged before, or less";
      case TOO_FULL -> "ask for less energy, or for slots behind a firm discharge";
      case TOO_EMPTY -> "ask for less energy, or for slots behind a firm charge";
      default -> "ask for less energy, or for another day";
    };
  }
}
