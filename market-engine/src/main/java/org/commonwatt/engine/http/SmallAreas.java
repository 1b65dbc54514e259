package org.commonwatt.engine.http;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.engine.readmodel.BillQueries.Range;
import org.commonwatt.model.Rulebook;

/**
 * The areas of an answer, of which those with few members tell of single homes: they are told to
 * who may read what each of them measured, as {@link AreaEnergy} does. Each home sees that.
 */
final class SmallAreas {
  private final ApiContext api;
  private final Map<String, Integer> leastAccounts = new HashMap<>();

  SmallAreas(ApiContext api) {
    this.api = api;
  }

  /**
   * Notes an area that is in the answer.
   *
   * @param accounts over how many accounts something of it is
   */
  void add(String area, int accounts) {
    leastAccounts.merge(area, accounts, Math::min);
  }

  /** The same of what is over all of the area's accounts. */
  void add(String area) {
    add(area, Integer.MAX_VALUE);
  }

  /**
   * Keeps the looks at the homes of small areas: of those that have a meter there now, and of those
   * that have positions there in the range.
   *
   * @throws ProblemException when the caller does not say what for, or may not see one of them
   */
  void requireSeen(Caller caller, Range range) throws SQLException {
    Map<String, TreeSet<String>> small = new TreeMap<>();
    List<Rulebook.Member> all = api.engine().query(Slots::members);
    leastAccounts.forEach(
        (area, accounts) -> {
          List<Rulebook.Member> members =
              all.stream().filter(member -> member.area().equals(area)).toList();
          if (isSmall(members.size(), accounts)) {
            TreeSet<String> homes = new TreeSet<>();
            members.forEach(member -> homes.add(member.participant()));
            small.put(area, homes);
          }
        });
    for (Map.Entry<String, TreeSet<String>> area : small.entrySet()) {
      area.getValue().addAll(api.readModels().netPositions().participants(area.getKey(), range));
      area.getValue().forEach(caller::requireSees);
    }
  }

  /** Of an area with so many members, of which something is over some accounts. */
  static boolean isSmall(int members, int accounts) {
    return Math.min(members, accounts) < AreaEnergy.LEAST_OTHERS;
  }
}
