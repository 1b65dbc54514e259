package org.commonwatt.fuzz;

/** What Jazzer calls by name, in a process for one parser. */
public final class JazzerTarget {
  /** System property with the parser's name. */
  static final String PARSER = "commonwatt.parser";

  private static final Parser CHOSEN = Parsers.named(System.getProperty(PARSER, ""));

  private JazzerTarget() {}

  /** Gives the parser an input; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    CHOSEN.takes(input);
  }
}
