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
 * @param roundTripPpm what came back of what was charged for it; null when nothing did
 * @param modes leased, auctioned, called
 * @param leftOut what the slots had no room for
 */
@JsonPropertyOrder({
  "chargedWh",
  "dischargedWh",
  "storedMoreWh",
  "roundTripPpm",
  "modes",
  "leftOut"
})
public record StorageTotals(
    long chargedWh,
    long dischargedWh,
    long storedMoreWh,
    @Nullable Long roundTripPpm,
    List<StorageModeTotals> modes,
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

  /** Lines for people. */
  String describe(String currency) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Storage: charged %d Wh, discharged %d Wh%s"
            .formatted(
                chargedWh,
                dischargedWh,
                roundTripPpm == null
                    ? ""
                    : ", a round trip of %d.%d %%"
                        .formatted(roundTripPpm / 10_000, roundTripPpm / 1_000 % 10)));
    modes.forEach(mode -> text.append(System.lineSeparator()).append(mode.describe(currency)));
    leftOut.forEach(
        one -> text.append(System.lineSeparator()).append("  no slots for ").append(one));
    return text.toString();
  }
}
