package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.audit.OriginRecount.Trade;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * What the log has for guarantees of origin: of each batch, in order, what was traded in its slot
 * and what its members' residuals are after it, as the bills state it. Whether the bills are right
 * is found elsewhere.
 */
final class StatedOrigin {
  private final Map<Hash, Run> runs = new LinkedHashMap<>(); // by batch, in the order of the log
  private final Set<Long> withSource = new HashSet<>(); // trades that no bill has yet
  private final Map<DeliverySlot, Run> newest = new HashMap<>();
  private final Map<Integer, Map<String, String>> named = new HashMap<>(); // area by rulebook
  private final Set<Integer> revising = new HashSet<>(); // rulebooks with settlement runs
  private final Map<String, TreeMap<Long, String>> points = new HashMap<>(); // area from when
  private final Map<String, String> names = new HashMap<>(); // each kept once

  /**
   * A settlement run.
   *
   * @param batch what it posted
   * @param hash of the batch
   * @param trades the slot's, of its initial run
   * @param residuals net metered injection beyond what was traded, Wh, by member
   * @param erased whether a line of the slot was erased, so that nothing can be recomputed
   */
  record Run(
      SettlementBatch batch,
      Hash hash,
      List<Trade> trades,
      SortedMap<String, Long> residuals,
      boolean erased) {}

  /** A rulebook that was activated. */
  void activated(Rulebook rulebook) {
    Map<String, String> areas = new HashMap<>();
    rulebook.members().forEach(member -> areas.put(member.participant(), member.area()));
    named.put(rulebook.version(), areas);
    if (rulebook.settlement() != null) {
      revising.add(rulebook.version());
    }
  }

  /** Whether no run of the slot comes after a batch. */
  boolean isLast(SettlementBatch batch) {
    return batch.isFinal() || !revising.contains(batch.rulebookVersion());
  }

  /** The events of a command, each bill in one piece. */
  void accept(EventGroup group) {
    for (EventEnvelope envelope : group.events()) {
      Event event = envelope.event();
      if (event instanceof MeterPointAssigned assigned) {
        points
            .computeIfAbsent(assigned.participant(), first -> new TreeMap<>())
            .put(assigned.fromMillis(), assigned.point().area());
      } else if (event instanceof ContinuousTrade trade && trade.source() != null) {
        withSource.add(trade.tradeId());
      } else if (event instanceof SlotSettled settled) {
        add(settled.batch(), null, settled.billLines(), settled.erasedLines());
      } else if (event instanceof SlotRevised revised) {
        Run before = newest.get(revised.batch().slot());
        add(revised.batch(), before, revised.billLines(), revised.erasedLines());
      }
    }
  }

  /** The runs in the order of the log, by the hash of their batch. */
  Map<Hash, Run> runs() {
    return runs;
  }

  /** The area of a member when a batch was settled, null when the log does not say. */
  @Nullable String area(String member, SettlementBatch batch) {
    String area = named.getOrDefault(batch.rulebookVersion(), Map.of()).get(member);
    if (area != null) {
      return area;
    }
    TreeMap<Long, String> own = points.getOrDefault(member, new TreeMap<>());
    Long from = own.floorKey(batch.slot().startMillis());
    return from == null ? null : own.get(from);
  }

  private void add(
      SettlementBatch batch, @Nullable Run before, List<BillLine> lines, List<ErasedLine> gone) {
    List<Trade> trades = before == null ? new ArrayList<>() : before.trades();
    SortedMap<String, Long> residuals =
        before == null ? new TreeMap<>() : new TreeMap<>(before.residuals());
    for (BillLine line : lines) {
      String who = name(line.participant());
      switch (line.kind()) {
        case TRADE_SELL ->
            trades.add(
                new Trade(
                    line.tradeId(),
                    who,
                    name(line.counterparty()),
                    line.energyWh(),
                    withSource.remove(line.tradeId())));
        default -> {
          long wh = beyondTradesWh(line);
          if (wh != 0) {
            residuals.merge(who, wh, Math::addExact);
          }
        }
      }
    }
    residuals.values().removeIf(wh -> wh == 0);
    boolean erased = !gone.isEmpty() || (before != null && before.erased());
    Run run = new Run(batch, BatchHashes.batch(batch), trades, residuals, erased);
    runs.put(run.hash(), run);
    newest.put(batch.slot(), run);
  }

  /**
   * What a member injected beyond its trades by a residual or deviation of its own, or by a storage
   * service, which sells what is charged to the unit's owner; else 0, Wh.
   */
  private static long beyondTradesWh(BillLine line) {
    String kind = line.kind().name();
    boolean back = kind.endsWith("_REVERSED");
    String plain = back ? kind.substring(0, kind.length() - "_REVERSED".length()) : kind;
    boolean given =
        plain.equals("RESIDUAL_INJECTION")
            || plain.equals("STORAGE_CHARGE")
            || plain.equals("STORAGE_DISCHARGE_INCOME")
            || plain.endsWith("_LONG");
    if (given) {
      return back ? -line.energyWh() : line.energyWh();
    }
    boolean taken =
        plain.equals("RESIDUAL_WITHDRAWAL")
            || plain.equals("STORAGE_DISCHARGE")
            || plain.equals("STORAGE_CHARGE_INCOME")
            || plain.endsWith("_SHORT");
    return !taken ? 0 : back ? line.energyWh() : -line.energyWh();
  }

  private String name(String text) {
    String known = names.putIfAbsent(text, text);
    return known == null ? text : known;
  }
}
