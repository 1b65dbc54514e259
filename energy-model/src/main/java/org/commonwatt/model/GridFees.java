package org.commonwatt.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grid fees of continuous trading. A trade brings the fees of the links on its way, and of each
 * grid level that its areas and links belong to, each level once. The buyer pays them to the grid
 * operator.
 *
 * @param mode how fees enter the comparison of prices
 * @param levels the grid levels
 * @param areas which areas belong to a level; others to none
 * @param links links whose fee is not their auction fee, or that belong to a level
 */
public record GridFees(
    FeeMode mode, List<Level> levels, List<AreaLevel> areas, List<LinkFee> links) {
  /** No levels, and on each link its fee of the auction, on top of the price. */
  public static final GridFees DEFAULT =
      new GridFees(FeeMode.ON_TOP, List.of(), List.of(), List.of());

  /** The most grid levels. */
  public static final int MAX_LEVELS = 100;

  /**
   * A level of the grid's hierarchy.
   *
   * @param id its id
   * @param fee charged once on a way that touches it
   */
  public record Level(String id, GridFee fee) {
    /** Checks the id. */
    public Level {
      Ids.require("grid level", id);
    }
  }

  /**
   * The level of an area.
   *
   * @param area id of the area
   * @param level id of its level
   */
  public record AreaLevel(String area, String level) {}

  /**
   * What a link brings in continuous trading.
   *
   * @param from the link's first end
   * @param to its other end
   * @param fee charged on every kWh that passes, in either direction
   * @param level id of its level, null for none
   */
  public record LinkFee(String from, String to, GridFee fee, @Nullable String level) {}

  /** Copies the lists and checks the levels' names. */
  public GridFees {
    levels = List.copyOf(levels);
    areas = List.copyOf(areas);
    links = List.copyOf(links);
    if (levels.size() > MAX_LEVELS) {
      throw new IllegalArgumentException("a market has at most " + MAX_LEVELS + " grid levels");
    }
    Set<String> known = new HashSet<>();
    for (Level level : levels) {
      if (!known.add(level.id())) {
        throw new IllegalArgumentException("grid level " + level.id() + " is named twice");
      }
    }
    areas.forEach(area -> requireLevel(area.level(), known));
    links.forEach(link -> requireLevel(link.level(), known));
  }

  /** The level of an area, null for none. */
  public @Nullable String levelOf(String area) {
    for (AreaLevel entry : areas) {
      if (entry.area().equals(area)) {
        return entry.level();
      }
    }
    return null;
  }

  /** What a link brings: as stated, or its fee of the auction and no level. */
  public LinkFee of(AreaLink link) {
    for (LinkFee entry : links) {
      if (entry.from().equals(link.from()) && entry.to().equals(link.to())) {
        return entry;
      }
    }
    return new LinkFee(link.from(), link.to(), new GridFee(link.feeMicroPerKwh(), 0), null);
  }

  /** Checks what is named against the market's areas and links; the message says what to change. */
  void requireIn(Areas market) {
    Set<String> named = new HashSet<>();
    for (AreaLevel entry : areas) {
      if (!market.ids().contains(entry.area())) {
        throw new IllegalArgumentException("areaLevels names the unknown area " + entry.area());
      }
      if (!named.add(entry.area())) {
        throw new IllegalArgumentException("areaLevels names area " + entry.area() + " twice");
      }
    }
    for (LinkFee entry : links) {
      String party = AreaLink.party(entry.from(), entry.to());
      if (market.links().stream().noneMatch(link -> link.party().equals(party))) {
        throw new IllegalArgumentException("linkFees names the unknown link " + party);
      }
      if (!named.add(party)) {
        throw new IllegalArgumentException("linkFees names link " + party + " twice");
      }
    }
    if (market.gridOperator() == null && !levels.stream().allMatch(GridFees::isFree)) {
      throw new IllegalArgumentException("a market with grid fees needs a gridOperator for them");
    }
  }

  private static boolean isFree(Level level) {
    return level.fee().equals(GridFee.NONE);
  }

  private static void requireLevel(@Nullable String level, Set<String> known) {
    if (level != null && !known.contains(level)) {
      throw new IllegalArgumentException("grid level " + level + " is not among the levels");
    }
  }
}
