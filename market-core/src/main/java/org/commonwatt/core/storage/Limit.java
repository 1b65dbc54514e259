package org.commonwatt.core.storage;

import org.commonwatt.core.storage.StorageRefusal.Code;
import org.jspecify.annotations.Nullable;

/**
 * One limit of a unit.
 *
 * @param code of what kind
 * @param at slot at whose end or in which it holds; of cycles, the local day
 * @param owner of a limit of what an owner takes out, else null
 */
record Limit(Code code, int at, @Nullable String owner) {
  Limit(Code code, int at) {
    this(code, at, null);
  }

  /** Whether a commitment may bear on it. */
  boolean concerns(Held one) {
    boolean begun = one.from <= at;
    boolean has = begun && at < one.to;
    return switch (code) {
      case CHARGE_POWER -> has && !one.isRelease;
      case DISCHARGE_POWER -> has && !one.isService;
      case NOT_BACKED -> begun && !one.isService && one.commitment.owner().equals(owner);
      case TOO_FULL -> begun && !one.isRelease;
      case TOO_EMPTY -> begun && !one.isService;
      default -> !one.isRelease;
    };
  }
}
