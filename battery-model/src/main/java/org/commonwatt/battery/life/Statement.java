package org.commonwatt.battery.life;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one or more organisations say about an asset.
 *
 * @param operation what they say, as {@code action} has it
 * @param asset id of the asset
 * @param sequence the how-manieth event of the asset this is to be, from 1 on: so it counts once
 * @param eventMillis when it happened, milliseconds since the epoch
 * @param evidence SHA-256 of documents, 64 lower-case hexadecimal digits each
 * @param action the rest
 */
public record Statement(
    Operation operation,
    String asset,
    long sequence,
    long eventMillis,
    List<String> evidence,
    LifeAction action) {
  private static final String HEADER = "commonwatt battery statement 1\n";

  /**
   * Copies the evidence.
   *
   * @throws IllegalArgumentException when the action is another operation's
   */
  public Statement {
    evidence = List.copyOf(evidence);
    if (!operation.form().isInstance(action)) {
      throw new IllegalArgumentException(operation + " has another action");
    }
  }

  /** A statement without documents. */
  public static Statement of(String asset, long sequence, long eventMillis, LifeAction action) {
    return new Statement(Operation.of(action), asset, sequence, eventMillis, List.of(), action);
  }

  /** The same with documents. */
  public Statement withEvidence(String... sha256) {
    return new Statement(operation, asset, sequence, eventMillis, List.of(sha256), action);
  }

  /** Its JSON: the only spelling that is taken. */
  public String text() {
    return RecordText.of(this);
  }

  /** What the organisations sign with Ed25519. */
  public byte[] signedBytes() {
    return (HEADER + text() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
