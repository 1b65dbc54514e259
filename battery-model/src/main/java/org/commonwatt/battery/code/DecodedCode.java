package org.commonwatt.battery.code;

import java.time.LocalDate;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.jspecify.annotations.Nullable;

/**
 * What a text says as a code. What it does not say, or not legibly, is null.
 *
 * @param input the text
 * @param scheme the standard that it follows, or would with its errors mended; null when that
 *     cannot be told
 * @param parts what it says
 * @param normalised the one spelling of the code, null of a text with errors
 * @param errors what is wrong, by position; empty for a valid code
 */
public record DecodedCode(
    String input,
    @Nullable CodeScheme scheme,
    Parts parts,
    @Nullable String normalised,
    List<CodeError> errors) {
  /** Copies the errors. */
  public DecodedCode {
    errors = List.copyOf(errors);
  }

  /** Whether the text is a code. */
  public boolean valid() {
    return errors.isEmpty();
  }

  /**
   * What a code says.
   *
   * @param vendor whoever put the code on
   * @param kind what it is on
   * @param chemistry in the words of the data file
   * @param spec specification or type
   * @param traceability the vendor's own tracing code
   * @param date when it was made, only when all sources read the characters alike
   * @param dateCandidates when they do not: the days of the calendar that any of them reads, in
   *     order
   * @param serial serial number
   * @param reuse what a second-life code says that the battery serves as, or {@code R} where it
   *     only says that it is one
   */
  public record Parts(
      @Nullable String vendor,
      @Nullable AssetKind kind,
      @Nullable String chemistry,
      @Nullable String spec,
      @Nullable String traceability,
      @Nullable LocalDate date,
      List<LocalDate> dateCandidates,
      @Nullable String serial,
      @Nullable String reuse) {
    /** Nothing. */
    static final Parts NONE = new Parts(null, null, null, null, null, null, List.of(), null, null);

    /** Copies the candidates. */
    public Parts {
      dateCandidates = List.copyOf(dateCandidates);
    }
  }
}
