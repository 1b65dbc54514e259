package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.OpenOrders;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code slots}: the phase of every slot from its opening until it is recorded, and the
 * halts of its products.
 */
final class SlotsContent implements Content {
  private final Map<Long, Row> rows = new TreeMap<>(); // by start
  private final Map<Long, Row> changed = new TreeMap<>();

  /** A slot: its phase, and until when its areas are halted. */
  private static final class Row {
    private final DeliverySlot slot;
    private SlotPhase phase;
    private final Map<String, Long> halts = new TreeMap<>();

    Row(DeliverySlot slot, SlotPhase phase) {
      this.slot = slot;
      this.phase = phase;
    }
  }

  @Override
  public Reach reach() {
    return Reach.MARKET;
  }

  @Override
  public void begin(MarketView view, OpenOrders orders) {
    rows.clear();
    for (DeliverySlot slot : view.market().slots()) {
      long start = slot.startMillis();
      Row row = new Row(slot, view.market().phase(start).orElseThrow());
      if (row.phase == SlotPhase.RECORDED) {
        continue;
      }
      for (String area : view.market().areas(start)) {
        OptionalLong until = view.market().haltedUntilMillis(area, start);
        until.ifPresent(millis -> row.halts.put(area, millis));
      }
      rows.put(start, row);
    }
  }

  @Override
  public void apply(EventEnvelope envelope) {
    Event event = envelope.event();
    if (event instanceof Event.SlotPhaseChanged change) {
      Row row = row(change.slot());
      row.phase = change.phase();
      if (row.phase != SlotPhase.CONTINUOUS) {
        row.halts.clear();
      }
      if (row.phase == SlotPhase.RECORDED) {
        rows.remove(change.slot().startMillis());
      }
    } else if (event instanceof Event.ProductHalted halt) {
      row(halt.slot()).halts.put(halt.area(), halt.untilMillis());
    } else if (event instanceof Event.ProductResumed resumed) {
      row(resumed.slot()).halts.remove(resumed.area());
    }
  }

  @Override
  public @Nullable ObjectNode delta() {
    if (changed.isEmpty()) {
      return null;
    }
    ObjectNode json = json(changed);
    changed.clear();
    return json;
  }

  @Override
  public ObjectNode snapshot() {
    return json(rows);
  }

  private Row row(DeliverySlot slot) {
    Row row = rows.computeIfAbsent(slot.startMillis(), start -> new Row(slot, SlotPhase.OPEN));
    changed.put(slot.startMillis(), row);
    return row;
  }

  private static ObjectNode json(Map<Long, Row> rows) {
    ObjectNode json = Views.object();
    ArrayNode slots = json.putArray("slots");
    for (Row row : rows.values()) {
      ObjectNode node = Views.slot(slots.addObject(), row.slot).put("phase", row.phase.name());
      ArrayNode halts = node.putArray("halts");
      row.halts.forEach(
          (area, until) -> halts.addObject().put("area", area).put("until", Views.instant(until)));
    }
    return json;
  }
}
