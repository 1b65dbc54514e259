package org.commonwatt.core.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.core.origin.Storages.Storage;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginLots;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * Turns the settlement runs of a market's log into runs of its guarantees of origin, one for each
 * batch. It takes the events from the log's beginning and keeps what later runs of a slot need.
 */
public final class OriginBook {
  private final BillParts parts = new BillParts();
  private final DeclaredSources sources = new DeclaredSources();
  private final Map<Integer, Rulebook> rulebooks = new HashMap<>(); // by version
  private final Map<Integer, Map<String, String>> named = new HashMap<>(); // area of members
  private final Map<String, TreeMap<Long, String>> registered = new HashMap<>(); // area from when
  private final Map<DeliverySlot, Settled> open = new HashMap<>(); // with runs to come
  private final Storages storages = new Storages();
  private final Map<DeliverySlot, Set<Long>> namedTrades = new HashMap<>(); // of slots to settle

  /** A slot as its last run left it. */
  private static final class Settled {
    final List<Traded> trades = new ArrayList<>();
    final Map<String, Long> residuals = new HashMap<>();
    boolean erased;
    OriginEntries entries = OriginEntries.NONE;
  }

  /** A book of a log of which nothing was read. */
  public OriginBook() {}

  /** What injections are made of; holds for slots from its start on. */
  public void declared(SourceDeclaration declaration) {
    sources.add(declaration);
  }

  /**
   * What storages keep by the ledger after the last run that was taken, by account: the log tells
   * it no longer where lines were erased.
   */
  public void kept(Map<String, List<OriginLots.Lot>> lots) {
    storages.restore(lots);
  }

  /** Whether the market has guarantees in a slot: none begin before the first declaration does. */
  public boolean hasBegun(DeliverySlot slot) {
    return sources.hasBegun(slot);
  }

  /** A rulebook that was activated. */
  public void activated(Rulebook rulebook) {
    rulebooks.put(rulebook.version(), rulebook);
    Map<String, String> areas = new HashMap<>();
    for (Member member : rulebook.members()) {
      areas.put(member.participant(), member.area());
    }
    named.put(rulebook.version(), areas);
  }

  /**
   * Takes the next event.
   *
   * @return the run of the batch that it settles, null for any other event
   */
  public @Nullable OriginRun take(Event event) {
    Event whole = parts.join(event);
    if (whole instanceof MeterPointAssigned assigned) {
      registered
          .computeIfAbsent(assigned.participant(), first -> new TreeMap<>())
          .put(assigned.fromMillis(), assigned.point().area());
    } else if (whole instanceof ContinuousTrade trade && trade.source() != null) {
      namedTrades.computeIfAbsent(trade.slot(), first -> new HashSet<>()).add(trade.tradeId());
    } else if (whole instanceof SlotSettled settled) {
      return run(settled.batch(), new Settled(), settled.billLines(), settled.erasedLines());
    } else if (whole instanceof SlotRevised revised && revised.batch().isCorrection()) {
      return unchanged(revised.batch());
    } else if (whole instanceof SlotRevised revised) {
      Settled before = open.getOrDefault(revised.batch().slot(), new Settled());
      return run(revised.batch(), before, revised.billLines(), revised.erasedLines());
    }
    return null;
  }

  /** A correction of money changes no energy. */
  private static OriginRun unchanged(SettlementBatch batch) {
    return new OriginRun(
        batch.market(),
        batch.batchId(),
        SettlementHashes.batch(batch),
        batch.slot(),
        OriginEntries.NONE);
  }

  private OriginRun run(
      SettlementBatch batch, Settled slot, List<BillLine> lines, List<ErasedLine> erasedLines) {
    slot.erased |= !erasedLines.isEmpty();
    Set<Long> named = namedTrades.getOrDefault(batch.slot(), Set.of());
    lines.forEach(line -> read(line, slot, named));
    namedTrades.remove(batch.slot()); // trades are billed once, in the initial run
    OriginEntries before = slot.entries;
    Rulebook rules = rulebooks.get(batch.rulebookVersion());
    boolean last = rules == null || rules.settlement() == null || batch.isFinal();
    slot.entries = entries(batch, slot, last);
    if (last) {
      open.remove(batch.slot());
    } else {
      open.put(batch.slot(), slot);
    }
    return new OriginRun(
        batch.market(),
        batch.batchId(),
        SettlementHashes.batch(batch),
        batch.slot(),
        slot.entries.minus(before));
  }

  /** Nothing of a slot before the first declaration, nor where somebody's energy was erased. */
  private OriginEntries entries(SettlementBatch batch, Settled slot, boolean last) {
    if (slot.erased || !sources.hasBegun(batch.slot())) {
      return slot.entries;
    }
    Map<String, Metered> members = new HashMap<>();
    List<Storage> stores = new ArrayList<>();
    for (Map.Entry<String, Long> net : netOf(slot).entrySet()) {
      String id = net.getKey();
      String area = areaOf(id, batch);
      SourceDeclaration own = area == null ? null : sources.of(id, area, batch.slot());
      if (area == null) {
        requireNothing(id, net.getValue(), batch);
      } else if (own != null && own.storage() != null) {
        stores.add(new Storage(id, area, net.getValue(), own.storage()));
      } else {
        members.put(id, new Metered(area, net.getValue(), own == null ? null : own.source()));
      }
    }
    return storages.entries(members, stores, slot.trades, last);
  }

  private static void requireNothing(String id, long netWh, SettlementBatch batch) {
    if (netWh != 0) {
      throw new IllegalStateException(
          "no rulebook and no meter point on the log says where " + id + " is in " + batch.slot());
    }
  }

  /** Residual, deviation and storage services are what was metered beyond what was traded. */
  private static Map<String, Long> netOf(Settled slot) {
    Map<String, Long> net = new HashMap<>(slot.residuals);
    for (Traded trade : slot.trades) {
      net.merge(trade.seller(), trade.energyWh(), Math::addExact);
      net.merge(trade.buyer(), -trade.energyWh(), Math::addExact);
    }
    net.keySet().removeIf(SlotEnergy::isLink);
    return net;
  }

  private @Nullable String areaOf(String id, SettlementBatch batch) {
    String own = named.getOrDefault(batch.rulebookVersion(), Map.of()).get(id);
    TreeMap<Long, String> points = registered.get(id);
    if (own != null || points == null) {
      return own;
    }
    Map.Entry<Long, String> last = points.floorEntry(batch.slot().startMillis());
    return last == null ? null : last.getValue();
  }

  private static void read(BillLine line, Settled slot, Set<Long> named) {
    switch (line.kind()) {
      case TRADE_BUY ->
          slot.trades.add(
              new Traded(
                  line.tradeId(),
                  line.counterparty(),
                  line.participant(),
                  line.energyWh(),
                  named.contains(line.tradeId())));
      case RESIDUAL_WITHDRAWAL,
          NETTED_SHORT,
          BAND_SHORT,
          IMBALANCE_SHORT,
          RESIDUAL_INJECTION_REVERSED,
          NETTED_LONG_REVERSED,
          BAND_LONG_REVERSED,
          IMBALANCE_LONG_REVERSED,
          STORAGE_DISCHARGE,
          STORAGE_CHARGE_INCOME,
          STORAGE_CHARGE_REVERSED,
          STORAGE_DISCHARGE_INCOME_REVERSED ->
          slot.residuals.merge(line.participant(), -line.energyWh(), Math::addExact);
      case RESIDUAL_INJECTION,
          NETTED_LONG,
          BAND_LONG,
          IMBALANCE_LONG,
          RESIDUAL_WITHDRAWAL_REVERSED,
          NETTED_SHORT_REVERSED,
          BAND_SHORT_REVERSED,
          IMBALANCE_SHORT_REVERSED,
          STORAGE_CHARGE,
          STORAGE_DISCHARGE_INCOME,
          STORAGE_DISCHARGE_REVERSED,
          STORAGE_CHARGE_INCOME_REVERSED ->
          slot.residuals.merge(line.participant(), line.energyWh(), Math::addExact);
      default -> {} // the other side of these, or money alone
    }
  }
}
