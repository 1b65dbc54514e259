package org.commonwatt.testkit.battery;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.Signer;

/** Who takes part in a random fleet. */
public final class FleetOrganisations {
  private static final Map<String, Signer> ALL = new LinkedHashMap<>();

  static {
    add("maker", Role.MAKER);
    add("cars", Role.CARMAKER);
    add("scrap", Role.SCRAPPER);
    add("lab", Role.LAB);
    add("again-1", Role.SECOND_LIFE, Role.OPERATOR);
    add("again-2", Role.SECOND_LIFE, Role.OPERATOR);
    add("meter", Role.METER);
    add("authority", Role.REGULATOR);
    add("recycler", Role.RECYCLER);
    ALL.put("trustee", new Signer("trustee", Set.of(), Set.of("again-2")));
  }

  private FleetOrganisations() {}

  /** All of them by name, in order. */
  public static Map<String, Signer> all() {
    return Map.copyOf(ALL);
  }

  /** Whether one of those that signed is the owner, or acts for it. */
  static boolean signed(List<String> orgs, String owner) {
    return orgs.contains(owner)
        || orgs.stream().anyMatch(org -> requireNonNull(ALL.get(org)).actsFor().contains(owner));
  }

  private static void add(String name, Role... roles) {
    ALL.put(name, new Signer(name, roles));
  }
}
