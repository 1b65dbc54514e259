package org.commonwatt.cli.community;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.model.Rulebook;

/**
 * A community: its market's rulebook and its meters.
 *
 * @param rulebook the rules; its version is 1, whoever activates it counts on; its start of trading
 *     is 1970 when the file says {@code next}
 * @param startsNext whether trading starts with the next slot after the market is first served
 * @param pollSeconds how often meters are polled; divides the slot length
 * @param meters where each meter of the rulebook is found
 * @param registrations what is on file of connections and collateral
 */
public record Community(
    Rulebook rulebook,
    boolean startsNext,
    int pollSeconds,
    List<MeterPoint> meters,
    List<Registration> registrations) {
  /** Checks that rulebook and meters fit together. */
  public Community {
    meters = List.copyOf(meters);
    registrations = List.copyOf(registrations);
    requireOnce(registrations);
    int slotSeconds = rulebook.timing().slotMinutes() * 60;
    if (pollSeconds < 1 || slotSeconds % pollSeconds != 0) {
      throw new IllegalArgumentException(
          "pollSeconds must divide the slot length of " + slotSeconds + " s");
    }
    Set<String> found = new HashSet<>();
    for (MeterPoint point : meters) {
      if (!found.add(point.meter())) {
        throw new IllegalArgumentException("meter " + point.meter() + " is listed twice");
      }
    }
    for (Rulebook.Member member : rulebook.members()) {
      for (String meter : member.meters()) {
        if (!found.remove(meter)) {
          throw new IllegalArgumentException(
              "meter " + meter + " of " + member.participant() + " is not listed under meters");
        }
      }
    }
    if (!found.isEmpty()) {
      throw new IllegalArgumentException("meter " + found.iterator().next() + " has no home");
    }
  }

  private static void requireOnce(List<Registration> registrations) {
    Set<String> seen = new HashSet<>();
    for (Registration file : registrations) {
      String what = file.connection() == null ? "collateral" : "connections";
      if (!seen.add(what + " " + file.account())) {
        throw new IllegalArgumentException(what + ": " + file.account() + " is listed twice");
      }
    }
  }
}
