package org.commonwatt.core.coupled;

import java.util.List;

/**
 * Why a case cannot be cleared.
 *
 * @param code what is wrong, for programs
 * @param message what is wrong with which part
 * @param hint how to put it right
 * @param areas the areas concerned, by id; empty where none is
 */
public record CaseFault(Code code, String message, String hint, List<String> areas)
    implements ClearingOutcome, MultiSlotOutcome {

  /** Kinds of faults. */
  public enum Code {
    /** Two areas, or two orders, have one id. */
    DUPLICATE_ID,
    /** A link or an order names an area that the case does not have, or that takes no orders. */
    UNKNOWN_AREA,
    /** An energy, price, fee or limit is outside its range. */
    OUT_OF_RANGE,
    /**
     * A link joins an area to itself, its least flow is above its greatest, or it is one of an
     * external area without a schedule: its least flow is not its greatest.
     */
    BAD_LINK,
    /** An order, a block or a link names a slot that the case does not have. */
    UNKNOWN_SLOT,
    /** A block without a profile, or with a parent or an exclusive group that it cannot have. */
    BAD_BLOCK,
    /** Energies and limits together do not fit in 62 bits. */
    OVERFLOW,
    /** No flow within the limits of the links balances the areas. */
    INFEASIBLE
  }

  /** A fault without areas. */
  static CaseFault of(Code code, String message, String hint) {
    return new CaseFault(code, message, hint, List.of());
  }
}
