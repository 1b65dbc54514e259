package org.commonwatt.cli.community;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.cli.community.CommunityDocument.Injected;
import org.commonwatt.engine.settlement.OriginSubmitter.Injection;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Ids;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** The optional section {@code sources} of a community file. */
final class SourcesSection {
  private static final String NONE = "none";
  private static final String STORAGE = "storage";

  private SourcesSection() {}

  static List<Injection> of(CommunityDocument document, Rulebook rulebook) {
    Map<String, String> homes = new HashMap<>();
    rulebook.members().forEach(member -> homes.put(member.participant(), member.area()));
    List<Injection> all = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (Injected line : document.sources()) {
      Ids.require("sources: account", line.account());
      if (!named.add(line.account())) {
        throw new IllegalArgumentException("sources: " + line.account() + " is listed twice");
      }
      String area = area(line, homes.get(line.account()), rulebook.areas().ids());
      all.add(new Injection(line.account(), area, source(line), storage(line)));
    }
    return all;
  }

  private static String area(Injected line, @Nullable String home, List<String> areas) {
    String area = line.area().isEmpty() && areas.size() == 1 ? areas.get(0) : line.area();
    if (area.isEmpty() && home != null) {
      return home;
    }
    if (!areas.contains(area) || (home != null && !home.equals(area))) {
      throw new IllegalArgumentException(
          "sources: the area of "
              + line.account()
              + (home == null ? " must be one of " + String.join(", ", areas) : " is " + home));
    }
    return area;
  }

  private static @Nullable EnergySource source(Injected line) {
    if (line.source().equals(NONE) || line.source().equals(STORAGE)) {
      return null;
    }
    return EnergySource.of(line.source())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "sources: the source of "
                        + line.account()
                        + " must be one of "
                        + EnergySource.ids()
                        + ", storage or none"));
  }

  private static @Nullable OriginStorage storage(Injected line) {
    boolean storage = line.source().equals(STORAGE);
    if (storage != (line.capacityWh() != 0) || storage != (line.roundTripPpm() != 0)) {
      throw new IllegalArgumentException(
          "sources: "
              + line.account()
              + " needs capacityWh and roundTripPpm if its source is storage, and neither if not");
    }
    if (!storage) {
      return null;
    }
    try {
      return new OriginStorage(line.capacityWh(), line.roundTripPpm());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("sources: of " + line.account() + " " + e.getMessage(), e);
    }
  }
}
