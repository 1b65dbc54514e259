package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/**
 * What a storage unit's batteries prove, computed anew by docs/battery-provenance.md: modules that
 * stand in one whole are a string, and each counts as the weakest of them.
 */
final class ProofRecount {
  private static final long DAY = 24 * 60 * 60 * 1000L;

  private final BatteryLife unit;
  private final List<BatteryLife> read = new ArrayList<>();
  private final List<List<BatteryLife>> strings = new ArrayList<>();
  private final Map<String, String> facts = new TreeMap<>();
  private final List<UsableLimit.Left> left = new ArrayList<>();
  private final TreeSet<String> bases = new TreeSet<>(); // their order is that of the alphabet
  private long until;

  ProofRecount(BatteryLife unit) {
    this.unit = unit;
    gather(unit);
  }

  private void gather(BatteryLife whole) {
    facts.put(whole.id, fact(whole));
    read.add(whole);
    List<BatteryLife> string = new ArrayList<>();
    for (BatteryLife part : whole.parts) {
      boolean deeper =
          part.kind.equals("ESS")
              || (part.kind.equals("PACK")
                  && part.parts.stream().anyMatch(inner -> inner.kind.equals("MODULE")));
      if (deeper) {
        gather(part);
      } else {
        facts.put(part.id, fact(part));
        read.add(part);
        string.add(part);
      }
    }
    if (!string.isEmpty()) {
      strings.add(string);
    }
  }

  private static String fact(BatteryLife one) {
    BatteryLife.Tested test = one.test;
    String tested =
        test == null ? "-" : test.basis() + " " + test.energyWh() + " " + test.atMillis();
    return one.id
        + " "
        + one.state
        + " "
        + one.ratedWh
        + " "
        + one.holds()
        + " "
        + one.isolated
        + " "
        + tested
        + "\n";
  }

  /** What the proof follows from, before it is hashed. */
  String text() {
    TreeSet<String> cycles = new TreeSet<>();
    for (List<BatteryLife> string : strings) {
      for (BatteryLife module : string) {
        long behind = cyclesBehindTest(module);
        if (behind > 0) {
          cycles.add("cycles " + module.id + " " + behind + "\n");
        }
      }
    }
    return String.join("", facts.values()) + String.join("", cycles);
  }

  /** The same proof as was stated, with the figures that it should have. */
  UsableLimit as(UsableLimit stated) {
    left.clear();
    bases.clear();
    until = 0;
    long usable = usableWh(stated.rules(), stated.atMillis());
    boolean safety =
        left.stream()
            .map(UsableLimit.Left::reason)
            .anyMatch(why -> why.endsWith("HELD") || why.equals("ISOLATED"));
    return new UsableLimit(
        stated.passport(),
        stated.fingerprint(),
        stated.atMillis(),
        stated.rules(),
        usable,
        until,
        safety,
        List.copyOf(bases),
        left.size() > UsableLimit.MAX_LEFT ? left.subList(0, UsableLimit.MAX_LEFT) : left,
        stated.rules().origins() ? origins() : List.of());
  }

  /** What is not known of the batteries, each once and in this order. */
  private List<String> origins() {
    List<String> unknown = new ArrayList<>();
    if (read.stream().anyMatch(one -> one.isUnknown)) {
      unknown.add("UNKNOWN_HISTORY");
    }
    boolean unread =
        read.stream()
            .flatMap(one -> one.codes.stream())
            .anyMatch(code -> !BatteryLedger.isLegible(code));
    if (unread) {
      unknown.add("UNREADABLE_CODE");
    }
    return unknown;
  }

  private long usableWh(UsableLimit.Rules rules, long atMillis) {
    if (unit.holds() > 0) {
      left.add(new UsableLimit.Left(unit.id, "UNIT_HELD"));
      return 0;
    }
    if (!unit.state.equals("COMMISSIONED")) {
      left.add(new UsableLimit.Left(unit.id, "NOT_COMMISSIONED"));
      return 0;
    }
    long sum = 0;
    for (List<BatteryLife> string : strings) {
      int before = left.size();
      long weakest = Long.MAX_VALUE;
      for (BatteryLife module : string) {
        String why = why(module, rules, atMillis);
        if (why != null) {
          left.add(new UsableLimit.Left(module.id, why));
        } else if (module.test != null) {
          weakest = Math.min(weakest, Math.min(module.ratedWh, module.test.energyWh()));
        }
      }
      if (left.size() == before) {
        sum = Math.addExact(sum, Math.multiplyExact(weakest, (long) string.size()));
        string.forEach(module -> count(module, rules));
      }
    }
    return Math.max(
        0,
        Math.multiplyExact(sum, (long) rules.depthOfDischargePermille()) / 1000 - rules.marginWh());
  }

  private void count(BatteryLife module, UsableLimit.Rules rules) {
    BatteryLife.Tested test = module.test;
    if (test != null) {
      bases.add(test.basis());
      long end = test.atMillis() + rules.testDays() * DAY;
      until = until == 0 ? end : Math.min(until, end);
    }
  }

  private @Nullable String why(BatteryLife module, UsableLimit.Rules rules, long atMillis) {
    boolean cut = module.isolated;
    boolean held = module.holds() > 0;
    for (BatteryLife at = module.whole; at != null && at != unit; at = at.whole) {
      cut |= at.isolated;
      held |= at.holds() > 0;
    }
    if (cut) {
      return "ISOLATED";
    }
    if (held) {
      return "MODULE_HELD";
    }
    BatteryLife.Tested test = module.test;
    if (test == null || module.isClosed()) {
      return "NOT_TESTED";
    }
    if (!rules.accepted().contains(test.basis())) {
      return "BASIS_NOT_ACCEPTED";
    }
    if (atMillis >= test.atMillis() + rules.testDays() * DAY) {
      return "TEST_TOO_OLD";
    }
    return cyclesBehindTest(module) >= rules.testCycles() ? "TOO_MANY_CYCLES" : null;
  }

  private long cyclesBehindTest(BatteryLife module) {
    long since = module.test == null ? 0 : module.test.atMillis();
    long discharged = 0;
    for (BatteryLife.Metered window : unit.windows.values()) {
      discharged += window.atMillis() > since ? window.dischargeWh() : 0;
    }
    return discharged / unit.ratedWh;
  }
}
