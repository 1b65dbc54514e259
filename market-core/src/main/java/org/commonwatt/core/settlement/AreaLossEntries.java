package org.commonwatt.core.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.Rulebook.TariffStep;

/**
 * What was lost in the grid of each area whose losses are settled: boundary and members together.
 * Whoever bears it is short of that energy like a member that no trade covers, so it is settled
 * with the balancing party at the imbalance price, or without one with the supplier at its tariff.
 */
final class AreaLossEntries {
  private AreaLossEntries() {}

  /**
   * What is settled of one area.
   *
   * @param bearer who bears it
   */
  record Borne(String bearer, MemberEntry entry) {}

  /**
   * The balance of each area whose losses are settled, by area.
   *
   * @throws ArithmeticException when an energy does not fit in 64 bits
   */
  static List<AreaBalance> balances(SettlementInput input) {
    LossRules losses = input.rulebook().losses();
    if (losses == null) {
      return List.of();
    }
    Map<String, String> areas = new HashMap<>(); // by member
    for (Member member : input.rulebook().members()) {
      areas.put(member.participant(), member.area());
    }
    List<AreaBalance> balances = new ArrayList<>();
    for (AreaLosses one : losses.areas()) {
      List<MeteredPosition> inside =
          input.positions().stream()
              .filter(position -> one.area().equals(areas.get(position.participant())))
              .toList();
      balances.add(balance(input, one, inside));
    }
    return balances;
  }

  private static AreaBalance balance(
      SettlementInput input, AreaLosses rules, List<MeteredPosition> inside) {
    BoundaryFlow boundary =
        input.boundaries().stream()
            .filter(flow -> flow.area().equals(rules.area()))
            .findFirst()
            .orElse(null);
    if (boundary == null) {
      return AreaBalance.unmeasured(rules.area(), input.slot(), rules.residualLimitWh());
    }
    long enteredWh = boundary.importWh();
    long leftWh = boundary.exportWh();
    for (MeteredPosition position : inside) {
      enteredWh = Math.addExact(enteredWh, position.exportWh());
      leftWh = Math.addExact(leftWh, position.importWh());
    }
    long technicalWh =
        BigInteger.valueOf(enteredWh)
            .multiply(BigInteger.valueOf(rules.lossPpm()))
            .divide(BigInteger.valueOf(LossRules.MILLION))
            .longValueExact();
    return new AreaBalance(
        rules.area(),
        input.slot(),
        boundary.version(),
        enteredWh,
        leftWh,
        technicalWh,
        rules.residualLimitWh());
  }

  /**
   * What is settled of the losses, area by area; nothing of one whose boundary has not reported.
   */
  static List<List<Borne>> of(SettlementInput input) {
    return balances(input).stream().map(balance -> of(input, balance)).toList();
  }

  private static List<Borne> of(SettlementInput input, AreaBalance balance) {
    Rulebook rulebook = input.rulebook();
    LossRules losses = Objects.requireNonNull(rulebook.losses());
    List<Borne> borne = new ArrayList<>();
    if (balance.technicalWh() != 0) {
      String operator = Objects.requireNonNull(rulebook.areas().gridOperator());
      borne.add(
          new Borne(operator, entry(input, balance, Kind.TECHNICAL_LOSSES, balance.technicalWh())));
    }
    long residualWh = balance.residualWh();
    if (residualWh != 0) {
      Kind kind = residualWh > 0 ? Kind.UNEXPLAINED_SHORT : Kind.UNEXPLAINED_LONG;
      borne.add(new Borne(losses.bearer(), entry(input, balance, kind, Math.abs(residualWh))));
    }
    return borne;
  }

  private static MemberEntry entry(
      SettlementInput input, AreaBalance balance, Kind kind, long energyWh) {
    boolean isShort = kind != Kind.UNEXPLAINED_LONG;
    ImbalanceRules imbalance = input.rulebook().imbalance();
    return new MemberEntry(
        kind,
        Kind.valueOf(kind.name() + (isShort ? "_COVERED" : "_TAKEN")),
        isShort,
        imbalance == null ? input.rulebook().supplier() : imbalance.balancingParty(),
        energyWh,
        imbalance == null
            ? tariff(input, isShort)
            : AreaImbalance.of(input, imbalance, balance.area()).price(isShort));
  }

  private static long tariff(SettlementInput input, boolean isShort) {
    TariffStep step = input.rulebook().tariffAt(input.slot());
    return isShort ? step.retailMicroPerKwh() : step.feedInMicroPerKwh();
  }
}
