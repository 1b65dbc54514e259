package org.commonwatt.battery.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decodes the codes of batteries. Every text gets an answer. */
public final class BatteryCodes {
  private static final String REUSED = "-R";
  private static final int SHORTEST_STORAGE = 8;

  private final CodeTables tables;

  /** Codes by some tables. */
  public BatteryCodes(CodeTables tables) {
    this.tables = tables;
  }

  /** Codes by the tables that come with the product. */
  public static BatteryCodes builtIn() {
    return new BatteryCodes(CodeTables.builtIn());
  }

  /**
   * What a text says as a code: by its beginning one of ISO/IEC 15459, by {@code -R} one of GB/T
   * 45565, by its length one of GB/T 34014. White space around it is left out.
   */
  public DecodedCode decode(String input) {
    String text = input.strip();
    if (text.isEmpty()) {
      return unknown(input, CodeError.Code.EMPTY, 1, "there is no code");
    }
    String upper = upper(text);
    if (upper.length() == TractionCode.LENGTH || upper.length() == TractionCode.REUSED_LENGTH) {
      DecodedCode traction = new TractionCodeReader(tables, upper).read(input);
      if (!traction.valid() && UniqueIdentifierReader.begins(text)) {
        DecodedCode unique = new UniqueIdentifierReader(tables, text).read(input);
        if (unique.valid()) {
          return unique;
        }
      }
      // One wrong character may make it look like another's; more of them in what looks so are not.
      if (traction.errors().size() <= 1 || !looksLikeAnother(text, upper)) {
        return traction;
      }
    }
    if (UniqueIdentifierReader.begins(text)) {
      return new UniqueIdentifierReader(tables, text).read(input);
    }
    return upper.contains(REUSED) ? storage(input, upper) : wrongLength(input, upper);
  }

  private static boolean looksLikeAnother(String text, String upper) {
    return UniqueIdentifierReader.begins(text) || upper.contains(REUSED);
  }

  /**
   * The standard's own layout is not public to us: the code is taken whole, and that it is one of
   * second life.
   */
  private static DecodedCode storage(String input, String upper) {
    List<CodeError> errors = new ArrayList<>();
    int mark = upper.indexOf(REUSED);
    for (int i = 0; i < upper.length(); i++) {
      if (i != mark && !isCodeCharacter(upper.charAt(i))) {
        errors.add(
            new CodeError(
                CodeError.Code.CHARACTER,
                i + 1,
                "position "
                    + (i + 1)
                    + " must be one of A-Z and 0-9 beside one -R, not "
                    + shown(upper.charAt(i))));
      }
    }
    if (upper.length() < SHORTEST_STORAGE || upper.length() > UniqueIdentifierReader.LONGEST) {
      int position =
          upper.length() < SHORTEST_STORAGE
              ? upper.length() + 1
              : UniqueIdentifierReader.LONGEST + 1;
      errors.add(
          new CodeError(
              CodeError.Code.LENGTH,
              position,
              "a code with -R has "
                  + SHORTEST_STORAGE
                  + " to "
                  + UniqueIdentifierReader.LONGEST
                  + " characters, not "
                  + upper.length()));
    }
    if (errors.isEmpty() && upper.chars().noneMatch(c -> c >= '0' && c <= '9')) {
      errors.add(
          new CodeError(
              CodeError.Code.SERIAL, upper.length(), "a code with -R has at least one digit"));
    }
    DecodedCode.Parts parts =
        new DecodedCode.Parts(null, null, null, null, null, null, List.of(), null, "R");
    boolean valid = errors.isEmpty();
    return new DecodedCode(
        input,
        CodeScheme.GBT_45565,
        valid ? parts : DecodedCode.Parts.NONE,
        valid ? upper : null,
        errors.stream().sorted(Comparator.comparingInt(CodeError::position)).toList());
  }

  private static DecodedCode wrongLength(String input, String upper) {
    int position =
        upper.length() > TractionCode.LENGTH ? TractionCode.LENGTH + 1 : upper.length() + 1;
    return unknown(
        input,
        CodeError.Code.LENGTH,
        position,
        "a code of GB/T 34014 has 24 characters, in second life 19, not "
            + upper.length()
            + "; others begin with 25S, (01) or (8004), or have -R");
  }

  private static DecodedCode unknown(
      String input, CodeError.Code code, int position, String message) {
    return new DecodedCode(
        input, null, DecodedCode.Parts.NONE, null, List.of(new CodeError(code, position, message)));
  }

  static boolean isCodeCharacter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Upper case of a to z alone: of other letters it may be longer. */
  static String upper(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    text.chars().forEach(c -> upper.append((char) (c >= 'a' && c <= 'z' ? c - 32 : c)));
    return upper.toString();
  }

  /** A character in quotes, by its number when it cannot be shown. */
  static String shown(char c) {
    return c > ' ' && c < 127 ? "'" + c + "'" : String.format("U+%04X", (int) c);
  }
}
