package org.commonwatt.battery.life;

import java.util.List;

/**
 * A statement with the signatures of those who make it.
 *
 * @param statement what they say
 * @param signatures in the order in which they stand
 */
public record SignedStatement(Statement statement, List<Signature> signatures) {
  /** Copies the signatures. */
  public SignedStatement {
    signatures = List.copyOf(signatures);
  }

  /**
   * One organisation's.
   *
   * @param org who
   * @param signature Ed25519 over {@link Statement#signedBytes}, 128 lower-case hexadecimal digits
   */
  public record Signature(String org, String signature) {}

  /** Its JSON: the only spelling that is taken. */
  public String text() {
    return RecordText.of(this);
  }
}
