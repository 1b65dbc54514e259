package org.commonwatt.identity;

/** A recovery that does not go on. */
public final class RecoveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  /** Why it does not. */
  public enum Fault {
    /** There is no such account. */
    UNKNOWN_ACCOUNT,
    /**
     * There is no such recovery, or the code is not its own: nobody without a login learns which.
     */
    UNKNOWN_RECOVERY,
    /** Another one of the account is under way. */
    RECOVERY_OPEN,
    /** It was done, refused, approved already, or its time is over. */
    RECOVERY_ENDED,
    /** The same account approved it before. */
    SECOND_PERSON_NEEDED,
    /** Neither of the two is an administrator. */
    ADMINISTRATOR_NEEDED,
    /** Nobody approves the recovery of the own account. */
    OWN_ACCOUNT
  }

  RecoveryException(Fault fault) {
    super(fault.name(), null, false, false);
    this.fault = fault;
  }

  /** Why. */
  public Fault fault() {
    return fault;
  }
}
