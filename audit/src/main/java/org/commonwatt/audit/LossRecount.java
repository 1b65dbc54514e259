package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Event.AreaBalanced;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/** What areas lost in a slot, and who pays for it, from "Losses" in {@code docs/settlement.md}. */
final class LossRecount {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final SlotState slot;
  private final Map<String, AuditedPosition> positions;
  private final Map<String, BoundaryFlow> boundaries;

  /**
   * Of a slot.
   *
   * @param positions of its members
   * @param boundaries flows over boundaries, by area
   */
  LossRecount(
      SlotState slot,
      Map<String, AuditedPosition> positions,
      Map<String, BoundaryFlow> boundaries) {
    this.slot = slot;
    this.positions = positions;
    this.boundaries = boundaries;
  }

  /**
   * The balance of each area whose losses are settled.
   *
   * @param run number of the run
   * @param before those of the run before, by area
   * @param stated what the log says of the command: believed of an area of which a position was
   *     erased, and only there
   */
  SortedMap<String, AreaBalance> balances(
      int run, Map<String, AreaBalance> before, @Nullable EventGroup stated) {
    SortedMap<String, AreaBalance> found = new TreeMap<>();
    LossRules rules = slot.rules.losses();
    for (AreaLosses area : rules == null ? List.<AreaLosses>of() : rules.areas()) {
      AreaBalance own = isOpen(area.area()) ? stated(area, run, before, stated) : recounted(area);
      found.put(area.area(), own);
    }
    return found;
  }

  /** Whether the balance of an area rests on a position that was erased. */
  boolean isOpen(String area) {
    return boundaries.containsKey(area)
        && slot.rules.members().stream()
            .filter(member -> member.area().equals(area))
            .anyMatch(member -> known(member) == null);
  }

  private AreaBalance recounted(AreaLosses area) {
    BoundaryFlow boundary = boundaries.get(area.area());
    if (boundary == null) {
      return new AreaBalance(area.area(), slot.slot, 0, 0, 0, 0, area.residualLimitWh());
    }
    long in = boundary.importWh();
    long out = boundary.exportWh();
    for (Member member : slot.rules.members()) {
      MeteredPosition position = member.area().equals(area.area()) ? known(member) : null;
      if (position != null) {
        in = Math.addExact(in, position.exportWh());
        out = Math.addExact(out, position.importWh());
      }
    }
    return balance(area, boundary.version(), in, out);
  }

  private AreaBalance balance(AreaLosses area, int version, long in, long out) {
    BigInteger technical =
        BigInteger.valueOf(in).multiply(BigInteger.valueOf(area.lossPpm())).divide(MILLION);
    return new AreaBalance(
        area.area(),
        slot.slot,
        version,
        in,
        out,
        technical.longValueExact(),
        area.residualLimitWh());
  }

  /** The energies as the log has them; all that follows from those is recomputed. */
  private AreaBalance stated(
      AreaLosses area, int run, Map<String, AreaBalance> before, @Nullable EventGroup stated) {
    AreaBalance told = before.get(area.area());
    for (EventEnvelope envelope : stated == null ? List.<EventEnvelope>of() : stated.events()) {
      if (envelope.event() instanceof AreaBalanced event
          && event.run() == run
          && event.balance().area().equals(area.area())
          && event.balance().slot().equals(slot.slot)) {
        told = event.balance();
      }
    }
    BoundaryFlow boundary = boundaries.get(area.area());
    long in = told == null ? 0 : told.enteredWh();
    long out = told == null ? 0 : told.leftWh();
    return balance(area, boundary == null ? 0 : boundary.version(), in, out);
  }

  /**
   * The lines of an area, without those of the other side.
   *
   * @param prices of the slot's deviations
   */
  List<BillLine> lines(AreaBalance balance, ImbalanceRecount prices) {
    List<BillLine> lines = new ArrayList<>();
    LossRules rules = slot.rules.losses();
    if (rules == null || balance.boundaryVersion() == 0) {
      return lines;
    }
    if (balance.technicalWh() > 0) {
      String operator = String.valueOf(slot.rules.areas().gridOperator());
      lines.add(line(operator, Kind.TECHNICAL_LOSSES, balance, balance.technicalWh(), prices));
    }
    long unexplained = balance.enteredWh() - balance.leftWh() - balance.technicalWh();
    if (unexplained != 0) {
      Kind kind = unexplained < 0 ? Kind.UNEXPLAINED_LONG : Kind.UNEXPLAINED_SHORT;
      lines.add(line(rules.bearer(), kind, balance, Math.abs(unexplained), prices));
    }
    return lines;
  }

  private BillLine line(
      String bearer, Kind kind, AreaBalance balance, long energyWh, ImbalanceRecount prices) {
    boolean pays = kind != Kind.UNEXPLAINED_LONG;
    Rulebook.TariffStep tariff = slot.rules.tariffAt(slot.slot);
    ImbalanceRules imbalance = slot.rules.imbalance();
    long usual = pays ? tariff.retailMicroPerKwh() : tariff.feedInMicroPerKwh();
    long price = imbalance == null ? usual : prices.price(balance.area(), pays);
    String party = imbalance == null ? slot.rules.supplier() : imbalance.balancingParty();
    long nano = Math.multiplyExact(energyWh, price);
    return new BillLine(
        bearer,
        slot.slot,
        kind,
        party,
        0,
        energyWh,
        price,
        pays ? Math.negateExact(nano) : nano,
        Hash.ZERO);
  }

  private @Nullable MeteredPosition known(Member member) {
    AuditedPosition position = positions.get(member.participant());
    return position == null ? null : position.known();
  }
}
