package org.commonwatt.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.Hash;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/**
 * Compares what bounds storage units on the log with what the ledger proves: each proof follows
 * from a state that the ledger was in.
 */
final class ProofCheck {
  private final Map<String, List<Stated>> stated = new TreeMap<>(); // by passport
  private final BatteryRecount batteries;
  private final Findings findings;

  private record Stated(Place place, UsableLimit limit) {}

  ProofCheck(Map<Place, UsableEnergyLimited> limits, BatteryRecount batteries, Findings findings) {
    this.batteries = batteries;
    this.findings = findings;
    limits.forEach(
        (place, event) ->
            stated
                .computeIfAbsent(event.limit().passport(), passport -> new ArrayList<>())
                .add(new Stated(place, event.limit())));
    stated.keySet().forEach(passport -> compare(passport, null));
  }

  /** The ledger has a further statement, about this battery. */
  void look(@Nullable BatteryLife about) {
    for (String passport : List.copyOf(stated.keySet())) {
      BatteryLife unit = batteries.ofPassport(passport);
      if (unit != null && about != null && (about.root() == unit.root())) {
        compare(passport, unit);
      }
    }
  }

  /** Says which proofs follow from no state of the ledger. */
  void finish() {
    stated.forEach(
        (passport, left) ->
            left.forEach(
                one ->
                    findings.add(
                        FindingCode.USABLE_ENERGY_DIFFERS,
                        one.place(),
                        "expected a state of the ledger from which the proof of %s follows, found none"
                            .formatted(passport))));
  }

  private void compare(String passport, @Nullable BatteryLife unit) {
    ProofRecount recount = unit == null ? null : new ProofRecount(unit);
    String text = recount == null ? "" : recount.text();
    String fingerprint = Hash.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    stated.computeIfPresent(
        passport,
        (same, waiting) -> {
          List<Stated> left = new ArrayList<>();
          for (Stated one : waiting) {
            if (one.limit().fingerprint().equals(fingerprint)) {
              UsableLimit expected =
                  recount == null ? unknown(one.limit()) : recount.as(one.limit());
              findings.compare(
                  FindingCode.USABLE_ENERGY_DIFFERS, one.place(), expected, one.limit());
            } else {
              left.add(one);
            }
          }
          return left.isEmpty() ? null : left;
        });
  }

  /** Nothing is proved of a unit whose passport the ledger does not have. */
  private static UsableLimit unknown(UsableLimit limit) {
    return new UsableLimit(
        limit.passport(),
        limit.fingerprint(),
        limit.atMillis(),
        limit.rules(),
        0,
        0,
        false,
        List.of(),
        List.of(new UsableLimit.Left(limit.passport(), "PASSPORT_NOT_FOUND")),
        List.of());
  }
}
