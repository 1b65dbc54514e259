package org.commonwatt.flink.surveillance;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Ids;

/**
 * The numbers of surveillance: defaults of ours, which a market sets by its size. {@code
 * docs/surveillance.md} says what each does.
 *
 * @param rings wash and circular trades
 * @param deception layering and spoofing
 * @param close marking the close
 * @param withholding withholding
 * @param limits position limits
 * @param related groups of participants that have one beneficial owner or act together
 */
public record SurveillanceRules(
    Rings rings,
    Deception deception,
    Close close,
    Withholding withholding,
    Limits limits,
    List<List<String>> related)
    implements Serializable {
  /** The defaults, without groups. */
  public static final SurveillanceRules DEFAULT =
      new SurveillanceRules(
          Rings.DEFAULT,
          Deception.DEFAULT,
          Close.DEFAULT,
          Withholding.DEFAULT,
          Limits.DEFAULT,
          List.of());

  private static final long DAY_SECONDS = 86_400;

  /** Checks the groups and copies them. */
  public SurveillanceRules {
    Map<String, List<String>> groupOf = new HashMap<>();
    List<List<String>> copies = new ArrayList<>();
    for (List<String> group : related) {
      if (group.size() < 2) {
        throw new IllegalArgumentException("related: a group has at least two participants");
      }
      for (String participant : group) {
        Ids.require("related participant", participant);
        if (groupOf.put(participant, group) != null) {
          throw new IllegalArgumentException("related: " + participant + " is named twice");
        }
      }
      copies.add(new ArrayList<>(group));
    }
    related = copies;
  }

  /** Whether two participants are of one group. */
  boolean areRelated(String one, String other) {
    return related.stream().anyMatch(group -> group.contains(one) && group.contains(other));
  }

  /**
   * Wash and circular trades.
   *
   * @param windowSeconds within which energy goes and comes back
   * @param minWh the least energy each way, Wh
   * @param energyTolerancePpm how far the energy of the legs may be apart
   * @param priceTolerancePpm how far their prices may be apart
   * @param sharePpm the least part of what each party traded in the window and slot
   * @param maxParties the longest circle, 3 to 5
   */
  public record Rings(
      long windowSeconds,
      long minWh,
      long energyTolerancePpm,
      long priceTolerancePpm,
      long sharePpm,
      int maxParties)
      implements Serializable {
    /** Ours. */
    public static final Rings DEFAULT = new Rings(900, 500, 100_000, 20_000, 500_000, 5);

    /** Checks the ranges. */
    public Rings {
      require("rings.windowSeconds", windowSeconds, 1, DAY_SECONDS);
      require("rings.minWh", minWh, 1, Amounts.MAX_ORDER_WH);
      requirePpm("rings.energyTolerancePpm", energyTolerancePpm);
      requirePpm("rings.priceTolerancePpm", priceTolerancePpm);
      requirePpm("rings.sharePpm", sharePpm);
      require("rings.maxParties", maxParties, 3, 5);
    }
  }

  /**
   * Layering and spoofing.
   *
   * @param minLayers the least number of different prices of layering, 2 to 100
   * @param ratioPpm how large what is pulled is at least, against the order that traded
   * @param minWh the least energy that is pulled, Wh
   * @param withinSeconds after the trade, in which it is pulled
   * @param lookbackSeconds before the trade, in which it was placed
   * @param maxFilledPpm the largest part of an order that may have traded
   * @param pulledSharePpm the least part of the open energy on that side that is pulled
   */
  public record Deception(
      int minLayers,
      long ratioPpm,
      long minWh,
      long withinSeconds,
      long lookbackSeconds,
      long maxFilledPpm,
      long pulledSharePpm)
      implements Serializable {
    /** Ours. */
    public static final Deception DEFAULT =
        new Deception(3, 3_000_000, 1_000, 60, 600, 100_000, 800_000);

    /** Checks the ranges. */
    public Deception {
      require("deception.minLayers", minLayers, 2, 100);
      require("deception.ratioPpm", ratioPpm, 1, 1_000 * Shares.WHOLE);
      require("deception.minWh", minWh, 1, Amounts.MAX_ORDER_WH);
      require("deception.withinSeconds", withinSeconds, 0, DAY_SECONDS);
      require("deception.lookbackSeconds", lookbackSeconds, 0, DAY_SECONDS);
      requirePpm("deception.maxFilledPpm", maxFilledPpm);
      requirePpm("deception.pulledSharePpm", pulledSharePpm);
    }
  }

  /**
   * Marking the close.
   *
   * @param windowSeconds before gate closure
   * @param movePpm how far the last price is from the reference, at least
   * @param sharePpm the least part of the window's energy that one participant took
   * @param minWh the least energy that it took, Wh
   */
  public record Close(long windowSeconds, long movePpm, long sharePpm, long minWh)
      implements Serializable {
    /** Ours. */
    public static final Close DEFAULT = new Close(600, 50_000, 600_000, 1_000);

    /** Checks the ranges. */
    public Close {
      require("close.windowSeconds", windowSeconds, 1, DAY_SECONDS);
      require("close.movePpm", movePpm, 1, 1_000 * Shares.WHOLE);
      requirePpm("close.sharePpm", sharePpm);
      require("close.minWh", minWh, 1, Amounts.MAX_ORDER_WH);
    }
  }

  /**
   * Withholding.
   *
   * @param minSurplusWh the least metered surplus of a slot, Wh
   * @param minPriceMicroPerKwh the least auction price at which selling was worth while, µ/kWh
   * @param priceTolerancePpm how far above the auction's price an offer may be and still count
   * @param sharePpm the least part of the surplus that was not offered
   * @param areaSharePpm the least part of what the area could have sold
   * @param slots in how many slots
   * @param ofSlots of how many in a row, up to a day of 5 minutes each
   */
  public record Withholding(
      long minSurplusWh,
      long minPriceMicroPerKwh,
      long priceTolerancePpm,
      long sharePpm,
      long areaSharePpm,
      int slots,
      int ofSlots)
      implements Serializable {
    /** Ours. */
    public static final Withholding DEFAULT =
        new Withholding(1_000, 1, 250_000, 500_000, 200_000, 4, 8);

    /** Checks the ranges. */
    public Withholding {
      require("withholding.minSurplusWh", minSurplusWh, 1, Amounts.MAX_ORDER_WH);
      require(
          "withholding.minPriceMicroPerKwh",
          minPriceMicroPerKwh,
          -Amounts.MAX_ABS_PRICE_MICRO_PER_KWH,
          Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
      require("withholding.priceTolerancePpm", priceTolerancePpm, 0, 1_000 * Shares.WHOLE);
      requirePpm("withholding.sharePpm", sharePpm);
      requirePpm("withholding.areaSharePpm", areaSharePpm);
      require("withholding.slots", slots, 1, 288);
      require("withholding.ofSlots", ofSlots, slots, 288);
    }
  }

  /**
   * Position limits.
   *
   * @param netWh the largest net contracted energy of a slot, either way, Wh
   * @param exceptionsWh participants with another limit, Wh
   */
  public record Limits(long netWh, Map<String, Long> exceptionsWh) implements Serializable {
    /** Ours: 100 kWh, 400 kW in a quarter of an hour. */
    public static final Limits DEFAULT = new Limits(100_000, Map.of());

    /** Checks the ranges and copies the map. */
    public Limits {
      require("limits.netWh", netWh, 0, Amounts.MAX_ORDER_WH);
      exceptionsWh = new HashMap<>(exceptionsWh);
      exceptionsWh.forEach(
          (participant, limit) -> {
            Ids.require("limits.exceptionsWh participant", participant);
            require("limits.exceptionsWh." + participant, limit, 0, Amounts.MAX_ORDER_WH);
          });
    }

    long of(String participant) {
      return exceptionsWh.getOrDefault(participant, netWh);
    }
  }

  private static void requirePpm(String what, long ppm) {
    require(what, ppm, 0, Shares.WHOLE);
  }

  private static void require(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
