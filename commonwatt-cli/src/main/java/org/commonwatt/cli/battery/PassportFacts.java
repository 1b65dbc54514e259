package org.commonwatt.cli.battery;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Passport;
import org.commonwatt.battery.life.SohTest;

/**
 * What the ledger says of a battery, as far as a passport's document has a place for it.
 *
 * @param passportId the passport's id, a UUID
 * @param predecessors the passports of what it was made of, UUIDs
 * @param operatorOrg who is responsible
 * @param issuedMillis from when on, at midnight UTC
 * @param closed whether it has ceased
 * @param assetId the battery's id
 * @param codes what is written on it
 * @param massG mass, g
 * @param ratedWh rated energy, Wh
 * @param status the law's word for what it is
 * @param health what its newest test found
 * @param throughputWh energy taken and given, Wh
 * @param fullCycles energy given, in rated energies, rounded down
 */
public record PassportFacts(
    UUID passportId,
    List<UUID> predecessors,
    String operatorOrg,
    long issuedMillis,
    boolean closed,
    String assetId,
    List<String> codes,
    long massG,
    long ratedWh,
    Status status,
    Health health,
    long throughputWh,
    long fullCycles) {
  private static final long DAY_MILLIS = 86_400_000;

  /** Copies the lists. */
  public PassportFacts {
    predecessors = List.copyOf(predecessors);
    codes = List.copyOf(codes);
  }

  /** What a battery is, in the words of Regulation (EU) 2023/1542. */
  public enum Status {
    /** As it was made. */
    ORIGINAL("original"),
    /** Made of parts of others. */
    REPURPOSED("repurposed"),
    /** Made as good as new; the ledger does not say so, makers' documents may. */
    REMANUFACTURED("remanufactured"),
    /** Got from another, and used again as it is. */
    RE_USED("re-used"),
    /** Waste, or no longer there. */
    WASTE("waste");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** The schema's word. */
    public String word() {
      return word;
    }
  }

  /**
   * What a test found.
   *
   * @param energyWh energy left, Wh
   * @param capacityMilliAh capacity left, mAh
   * @param at when
   */
  public record Health(long energyWh, long capacityMilliAh, Instant at) {}

  /**
   * The facts of an asset and its passport.
   *
   * @param first what the asset's first event stated
   * @throws IllegalArgumentException saying what is missing: a test, or ids that are UUIDs
   */
  public static PassportFacts of(Asset asset, Passport passport, Operation first) {
    if (!passport.id().equals(asset.passport())) {
      throw new IllegalArgumentException(passport.id() + " is no passport of " + asset.id());
    }
    SohTest test = asset.test();
    if (test == null) {
      throw new IllegalArgumentException(
          asset.id() + " was never tested: a passport says what is left of it");
    }
    long throughputWh = Math.addExact(asset.totals().chargeWh(), asset.totals().dischargeWh());
    return new PassportFacts(
        uuid(passport.id()),
        passport.predecessors().stream().map(PassportFacts::uuid).toList(),
        passport.operatorOrg(),
        passport.issuedMillis() / DAY_MILLIS * DAY_MILLIS,
        passport.closedMillis() > 0,
        asset.id(),
        asset.codes(),
        asset.massG(),
        asset.ratedWh(),
        status(asset, first),
        new Health(test.energyWh(), test.capacityMilliAh(), Instant.ofEpochMilli(test.atMillis())),
        throughputWh,
        asset.totals().dischargeWh() / asset.ratedWh());
  }

  private static Status status(Asset asset, Operation first) {
    if (asset.state() == LifeState.WASTE || asset.state().closed()) {
      return Status.WASTE;
    }
    if (first == Operation.REPURPOSE) { // parts without passports are no predecessors
      return Status.REPURPOSED;
    }
    return asset.historyKnown() && asset.sources().isEmpty() ? Status.ORIGINAL : Status.RE_USED;
  }

  private static UUID uuid(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      if (uuid.toString().equals(id)) {
        return uuid;
      }
    } catch (IllegalArgumentException e) {
      throw notUuid(id, e);
    }
    throw notUuid(id, null);
  }

  private static IllegalArgumentException notUuid(
      String id, @org.jspecify.annotations.Nullable Exception cause) {
    return new IllegalArgumentException(
        "passport "
            + Objects.requireNonNull(id)
            + " has no UUID in lower case as its id, which documents need",
        cause);
  }
}
