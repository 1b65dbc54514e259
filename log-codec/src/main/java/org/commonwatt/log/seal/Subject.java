package org.commonwatt.log.seal;

import java.util.Locale;
import org.commonwatt.model.Ids;

/**
 * Whose data a key seals.
 *
 * @param kind what the id names
 * @param id id of the participant or meter
 */
public record Subject(Kind kind, String id) {

  /** What can have a key. */
  public enum Kind {
    /** Positions and bill lines. */
    PARTICIPANT,
    /** Readings: whoever reads a meter need not know whose it is. */
    METER
  }

  /** Checks the id. */
  public Subject {
    Ids.require(name(kind), id);
  }

  /** A participant. */
  public static Subject participant(String id) {
    return new Subject(Kind.PARTICIPANT, id);
  }

  /** A meter. */
  public static Subject meter(String id) {
    return new Subject(Kind.METER, id);
  }

  /**
   * Reads the form of {@link #toString}.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static Subject parse(String text) {
    int slash = text.indexOf('/');
    if (slash > 0) {
      for (Kind kind : Kind.values()) {
        if (name(kind).equals(text.substring(0, slash))) {
          return new Subject(kind, text.substring(slash + 1));
        }
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" names no key: write participant/ID or meter/ID");
  }

  /** {@code participant/home-01} or {@code meter/meter-01}. */
  @Override
  public String toString() {
    return name(kind) + "/" + id;
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
