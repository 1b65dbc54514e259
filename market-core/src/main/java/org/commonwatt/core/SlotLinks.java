package org.commonwatt.core;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;

/** The links of a slot, with the limits that they have there: those of the rulebook, or lower. */
final class SlotLinks {
  private final Areas rules;
  private final Map<String, AreaLink> lowered = new TreeMap<>(); // by party
  private List<AreaLink> links;

  /** Links with the limits of a rulebook. */
  SlotLinks(Areas rules) {
    this.rules = rules;
    this.links = sorted(rules.links());
  }

  private static List<AreaLink> sorted(List<AreaLink> links) {
    return links.stream()
        .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
        .toList();
  }

  /** All links in order of (from, to). */
  List<AreaLink> all() {
    return links;
  }

  /** One link of the market. */
  AreaLink of(String from, String to) {
    return links.stream()
        .filter(link -> link.from().equals(from) && link.to().equals(to))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no link " + AreaLink.party(from, to)));
  }

  /** The market's areas with these links, in the order of the rulebook. */
  Areas areas() {
    return lowered.isEmpty()
        ? rules
        : new Areas(rules.ids(), now(rules.links()), rules.gridOperator());
  }

  /** Gives a link other limits, Wh. */
  void limit(String from, String to, long minFlowWh, long maxFlowWh) {
    AreaLink now = of(from, to);
    lowered.put(now.party(), new AreaLink(from, to, minFlowWh, maxFlowWh, now.feeMicroPerKwh()));
    links = now(links);
  }

  private List<AreaLink> now(List<AreaLink> all) {
    return all.stream().map(link -> lowered.getOrDefault(link.party(), link)).toList();
  }

  void save(StateWriter out) {
    out.number(lowered.size());
    for (AreaLink link : lowered.values()) {
      out.text(link.from());
      out.text(link.to());
      out.number(link.minFlowWh());
      out.number(link.maxFlowWh());
    }
  }

  /** Reads what {@link #save} wrote. */
  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      String from = in.text();
      String to = in.text();
      long min = in.number();
      limit(from, to, min, in.number());
    }
  }
}
