package org.commonwatt.chaincode.settlement.rules;

/**
 * A refused call. It is thrown, not returned, because only a failed simulation makes a peer drop
 * what the function has written.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RefusalCode code;

  /**
   * A refusal.
   *
   * @param code the reason
   * @param message one sentence that says how to fix it
   */
  public Refusal(RefusalCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The reason. */
  public RefusalCode code() {
    return code;
  }

  /** The stable text form that travels through peers and gateways: {@code CODE: message}. */
  public String text() {
    return code + ": " + getMessage();
  }
}
