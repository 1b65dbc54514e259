package org.commonwatt.core.settlement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.ServiceDelivery;

/**
 * What is settled of each member beside its trades. With the supplier of record: what its trades do
 * not cover, of a member that is responsible for its balance only as far as a curtailment explains
 * it. The rest of that is its deviation.
 */
final class MemberEntries {
  private final SettlementInput input;
  private final Map<String, Long> contracted = new HashMap<>(); // sold less bought
  private final Map<String, Long> curtailed = new HashMap<>(); // the same of what was lost
  private final Map<String, String> areas = new HashMap<>(); // of responsible members
  private final Map<String, List<MemberEntry>> deviations;
  private final Set<String> served = new TreeSet<>(); // parties of storage services

  private MemberEntries(SettlementInput input) {
    this.input = input;
    for (TradeMade trade : input.trades()) {
      count(contracted, trade.buyer(), trade.seller(), trade.energyWh());
    }
    for (ContinuousTrade trade : input.continuousTrades()) {
      count(contracted, trade.buyer(), trade.seller(), trade.energyWh());
    }
    for (TradeCurtailed lost : input.curtailments()) {
      count(curtailed, lost.buyer(), lost.seller(), lost.byWh());
    }
    for (ServiceDelivery one : UnitServices.of(input)) {
      served.add(one.seller());
      served.add(one.customer());
      // What is charged its customer has sold to the unit's owner, and the reverse.
      count(contracted, one.customer(), one.seller(), one.deliveredWh());
    }
    ImbalanceRules rules = input.rulebook().imbalance();
    this.deviations = rules == null ? Map.of() : deviations(rules);
  }

  /**
   * Those of a slot.
   *
   * @throws ArithmeticException when an energy does not fit in 64 bits
   */
  static MemberEntries of(SettlementInput input) {
    return new MemberEntries(input);
  }

  /** Those of a member with its position, which is one of the slot's. */
  List<MemberEntry> of(MeteredPosition position) {
    List<MemberEntry> entries = new ArrayList<>();
    long residualWh = residualWh(position);
    TariffStep tariff = input.rulebook().tariffAt(input.slot());
    if (residualWh != 0) {
      boolean isShort = residualWh < 0;
      entries.add(
          new MemberEntry(
              isShort ? Kind.RESIDUAL_WITHDRAWAL : Kind.RESIDUAL_INJECTION,
              isShort ? Kind.SUPPLIED : Kind.TAKEN_OVER,
              isShort,
              input.rulebook().supplier(),
              isShort ? Math.negateExact(residualWh) : residualWh,
              isShort ? tariff.retailMicroPerKwh() : tariff.feedInMicroPerKwh()));
    }
    entries.addAll(deviations.getOrDefault(position.participant(), List.of()));
    return entries;
  }

  /** Whether a member's entries may be others although its own position is the same. */
  boolean dependsOnOthers(String member) {
    return areas.containsKey(member) || served.contains(member);
  }

  /** Parties of storage services without a meter in the slot: they have metered nothing, by id. */
  List<MeteredPosition> outsiders() {
    Set<String> left = new TreeSet<>(served);
    input.positions().forEach(position -> left.remove(position.participant()));
    return left.stream()
        .map(who -> new MeteredPosition(who, input.slot(), 1, 0, 0, Quality.ACTUAL))
        .toList();
  }

  /** The positions of all whose entries there may be: those of the slot, then of outsiders. */
  List<MeteredPosition> allPositions() {
    return Stream.concat(input.positions().stream(), outsiders().stream()).toList();
  }

  private Map<String, List<MemberEntry>> deviations(ImbalanceRules rules) {
    for (Member member : input.rulebook().members()) {
      if (rules.isResponsible(member.participant())) {
        areas.put(member.participant(), member.area());
      }
    }
    TreeMap<String, List<Deviation>> byArea = new TreeMap<>();
    for (MeteredPosition position : input.positions()) {
      String member = position.participant();
      String area = areas.get(member);
      if (area != null) {
        long deviationWh = Math.subtractExact(uncoveredWh(position), residualWh(position));
        byArea
            .computeIfAbsent(area, first -> new ArrayList<>())
            .add(new Deviation(member, contractedWh(member), deviationWh));
      }
    }
    Map<String, List<MemberEntry>> entries = new HashMap<>();
    byArea.forEach(
        (area, members) -> entries.putAll(AreaImbalance.of(input, rules, area).settle(members)));
    return entries;
  }

  /** What its supplier of record takes over or supplies. */
  private long residualWh(MeteredPosition position) {
    long uncoveredWh = uncoveredWh(position);
    if (!areas.containsKey(position.participant())) {
      return uncoveredWh;
    }
    long lostWh = curtailed.getOrDefault(position.participant(), 0L);
    return Math.max(Math.min(0, lostWh), Math.min(Math.max(0, lostWh), uncoveredWh));
  }

  private long uncoveredWh(MeteredPosition position) {
    return Math.subtractExact(position.netWh(), contractedWh(position.participant()));
  }

  private long contractedWh(String member) {
    return contracted.getOrDefault(member, 0L);
  }

  private static void count(Map<String, Long> net, String buyer, String seller, long energyWh) {
    net.merge(seller, energyWh, Math::addExact);
    net.merge(buyer, -energyWh, Math::addExact);
  }
}
