package org.commonwatt.battery.code;

/** Which standard a code follows. */
public enum CodeScheme {
  /** Traction batteries: 24 characters, 19 in second life. */
  GBT_34014("GB/T 34014-2017"),
  /** Storage batteries in second life, told by {@code -R}. */
  GBT_45565("GB/T 45565-2025"),
  /** Unique identifiers, told by their data identifier or by GS1's application identifiers. */
  ISO_15459("ISO/IEC 15459");

  private final String label;

  CodeScheme(String label) {
    this.label = label;
  }

  /** The standard's name, as JSON has it. */
  public String label() {
    return label;
  }
}
