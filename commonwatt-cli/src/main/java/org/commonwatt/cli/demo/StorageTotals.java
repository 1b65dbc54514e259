package org.commonwatt.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the storage station did.
 *
 * @param chargedWh what its meter showed charged in traded slots
 * @param dischargedWh likewise discharged
 * @param storedMoreWh how much more it held at the end than at first; negative: less
 * @param roundTrip what came back of what was charged for it; null when that is not known
 * @param modes leased, auctioned, called
 * @param recall what a recall took away; null without one
 * @param refused what the station could not keep, with reasons
 * @param leftOut what the slots had no room for
 */
@JsonPropertyOrder({
  "chargedWh",
  "dischargedWh",
  "storedMoreWh",
  "roundTrip",
  "modes",
  "recall",
  "refused",
  "leftOut"
})
public record StorageTotals(
    long chargedWh,
    long dischargedWh,
    long storedMoreWh,
    @Nullable RoundTrip roundTrip,
    List<StorageModeTotals> modes,
    @Nullable Recall recall,
    List<String> refused,
    List<String> leftOut) {
  /** The ways to trade storage. */
  public enum Mode {
    /** A share, negotiated by two. */
    LEASED,
    /** Won in an auction. */
    AUCTIONED,
    /** For the grid operator. */
    CALLED;

    /** In lower case. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What came back of what was charged.
   *
   * @param ppm discharged by charged energy, rounded down
   * @param precisionPpm so far it may be off, as the state of charge comes in steps
   */
  @JsonPropertyOrder({"ppm", "precisionPpm"})
  public record RoundTrip(long ppm, long precisionPpm) {
    private String describe() {
      return "%s %% (within %s)".formatted(tenths(ppm), tenths(precisionPpm + 999));
    }

    private static String tenths(long ppm) {
      return ppm / 10_000 + "." + ppm / 1_000 % 10;
    }
  }

  /**
   * What a recall took away.
   *
   * @param usableBeforeWh what the station's record proved before
   * @param usableHeldWh while a module was held
   * @param usableAfterWh at the end, without the part that was cut off
   * @param lost commitments that were lost
   */
  @JsonPropertyOrder({"usableBeforeWh", "usableHeldWh", "usableAfterWh", "lost"})
  public record Recall(
      long usableBeforeWh, long usableHeldWh, long usableAfterWh, List<String> lost) {
    /** Copies the list. */
    public Recall {
      lost = List.copyOf(lost);
    }
  }

  /** Lines for people. */
  String describe(String currency) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Storage: charged %d Wh, discharged %d Wh%s"
            .formatted(
                chargedWh,
                dischargedWh,
                roundTrip == null ? "" : ", a round trip of " + roundTrip.describe()));
    modes.forEach(mode -> text.append(System.lineSeparator()).append(mode.describe(currency)));
    if (recall != null) {
      text.append(System.lineSeparator())
          .append(
              "  recall: %d Wh usable before, %d Wh while a module was held, %d Wh without its rack; lost: %s"
                  .formatted(
                      recall.usableBeforeWh(),
                      recall.usableHeldWh(),
                      recall.usableAfterWh(),
                      recall.lost().isEmpty() ? "nothing" : String.join(", ", recall.lost())));
    }
    refused.forEach(one -> text.append(System.lineSeparator()).append("  refused ").append(one));
    leftOut.forEach(
        one -> text.append(System.lineSeparator()).append("  no slots for ").append(one));
    return text.toString();
  }
}
