package org.commonwatt.battery.life;

/** What an organisation may do in the lives of batteries. It may have several roles. */
public enum Role {
  /** Makes assets, and recalls its own. */
  MAKER,
  /** Puts batteries into vehicles and takes them out. */
  CARMAKER,
  /** A workshop: likewise. */
  SERVICE,
  /** Takes batteries out of vehicles that are scrapped. */
  SCRAPPER,
  /** Accredited: tests and grades. */
  LAB,
  /** Takes batteries apart and makes storages of them. */
  SECOND_LIFE,
  /** Runs storages. */
  OPERATOR,
  /** Measures what storages take and give. */
  METER,
  /** Recalls, and clears holds together with a lab. */
  REGULATOR,
  /** Recycles waste. */
  RECYCLER
}
