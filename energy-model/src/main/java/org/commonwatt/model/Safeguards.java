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
 * @param auctionWindowSlots how many slots have their gate together, that of the first, and may be
 *     joined by blocks; 0: each has its own, and there are no blocks at gates
 * @param payAsBid whether in the auction each order pays or gets its own limit, and what buyers pay
 *     beyond sellers is the market's surplus; only in a market without links
 * @param auctionIncome what congestion rent or market surplus is for, and who gets it; null: it
 *     stays on {@link Areas#CONGESTION_RENT} or {@link Areas#MARKET_SURPLUS}
 * @param storageAuction when storage services are auctioned; null: never
 * @param provenance what is taken as proof of the energy of storage units; null: {@link
 *     ProvenanceRules#DEFAULT_PROOF} of those with a passport, others say what they like
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
    int auctionWindowSlots,
    boolean payAsBid,
    @Nullable AuctionIncome auctionIncome,
    @Nullable StorageAuctionRules storageAuction,
    @Nullable ProvenanceRules provenance) {
  /** The most slots that have their gate together. */
  public static final int MOST_WINDOW_SLOTS = 100;

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
    this(
        guarantees,
        fallbacks,
        disputes,
        null,
        null,
        null,
        Set.of(),
        false,
        0,
        false,
        null,
        null,
        null);
  }

  /** Keeps the data in order, so that equal rules are written alike. */
  public Safeguards {
    if (auctionWindowSlots < 0 || auctionWindowSlots > MOST_WINDOW_SLOTS) {
      throw new IllegalArgumentException(
          "auctionWindowSlots must be 0 to " + MOST_WINDOW_SLOTS + "; 0 or left out: no blocks");
    }
    EnumSet<MarketData> ordered = EnumSet.noneOf(MarketData.class);
    ordered.addAll(loginFor);
    loginFor = Collections.unmodifiableSet(ordered);
  }

  /** The same with registrations. */
  public Safeguards withRegistration(@Nullable Registration other) {
    Copy copy = new Copy(this);
    copy.registration = other;
    return copy.done();
  }

  /** The same with data that are told to who has a login only. */
  public Safeguards withLoginFor(MarketData... other) {
    Copy copy = new Copy(this);
    copy.loginFor = Set.copyOf(Arrays.asList(other));
    return copy.done();
  }

  /** The same with settlement runs after the initial one. */
  public Safeguards withSettlement(@Nullable SettlementRules other) {
    Copy copy = new Copy(this);
    copy.settlement = other;
    return copy.done();
  }

  /** The same with members that are responsible for their balance. */
  public Safeguards withImbalance(@Nullable ImbalanceRules other) {
    Copy copy = new Copy(this);
    copy.imbalance = other;
    return copy.done();
  }

  /** The same with sells at a gate that declare their source before others, or not. */
  public Safeguards withCleanFirst(boolean other) {
    Copy copy = new Copy(this);
    copy.cleanFirst = other;
    return copy.done();
  }

  /** The same with so many slots behind one gate, and blocks there; 0: none. */
  public Safeguards withAuctionWindow(int slots) {
    Copy copy = new Copy(this);
    copy.auctionWindowSlots = slots;
    return copy.done();
  }

  /** The same with an auction that is paid as bid, or not. */
  public Safeguards withPayAsBid(boolean other) {
    Copy copy = new Copy(this);
    copy.payAsBid = other;
    return copy.done();
  }

  /** The same with another use of what the auction earns. */
  public Safeguards withAuctionIncome(@Nullable AuctionIncome other) {
    Copy copy = new Copy(this);
    copy.auctionIncome = other;
    return copy.done();
  }

  /** The same with auctions of storage services, or none. */
  public Safeguards withStorageAuction(@Nullable StorageAuctionRules other) {
    Copy copy = new Copy(this);
    copy.storageAuction = other;
    return copy.done();
  }

  /** The same with what is taken as proof of stored energy. */
  public Safeguards withProvenance(@Nullable ProvenanceRules other) {
    Copy copy = new Copy(this);
    copy.provenance = other;
    return copy.done();
  }

  /** The one place that copies all parts. */
  private static final class Copy {
    private final @Nullable Guarantees guarantees;
    private final @Nullable Fallbacks fallbacks;
    private final @Nullable DisputeRules disputes;
    private @Nullable Registration registration;
    private @Nullable SettlementRules settlement;
    private @Nullable ImbalanceRules imbalance;
    private Set<MarketData> loginFor;
    private boolean cleanFirst;
    private int auctionWindowSlots;
    private boolean payAsBid;
    private @Nullable AuctionIncome auctionIncome;
    private @Nullable StorageAuctionRules storageAuction;
    private @Nullable ProvenanceRules provenance;

    private Copy(Safeguards of) {
      guarantees = of.guarantees;
      fallbacks = of.fallbacks;
      disputes = of.disputes;
      registration = of.registration;
      settlement = of.settlement;
      imbalance = of.imbalance;
      loginFor = of.loginFor;
      cleanFirst = of.cleanFirst;
      auctionWindowSlots = of.auctionWindowSlots;
      payAsBid = of.payAsBid;
      auctionIncome = of.auctionIncome;
      storageAuction = of.storageAuction;
      provenance = of.provenance;
    }

    private Safeguards done() {
      return new Safeguards(
          guarantees,
          fallbacks,
          disputes,
          registration,
          settlement,
          imbalance,
          loginFor,
          cleanFirst,
          auctionWindowSlots,
          payAsBid,
          auctionIncome,
          storageAuction,
          provenance);
    }
  }
}
