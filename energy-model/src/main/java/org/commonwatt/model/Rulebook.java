package org.commonwatt.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one market, as activated on the log: areas and links, slots, gates, price limits,
 * supplier, tariff and members. A change takes effect only by an {@link Command.ActivateRulebook}.
 *
 * @param version counts up from 1
 * @param documentHash SHA-256 of the document the rulebook was read from; echoed in every result
 * @param market id of the market
 * @param areas its areas and the links between them
 * @param currency ISO 4217 code
 * @param timing slots and gates
 * @param minPriceMicroPerKwh lowest price an order may name, µ/kWh
 * @param maxPriceMicroPerKwh highest price an order may name, µ/kWh
 * @param maxOrderWh largest energy of one order, Wh
 * @param supplier the supplier of record, counterparty of every residual
 * @param tariff the supplier's tariff, first step at minute 0
 * @param members the participants that trade, each with at least one meter
 * @param saltSeed salts of bill lines are derived from it
 * @param continuous continuous trading after the auction, null for none
 * @param safeguards collateral and what else is optional
 */
public record Rulebook(
    int version,
    Hash documentHash,
    String market,
    Areas areas,
    String currency,
    Timing timing,
    long minPriceMicroPerKwh,
    long maxPriceMicroPerKwh,
    long maxOrderWh,
    String supplier,
    List<TariffStep> tariff,
    List<Member> members,
    Hash saltSeed,
    @Nullable Continuous continuous,
    Safeguards safeguards) {

  /** The most energy of links, and again of orders, of a slot that is cleared with others, Wh. */
  public static final long MOST_WINDOW_WH = 1L << 49;

  /**
   * When things happen.
   *
   * @param slotMinutes length of a delivery slot
   * @param utcOffsetMinutes local time minus UTC, for the tariff; fixed, no daylight saving
   * @param openLeadMinutes a slot opens this long before its start
   * @param gateLeadMinutes its auction runs, and it closes, this long before its start
   * @param tradingStartMillis start of the first slot that is traded and settled
   */
  public record Timing(
      int slotMinutes,
      int utcOffsetMinutes,
      int openLeadMinutes,
      int gateLeadMinutes,
      long tradingStartMillis) {
    /** The longest time that a slot may be open before its start. */
    public static final int MAX_OPEN_LEAD_MINUTES = 31 * 24 * 60;

    /** Checks lengths and borders. */
    public Timing {
      if (!DeliverySlot.isLength(slotMinutes)) {
        throw new IllegalArgumentException("slotMinutes must be 5, 15, 30 or 60");
      }
      if (utcOffsetMinutes < -18 * 60 || utcOffsetMinutes > 18 * 60) {
        throw new IllegalArgumentException("utcOffsetMinutes must be within ±1080");
      }
      if (gateLeadMinutes < 0 || openLeadMinutes <= gateLeadMinutes) {
        throw new IllegalArgumentException(
            "a slot must open before its gate: openLeadMinutes > gateLeadMinutes >= 0");
      }
      if (openLeadMinutes > MAX_OPEN_LEAD_MINUTES) {
        throw new IllegalArgumentException(
            "openLeadMinutes must be at most " + MAX_OPEN_LEAD_MINUTES + " (31 days)");
      }
      if (tradingStartMillis < 0 || !DeliverySlot.isBorder(tradingStartMillis, slotMinutes)) {
        throw new IllegalArgumentException(
            "tradingStart must be on a slot border, not before 1970");
      }
    }
  }

  /**
   * One step of a time-of-use tariff.
   *
   * @param fromMinute local minute of the day from which it holds, 0 to 1439
   * @param retailMicroPerKwh what a home pays for a withdrawal no trade covers, µ/kWh
   * @param feedInMicroPerKwh what a home receives for an injection no trade covers, µ/kWh
   */
  public record TariffStep(int fromMinute, long retailMicroPerKwh, long feedInMicroPerKwh) {
    /** Checks the minute and the prices. */
    public TariffStep {
      if (fromMinute < 0 || fromMinute >= 1440) {
        throw new IllegalArgumentException("a tariff step starts at minute 0 to 1439");
      }
      requirePrice("retail tariff", retailMicroPerKwh);
      requirePrice("feed-in tariff", feedInMicroPerKwh);
    }
  }

  /**
   * A participant and its meters.
   *
   * @param participant id
   * @param area the area that all its meters and orders belong to
   * @param meters ids of the meters whose sum is the participant's metered energy
   */
  public record Member(String participant, String area, List<String> meters) {
    /** Checks the ids; a member has at least one meter. */
    public Member {
      Ids.require("participant", participant);
      Ids.require("area", area);
      meters = List.copyOf(meters);
      if (meters.isEmpty()) {
        throw new IllegalArgumentException("participant " + participant + " has no meter");
      }
      meters.forEach(meter -> Ids.require("meter", meter));
    }
  }

  /** A rulebook without continuous trading and safeguards. */
  public Rulebook(
      int version,
      Hash documentHash,
      String market,
      Areas areas,
      String currency,
      Timing timing,
      long minPriceMicroPerKwh,
      long maxPriceMicroPerKwh,
      long maxOrderWh,
      String supplier,
      List<TariffStep> tariff,
      List<Member> members,
      Hash saltSeed) {
    this(
        version,
        documentHash,
        market,
        areas,
        currency,
        timing,
        minPriceMicroPerKwh,
        maxPriceMicroPerKwh,
        maxOrderWh,
        supplier,
        tariff,
        members,
        saltSeed,
        null,
        Safeguards.NONE);
  }

  /** A rulebook without safeguards. */
  public Rulebook(
      int version,
      Hash documentHash,
      String market,
      Areas areas,
      String currency,
      Timing timing,
      long minPriceMicroPerKwh,
      long maxPriceMicroPerKwh,
      long maxOrderWh,
      String supplier,
      List<TariffStep> tariff,
      List<Member> members,
      Hash saltSeed,
      @Nullable Continuous continuous) {
    this(
        version,
        documentHash,
        market,
        areas,
        currency,
        timing,
        minPriceMicroPerKwh,
        maxPriceMicroPerKwh,
        maxOrderWh,
        supplier,
        tariff,
        members,
        saltSeed,
        continuous,
        Safeguards.NONE);
  }

  /** Checks everything; the message says what to change. */
  public Rulebook {
    if (version < 1) {
      throw new IllegalArgumentException("a rulebook version counts up from 1");
    }
    Ids.require("market", market);
    Ids.require("supplier", supplier);
    if (!currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException("currency must be an ISO 4217 code such as EUR");
    }
    requirePrice("minimum price", minPriceMicroPerKwh);
    requirePrice("maximum price", maxPriceMicroPerKwh);
    if (minPriceMicroPerKwh > maxPriceMicroPerKwh) {
      throw new IllegalArgumentException("the minimum price is above the maximum price");
    }
    if (maxOrderWh < 1 || maxOrderWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException("maxOrderWh must be 1 to " + Amounts.MAX_ORDER_WH);
    }
    tariff = List.copyOf(tariff);
    members = List.copyOf(members);
    requireTariff(tariff);
    Set<String> accounts = accounts(areas, supplier);
    Guarantees guarantees = safeguards.guarantees();
    if (guarantees != null && !accounts.add(guarantees.exchange())) {
      throw new IllegalArgumentException(
          "the exchange must be an account of its own, not " + guarantees.exchange());
    }
    if (safeguards.payAsBid()) {
      requirePayAsBid(areas, safeguards, accounts);
    }
    Fallbacks fallbacks = safeguards.fallbacks();
    if (fallbacks != null) {
      fallbacks.requireIn(areas, timing);
      accounts.add(fallbacks.operator());
    }
    DisputeRules disputes = safeguards.disputes();
    if (disputes != null) {
      accounts.add(disputes.decider());
    }
    Registration registration = safeguards.registration();
    if (registration != null) {
      accounts.add(registration.registrar());
      accounts.add(registration.meterOrganisation());
      accounts.add(registration.bank());
      requireRoom(registration, members);
    }
    ImbalanceRules imbalance = safeguards.imbalance();
    if (imbalance != null) {
      requireBalancing(imbalance, accounts, supplier);
    }
    LossRules losses = losses(safeguards);
    if (losses != null) {
      losses.requireIn(areas);
      requireBearer(losses.bearer(), areas, accounts);
    }
    AuctionIncome income = safeguards.auctionIncome();
    if (income != null) {
      requireIncome(income, areas, safeguards, accounts);
    }
    requireMembers(members, accounts);
    requireAreas(members, areas);
    if (safeguards.auctionWindowSlots() > 0) {
      requireClearable(areas);
    }
    StorageAuctionRules storageAuction = safeguards.storageAuction();
    if (storageAuction != null) {
      storageAuction.requireIn(areas, timing);
    }
    if (continuous != null) {
      continuous.requireIn(areas, timing);
    }
    if (imbalance != null) {
      imbalance.requireIn(
          areas, Math.max(Math.abs(minPriceMicroPerKwh), Math.abs(maxPriceMicroPerKwh)));
      if (registration == null) {
        requireResponsible(imbalance, members);
      }
    }
  }

  /** The same rules under another version number. */
  public Rulebook withVersion(int other) {
    return with(other, timing, continuous, safeguards);
  }

  /** The same rules with other members. */
  public Rulebook withMembers(List<Member> other) {
    return new Rulebook(
        version,
        documentHash,
        market,
        areas,
        currency,
        timing,
        minPriceMicroPerKwh,
        maxPriceMicroPerKwh,
        maxOrderWh,
        supplier,
        tariff,
        other,
        saltSeed,
        continuous,
        safeguards);
  }

  /** The same rules with other continuous trading, or none. */
  public Rulebook withContinuous(@Nullable Continuous other) {
    return with(version, timing, other, safeguards);
  }

  /** The same rules with other safeguards. */
  public Rulebook withSafeguards(Safeguards other) {
    return with(version, timing, continuous, other);
  }

  /** Collateral and default fund, null in a market without. */
  public @Nullable Guarantees guarantees() {
    return safeguards.guarantees();
  }

  /** How accounts and meter points are registered, null in a market that has those it names. */
  public @Nullable Registration registration() {
    return safeguards.registration();
  }

  /** When slots are settled again, null in a market that settles each once. */
  public @Nullable SettlementRules settlement() {
    return safeguards.settlement();
  }

  /** The account that links pay what they earn beyond their fees to. */
  public String congestionRentAccount() {
    AuctionIncome income = safeguards.auctionIncome();
    return income == null ? Areas.CONGESTION_RENT : income.account();
  }

  /** The account that buyers pay what they bid beyond their sellers to, under pay-as-bid. */
  public String marketSurplusAccount() {
    AuctionIncome income = safeguards.auctionIncome();
    return income == null ? Areas.MARKET_SURPLUS : income.account();
  }

  /** Who bears what is lost in the grid, null in a market that does not settle it. */
  public @Nullable LossRules losses() {
    return losses(safeguards);
  }

  /** How storage services are settled, null where they are paid outside of the market. */
  public @Nullable StorageRules storage() {
    SettlementRules settlement = safeguards.settlement();
    return settlement == null ? null : settlement.storage();
  }

  private static @Nullable LossRules losses(Safeguards safeguards) {
    SettlementRules settlement = safeguards.settlement();
    return settlement == null ? null : settlement.losses();
  }

  /** Who is responsible for its own balance, null in a market in which nobody is. */
  public @Nullable ImbalanceRules imbalance() {
    return safeguards.imbalance();
  }

  /** When storage services are auctioned, null in a market without. */
  public @Nullable StorageAuctionRules storageAuction() {
    return safeguards.storageAuction();
  }

  /** What is taken as proof of stored energy, null in a market that does not say. */
  public @Nullable ProvenanceRules provenance() {
    return safeguards.provenance();
  }

  /** What happens when something went wrong, null in a market that lets everything stand. */
  public @Nullable Fallbacks fallbacks() {
    return safeguards.fallbacks();
  }

  /**
   * Until when bill lines may be disputed and who decides. A rulebook that does not say so has the
   * usual times, and its operator decides, or else its exchange; null when it names neither:
   * nothing can be disputed then.
   */
  public @Nullable DisputeRules disputes() {
    DisputeRules own = safeguards.disputes();
    if (own != null) {
      return own;
    }
    Fallbacks fallbacks = fallbacks();
    Guarantees guarantees = guarantees();
    if (fallbacks != null) {
      return DisputeRules.decidedBy(fallbacks.operator());
    }
    return guarantees == null ? null : DisputeRules.decidedBy(guarantees.exchange());
  }

  /**
   * The same rules with another start of trading.
   *
   * @param startMillis start of the first slot that is traded and settled
   */
  public Rulebook withTradingStart(long startMillis) {
    return with(
        version,
        new Timing(
            timing.slotMinutes(),
            timing.utcOffsetMinutes(),
            timing.openLeadMinutes(),
            timing.gateLeadMinutes(),
            startMillis),
        continuous,
        safeguards);
  }

  private Rulebook with(
      int otherVersion,
      Timing otherTiming,
      @Nullable Continuous otherContinuous,
      Safeguards otherSafeguards) {
    return new Rulebook(
        otherVersion,
        documentHash,
        market,
        areas,
        currency,
        otherTiming,
        minPriceMicroPerKwh,
        maxPriceMicroPerKwh,
        maxOrderWh,
        supplier,
        tariff,
        members,
        saltSeed,
        otherContinuous,
        otherSafeguards);
  }

  /** The tariff step that holds at the start of a slot. */
  public TariffStep tariffAt(DeliverySlot slot) {
    long minute =
        Math.floorMod(Math.floorDiv(slot.startMillis(), 60_000L) + timing.utcOffsetMinutes(), 1440);
    TariffStep found = tariff.get(0);
    for (TariffStep step : tariff) {
      if (step.fromMinute() <= minute) {
        found = step;
      }
    }
    return found;
  }

  /** The slot that starts at an instant. */
  public DeliverySlot slotAt(long startMillis) {
    return new DeliverySlot(startMillis, timing.slotMinutes());
  }

  /**
   * The instant of a slot's auction, which is that of the first slot of its window; without
   * continuous trading it takes no orders afterwards.
   */
  public long gateMillis(DeliverySlot slot) {
    return windowStartMillis(slot) - timing.gateLeadMinutes() * 60_000L;
  }

  /**
   * Start of the first slot that has its gate together with a slot; windows follow each other from
   * the start of trading on.
   */
  public long windowStartMillis(DeliverySlot slot) {
    long window = Math.max(1, safeguards.auctionWindowSlots()) * timing.slotMinutes() * 60_000L;
    long sinceStart = slot.startMillis() - timing.tradingStartMillis();
    return slot.startMillis() - Math.floorMod(sinceStart, window);
  }

  /** The instant after which a slot takes no orders: after continuous trading, or the auction. */
  public long gateClosureMillis(DeliverySlot slot) {
    return continuous == null
        ? gateMillis(slot)
        : slot.startMillis() - continuous.gateClosureLeadMinutes() * 60_000L;
  }

  /** The instant from which a slot takes orders; those of one window open together. */
  public long openMillis(DeliverySlot slot) {
    return windowStartMillis(slot) - timing.openLeadMinutes() * 60_000L;
  }

  /** An auction of several slots keeps sums over areas exact in 64 bits. */
  private static void requireClearable(Areas areas) {
    long linksWh = 0;
    for (AreaLink link : areas.links()) {
      linksWh = Math.addExact(linksWh, Math.max(-link.minFlowWh(), link.maxFlowWh()));
    }
    if (linksWh > MOST_WINDOW_WH) {
      throw new IllegalArgumentException(
          "with auctionWindowSlots the links of a market carry at most "
              + MOST_WINDOW_WH
              + " Wh together");
    }
  }

  private static void requirePrice(String what, long price) {
    if (!Amounts.isPrice(price)) {
      throw new IllegalArgumentException(
          what + " must be within ±" + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH + " µ/kWh");
    }
  }

  private static void requireTariff(List<TariffStep> tariff) {
    if (tariff.isEmpty() || tariff.get(0).fromMinute() != 0) {
      throw new IllegalArgumentException("the tariff's first step must start at 00:00");
    }
    for (int i = 1; i < tariff.size(); i++) {
      if (tariff.get(i).fromMinute() <= tariff.get(i - 1).fromMinute()) {
        throw new IllegalArgumentException("the tariff's steps must be in order of time");
      }
    }
  }

  /**
   * Whether an id is that of an account that is no member's: the supplier, the grid operator, the
   * exchange, who operates, decides or confirms, or who gets what the auction earns.
   */
  public boolean isReserved(String account) {
    Set<String> reserved = accounts(areas, supplier);
    reserved.add(Areas.CONGESTION_RENT);
    if (safeguards.payAsBid()) {
      reserved.add(Areas.MARKET_SURPLUS);
    }
    Guarantees guarantees = guarantees();
    if (guarantees != null) {
      reserved.add(guarantees.exchange());
    }
    Fallbacks fallbacks = fallbacks();
    if (fallbacks != null) {
      reserved.add(fallbacks.operator());
    }
    DisputeRules disputes = safeguards.disputes();
    if (disputes != null) {
      reserved.add(disputes.decider());
    }
    Registration registration = registration();
    if (registration != null) {
      reserved.add(registration.registrar());
      reserved.add(registration.meterOrganisation());
      reserved.add(registration.bank());
    }
    ImbalanceRules imbalance = imbalance();
    if (imbalance != null) {
      reserved.add(imbalance.balancingParty());
      String importer = imbalance.prices().importer();
      if (importer != null) {
        reserved.add(importer);
      }
    }
    LossRules losses = losses();
    if (losses != null) {
      reserved.add(losses.bearer());
    }
    AuctionIncome income = safeguards.auctionIncome();
    if (income != null) {
      reserved.add(income.account());
    }
    return reserved.contains(account);
  }

  /** Links earn by a price in each area, which nobody pays then; blocks have limits on average. */
  private static void requirePayAsBid(Areas areas, Safeguards safeguards, Set<String> accounts) {
    if (!areas.links().isEmpty()) {
      throw new IllegalArgumentException(
          "auctionPricing: pay-as-bid is for markets without links, whose orders all have one price"
              + " zone each; leave it out");
    }
    if (safeguards.auctionWindowSlots() > 0) {
      throw new IllegalArgumentException(
          "auctionPricing: pay-as-bid is for auctions of single slots, since a block's limit is none"
              + " of any one of its slots; leave it out, or auctionWindowSlots");
    }
    if (!accounts.add(Areas.MARKET_SURPLUS)) {
      throw new IllegalArgumentException(
          "with pay-as-bid " + Areas.MARKET_SURPLUS + " is an account of its own");
    }
  }

  private static void requireRoom(Registration registration, List<Member> members) {
    if (registration.maxAccounts() < members.size()) {
      throw new IllegalArgumentException(
          "registration: maxAccounts must be at least " + members.size() + ", the members named");
    }
  }

  private static void requireBalancing(
      ImbalanceRules imbalance, Set<String> accounts, String supplier) {
    String party = imbalance.balancingParty();
    if (!party.equals(supplier) && (party.equals(Areas.CONGESTION_RENT) || !accounts.add(party))) {
      throw new IllegalArgumentException(
          "imbalance: balancingParty must be the supplier or an account of its own, not " + party);
    }
    String importer = imbalance.prices().importer();
    if (importer != null) {
      accounts.add(importer);
    }
  }

  private static void requireBearer(String bearer, Areas areas, Set<String> accounts) {
    if (!bearer.equals(areas.gridOperator())
        && (bearer.equals(Areas.CONGESTION_RENT) || !accounts.add(bearer))) {
      throw new IllegalArgumentException(
          "losses: bearer must be the grid operator or an account of its own, not " + bearer);
    }
  }

  private static void requireIncome(
      AuctionIncome income, Areas areas, Safeguards safeguards, Set<String> accounts) {
    boolean links = !areas.links().isEmpty();
    if (!links && !safeguards.payAsBid()) {
      throw new IllegalArgumentException(
          "auctionIncome: an auction earns nothing without links, unless it is paid as bid; leave"
              + " it out");
    }
    String account = income.account();
    LossRules losses = losses(safeguards);
    Set<String> shared = new HashSet<>();
    shared.add(links ? Areas.CONGESTION_RENT : Areas.MARKET_SURPLUS);
    shared.add(areas.gridOperator());
    shared.add(losses == null ? null : losses.bearer());
    if (!shared.contains(account)
        && (account.equals(Areas.CONGESTION_RENT) || !accounts.add(account))) {
      throw new IllegalArgumentException(
          "auctionIncome: account must be the grid operator, who bears the residual of losses, or"
              + " an account of its own, not "
              + account);
    }
  }

  /** Who registers later may be named before; without registration everybody is there. */
  private static void requireResponsible(ImbalanceRules imbalance, List<Member> members) {
    Set<String> ids = new HashSet<>();
    members.forEach(member -> ids.add(member.participant()));
    for (String member : imbalance.responsible()) {
      if (!ids.contains(member)) {
        throw new IllegalArgumentException(
            "imbalance: " + member + " is responsible and no member: add it, or leave it out");
      }
    }
  }

  /** The ids that no member may have. */
  private static Set<String> accounts(Areas areas, String supplier) {
    Set<String> accounts = new HashSet<>(Set.of(supplier));
    String operator = areas.gridOperator();
    if (operator != null && (!accounts.add(operator) || !accounts.add(Areas.CONGESTION_RENT))) {
      throw new IllegalArgumentException(
          "supplier, gridOperator and " + Areas.CONGESTION_RENT + " must be three accounts");
    }
    return accounts;
  }

  private static void requireAreas(List<Member> members, Areas areas) {
    Set<String> known = new HashSet<>(areas.ids());
    for (Member member : members) {
      if (!known.contains(member.area())) {
        throw new IllegalArgumentException(
            "participant " + member.participant() + " is in the unknown area " + member.area());
      }
    }
  }

  private static void requireMembers(List<Member> members, Set<String> accounts) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a market needs at least one member");
    }
    Set<String> participants = new HashSet<>(accounts);
    List<String> meters = new ArrayList<>();
    for (Member member : members) {
      if (!participants.add(member.participant())) {
        throw new IllegalArgumentException(
            "participant " + member.participant() + " is named twice");
      }
      meters.addAll(member.meters());
    }
    if (new HashSet<>(meters).size() != meters.size()) {
      throw new IllegalArgumentException("a meter belongs to two participants");
    }
  }
}
