package org.commonwatt.battery.recall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.code.DecodedCode;
import org.commonwatt.battery.life.Asset;
import org.jspecify.annotations.Nullable;

/**
 * Which batteries a maker recalls.
 *
 * @param maker who made them and made them known
 * @param kind what they are, null for all kinds
 * @param from first day of making, UTC
 * @param to last day of making
 */
public record Recall(String maker, @Nullable AssetKind kind, LocalDate from, LocalDate to) {
  private static final BatteryCodes CODES = BatteryCodes.builtIn();

  /**
   * Checks the days.
   *
   * @throws IllegalArgumentException when the last one comes before the first
   */
  public Recall {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("to must not be before from");
    }
  }

  /** Why a battery is meant. */
  public enum Reason {
    /** A code on it says a day of making within the range. */
    CODE,
    /** Sources read the day of its code differently, and one of the readings is in the range. */
    CODE_AMBIGUOUS,
    /** No code on it says a day, and it was made known within the range. */
    REGISTERED
  }

  /**
   * Why an asset is meant, empty when it is not. What was made known with an unknown history has no
   * maker that is known.
   *
   * @param registeredMillis when it was made known, milliseconds since the epoch
   */
  public Optional<Reason> means(Asset asset, long registeredMillis) {
    if (!asset.historyKnown()
        || !asset.registeredBy().equals(maker)
        || (kind != null && asset.kind() != kind)) {
      return Optional.empty();
    }
    List<LocalDate> sure = new ArrayList<>();
    List<LocalDate> unsure = new ArrayList<>();
    asset.codes().forEach(code -> read(code, sure, unsure));
    if (sure.stream().anyMatch(this::isWithin)) {
      return Optional.of(Reason.CODE);
    }
    if (unsure.stream().anyMatch(this::isWithin)) {
      return Optional.of(Reason.CODE_AMBIGUOUS);
    }
    boolean said = !sure.isEmpty() || !unsure.isEmpty();
    LocalDate registered =
        Instant.ofEpochMilli(registeredMillis).atZone(ZoneOffset.UTC).toLocalDate();
    return said || !isWithin(registered) ? Optional.empty() : Optional.of(Reason.REGISTERED);
  }

  private static void read(String code, List<LocalDate> sure, List<LocalDate> unsure) {
    DecodedCode decoded = CODES.decode(code);
    if (decoded.valid()) {
      LocalDate date = decoded.parts().date();
      if (date == null) {
        unsure.addAll(decoded.parts().dateCandidates());
      } else {
        sure.add(date);
      }
    }
  }

  private boolean isWithin(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }
}
