package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who bears what is lost in the grid of areas whose boundary is metered. Technical losses are the
 * grid operator's; what is lost beyond those, or less, is the unexplained residual.
 *
 * @param bearer the account that bears the unexplained residual: the grid operator, or one of its
 *     own
 * @param areas the areas whose losses are settled, ascending by id
 */
public record LossRules(String bearer, List<AreaLosses> areas) {
  /** All of it, in parts per million. */
  public static final int MILLION = 1_000_000;

  /**
   * How the losses of an area are judged.
   *
   * @param area id
   * @param lossPpm technical losses, parts per million of what enters the area's grid
   * @param residualLimitWh how far the losses of a slot may be from those, either way, before there
   *     is an alarm; Wh
   */
  public record AreaLosses(String area, int lossPpm, long residualLimitWh) {
    /** Checks id and ranges; the message says what to change. */
    public AreaLosses {
      Ids.require("area", area);
      if (lossPpm < 0 || lossPpm > MILLION) {
        throw new IllegalArgumentException(
            "losses: lossPpm of " + area + " must be 0 to " + MILLION);
      }
      if (residualLimitWh < 0 || residualLimitWh > Amounts.MAX_ORDER_WH) {
        throw new IllegalArgumentException(
            "losses: residualLimitWh of " + area + " must be 0 to " + Amounts.MAX_ORDER_WH);
      }
    }
  }

  /** Checks ids and order; the message says what to change. */
  public LossRules {
    Ids.require("bearer", bearer);
    areas = List.copyOf(areas);
    if (areas.isEmpty()) {
      throw new IllegalArgumentException("losses: name an area, or leave losses out");
    }
    String before = "";
    for (AreaLosses one : areas) {
      if (one.area().compareTo(before) <= 0) {
        throw new IllegalArgumentException(
            "losses: areas must name each area once, in order of id: " + one.area());
      }
      before = one.area();
    }
  }

  /** How the losses of an area are judged, null when they are not settled. */
  public @Nullable AreaLosses of(String area) {
    return areas.stream().filter(one -> one.area().equals(area)).findFirst().orElse(null);
  }

  /** Checks it against the areas of a rulebook; the message says what to change. */
  void requireIn(Areas known) {
    if (known.gridOperator() == null) {
      throw new IllegalArgumentException(
          "losses: technical losses need a gridOperator, who bears them");
    }
    for (AreaLosses one : areas) {
      if (!known.ids().contains(one.area())) {
        throw new IllegalArgumentException("losses: the market has no area " + one.area());
      }
    }
  }
}
