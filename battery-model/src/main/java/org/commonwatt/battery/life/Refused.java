package org.commonwatt.battery.life;

/** Ends a statement's work; {@link Lives} makes a value of it. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final LifeRefusal code;

  Refused(LifeRefusal code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  LifeOutcome.Refused outcome() {
    return new LifeOutcome.Refused(code, String.valueOf(getMessage()));
  }
}
