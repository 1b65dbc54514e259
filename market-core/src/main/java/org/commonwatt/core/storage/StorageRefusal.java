package org.commonwatt.core.storage;

import java.util.List;

/**
 * Why a unit does not take a commitment, or does not let one go. Nothing has changed.
 *
 * @param code the first of the reasons that hold, in the order of the codes
 * @param message what is wrong, with the slot and the amount
 * @param hint how to put it right
 * @param conflicts ids of commitments with which it cannot stand together, by id: none of them can
 *     be left out, even though all that relieves the limit is counted; empty when it breaks the
 *     limit without any
 */
public record StorageRefusal(Code code, String message, String hint, List<String> conflicts) {
  /** Kinds of reasons, in order of precedence. */
  public enum Code {
    /** An energy or a share is outside its range. */
    OUT_OF_RANGE,
    /** Its slots are not all among the unit's. */
    OUTSIDE_HORIZON,
    /** The unit's usable energy is not proved for all of its slots. */
    NOT_PROVED,
    /** The unit has a commitment of that id. */
    DUPLICATE_ID,
    /** The unit has no commitment of that id. */
    UNKNOWN_ID,
    /** Energies together do not fit in 63 bits of µWh. */
    OVERFLOW,
    /** In a slot more could be charged than the unit's power allows. */
    CHARGE_POWER,
    /** In a slot more could be discharged than the unit's power allows. */
    DISCHARGE_POWER,
    /** An owner could take out more than its lots and firm schedules have put in. */
    NOT_BACKED,
    /** The state of charge could pass the usable energy. */
    TOO_FULL,
    /** The state of charge could fall below the reserve. */
    TOO_EMPTY,
    /** In a day more could be stored than the cycle limit allows. */
    TOO_MANY_CYCLES
  }

  /** Copies the ids. */
  public StorageRefusal {
    conflicts = List.copyOf(conflicts);
  }

  static StorageRefusal of(Code code, String message, String hint) {
    return new StorageRefusal(code, message, hint, List.of());
  }
}
