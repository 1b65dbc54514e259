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
  boolean concerns(Commitment one) {
    boolean begun = one.window().from() <= at;
    return switch (code) {
      case CHARGE_POWER -> one.window().has(at) && !(one instanceof Release);
      case DISCHARGE_POWER -> one.window().has(at) && !(one instanceof ChargeService);
      case NOT_BACKED -> begun && one.owner().equals(owner) && !(one instanceof ChargeService);
      case TOO_FULL -> begun && !(one instanceof Release);
      case TOO_EMPTY -> begun && !(one instanceof ChargeService);
      default -> !(one instanceof Release);
    };
  }
}
