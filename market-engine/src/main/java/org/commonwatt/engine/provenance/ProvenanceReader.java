package org.commonwatt.engine.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.battery.bound.BoundModule;
import org.commonwatt.battery.bound.BoundRules;
import org.commonwatt.battery.bound.UsableEnergy;
import org.commonwatt.battery.bound.UsableEnergy.Reason;
import org.commonwatt.battery.life.MeterTotals;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Passport;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.model.UsableLimit;

/** Reads what a storage unit's record on the ledger proves of its usable energy. */
public final class ProvenanceReader {
  /** Why nothing counts of a unit whose passport the ledger does not have. */
  static final String PASSPORT_NOT_FOUND = "PASSPORT_NOT_FOUND";

  private static final Set<Reason> SAFETY =
      EnumSet.of(Reason.UNIT_HELD, Reason.MODULE_HELD, Reason.ISOLATED);

  private final BatteryLedger ledger;
  private final Origins origins;

  /** A reader. */
  public ProvenanceReader(Ledger ledger) {
    this.ledger = new BatteryLedger(ledger);
    this.origins = new Origins(this.ledger);
  }

  /**
   * What a passport's unit may offer.
   *
   * @param passport its id
   * @param rules what the market takes as proof
   * @param atMillis the market's time, milliseconds since the epoch
   * @throws org.commonwatt.ledger.LedgerException when the ledger cannot be read
   */
  public UsableLimit read(String passport, UsableLimit.Rules rules, long atMillis) {
    Optional<Passport> found = ledger.passport(passport);
    if (found.isEmpty()) {
      UsableEnergy nothing = new UsableEnergy(0, Long.MAX_VALUE, Set.of(), List.of());
      List<UsableLimit.Left> why = List.of(new UsableLimit.Left(passport, PASSPORT_NOT_FOUND));
      String fingerprint = UnitRecord.fingerprint("");
      return limit(new Proof(passport, fingerprint, List.of()), rules, atMillis, nothing, why);
    }
    UnitRecord record = withCycles(UnitRecord.read(ledger, found.get().asset()));
    UsableEnergy energy = UsableEnergy.of(record.unit(), record.strings(), bound(rules), atMillis);
    List<UsableLimit.Left> left =
        energy.left().stream()
            .limit(UsableLimit.MAX_LEFT)
            .map(one -> new UsableLimit.Left(one.asset(), one.reason().name()))
            .toList();
    List<String> unknown = rules.origins() ? origins.unknown(record.batteries()) : List.of();
    return limit(new Proof(passport, record.fingerprint(), unknown), rules, atMillis, energy, left);
  }

  /** What a proof is of. */
  private record Proof(String passport, String fingerprint, List<String> origins) {}

  private static BoundRules bound(UsableLimit.Rules rules) {
    Set<SohTest.Basis> accepted = EnumSet.noneOf(SohTest.Basis.class);
    rules.accepted().forEach(basis -> accepted.add(SohTest.Basis.valueOf(basis)));
    return new BoundRules(
        rules.depthOfDischargePermille(),
        rules.marginWh(),
        rules.testDays(),
        rules.testCycles(),
        accepted);
  }

  private static UsableLimit limit(
      Proof proof,
      UsableLimit.Rules rules,
      long atMillis,
      UsableEnergy energy,
      List<UsableLimit.Left> left) {
    return new UsableLimit(
        proof.passport(),
        proof.fingerprint(),
        atMillis,
        rules,
        energy.usableWh(),
        energy.untilMillis() == Long.MAX_VALUE ? 0 : energy.untilMillis(),
        energy.left().stream().map(UsableEnergy.Left::reason).anyMatch(SAFETY::contains),
        names(energy.bases()),
        left,
        proof.origins());
  }

  private static List<String> names(Set<SohTest.Basis> bases) {
    return bases.stream().sorted().map(SohTest.Basis::name).toList();
  }

  /** Each module with the full cycles that the unit has had since it was tested. */
  private UnitRecord withCycles(UnitRecord record) {
    if (record.unit().totals().equals(MeterTotals.NONE)) {
      return record;
    }
    List<Metered> metered = metered(record.unit().id());
    List<List<BoundModule>> strings = new ArrayList<>();
    for (List<BoundModule> string : record.strings()) {
      List<BoundModule> counted = new ArrayList<>();
      for (BoundModule module : string) {
        SohTest test = module.asset().test();
        long since = test == null ? 0 : test.atMillis();
        long dischargedWh = 0;
        for (Metered window : metered) {
          dischargedWh += window.atMillis() > since ? window.dischargeWh() : 0;
        }
        counted.add(
            new BoundModule(
                module.asset(), module.within(), dischargedWh / record.unit().ratedWh()));
      }
      strings.add(counted);
    }
    return new UnitRecord(record.unit(), strings, record.facts(), record.batteries());
  }

  /** A window of metering as it stands: when it was first told of, and its newest figure. */
  private record Metered(long atMillis, long dischargeWh) {}

  private List<Metered> metered(String unit) {
    Map<String, Metered> windows = new HashMap<>();
    for (BatteryLedger.Told told : ledger.history(unit)) {
      if (told.event().operation() == Operation.THROUGHPUT && told.statement() != null) {
        JsonNode statement = told.statement().signed().required("statement");
        JsonNode action = statement.required("action");
        long dischargeWh = action.required("dischargeWh").longValue();
        windows.merge(
            action.required("windowId").textValue(),
            new Metered(told.event().eventMillis(), dischargeWh),
            (first, next) -> new Metered(first.atMillis(), next.dischargeWh()));
      }
    }
    return List.copyOf(windows.values());
  }
}
