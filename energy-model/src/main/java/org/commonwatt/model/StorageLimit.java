package org.commonwatt.model;

/** Which limit of a storage unit a commitment would break; the first in this order is told. */
public enum StorageLimit {
  /** Its slots are not all among those for which the unit may be committed now. */
  OUTSIDE_HORIZON,
  /** The unit's usable energy is not proved for all of its slots. */
  NOT_PROVED,
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
