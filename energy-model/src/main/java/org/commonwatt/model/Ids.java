package org.commonwatt.model;

/** The one spelling rule for participants, areas, meters, markets and client order ids. */
public final class Ids {
  /** The longest id, in characters. */
  public static final int MAX_LENGTH = 64;

  private Ids() {}

  /**
   * Whether a text is an id: 1 to 64 characters of {@code A–Z a–z 0–9 . _ -}, the first a letter or
   * a digit.
   */
  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !isAlphanumeric(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the id, or throws.
   *
   * @throws IllegalArgumentException naming {@code what} when the text is not an id
   */
  public static String require(String what, String text) {
    if (!isValid(text)) {
      throw new IllegalArgumentException(complaint(what, text));
    }
    return text;
  }

  /** Says that a text is not an id and what an id looks like; a long text is cut. */
  public static String complaint(String what, String text) {
    return what
        + " \""
        + (text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text)
        + "\" is not an id: use 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit";
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
