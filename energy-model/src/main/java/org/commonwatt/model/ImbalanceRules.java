package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is responsible for its own balance, and how its deviation from what it traded is settled.
 * Everybody else is settled with the supplier of record. A market without this has nobody who is.
 *
 * @param responsible members that have taken balance responsibility, ascending, 1 to {@value
 *     #MAX_RESPONSIBLE}
 * @param balancingParty the account that deviations are settled with: the supplier, or one of its
 *     own
 * @param auctionMinWh so much must stand of an area's auction trades, Wh, at least 1, before its
 *     price counts: for netting in the pool, and in the place of a price that was not imported
 * @param pool how deviations are netted first; null in a market with a dead-band
 * @param deadBand what of a deviation pays no premium; null in a market with a pool
 * @param prices where the imbalance price comes from: what is charged beyond the netting, or the
 *     reference of the dead-band
 */
public record ImbalanceRules(
    List<String> responsible,
    String balancingParty,
    long auctionMinWh,
    @Nullable Pool pool,
    @Nullable DeadBand deadBand,
    Prices prices) {
  /** The most members that are responsible: all their lines may change in one settlement run. */
  public static final int MAX_RESPONSIBLE = 64;

  private static final int MILLION = 1_000_000;

  /**
   * Deviations of an area are netted at its auction price.
   *
   * @param feeMicroPerKwh what who is short pays to the grid operator for each netted kWh beside
   *     the price, µ/kWh, 0 or more
   */
  public record Pool(long feeMicroPerKwh) {
    /** Checks the range; the message says what to change. */
    public Pool {
      if (feeMicroPerKwh < 0 || !Amounts.isPrice(feeMicroPerKwh)) {
        throw new IllegalArgumentException(
            "imbalance: feeMicroPerKwh must be 0 to " + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
      }
    }
  }

  /**
   * Up to the band a deviation is settled at the reference price r. What is beyond it pays r + |r|
   * × k when short, and gets r − |r| × k when long.
   *
   * @param bandPpm width of the band, of the contracted energy's absolute value, parts per million,
   *     0 to 1,000,000
   * @param kPpm k, parts per million, 0 to {@value #MAX_K_PPM}
   */
  public record DeadBand(int bandPpm, int kPpm) {
    /** The largest k: ten times the price. */
    public static final int MAX_K_PPM = 10_000_000;

    /** Checks the ranges; the message says what to change. */
    public DeadBand {
      if (bandPpm < 0 || bandPpm > MILLION) {
        throw new IllegalArgumentException("imbalance: bandPpm must be 0 to " + MILLION);
      }
      if (kPpm < 0 || kPpm > MAX_K_PPM) {
        throw new IllegalArgumentException("imbalance: kPpm must be 0 to " + MAX_K_PPM);
      }
    }

    /** The premium |r| × k, rounded down, µ/kWh. */
    public long premium(long referenceMicroPerKwh) {
      return Math.abs(referenceMicroPerKwh) * kPpm / MILLION; // 10¹⁰ × 10⁷ fits
    }
  }

  /**
   * Where imbalance prices come from.
   *
   * @param importer who imports them; no member; null when nobody does and the fallback is the
   *     price
   * @param dual whether who is short and who is long may have two prices
   * @param minMicroPerKwh the lowest price that is imported, µ/kWh
   * @param maxMicroPerKwh the highest price that is imported, µ/kWh
   * @param fallback what holds while none was imported
   * @param source who signs them; null when the importer's login is enough
   */
  public record Prices(
      @Nullable String importer,
      boolean dual,
      long minMicroPerKwh,
      long maxMicroPerKwh,
      Fallback fallback,
      @Nullable PriceSource source) {
    /** Checks ids and ranges; the message says what to change. */
    public Prices {
      if (source != null && importer == null) {
        throw new IllegalArgumentException(
            "imbalance: a source needs an importer, who brings its prices in");
      }
      if (importer != null) {
        Ids.require("importer", importer);
      }
      requirePrice("minPriceMicroPerKwh", minMicroPerKwh);
      requirePrice("maxPriceMicroPerKwh", maxMicroPerKwh);
      if (minMicroPerKwh > maxMicroPerKwh) {
        throw new IllegalArgumentException(
            "imbalance: minPriceMicroPerKwh must be at most maxPriceMicroPerKwh");
      }
      if (!dual && fallback.shortMicroPerKwh() != fallback.longMicroPerKwh()) {
        throw new IllegalArgumentException(
            "imbalance: with single prices the fallback has one price: set"
                + " fallbackShortMicroPerKwh and fallbackLongMicroPerKwh alike");
      }
    }

    /** Prices that nobody signs. */
    public Prices(
        @Nullable String importer,
        boolean dual,
        long minMicroPerKwh,
        long maxMicroPerKwh,
        Fallback fallback) {
      this(importer, dual, minMicroPerKwh, maxMicroPerKwh, fallback, null);
    }

    /** Whether a price may be imported. */
    public boolean isInRange(long priceMicroPerKwh) {
      return minMicroPerKwh <= priceMicroPerKwh && priceMicroPerKwh <= maxMicroPerKwh;
    }
  }

  /**
   * The price of an area and slot for which none was imported.
   *
   * @param auction whether it is the price of the area's auction, if that counts
   * @param shortMicroPerKwh else what who is short pays, µ/kWh
   * @param longMicroPerKwh else what who is long gets, µ/kWh
   */
  public record Fallback(boolean auction, long shortMicroPerKwh, long longMicroPerKwh) {
    /** Checks the ranges; the message says what to change. */
    public Fallback {
      requirePrice("fallbackShortMicroPerKwh", shortMicroPerKwh);
      requirePrice("fallbackLongMicroPerKwh", longMicroPerKwh);
    }
  }

  /** Checks ids and ranges; the message says what to change. */
  public ImbalanceRules {
    responsible = List.copyOf(responsible);
    if (responsible.isEmpty() || responsible.size() > MAX_RESPONSIBLE) {
      throw new IllegalArgumentException(
          "imbalance: responsible names 1 to " + MAX_RESPONSIBLE + " members");
    }
    String before = "";
    for (String member : responsible) {
      if (Ids.require("responsible member", member).compareTo(before) <= 0) {
        throw new IllegalArgumentException(
            "imbalance: responsible must name each member once, in order of id: " + member);
      }
      before = member;
    }
    Ids.require("balancingParty", balancingParty);
    if (auctionMinWh < 1 || auctionMinWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException(
          "imbalance: auctionMinWh must be 1 to " + Amounts.MAX_ORDER_WH);
    }
    if ((pool == null) == (deadBand == null)) {
      throw new IllegalArgumentException("imbalance: name either a pool or a dead-band");
    }
  }

  /** Whether a participant is responsible for its balance, if it is a member. */
  public boolean isResponsible(String participant) {
    return responsible.contains(participant);
  }

  /**
   * The largest absolute price that a deviation may be settled at, µ/kWh.
   *
   * @param auctionMicroPerKwh the largest absolute price of an auction
   */
  public long largestPrice(long auctionMicroPerKwh) {
    Fallback fallback = prices.fallback();
    long largest =
        Math.max(Math.abs(fallback.shortMicroPerKwh()), Math.abs(fallback.longMicroPerKwh()));
    if (prices.importer() != null) {
      largest = Math.max(largest, Math.abs(prices.minMicroPerKwh()));
      largest = Math.max(largest, Math.abs(prices.maxMicroPerKwh()));
    }
    if (pool != null || fallback.auction()) {
      largest = Math.max(largest, auctionMicroPerKwh);
    }
    return deadBand == null ? largest : largest + deadBand.premium(largest);
  }

  /**
   * Checks it against the rest of a rulebook; the message says what to change.
   *
   * @param auctionMicroPerKwh the largest absolute price of an auction
   */
  void requireIn(Areas areas, long auctionMicroPerKwh) {
    if (pool != null && pool.feeMicroPerKwh() != 0 && areas.gridOperator() == null) {
      throw new IllegalArgumentException(
          "imbalance: feeMicroPerKwh needs links, and a gridOperator who gets it");
    }
    if (!Amounts.isPrice(largestPrice(auctionMicroPerKwh))) {
      throw new IllegalArgumentException(
          "imbalance: with its premium the dearest price would be beyond ±"
              + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH
              + ": lower kPpm or the price limits");
    }
  }

  private static void requirePrice(String what, long price) {
    if (!Amounts.isPrice(price)) {
      throw new IllegalArgumentException(
          "imbalance: " + what + " must be within ±" + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
    }
  }
}
