package org.commonwatt.model;

import java.util.List;

/**
 * What a market takes as proof of how much energy its storage units may sell. Where a rulebook says
 * so, every unit names its passport on the ledger or its nameplate.
 *
 * @param proof what counts of a record on the ledger
 * @param nameplateMostWh the most rated energy of a unit that is registered by its nameplate alone,
 *     as batteries at home are, Wh, 0 to {@link StorageSpec#MOST}; 0: none is
 */
public record ProvenanceRules(UsableLimit.Rules proof, long nameplateMostWh) {
  /** What may be accepted, in this order. */
  public static final List<String> BASES = List.of("ACCREDITED", "IN_HOUSE", "NAMEPLATE");

  /** The longest that a test may hold: ten years. */
  public static final int MOST_DAYS = 3_653;

  /** The most full cycles that may lie behind a test. */
  public static final long MOST_CYCLES = 100_000;

  /** What holds in a market whose rulebook does not say: tests of accredited labs of a year. */
  public static final UsableLimit.Rules DEFAULT_PROOF =
      new UsableLimit.Rules(900, 0, 365, 1_000, List.of("ACCREDITED"), false);

  /** Checks the ranges; the message says what to change. */
  public ProvenanceRules {
    require(
        proof.depthOfDischargePermille() >= 1 && proof.depthOfDischargePermille() <= 1_000,
        "depthOfDischargePermille must be 1 to 1000");
    require(
        proof.marginWh() >= 0 && proof.marginWh() <= StorageSpec.MOST,
        "marginWh must be 0 to " + StorageSpec.MOST);
    require(
        proof.testDays() >= 1 && proof.testDays() <= MOST_DAYS,
        "testDays must be 1 to " + MOST_DAYS);
    require(
        proof.testCycles() >= 1 && proof.testCycles() <= MOST_CYCLES,
        "testCycles must be 1 to " + MOST_CYCLES);
    require(
        !proof.accepted().isEmpty()
            && proof.accepted().equals(BASES.stream().filter(proof.accepted()::contains).toList()),
        "accepted must name accredited, in-house, nameplate, at least one, each once and in this"
            + " order");
    require(
        nameplateMostWh >= 0 && nameplateMostWh <= StorageSpec.MOST,
        "nameplateMostWh must be 0 to " + StorageSpec.MOST);
    require(proof.origins(), "its proofs say what is not known of batteries");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("provenance: " + message);
    }
  }
}
