package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The terms of an order beside side, price and energy. Fields are as the participant sent them: the
 * core validates.
 *
 * @param timeInForce how long it stands
 * @param expiryMillis of a good-till-date order the instant at which it ends, UTC, milliseconds
 *     since the epoch; 0 otherwise
 * @param market whether it takes any price within the market's protection; its own price is 0 then
 * @param allOrNone whether it trades all that is left of it at once or nothing
 * @param minEnergyWh the least energy that it takes at once, Wh; 0: any
 * @param peakWh of an iceberg the energy that it shows, Wh; 0: it shows all
 * @param postOnly whether it is refused if it would trade on arrival
 * @param selfTradeMode what happens in continuous trading when it meets an order of its owner
 * @param leg which leg of a basket or a block it is; null: of none
 * @param source what a seller declares its energy to be made of; null: nothing
 * @param alternatives of a preference its limits in order of preference, of which one trades; its
 *     price is the highest of theirs; empty: it has no other limit
 */
public record OrderTerms(
    TimeInForce timeInForce,
    long expiryMillis,
    boolean market,
    boolean allOrNone,
    long minEnergyWh,
    long peakWh,
    boolean postOnly,
    SelfTradeMode selfTradeMode,
    @Nullable Leg leg,
    @Nullable EnergySource source,
    List<Alternative> alternatives) {
  /** A plain limit order, good till cancelled. */
  public static final OrderTerms DEFAULT = of(TimeInForce.GOOD_TILL_CANCEL);

  /** Copies the list. */
  public OrderTerms {
    alternatives = List.copyOf(alternatives);
  }

  /** Terms of an order that is no leg, declares nothing and has one limit. */
  public OrderTerms(
      TimeInForce timeInForce,
      long expiryMillis,
      boolean market,
      boolean allOrNone,
      long minEnergyWh,
      long peakWh,
      boolean postOnly,
      SelfTradeMode selfTradeMode) {
    this(
        timeInForce,
        expiryMillis,
        market,
        allOrNone,
        minEnergyWh,
        peakWh,
        postOnly,
        selfTradeMode,
        null,
        null,
        List.of());
  }

  /** A limit order without other qualifiers. */
  public static OrderTerms of(TimeInForce timeInForce) {
    return new OrderTerms(timeInForce, 0, false, false, 0, 0, false, SelfTradeMode.CANCEL_NEWEST);
  }

  /** Whether it must trade on arrival. */
  public boolean isImmediate() {
    return timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL
        || timeInForce == TimeInForce.FILL_OR_KILL;
  }

  /** These terms for an order that ends at an instant. */
  public OrderTerms goodTill(long millis) {
    Copy copy = new Copy(this);
    copy.timeInForce = TimeInForce.GOOD_TILL_DATE;
    copy.expiryMillis = millis;
    return copy.done();
  }

  /** These terms for an order at any price. */
  public OrderTerms atMarket() {
    Copy copy = new Copy(this);
    copy.market = true;
    return copy.done();
  }

  /** These terms for an order that trades in full at once or not at all. */
  public OrderTerms wholly() {
    Copy copy = new Copy(this);
    copy.allOrNone = true;
    return copy.done();
  }

  /** These terms with a minimum quantity. */
  public OrderTerms atLeast(long minimumWh) {
    Copy copy = new Copy(this);
    copy.minEnergyWh = minimumWh;
    return copy.done();
  }

  /** These terms for an iceberg. */
  public OrderTerms showing(long shownWh) {
    Copy copy = new Copy(this);
    copy.peakWh = shownWh;
    return copy.done();
  }

  /** These terms for an order that only rests. */
  public OrderTerms posted() {
    Copy copy = new Copy(this);
    copy.postOnly = true;
    return copy.done();
  }

  /** These terms with a rule for meeting orders of the same owner. */
  public OrderTerms against(SelfTradeMode mode) {
    Copy copy = new Copy(this);
    copy.selfTradeMode = mode;
    return copy.done();
  }

  /** These terms for a leg of a basket or a block. */
  public OrderTerms as(Leg part) {
    Copy copy = new Copy(this);
    copy.leg = part;
    return copy.done();
  }

  /** These terms for an order that declares a source. */
  public OrderTerms declaring(EnergySource declared) {
    Copy copy = new Copy(this);
    copy.source = declared;
    return copy.done();
  }

  /** These terms for a preference. */
  public OrderTerms preferring(List<Alternative> limits) {
    Copy copy = new Copy(this);
    copy.alternatives = limits;
    return copy.done();
  }

  /** The one place that copies all terms, so that a new one cannot be forgotten in another. */
  private static final class Copy {
    private TimeInForce timeInForce;
    private long expiryMillis;
    private boolean market;
    private boolean allOrNone;
    private long minEnergyWh;
    private long peakWh;
    private boolean postOnly;
    private SelfTradeMode selfTradeMode;
    private @Nullable Leg leg;
    private @Nullable EnergySource source;
    private List<Alternative> alternatives;

    private Copy(OrderTerms of) {
      timeInForce = of.timeInForce;
      expiryMillis = of.expiryMillis;
      market = of.market;
      allOrNone = of.allOrNone;
      minEnergyWh = of.minEnergyWh;
      peakWh = of.peakWh;
      postOnly = of.postOnly;
      selfTradeMode = of.selfTradeMode;
      leg = of.leg;
      source = of.source;
      alternatives = of.alternatives;
    }

    private OrderTerms done() {
      return new OrderTerms(
          timeInForce,
          expiryMillis,
          market,
          allOrNone,
          minEnergyWh,
          peakWh,
          postOnly,
          selfTradeMode,
          leg,
          source,
          alternatives);
    }
  }
}
