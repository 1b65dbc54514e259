package org.commonwatt.battery.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a unique identifier of ISO/IEC 15459: {@code 25S}, issuing agency, company and serial
 * number, or one of GS1: {@code (01)…(21)…} and {@code (8004)…}.
 */
final class UniqueIdentifierReader {
  static final String ITEM = "25S";
  static final String GTIN = "(01)";
  static final String ASSET = "(8004)";

  /** ISO/IEC 15459-3: the longest identifier behind its data identifier. */
  static final int LONGEST = 50;

  private static final String SERIAL = "(21)";
  private static final int GTIN_DIGITS = 14;
  private static final int LONGEST_SERIAL = 20;
  private static final int LONGEST_ASSET = 30;

  /** What GS1's serial numbers may have beside letters and digits. */
  private static final String GS1_SIGNS = "!\"%&'()*+,-./:;<=>?_";

  private final CodeTables tables;
  private final String text;
  private final List<CodeError> errors = new ArrayList<>();

  /** A reader of a trimmed text as it is written: GS1 tells upper case from lower. */
  UniqueIdentifierReader(CodeTables tables, String text) {
    this.tables = tables;
    this.text = text;
  }

  static boolean begins(String text) {
    return text.regionMatches(true, 0, ITEM, 0, ITEM.length())
        || text.startsWith(GTIN)
        || text.startsWith(ASSET);
  }

  DecodedCode read(String input) {
    if (text.startsWith(GTIN)) {
      return readTradeItem(input);
    }
    return text.startsWith(ASSET) ? readAsset(input) : readItem(input);
  }

  private DecodedCode readItem(String input) {
    String upper = BatteryCodes.upper(text);
    int start = ITEM.length();
    requireLength(start, LONGEST, upper.length());
    for (int i = start; i < upper.length(); i++) {
      if (!BatteryCodes.isCodeCharacter(upper.charAt(i))) {
        error(CodeError.Code.CHARACTER, i + 1, "must be one of A-Z and 0-9");
      }
    }
    Optional<String> issuer =
        tables.issuers().stream()
            .filter(one -> upper.startsWith(one, start))
            .reduce((one, other) -> one.length() > other.length() ? one : other);
    if (issuer.isEmpty()) {
      error(CodeError.Code.ISSUER, start + 1, "must begin an agency of " + tables.issuers());
      return decoded(input, DecodedCode.Parts.NONE, upper);
    }
    OptionalInt company = tables.companyLength(issuer.get());
    int serial = start + issuer.get().length() + company.orElse(0);
    if (upper.length() <= serial) {
      error(CodeError.Code.LENGTH, upper.length() + 1, "must follow: company and serial number");
      return decoded(input, DecodedCode.Parts.NONE, upper);
    }
    @Nullable String vendor = company.isEmpty() ? null : upper.substring(start, serial);
    return decoded(input, parts(vendor, null, upper.substring(serial)), upper);
  }

  private DecodedCode readTradeItem(String input) {
    int start = GTIN.length();
    int end = start + GTIN_DIGITS;
    if (!text.startsWith(SERIAL, end)) {
      error(
          CodeError.Code.LENGTH,
          Math.min(end, text.length()) + 1,
          "must have 14 digits behind (01), and (21) with a serial number behind them");
      return decoded(input, DecodedCode.Parts.NONE, text);
    }
    boolean digits = true;
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        error(CodeError.Code.CHARACTER, i + 1, "must be a digit");
        digits = false;
      }
    }
    if (digits && text.charAt(end - 1) != checkDigit(text.substring(start, end - 1))) {
      error(CodeError.Code.CHECK_DIGIT, end, "must be the check digit of the 13 digits before it");
    }
    int serial = end + SERIAL.length();
    readFree(serial, LONGEST_SERIAL);
    return decoded(input, parts(null, text.substring(start, end), text.substring(serial)), text);
  }

  private DecodedCode readAsset(String input) {
    readFree(ASSET.length(), LONGEST_ASSET);
    return decoded(input, parts(null, null, text.substring(ASSET.length())), text);
  }

  private void readFree(int from, int most) {
    requireLength(from, most, text.length());
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lower = c >= 'a' && c <= 'z';
      if (!lower && !BatteryCodes.isCodeCharacter(c) && GS1_SIGNS.indexOf(c) < 0) {
        error(CodeError.Code.CHARACTER, i + 1, "must be a letter, a digit or one of " + GS1_SIGNS);
      }
    }
  }

  private void requireLength(int from, int most, int length) {
    if (length <= from || length > from + most) {
      errors.add(
          new CodeError(
              CodeError.Code.LENGTH,
              length <= from ? length + 1 : from + most + 1,
              "1 to " + most + " characters must stand behind " + text.substring(0, from)));
    }
  }

  /** From the right, every other digit counts three times; the sum ends in 0 with this digit. */
  private static char checkDigit(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? 3 * digit : digit;
    }
    return (char) ('0' + (10 - sum % 10) % 10);
  }

  private static DecodedCode.Parts parts(
      @Nullable String vendor, @Nullable String spec, String serial) {
    return new DecodedCode.Parts(vendor, null, null, spec, null, null, List.of(), serial, null);
  }

  private DecodedCode decoded(String input, DecodedCode.Parts parts, String normalised) {
    boolean valid = errors.isEmpty();
    return new DecodedCode(
        input,
        CodeScheme.ISO_15459,
        valid ? parts : DecodedCode.Parts.NONE,
        valid ? normalised : null,
        errors.stream().sorted(Comparator.comparingInt(CodeError::position)).toList());
  }

  private void error(CodeError.Code code, int position, String message) {
    String found =
        position > text.length() ? "" : ", not " + BatteryCodes.shown(text.charAt(position - 1));
    errors.add(new CodeError(code, position, "position " + position + " " + message + found));
  }
}
