package org.commonwatt.engine.provenance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.bound.BoundModule;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.model.Hash;

/**
 * A storage unit as the ledger has it, down to the batteries that are tested: modules, and packs of
 * which no modules are known. Those that stand in one whole are in series, a string.
 *
 * @param unit the unit
 * @param strings its modules, those of a string together
 * @param facts what counts of each battery that was read, a line by id
 * @param batteries all that were read
 */
record UnitRecord(
    Asset unit,
    List<List<BoundModule>> strings,
    SortedMap<String, String> facts,
    List<Asset> batteries) {
  private static final int TRIES = 5;

  /** Copies the lists. */
  UnitRecord {
    strings = List.copyOf(strings);
    batteries = List.copyOf(batteries);
  }

  /**
   * Reads a unit. It is read twice, as several questions need not be of one state of the ledger.
   *
   * @throws LedgerException when it changes each time, or is not there
   */
  static UnitRecord read(BatteryLedger ledger, String asset) {
    UnitRecord last = new Reading(ledger).read(asset);
    for (int i = 0; i < TRIES; i++) {
      UnitRecord next = new Reading(ledger).read(asset);
      if (next.facts().equals(last.facts())) {
        return next;
      }
      last = next;
    }
    throw new LedgerException("the record of " + asset + " changes while it is read");
  }

  /**
   * SHA-256 of what the proof follows from: the facts, and a line of each module behind whose test
   * there are full cycles.
   */
  String fingerprint() {
    return fingerprint(
        String.join("", facts.values())
            + strings.stream()
                .flatMap(List::stream)
                .filter(module -> module.cyclesSinceTest() > 0)
                .map(module -> "cycles " + module.asset().id() + " " + module.cyclesSinceTest())
                .sorted()
                .map(line -> line + "\n")
                .collect(Collectors.joining()));
  }

  static String fingerprint(String text) {
    return Hash.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** What counts of a battery. */
  private static String facts(Asset asset) {
    SohTest test = asset.test();
    String tested =
        test == null ? "-" : test.basis() + " " + test.energyWh() + " " + test.atMillis();
    return String.join(
        " ",
        asset.id(),
        asset.state().name(),
        Long.toString(asset.ratedWh()),
        Integer.toString(asset.holds().size()),
        Boolean.toString(asset.isolated()),
        tested + "\n");
  }

  private static final class Reading {
    private final BatteryLedger ledger;
    private final SortedMap<String, String> facts = new TreeMap<>();
    private final List<List<BoundModule>> strings = new ArrayList<>();
    private final List<Asset> batteries = new ArrayList<>();

    Reading(BatteryLedger ledger) {
      this.ledger = ledger;
    }

    UnitRecord read(String asset) {
      BatteryLedger.Family family = family(asset);
      walk(family, List.of());
      return new UnitRecord(family.asset(), strings, facts, batteries);
    }

    /**
     * Goes down from a whole.
     *
     * @param within the wholes from this one up to the last one below the unit
     */
    private void walk(BatteryLedger.Family whole, List<Asset> within) {
      facts.put(whole.asset().id(), facts(whole.asset()));
      batteries.add(whole.asset());
      List<BoundModule> string = new ArrayList<>();
      for (Asset part : whole.parts()) {
        facts.put(part.id(), facts(part));
        boolean opens = part.kind() == AssetKind.ESS || part.kind() == AssetKind.PACK;
        BatteryLedger.Family inner = opens ? family(part.id()) : null;
        boolean hasModules =
            inner != null
                && (part.kind() == AssetKind.ESS
                    || inner.parts().stream().anyMatch(one -> one.kind() == AssetKind.MODULE));
        if (inner != null && hasModules) {
          List<Asset> deeper = new ArrayList<>(List.of(inner.asset()));
          deeper.addAll(within);
          walk(inner, deeper);
        } else {
          string.add(new BoundModule(part, within, 0));
          batteries.add(part);
        }
      }
      if (!string.isEmpty()) {
        strings.add(string);
      }
    }

    private BatteryLedger.Family family(String asset) {
      return ledger
          .family(asset)
          .orElseThrow(() -> new LedgerException("the ledger has no battery " + asset));
    }
  }
}
