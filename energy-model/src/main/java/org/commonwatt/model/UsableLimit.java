package org.commonwatt.model;

import java.util.List;

/**
 * How much energy of a storage unit its provenance record proves. The engine reads it from the
 * ledger; the audit computes it again. Fields are as they were sent: the core validates.
 *
 * @param passport the unit's passport on the ledger
 * @param fingerprint SHA-256 of what on the ledger it follows from, as docs/battery-provenance.md
 *     has it; 64 lower-case hexadecimal digits
 * @param atMillis the market's time for which it was computed, UTC
 * @param rules what the market takes as proof
 * @param usableWh energy, Wh, 0 to {@value #MOST_WH}
 * @param untilMillis when the first of the tests that it rests on is too old, UTC; 0 when it rests
 *     on none
 * @param held whether a safety hold is behind what is missing: what is lost by it bears no penalty
 * @param bases on what the figures rest, {@code ACCREDITED}, {@code IN_HOUSE} and {@code
 *     NAMEPLATE}, in this order
 * @param left what does not count, and why, at most {@value #MAX_LEFT}
 * @param origins what is not known of the batteries in the unit, {@code UNKNOWN_HISTORY} and {@code
 *     UNREADABLE_CODE}, in this order; a label of whatever the unit offers
 */
public record UsableLimit(
    String passport,
    String fingerprint,
    long atMillis,
    Rules rules,
    long usableWh,
    long untilMillis,
    boolean held,
    List<String> bases,
    List<Left> left,
    List<String> origins) {
  /** How a unit's registration names its passport: this, and the passport's id behind it. */
  public static final String SCHEME = "passport:";

  /** How it names its nameplate: this, and its rated energy in Wh behind it. */
  public static final String NAMEPLATE_SCHEME = "nameplate:";

  /** A battery was taken in without a history. */
  public static final String UNKNOWN_HISTORY = "UNKNOWN_HISTORY";

  /** A code on a battery cannot be read. */
  public static final String UNREADABLE_CODE = "UNREADABLE_CODE";

  /** The most energy, Wh. */
  public static final long MOST_WH = 1_000_000_000_000_000L;

  /** The most parts of which is told why they do not count. */
  public static final int MAX_LEFT = 100;

  /** The most characters of an id or a reason. */
  public static final int MAX_TEXT = 200;

  /** How long before its end a proof is warned of, milliseconds. */
  public static final long WARNING_MILLIS = 30L * 86_400_000;

  /** Copies the lists. */
  public UsableLimit {
    bases = List.copyOf(bases);
    left = List.copyOf(left);
    origins = List.copyOf(origins);
  }

  /** Whether another one, of whatever time, says the same. */
  public boolean provesTheSame(UsableLimit other) {
    return equals(
        new UsableLimit(
            other.passport,
            other.fingerprint,
            atMillis,
            other.rules,
            other.usableWh,
            other.untilMillis,
            other.held,
            other.bases,
            other.left,
            other.origins));
  }

  /**
   * What a market takes as proof.
   *
   * @param depthOfDischargePermille how much of a module's energy is used, 1 to 1000 ‰
   * @param marginWh kept back of each unit, Wh
   * @param testDays how old a test may be, days
   * @param testCycles how many full cycles may lie behind it
   * @param accepted on what figures may rest, as {@code bases}
   * @param origins whether a proof says what is not known of the batteries
   */
  public record Rules(
      int depthOfDischargePermille,
      long marginWh,
      int testDays,
      long testCycles,
      List<String> accepted,
      boolean origins) {
    /** Copies the list. */
    public Rules {
      accepted = List.copyOf(accepted);
    }
  }

  /**
   * A battery that does not count.
   *
   * @param asset its id on the ledger
   * @param reason why, a code of docs/battery-provenance.md
   */
  public record Left(String asset, String reason) {}
}
