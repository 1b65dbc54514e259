package org.commonwatt.core.settlement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.SealSecret;

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
   * The bill lines of a slot: two per trade, two more for the fee of a continuous one, then two for
   * the fee and two for the rent of each link, then two per member whose residual is not zero, then
   * two for each compensation.
   *
   * @throws ArithmeticException when an amount does not fit in 64 bits
   */
  static List<BillLine> of(SettlementInput input) {
    BillLines lines = new BillLines(input, 0);
    input.positions().forEach(lines::sealAs);
    for (TradeMade trade : input.trades()) {
      lines.addTrade(
          trade.buyer(),
          trade.seller(),
          new Entry(trade.tradeId(), trade.energyWh(), trade.priceMicroPerKwh()));
    }
    input.continuousTrades().forEach(lines::addContinuous);
    input.auction().links().forEach(lines::addLink);
    Map<String, Long> soldNet = soldNet(input);
    for (MeteredPosition position : input.positions()) {
      lines.addResidual(position.participant(), residualWh(position, soldNet));
    }
    input.curtailments().forEach(lines::addCurtailment);
    return lines.lines;
  }

  /**
   * The bill lines of a later run: for each corrected member whose residual is another one, two
   * that take the former back, then two for the new one; none for a residual of zero. Each two are
   * sealed as the position is that they tell of.
   *
   * @param input with the positions that hold from this run on
   * @param run number of the run, from 1
   * @param before what the run before settled of the members whose corrections this run takes, by
   *     participant
   * @throws ArithmeticException when an amount does not fit in 64 bits
   */
  static List<BillLine> ofRun(SettlementInput input, int run, List<MeteredPosition> before) {
    BillLines lines = new BillLines(input, run);
    Map<String, MeteredPosition> now = new HashMap<>();
    input.positions().forEach(position -> now.put(position.participant(), position));
    Map<String, Long> soldNet = soldNet(input);
    for (MeteredPosition former : before) {
      String member = former.participant();
      MeteredPosition newest = Objects.requireNonNull(now.get(member));
      long formerWh = residualWh(former, soldNet);
      long residualWh = residualWh(newest, soldNet);
      if (residualWh != formerWh) {
        lines.sealAs(former);
        lines.reverseResidual(member, formerWh);
        lines.sealAs(newest);
        lines.addResidual(member, residualWh);
      }
    }
    return lines.lines;
  }

  /** What each has sold less what it has bought, Wh. */
  private static Map<String, Long> soldNet(SettlementInput input) {
    Map<String, Long> soldNet = new HashMap<>();
    for (TradeMade trade : input.trades()) {
      soldNet.merge(trade.seller(), trade.energyWh(), Math::addExact);
      soldNet.merge(trade.buyer(), -trade.energyWh(), Math::addExact);
    }
    for (ContinuousTrade trade : input.continuousTrades()) {
      soldNet.merge(trade.seller(), trade.energyWh(), Math::addExact);
      soldNet.merge(trade.buyer(), -trade.energyWh(), Math::addExact);
    }
    return soldNet;
  }

  private static long residualWh(MeteredPosition position, Map<String, Long> soldNet) {
    return Math.subtractExact(position.netWh(), soldNet.getOrDefault(position.participant(), 0L));
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

  /** What a link earned by its two trades goes to the grid operator and to congestion rent. */
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
      add(flow.party(), Kind.LINK_RENT, Areas.CONGESTION_RENT, entry.paid());
      add(Areas.CONGESTION_RENT, Kind.CONGESTION_RENT, flow.party(), entry);
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

  private void addResidual(String member, long residualWh) {
    String supplier = input.rulebook().supplier();
    Entry entry = entryOf(residualWh);
    if (residualWh < 0) {
      add(member, Kind.RESIDUAL_WITHDRAWAL, supplier, entry.paid());
      add(supplier, Kind.SUPPLIED, member, entry);
    } else if (residualWh > 0) {
      add(member, Kind.RESIDUAL_INJECTION, supplier, entry);
      add(supplier, Kind.TAKEN_OVER, member, entry.paid());
    }
  }

  private void reverseResidual(String member, long residualWh) {
    String supplier = input.rulebook().supplier();
    Entry entry = entryOf(residualWh);
    if (residualWh < 0) {
      add(member, Kind.RESIDUAL_WITHDRAWAL_REVERSED, supplier, entry);
      add(supplier, Kind.SUPPLIED_REVERSED, member, entry.paid());
    } else if (residualWh > 0) {
      add(member, Kind.RESIDUAL_INJECTION_REVERSED, supplier, entry.paid());
      add(supplier, Kind.TAKEN_OVER_REVERSED, member, entry);
    }
  }

  private Entry entryOf(long residualWh) {
    TariffStep tariff = input.rulebook().tariffAt(input.slot());
    return residualWh < 0
        ? new Entry(0, Math.negateExact(residualWh), tariff.retailMicroPerKwh())
        : new Entry(0, residualWh, tariff.feedInMicroPerKwh());
  }

  private void add(String participant, Kind kind, String counterparty, Entry entry) {
    String subject = subject(participant, kind, counterparty);
    SealSecret secret = secrets.get(subject);
    BillLine line =
        new BillLine(
            participant,
            input.slot(),
            kind,
            counterparty,
            entry.tradeId,
            entry.energyWh,
            entry.priceMicroPerKwh,
            entry.amountNano,
            salts.of(lines.size(), secret));
    lines.add(
        secret == null
            ? line
            : line.withSeal(
                new BillLine.Seal(subject, secret.keyId(), SettlementHashes.leafHash(line))));
  }

  /** Whose energy a line tells: the supplier's side of a residual tells the member's. */
  private static String subject(String participant, Kind kind, String counterparty) {
    return kind.isSuppliersSide() ? counterparty : participant;
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
