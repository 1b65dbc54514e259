package org.commonwatt.model;

/** What an account of the market may do. */
public enum AccountState {
  /** It was asked for and waits for its confirmation. */
  REQUESTED,
  /** It may have meter points, pay in and, with a meter point, trade. */
  ACTIVE,
  /** It may not trade; what it has traded is settled. */
  FROZEN,
  /** It was refused; its id may be asked for again. */
  REFUSED
}
