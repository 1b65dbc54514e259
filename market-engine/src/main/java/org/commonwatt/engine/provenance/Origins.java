package org.commonwatt.engine.provenance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.model.UsableLimit;

/**
 * What is not known of batteries: their history, or what a code on them says. It is kept by the id
 * of the battery, since it never changes.
 */
final class Origins {
  private final BatteryLedger ledger;
  private final Map<String, Origin> known = new HashMap<>();

  private record Origin(boolean hasHistory, boolean isLegible) {}

  Origins(BatteryLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * What is not known of any of the batteries, in the order of the words.
   *
   * @throws LedgerException when the ledger does not have what one was got from
   */
  List<String> unknown(List<Asset> batteries) {
    List<String> unknown = new ArrayList<>();
    if (!batteries.stream().allMatch(one -> origin(one).hasHistory())) {
      unknown.add(UsableLimit.UNKNOWN_HISTORY);
    }
    if (!batteries.stream().allMatch(one -> origin(one).isLegible())) {
      unknown.add(UsableLimit.UNREADABLE_CODE);
    }
    return unknown;
  }

  private Origin origin(Asset asset) {
    Origin origin = known.get(asset.id());
    if (origin == null) {
      origin =
          new Origin(hasHistory(asset), asset.codes().stream().allMatch(BatteryLedger::isLegible));
      known.put(asset.id(), origin);
    }
    return origin;
  }

  /** What was not known before something was taken apart has the history that this had. */
  private boolean hasHistory(Asset asset) {
    boolean isFound =
        !asset.sources().isEmpty()
            && ledger.history(asset.id()).get(0).event().operation() == Operation.DISMANTLE;
    if (!isFound) {
      return asset.historyKnown();
    }
    String source = asset.sources().get(0);
    return origin(
            ledger
                .asset(source)
                .orElseThrow(() -> new LedgerException("the ledger has no battery " + source)))
        .hasHistory();
  }
}
