package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.SealSecret;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** The bill lines and the batch of one settlement run, from trades and metered positions. */
final class SettlementRecount {
  private static final Map<Kind, Kind> OTHER_SIDES =
      Map.of(
          Kind.NETTED_SHORT, Kind.NETTED_SHORT_COVERED,
          Kind.NETTED_LONG, Kind.NETTED_LONG_TAKEN,
          Kind.BAND_SHORT, Kind.BAND_SHORT_COVERED,
          Kind.BAND_LONG, Kind.BAND_LONG_TAKEN,
          Kind.IMBALANCE_SHORT, Kind.IMBALANCE_SHORT_COVERED,
          Kind.IMBALANCE_LONG, Kind.IMBALANCE_LONG_TAKEN,
          Kind.NETTING_FEE, Kind.NETTING_FEE_INCOME,
          Kind.TECHNICAL_LOSSES, Kind.TECHNICAL_LOSSES_COVERED,
          Kind.UNEXPLAINED_SHORT, Kind.UNEXPLAINED_SHORT_COVERED,
          Kind.UNEXPLAINED_LONG, Kind.UNEXPLAINED_LONG_TAKEN);

  private final Rulebook rules;
  private final SlotState slot;
  private final AuctionCleared auction;
  private final Run run;
  private final SortedMap<String, AuditedPosition> positions = new TreeMap<>();
  private final ImbalanceRecount imbalance;
  private final Losses losses;
  private final List<WantedLine> lines = new ArrayList<>(); // without salts and seals

  /**
   * What a slot was settled by before a run.
   *
   * @param positions of its members, by id
   * @param prices imbalance prices, by area
   * @param balances of areas, by id
   * @param stored what storage services had
   * @param taken members whose corrections the run takes
   */
  record Former(
      SortedMap<String, AuditedPosition> positions,
      SortedMap<String, ImbalancePrice> prices,
      SortedMap<String, AreaBalance> balances,
      ServiceRecount.Stored stored,
      List<String> taken) {}

  /**
   * What a run rests on beside positions: losses, and storage services.
   *
   * @param flows over boundaries, by area
   * @param balances of areas, by id
   * @param open areas of which a position was erased
   * @param stored what storage services have
   */
  record Losses(
      SortedMap<String, BoundaryFlow> flows,
      SortedMap<String, AreaBalance> balances,
      List<String> open,
      ServiceRecount.Stored stored) {}

  /**
   * Which run.
   *
   * @param number 0 for the initial one
   * @param isFinal whether none follows
   */
  record Run(int number, boolean isFinal) {
    static final Run INITIAL = new Run(0, false);
  }

  private SettlementRecount(
      SlotState slot, Map<String, AuditedPosition> recorded, Losses losses, Run run) {
    this.losses = losses;
    this.run = run;
    this.rules = slot.rules;
    this.slot = slot;
    if (slot.auction == null) {
      throw new IllegalStateException("a slot is settled after its auction");
    }
    this.auction = slot.auction;
    // Ids are ASCII: the order of their characters is the order of their bytes.
    for (Member member : rules.members()) {
      AuditedPosition position = recorded.get(member.participant());
      if (position == null) {
        throw new IllegalStateException("a slot is settled when all members are metered");
      }
      positions.put(member.participant(), position);
    }
    for (String former : slot.formerOwners()) {
      positions.put(
          former,
          new AuditedPosition(1, new MeteredPosition(former, slot.slot, 1, 0, 0, Quality.ACTUAL)));
    }
    this.imbalance = new ImbalanceRecount(slot, positions, slot.imbalancePrices, losses.stored());
  }

  /**
   * Settles a slot.
   *
   * @throws ArithmeticException when an amount does not fit in 64 bits
   */
  static SettlementRecount of(
      SlotState slot, Map<String, AuditedPosition> recorded, Losses losses) {
    SettlementRecount recount = new SettlementRecount(slot, recorded, losses, Run.INITIAL);
    slot.trades.forEach(recount::billTrade);
    slot.continuousTrades.forEach(recount::billTrade); // their ids are later
    recount.auction.links().forEach(recount::billLink);
    recount.positions.forEach(
        (member, position) ->
            recount.lines.addAll(recount.settled(member, position, recount.imbalance)));
    for (String outsider : recount.outsiders()) {
      AuditedPosition nothing = recount.nothing(outsider);
      recount.lines.addAll(recount.residual(outsider, nothing, recount.imbalance));
    }
    for (TradeCurtailed lost : slot.curtailments) {
      recount.billLoss(lost, lost.buyer(), lost.buyerMicroPerKwh());
      recount.billLoss(lost, lost.seller(), lost.sellerMicroPerKwh());
    }
    losses
        .balances()
        .values()
        .forEach(one -> recount.lines.addAll(recount.lost(one, recount.imbalance)));
    losses.stored().services().values().forEach(one -> recount.lines.addAll(recount.served(one)));
    return recount;
  }

  /**
   * A later run of a slot: what was billed of each member that is corrected, or responsible for its
   * balance, is taken back, if it changes, and billed anew.
   *
   * @param standing the positions that hold from this run on
   * @param losses what the losses rest on from this run on
   * @param former what the slot was settled by before
   * @throws ArithmeticException when an amount does not fit in 64 bits
   */
  static SettlementRecount ofRun(
      SlotState slot,
      Map<String, AuditedPosition> standing,
      Losses losses,
      Former former,
      Run run) {
    SettlementRecount recount = new SettlementRecount(slot, standing, losses, run);
    ImbalanceRecount was =
        new ImbalanceRecount(slot, former.positions(), former.prices(), former.stored());
    SortedSet<String> members = new TreeSet<>(former.taken());
    was.responsible().forEach(members::add);
    recount.positions.keySet().stream().filter(losses.stored()::isParty).forEach(members::add);
    for (String member : members) {
      AuditedPosition now = Objects.requireNonNull(recount.positions.get(member));
      AuditedPosition before = former.positions().getOrDefault(member, now);
      if (was.isResponsible(member)) {
        recount.billAgain(member, before, was);
      } else {
        recount.billResidualAgain(member, before, was);
      }
    }
    for (String outsider : recount.outsiders()) {
      recount.billResidualAgain(outsider, recount.nothing(outsider), was);
    }
    losses.balances().keySet().forEach(area -> recount.billLossesAgain(area, former, was));
    losses.stored().services().keySet().forEach(one -> recount.billServiceAgain(one, former));
    return recount;
  }

  private void billServiceAgain(long service, Former former) {
    List<WantedLine> before =
        served(Objects.requireNonNull(former.stored().services().get(service)));
    List<WantedLine> anew = served(Objects.requireNonNull(losses.stored().services().get(service)));
    if (!plain(before).equals(plain(anew))) {
      before.forEach(wanted -> lines.add(reversed(wanted)));
      lines.addAll(anew);
    }
  }

  /** The lines of what a storage service has. */
  private List<WantedLine> served(ServiceDelivery service) {
    List<WantedLine> all = new ArrayList<>();
    for (BillLine line : ServiceRecount.lines(service, rules)) {
      Kind other = Kind.valueOf(line.kind() + "_INCOME");
      all.add(new WantedLine(line, line.participant(), null, false));
      all.add(new WantedLine(otherSide(line, other), line.counterparty(), null, false));
    }
    return all;
  }

  /** Parties of storage services without a meter in the slot, by id. */
  private SortedSet<String> outsiders() {
    SortedSet<String> found = new TreeSet<>();
    for (ServiceDelivery one : losses.stored().services().values()) {
      found.add(one.seller());
      found.add(one.customer());
    }
    found.removeAll(positions.keySet());
    return found;
  }

  private AuditedPosition nothing(String who) {
    MeteredPosition none = new MeteredPosition(who, slot.slot, 1, 0, 0, Quality.ACTUAL);
    return new AuditedPosition(1, none);
  }

  private void billLossesAgain(String area, Former former, ImbalanceRecount was) {
    List<WantedLine> before = lost(Objects.requireNonNull(former.balances().get(area)), was);
    List<WantedLine> anew = lost(Objects.requireNonNull(losses.balances().get(area)), imbalance);
    if (!plain(before).equals(plain(anew))) {
      before.forEach(wanted -> lines.add(reversed(wanted)));
      lines.addAll(anew);
    }
  }

  /** The lines of what an area lost. */
  private List<WantedLine> lost(AreaBalance balance, ImbalanceRecount prices) {
    List<WantedLine> all = new ArrayList<>();
    for (BillLine line : new LossRecount(slot, positions, losses.flows()).lines(balance, prices)) {
      Kind other = Objects.requireNonNull(OTHER_SIDES.get(line.kind()));
      all.add(new WantedLine(line, line.participant(), null, false));
      all.add(new WantedLine(otherSide(line, other), line.participant(), null, false));
    }
    return all;
  }

  /** Areas whose losses rest on a position that was erased. */
  List<String> openAreas() {
    return losses.open();
  }

  /** Of a member that is responsible for its balance. */
  private void billAgain(String member, AuditedPosition before, ImbalanceRecount was) {
    AuditedPosition now = Objects.requireNonNull(positions.get(member));
    List<WantedLine> former = settled(member, before, was);
    List<WantedLine> anew = settled(member, now, imbalance);
    if (was.isOpen(member)) {
      lines.addAll(former);
    } else if (imbalance.isOpen(member)) {
      lines.addAll(anew);
    } else if (!plain(former).equals(plain(anew))) {
      former.forEach(wanted -> lines.add(reversed(wanted)));
      lines.addAll(anew);
    }
  }

  private void billResidualAgain(String member, AuditedPosition before, ImbalanceRecount was) {
    AuditedPosition now = positions.getOrDefault(member, before);
    List<WantedLine> former = residual(member, before, was);
    List<WantedLine> anew = residual(member, now, imbalance);
    if (before.known() == null && before.equals(now)) {
      lines.addAll(former); // only its storage services may differ
    } else if (before.known() == null) {
      lines.addAll(former);
      anew.forEach(wanted -> lines.add(wanted.isErased() ? wanted : wanted.optional()));
    } else if (now.known() == null) {
      former.forEach(wanted -> lines.add(reversed(wanted).optional()));
      lines.addAll(anew);
    } else if (!plain(former).equals(plain(anew))) {
      former.forEach(wanted -> lines.add(reversed(wanted)));
      lines.addAll(anew);
    }
  }

  private static List<@Nullable BillLine> plain(List<WantedLine> wanted) {
    List<@Nullable BillLine> plain = new ArrayList<>();
    wanted.forEach(one -> plain.add(one.line()));
    return plain;
  }

  private static WantedLine reversed(WantedLine wanted) {
    BillLine line = Objects.requireNonNull(wanted.line());
    return new WantedLine(
        new BillLine(
            line.participant(),
            line.slot(),
            Kind.valueOf(line.kind() + "_REVERSED"),
            line.counterparty(),
            line.tradeId(),
            line.energyWh(),
            line.priceMicroPerKwh(),
            Math.negateExact(line.amountNano()),
            Hash.ZERO),
        wanted.subject(),
        wanted.position(),
        false);
  }

  /** The run as it stands in its event; the batch as of {@link #settled}. */
  SlotRevised revised() {
    SlotSettled all = settled();
    return new SlotRevised(all.batch(), run.number(), all.billLines());
  }

  /**
   * The settlement. The predecessor is left zero: it is the hash of the batch before as it stands
   * on the log, which the comparison knows. When positions were erased, {@link #partial} has what
   * can be said, and of this only the slot counts.
   */
  SlotSettled settled() {
    boolean whole = partial() == null;
    List<BillLine> salted = new ArrayList<>();
    for (int i = 0; whole && i < lines.size(); i++) {
      salted.add(salted(i, lines.get(i)));
    }
    return new SlotSettled(batch(salted), salted);
  }

  /** What can be said when positions were erased; null when none was. */
  @Nullable PartialSettlement partial() {
    return unknown().isEmpty() && lines.stream().allMatch(line -> line.line() != null)
        ? null
        : new PartialSettlement(this);
  }

  /** The lines in order; those that the residual of an erased position may have are one entry. */
  List<WantedLine> lines() {
    return lines;
  }

  String supplier() {
    return rules.supplier();
  }

  /** Whether a member is responsible for its balance. */
  boolean isResponsible(String member) {
    return imbalance.isResponsible(member);
  }

  /** Those that a responsible member is settled with. */
  Set<String> counterparties() {
    Set<String> parties = new HashSet<>(Set.of(rules.supplier()));
    ImbalanceRules balance = rules.imbalance();
    if (balance != null) {
      parties.add(balance.balancingParty());
      String operator = rules.areas().gridOperator();
      if (operator != null) {
        parties.add(operator);
      }
    }
    return parties;
  }

  /** Whose positions were erased of those that the batch rests on, by id. */
  List<String> unknown() {
    return positions.entrySet().stream()
        .filter(position -> position.getValue().known() == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A line with the salt and the seal that it has at an index among all lines. */
  BillLine salted(int index, WantedLine wanted) {
    AuditedPosition position = wanted.position();
    MeteredPosition known = position == null ? null : position.known();
    SealSecret secret = known == null ? null : known.secret();
    BillLine plain = wanted.line();
    if (plain == null) {
      throw new IllegalStateException("a line that was erased has no salt");
    }
    BatchHashes.LinePlace place = new BatchHashes.LinePlace(run.number(), index);
    BillLine line = BatchHashes.salted(plain, BatchHashes.salt(rules, slot.slot, place, secret));
    return secret == null
        ? line
        : line.withSeal(
            new BillLine.Seal(wanted.subject(), secret.keyId(), BatchHashes.leafHash(line)));
  }

  private void billTrade(TradeMade trade) {
    Deal deal =
        new Deal(
            trade.tradeId(),
            trade.buyer(),
            trade.seller(),
            trade.energyWh(),
            trade.priceMicroPerKwh());
    billPair(deal, Kind.TRADE_BUY, Kind.TRADE_SELL);
    if (trade.surplusMicroPerKwh() != 0) {
      Deal surplus =
          new Deal(
              trade.tradeId(),
              trade.buyer(),
              rules.marketSurplusAccount(),
              trade.energyWh(),
              trade.surplusMicroPerKwh());
      billPair(surplus, Kind.BID_SURPLUS, Kind.MARKET_SURPLUS);
    }
  }

  private void billTrade(ContinuousTrade trade) {
    Deal deal =
        new Deal(
            trade.tradeId(),
            trade.buyer(),
            trade.seller(),
            trade.energyWh(),
            trade.priceMicroPerKwh());
    billPair(deal, Kind.TRADE_BUY, Kind.TRADE_SELL);
    if (trade.feeMicroPerKwh() != 0) {
      String operator = String.valueOf(rules.areas().gridOperator());
      Deal fee =
          new Deal(
              trade.tradeId(), trade.buyer(), operator, trade.energyWh(), trade.feeMicroPerKwh());
      billPair(fee, Kind.GRID_FEE, Kind.GRID_FEE_INCOME);
    }
  }

  /** What one pays and another gets by a trade. */
  private record Deal(long tradeId, String payer, String payee, long energyWh, long price) {}

  private void billPair(Deal deal, Kind paid, Kind received) {
    BillLine line =
        new BillLine(
            deal.payer(),
            slot.slot,
            paid,
            deal.payee(),
            deal.tradeId(),
            deal.energyWh(),
            deal.price(),
            Math.negateExact(Math.multiplyExact(deal.energyWh(), deal.price())),
            Hash.ZERO);
    add(line);
    add(otherSide(line, received));
  }

  /** What a link keeps of its sale after its purchase: the fee, and the rest as rent. */
  private void billLink(LinkFlow link) {
    long flow = link.flowWh();
    for (AreaLink rule : rules.areas().links()) {
      if (flow != 0 && rule.party().equals(link.party())) {
        long fee = rule.feeMicroPerKwh();
        long earned = flow > 0 ? spread(link) : -spread(link);
        String operator = String.valueOf(rules.areas().gridOperator());
        billOver(link, new Over(operator, Kind.LINK_FEE, Kind.FEE_INCOME, fee));
        String rent = rules.congestionRentAccount();
        billOver(link, new Over(rent, Kind.LINK_RENT, Kind.CONGESTION_RENT, earned - fee));
      }
    }
  }

  private record Over(String to, Kind paid, Kind received, long price) {}

  private void billOver(LinkFlow link, Over over) {
    if (over.price() == 0) {
      return;
    }
    long energy = Math.abs(link.flowWh());
    BillLine paid =
        new BillLine(
            link.party(),
            slot.slot,
            over.paid(),
            over.to(),
            0,
            energy,
            over.price(),
            Math.negateExact(Math.multiplyExact(energy, over.price())),
            Hash.ZERO);
    add(paid);
    add(otherSide(paid, over.received()));
  }

  private long spread(LinkFlow link) {
    return price(link.to()) - price(link.from());
  }

  private long price(String area) {
    return auction.areas().stream()
        .filter(cleared -> cleared.area().equals(area))
        .map(AreaCleared::priceMicroPerKwh)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("energy flows, so there is a price"));
  }

  /**
   * The lines of what a member's trades do not cover; one without content where it is not known.
   */
  private List<WantedLine> settled(
      String member, AuditedPosition audited, ImbalanceRecount balance) {
    if (!balance.isResponsible(member)) {
      return residual(member, audited, balance);
    }
    MeteredPosition position = audited.known();
    if (position == null || balance.isOpen(member)) {
      return List.of(new WantedLine(null, member, audited, false));
    }
    long supplied = balance.suppliedWh(member, uncoveredWh(position, balance));
    List<WantedLine> all = new ArrayList<>(residual(member, audited, supplied));
    for (BillLine line : balance.lines(member)) {
      BillLine other = otherSide(line, Objects.requireNonNull(OTHER_SIDES.get(line.kind())));
      all.add(new WantedLine(line, member, audited, false));
      all.add(new WantedLine(other, member, audited, false));
    }
    return all;
  }

  /** The two lines of what no trade covers; one without content for a position that was erased. */
  private List<WantedLine> residual(
      String member, AuditedPosition audited, ImbalanceRecount balance) {
    MeteredPosition position = audited.known();
    if (position == null) {
      return List.of(new WantedLine(null, member, audited, false));
    }
    return residual(member, audited, uncoveredWh(position, balance));
  }

  private long uncoveredWh(MeteredPosition position, ImbalanceRecount balance) {
    long sold = balance.storedWh(position.participant());
    long bought = 0;
    for (TradeMade trade : slot.trades) {
      sold += trade.seller().equals(position.participant()) ? trade.energyWh() : 0;
      bought += trade.buyer().equals(position.participant()) ? trade.energyWh() : 0;
    }
    for (ContinuousTrade trade : slot.continuousTrades) {
      sold += trade.seller().equals(position.participant()) ? trade.energyWh() : 0;
      bought += trade.buyer().equals(position.participant()) ? trade.energyWh() : 0;
    }
    return (position.exportWh() - position.importWh()) - (sold - bought);
  }

  private List<WantedLine> residual(String member, AuditedPosition audited, long residual) {
    if (residual == 0) {
      return List.of();
    }
    boolean shortOfEnergy = residual < 0;
    Rulebook.TariffStep tariff = rules.tariffAt(slot.slot);
    long price = shortOfEnergy ? tariff.retailMicroPerKwh() : tariff.feedInMicroPerKwh();
    BillLine line =
        new BillLine(
            member,
            slot.slot,
            shortOfEnergy ? Kind.RESIDUAL_WITHDRAWAL : Kind.RESIDUAL_INJECTION,
            rules.supplier(),
            0,
            Math.abs(residual),
            price,
            Math.multiplyExact(residual, price),
            Hash.ZERO);
    BillLine supplied = otherSide(line, shortOfEnergy ? Kind.SUPPLIED : Kind.TAKEN_OVER);
    return List.of(
        new WantedLine(line, member, audited, false),
        new WantedLine(supplied, member, audited, false));
  }

  /** What the grid operator pays for energy that was curtailed. */
  private void billLoss(TradeCurtailed lost, String loser, long price) {
    if (price == 0) {
      return;
    }
    BillLine received =
        new BillLine(
            loser,
            slot.slot,
            Kind.CURTAILMENT_COMPENSATION,
            String.valueOf(rules.areas().gridOperator()),
            lost.tradeId(),
            lost.byWh(),
            price,
            Math.multiplyExact(lost.byWh(), price),
            Hash.ZERO);
    add(received);
    add(otherSide(received, Kind.CURTAILMENT_COST));
  }

  /** Adds a line that tells of its participant. */
  private void add(BillLine line) {
    String who = line.participant();
    lines.add(new WantedLine(line, who, positions.get(who), false));
  }

  private BillLine otherSide(BillLine line, Kind kind) {
    return new BillLine(
        line.counterparty(),
        line.slot(),
        kind,
        line.participant(),
        line.tradeId(),
        line.energyWh(),
        line.priceMicroPerKwh(),
        Math.negateExact(line.amountNano()),
        Hash.ZERO);
  }

  private SettlementBatch batch(List<BillLine> salted) {
    return new SettlementBatch(
        rules.market() + "." + Math.floorDiv(slot.slot.startMillis(), 1000L) + "." + name(),
        rules.market(),
        slot.slot,
        rules.version(),
        rules.documentHash(),
        BatchHashes.auction(rules, slot, auction),
        positionsHash(),
        BatchHashes.billRoot(salted),
        salted.size(),
        Hash.ZERO,
        postings());
  }

  private String name() {
    if (run.isFinal()) {
      return "final";
    }
    return run.number() == 0 ? "initial" : "revised-" + run.number();
  }

  private Hash positionsHash() {
    List<MeteredPosition> known = new ArrayList<>();
    for (AuditedPosition position : positions.values()) {
      MeteredPosition metered = position.known();
      if (metered == null) {
        return Hash.ZERO;
      }
      known.add(metered);
    }
    return BatchHashes.positions(
        rules, slot, known, losses.flows().values(), losses.stored().services().values());
  }

  /** The sums of the lines that are known, sorted by account. */
  List<Posting> postings() {
    SortedMap<String, Long> sums = new TreeMap<>();
    for (WantedLine wanted : lines) {
      BillLine line = wanted.line();
      if (line != null) {
        sums.merge(line.participant(), line.amountNano(), Math::addExact);
      }
    }
    return sums.entrySet().stream()
        .filter(sum -> sum.getValue() != 0)
        .map(sum -> new Posting(sum.getKey(), sum.getValue()))
        .toList();
  }
}
