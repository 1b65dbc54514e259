package org.commonwatt.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rulebook may have beyond its trading rules. All of it is optional: a part that is null, or
 * empty, is not in force.
 *
 * @param guarantees collateral and default fund
 * @param fallbacks what happens when something went wrong
 * @param disputes until when bill lines may be disputed, and who decides; {@link
 *     Rulebook#disputes()} says what holds without it
 * @param registration accounts and meter points beside those that the rulebook names
 * @param settlement when slots are settled again; without it the initial settlement stands
 * @param imbalance who is responsible for its own balance, and how its deviation is settled
 * @param loginFor what of the market's data is told to who has a login only; in order of its kinds
 * @param cleanFirst whether at a gate, of sells of one area and price, those that declare their
 *     source come before the others
 * @param payAsBid whether in the auction each order pays or gets its own limit, and what buyers pay
 *     beyond sellers goes to {@link Areas#MARKET_SURPLUS}; only in a market without links
 */
public record Safeguards(
    @Nullable Guarantees guarantees,
    @Nullable Fallbacks fallbacks,
    @Nullable DisputeRules disputes,
    @Nullable Registration registration,
    @Nullable SettlementRules settlement,
    @Nullable ImbalanceRules imbalance,
    Set<MarketData> loginFor,
    boolean cleanFirst,
    boolean payAsBid) {
  /** None of it. */
  public static final Safeguards NONE = new Safeguards(null, null, null);

  /** Collateral alone. */
  public Safeguards(@Nullable Guarantees guarantees) {
    this(guarantees, null, null);
  }

  /** Without rules of their own for disputes. */
  public Safeguards(@Nullable Guarantees guarantees, @Nullable Fallbacks fallbacks) {
    this(guarantees, fallbacks, null);
  }

  /** Without registrations. */
  public Safeguards(
      @Nullable Guarantees guarantees,
      @Nullable Fallbacks fallbacks,
      @Nullable DisputeRules disputes) {
    this(guarantees, fallbacks, disputes, null, null, null, Set.of(), false, false);
  }

  /** Keeps the data in order, so that equal rules are written alike. */
  public Safeguards {
    EnumSet<MarketData> ordered = EnumSet.noneOf(MarketData.class);
    ordered.addAll(loginFor);
    loginFor = Collections.unmodifiableSet(ordered);
  }

  /** The same with registrations. */
  public Safeguards withRegistration(@Nullable Registration other) {
    return new Safeguards(
        guarantees,
        fallbacks,
        disputes,
        other,
        settlement,
        imbalance,
        loginFor,
        cleanFirst,
        payAsBid);
  }

  /** The same with data that are told to who has a login only. */
  public Safeguards withLoginFor(MarketData... other) {
    return new Safeguards(
        guarantees,
        fallbacks,
        disputes,
        registration,
        settlement,
        imbalance,
        Set.copyOf(Arrays.asList(other)),
        cleanFirst,
        payAsBid);
  }

  /** The same with settlement runs after the initial one. */
  public Safeguards withSettlement(@Nullable SettlementRules other) {
    return new Safeguards(
        guarantees,
        fallbacks,
        disputes,
        registration,
        other,
        imbalance,
        loginFor,
        cleanFirst,
        payAsBid);
  }

  /** The same with members that are responsible for their balance. */
  public Safeguards withImbalance(@Nullable ImbalanceRules other) {
    return new Safeguards(
        guarantees,
        fallbacks,
        disputes,
        registration,
        settlement,
        other,
        loginFor,
        cleanFirst,
        payAsBid);
  }

  /** The same with sells at a gate that declare their source before others, or not. */
  public Safeguards withCleanFirst(boolean other) {
    return new Safeguards(
        guarantees,
        fallbacks,
        disputes,
        registration,
        settlement,
        imbalance,
        loginFor,
        other,
        payAsBid);
  }

  /** The same with an auction that is paid as bid, or not. */
  public Safeguards withPayAsBid(boolean other) {
    return new Safeguards(
        guarantees,
        fallbacks,
        disputes,
        registration,
        settlement,
        imbalance,
        loginFor,
        cleanFirst,
        other);
  }
}
