package org.commonwatt.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.recall.Recall;
import org.jspecify.annotations.Nullable;

/** What a recall would hit, looked for among all batteries that a ledger knows; changes nothing. */
public final class BatteryRecall {
  private final BatteryLedger batteries;
  private final Map<String, Optional<Asset>> read = new HashMap<>();
  private final Map<String, Long> registered = new HashMap<>();

  /** Looks on a ledger; for one question, as it reads each battery once. */
  public BatteryRecall(BatteryLedger batteries) {
    this.batteries = batteries;
  }

  /**
   * A battery that is not closed and that a recall means, or what was got from one that it means.
   *
   * @param asset the battery
   * @param meant id of what is meant: itself, or what it was got from
   * @param reason why that is meant
   * @param unit the whole that a hold would reach last: itself when it is a part of nothing
   */
  public record Hit(Asset asset, String meant, Recall.Reason reason, Asset unit) {}

  /**
   * A page of what is hit.
   *
   * @param hits by their ids, among 200 batteries that were looked at
   * @param next id to go on behind, null when there are no more
   */
  public record Page(List<Hit> hits, @Nullable String next) {
    /** Copies the list. */
    public Page {
      hits = List.copyOf(hits);
    }
  }

  /**
   * Looks at the next batteries.
   *
   * @param after id of the last one that was looked at, empty for none
   */
  public Page preview(Recall recall, String after) {
    BatteryLedger.Assets page = batteries.assets(after);
    for (BatteryLedger.Known known : page.assets()) {
      read.put(known.asset().id(), Optional.of(known.asset()));
      registered.put(known.asset().id(), known.registeredMillis());
    }
    List<Hit> hits = new ArrayList<>();
    for (BatteryLedger.Known known : page.assets()) {
      if (!known.asset().state().closed()) {
        hit(recall, known.asset()).ifPresent(hits::add);
      }
    }
    return new Page(hits, page.next());
  }

  private Optional<Hit> hit(Recall recall, Asset asset) {
    List<String> from = new ArrayList<>();
    from.add(asset.id());
    from.addAll(asset.sources());
    for (String id : from) {
      Optional<Recall.Reason> reason =
          asset(id).flatMap(one -> recall.means(one, registeredMillis(one)));
      if (reason.isPresent()) {
        return Optional.of(new Hit(asset, id, reason.get(), unit(asset)));
      }
    }
    return Optional.empty();
  }

  private Asset unit(Asset asset) {
    Asset at = asset;
    while (at.parent() != null) {
      at = asset(at.parent()).orElseThrow();
    }
    return at;
  }

  private Optional<Asset> asset(String id) {
    return read.computeIfAbsent(id, batteries::asset);
  }

  private long registeredMillis(Asset asset) {
    return registered.computeIfAbsent(
        asset.id(), id -> batteries.history(id, 0).events().get(0).event().eventMillis());
  }
}
