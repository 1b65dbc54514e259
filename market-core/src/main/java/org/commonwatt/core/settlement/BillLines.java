package org.commonwatt.core.settlement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.core.settlement.AreaLossEntries.Borne;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SealSecret;
import org.commonwatt.model.ServiceDelivery;

/** Writes the bill lines of one slot, in their documented order. */
final class BillLines {
  private final SettlementInput input;
  private final LineSalts salts;
  private final Map<String, SealSecret> secrets = new HashMap<>(); // by participant
  private final List<BillLine> lines = new ArrayList<>();

  private BillLines(SettlementInput input, int run) {
    this.input = input;
    this.salts = new LineSalts(input.rulebook(), input.slot(), run);
  }

  /**
   * The bill lines of a slot: two per trade, two more for the market surplus of one that is paid as
   * bid and for the fee of a continuous one, then two for the fee and two for the rent of each
   * link, then per member two for each of its entries, then two for each compensation, then per
   * area two for its technical losses and two for its residual, then two for each entry of each
   * storage service.
   *
   * @throws ArithmeticException when an amount does not fit in 64 bits
   */
  static List<BillLine> of(SettlementInput input) {
    BillLines lines = new BillLines(input, 0);
    input.positions().forEach(lines::sealAs);
    input.trades().forEach(lines::addTrade);
    input.continuousTrades().forEach(lines::addContinuous);
    input.auction().links().forEach(lines::addLink);
    MemberEntries entries = MemberEntries.of(input);
    for (MeteredPosition position : input.positions()) {
      entries.of(position).forEach(entry -> lines.add(position.participant(), entry));
    }
    for (MeteredPosition outsider : entries.outsiders()) {
      entries.of(outsider).forEach(entry -> lines.add(outsider.participant(), entry));
    }
    input.curtailments().forEach(lines::addCurtailment);
    AreaLossEntries.of(input).forEach(area -> area.forEach(lines::add));
    UnitServices.of(input).forEach(one -> lines.billed(one, false));
    return lines.lines;
  }

  /**
   * The bill lines of a later run: for each member whose entries are others than they were, two per
   * entry that take the former back, then two per new one. Each two are sealed as the position is
   * that they tell of. Then the same for each area whose losses are others.
   *
   * @param input with the positions and prices that hold from this run on
   * @param run number of the run, from 1
   * @param before the same with those that the run before settled
   * @throws ArithmeticException when an amount does not fit in 64 bits
   */
  static List<BillLine> ofRun(SettlementInput input, int run, SettlementInput before) {
    BillLines lines = new BillLines(input, run);
    MemberEntries formerEntries = MemberEntries.of(before);
    MemberEntries entries = MemberEntries.of(input);
    List<MeteredPosition> formerPositions = formerEntries.allPositions();
    List<MeteredPosition> positions = entries.allPositions();
    for (int i = 0; i < positions.size(); i++) { // of the same members in both
      MeteredPosition former = formerPositions.get(i);
      MeteredPosition newest = positions.get(i);
      String member = newest.participant();
      if (former.equals(newest) && !entries.dependsOnOthers(member)) {
        continue;
      }
      List<MemberEntry> was = formerEntries.of(former);
      List<MemberEntry> now = entries.of(newest);
      if (!was.equals(now)) {
        lines.sealAs(former);
        was.forEach(entry -> lines.add(member, entry.reversed()));
        lines.sealAs(newest);
        now.forEach(entry -> lines.add(member, entry));
      }
    }
    lines.addLossesAgain(AreaLossEntries.of(before), AreaLossEntries.of(input));
    lines.addServicesAgain(UnitServices.of(before), UnitServices.of(input));
    return lines.lines;
  }

  private void addServicesAgain(List<ServiceDelivery> before, List<ServiceDelivery> now) {
    for (int i = 0; i < now.size(); i++) { // the same services in both
      ServiceDelivery was = before.get(i);
      ServiceDelivery is = now.get(i);
      Rulebook rulebook = input.rulebook();
      if (!ServiceEntries.of(was, rulebook).equals(ServiceEntries.of(is, rulebook))) {
        billed(was, true);
        billed(is, false);
      }
    }
  }

  /** Lines of a service are in clear, as what units delivered is on the log. */
  private void billed(ServiceDelivery one, boolean isTakenBack) {
    for (ServiceEntries.Billed billed : ServiceEntries.of(one, input.rulebook())) {
      MemberEntry entry = isTakenBack ? billed.entry().reversed() : billed.entry();
      Entry got = new Entry(billed.service(), entry.energyWh(), entry.priceMicroPerKwh());
      Entry paid = got.paid();
      String other = entry.counterparty();
      addOpen(billed.payer(), entry.kind(), other, entry.isPaid() ? paid : got);
      addOpen(other, entry.otherKind(), billed.payer(), entry.isPaid() ? got : paid);
    }
  }

  private void addLossesAgain(List<List<Borne>> before, List<List<Borne>> now) {
    for (int i = 0; i < now.size(); i++) { // of the same areas in both
      if (!before.get(i).equals(now.get(i))) {
        before.get(i).forEach(borne -> add(borne.bearer(), borne.entry().reversed()));
        now.get(i).forEach(this::add);
      }
    }
  }

  private void add(Borne borne) {
    add(borne.bearer(), borne.entry());
  }

  /** The grid operator compensates the buyer, then the seller. */
  private void addCurtailment(TradeCurtailed curtailed) {
    addCompensation(curtailed, curtailed.buyer(), curtailed.buyerMicroPerKwh());
    addCompensation(curtailed, curtailed.seller(), curtailed.sellerMicroPerKwh());
  }

  private void addCompensation(TradeCurtailed curtailed, String member, long price) {
    String operator = input.rulebook().areas().gridOperator();
    if (price == 0 || operator == null) {
      return;
    }
    Entry entry = new Entry(curtailed.tradeId(), curtailed.byWh(), price);
    add(member, Kind.CURTAILMENT_COMPENSATION, operator, entry);
    add(operator, Kind.CURTAILMENT_COST, member, entry.paid());
  }

  /** Under pay-as-bid the buyer pays the market's surplus beside what the seller gets. */
  private void addTrade(TradeMade trade) {
    long energyWh = trade.energyWh();
    addTrade(
        trade.buyer(),
        trade.seller(),
        new Entry(trade.tradeId(), energyWh, trade.priceMicroPerKwh()));
    if (trade.surplusMicroPerKwh() != 0) {
      Entry surplus = new Entry(trade.tradeId(), energyWh, trade.surplusMicroPerKwh());
      String account = input.rulebook().marketSurplusAccount();
      add(trade.buyer(), Kind.BID_SURPLUS, account, surplus.paid());
      add(account, Kind.MARKET_SURPLUS, trade.buyer(), surplus);
    }
  }

  private void addTrade(String buyer, String seller, Entry entry) {
    add(buyer, Kind.TRADE_BUY, seller, entry.paid());
    add(seller, Kind.TRADE_SELL, buyer, entry);
  }

  /** The buyer of a continuous trade pays the grid fee beside the price. */
  private void addContinuous(ContinuousTrade trade) {
    long energyWh = trade.energyWh();
    addTrade(
        trade.buyer(),
        trade.seller(),
        new Entry(trade.tradeId(), energyWh, trade.priceMicroPerKwh()));
    if (trade.feeMicroPerKwh() == 0) {
      return;
    }
    String operator = input.rulebook().areas().gridOperator();
    if (operator == null) {
      throw new IllegalStateException("a market with grid fees has a grid operator");
    }
    Entry fee = new Entry(trade.tradeId(), energyWh, trade.feeMicroPerKwh());
    add(trade.buyer(), Kind.GRID_FEE, operator, fee.paid());
    add(operator, Kind.GRID_FEE_INCOME, trade.buyer(), fee);
  }

  /** What a link earned by its two trades goes to the grid operator and to who gets the rent. */
  private void addLink(LinkFlow flow) {
    long energyWh = Math.abs(flow.flowWh());
    if (energyWh == 0) {
      return;
    }
    Areas areas = input.rulebook().areas();
    long fee = feeOf(flow, areas);
    String operator = areas.gridOperator();
    if (fee != 0 && operator != null) {
      Entry entry = new Entry(0, energyWh, fee);
      add(flow.party(), Kind.LINK_FEE, operator, entry.paid());
      add(operator, Kind.FEE_INCOME, flow.party(), entry);
    }
    long spread = price(flow.to()) - price(flow.from());
    long rent = (flow.flowWh() > 0 ? spread : -spread) - fee;
    if (rent != 0) {
      Entry entry = new Entry(0, energyWh, rent);
      String account = input.rulebook().congestionRentAccount();
      add(flow.party(), Kind.LINK_RENT, account, entry.paid());
      add(account, Kind.CONGESTION_RENT, flow.party(), entry);
    }
  }

  private static long feeOf(LinkFlow flow, Areas areas) {
    return areas.links().stream()
        .filter(link -> link.party().equals(flow.party()))
        .mapToLong(AreaLink::feeMicroPerKwh)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no link " + flow.party()));
  }

  private long price(String area) {
    Long price =
        input.auction().areas().stream()
            .filter(cleared -> cleared.area().equals(area))
            .findFirst()
            .map(AreaCleared::priceMicroPerKwh)
            .orElse(null);
    if (price == null) {
      throw new IllegalStateException("energy flows through " + area + ", so it has a price");
    }
    return price;
  }

  /** A line of the member, and one of who the entry is settled with. */
  private void add(String member, MemberEntry settled) {
    Entry entry = new Entry(0, settled.energyWh(), settled.priceMicroPerKwh());
    Entry paid = entry.paid();
    add(member, settled.kind(), settled.counterparty(), settled.isPaid() ? paid : entry);
    add(settled.counterparty(), settled.otherKind(), member, settled.isPaid() ? entry : paid);
  }

  private void addOpen(String participant, Kind kind, String counterparty, Entry entry) {
    lines.add(line(participant, kind, counterparty, entry, salts.of(lines.size(), null)));
  }

  private void add(String participant, Kind kind, String counterparty, Entry entry) {
    String subject = subject(participant, kind, counterparty);
    SealSecret secret = secrets.get(subject);
    BillLine line = line(participant, kind, counterparty, entry, salts.of(lines.size(), secret));
    lines.add(
        secret == null
            ? line
            : line.withSeal(
                new BillLine.Seal(subject, secret.keyId(), SettlementHashes.leafHash(line))));
  }

  private BillLine line(
      String participant, Kind kind, String counterparty, Entry entry, Hash salt) {
    return new BillLine(
        participant,
        input.slot(),
        kind,
        counterparty,
        entry.tradeId,
        entry.energyWh,
        entry.priceMicroPerKwh,
        entry.amountNano,
        salt);
  }

  /** Whose energy a line tells: the other side of a member's entry tells the member's. */
  private static String subject(String participant, Kind kind, String counterparty) {
    return kind.tellsOfCounterparty() ? counterparty : participant;
  }

  /** What follows tells of this position of its owner. */
  private void sealAs(MeteredPosition position) {
    SealSecret secret = position.secret();
    if (secret == null) {
      secrets.remove(position.participant());
    } else {
      secrets.put(position.participant(), secret);
    }
  }

  /** The figures that the two lines of a trade or residual share, up to the amount's sign. */
  private record Entry(long tradeId, long energyWh, long priceMicroPerKwh, long amountNano) {
    Entry(long tradeId, long energyWh, long priceMicroPerKwh) {
      this(tradeId, energyWh, priceMicroPerKwh, Amounts.moneyNano(energyWh, priceMicroPerKwh));
    }

    Entry paid() {
      return new Entry(tradeId, energyWh, priceMicroPerKwh, Math.negateExact(amountNano));
    }
  }
}
