package org.commonwatt.cli.community;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.settlement.OriginSubmitter.Injection;
import org.commonwatt.flink.ReadingKeys;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Rulebook;

/**
 * A community: its market's rulebook and its meters.
 *
 * @param rulebook the rules; its version is 1, whoever activates it counts on; its start of trading
 *     is 1970 when the file says {@code next}
 * @param startsNext whether trading starts with the next slot after the market is first served
 * @param pollSeconds how often meters are polled; divides the slot length
 * @param meters where each meter of the rulebook, and each at an area's boundary, is found
 * @param registrations what is on file of connections and collateral
 * @param grid what is known of the areas' connections to the rest of the grid
 * @param signers whose signatures readings need
 * @param batteryOrganisations who has a login to tell of batteries
 * @param sources what injections are made of, for guarantees of origin
 */
public record Community(
    Rulebook rulebook,
    boolean startsNext,
    int pollSeconds,
    List<MeterPoint> meters,
    List<Registration> registrations,
    List<AreaGrid> grid,
    ReadingKeys signers,
    List<String> batteryOrganisations,
    List<Injection> sources) {
  /** Checks that rulebook and meters fit together. */
  public Community {
    meters = List.copyOf(meters);
    registrations = List.copyOf(registrations);
    grid = List.copyOf(grid);
    batteryOrganisations = List.copyOf(batteryOrganisations);
    sources = List.copyOf(sources);
    batteryOrganisations.forEach(id -> Ids.require("batteryOrganisations", id));
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
    for (String meter : rules(rulebook, grid).boundaryMeters()) {
      if (!found.remove(meter)) {
        throw new IllegalArgumentException(
            "boundary meter " + meter + " is not listed under meters, or is a home's");
      }
    }
    if (!found.isEmpty() && rulebook.registration() == null) { // else it is for who comes later
      throw new IllegalArgumentException("meter " + found.iterator().next() + " has no home");
    }
  }

  /** Which member is in which area, and what is known of the areas' connections. */
  public GridRules gridRules() {
    return rules(rulebook, grid);
  }

  private static GridRules rules(Rulebook rulebook, List<AreaGrid> grid) {
    Map<String, String> areaByParticipant = new HashMap<>();
    for (Rulebook.Member member : rulebook.members()) {
      areaByParticipant.put(member.participant(), member.area());
    }
    for (AreaGrid area : grid) {
      if (!rulebook.areas().ids().contains(area.area())) {
        throw new IllegalArgumentException("grid names the unknown area " + area.area());
      }
    }
    return new GridRules(areaByParticipant, grid);
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
