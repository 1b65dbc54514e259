package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.MultiSlotCase;
import org.commonwatt.core.coupled.MultiSlotResult;

/** Writes what is said of a case of several slots. */
final class MultiSlotWriter {
  private final JsonGenerator json;
  private final ResultWriter parts;
  private final MultiSlotResult result;
  private final MultiSlotCase input;

  /**
   * Prepares.
   *
   * @param parts writes areas and links
   */
  MultiSlotWriter(JsonGenerator json, ResultWriter parts, MultiSlotResult result) {
    this.json = json;
    this.parts = parts;
    this.result = result;
    input = result.input();
  }

  /** Writes all fields but the id. */
  void write() throws IOException {
    json.writeStringField("status", result.isCleared() ? "cleared" : "no-trade");
    json.writeStringField("optimality", result.isOptimal() ? "optimal" : "gap");
    if (!result.isOptimal()) {
      json.writeFieldName("gapPpm");
      if (result.gapPpm() == null) {
        json.writeNull();
      } else {
        json.writeNumber(result.gapPpm());
      }
      json.writeStringField("welfareBoundNano", result.welfareBoundNano().toString());
    }
    json.writeStringField("rule", input.rules().price().label());
    writeSlots();
    writeFills();
    writeBlocks();
    writeReduced();
    json.writeArrayFieldStart("paradoxicallyRejected");
    for (int block : result.paradoxicallyRejected()) {
      json.writeString(input.blockId(block));
    }
    json.writeEndArray();
    json.writeStringField("welfareNano", result.welfareNano().toString());
    json.writeStringField("feeNano", result.feeNano().toString());
    json.writeStringField("congestionRentNano", result.congestionRentNano().toString());
    json.writeStringField("marketSurplusNano", "0");
  }

  private void writeSlots() throws IOException {
    json.writeObjectFieldStart("slots");
    List<String> ids = input.slotIds();
    for (int s = 0; s < ids.size(); s++) {
      int slot = s;
      json.writeObjectFieldStart(ids.get(s));
      parts.writeAreas(
          result.slot(s),
          area -> result.blocksBuyWh(slot, area),
          area -> result.blocksSellWh(slot, area));
      parts.writeLinks(result.slot(s));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeFills() throws IOException {
    json.writeObjectFieldStart("fills");
    for (int s = 0; s < input.slotIds().size(); s++) {
      ClearingResult slot = result.slot(s);
      for (int i = 0; i < slot.input().orderCount(); i++) {
        json.writeNumberField(slot.input().orderId(i), slot.fillWh(i));
      }
    }
    for (int b = 0; b < input.blockCount(); b++) {
      if (input.isOrderOfOneSlot(b)) {
        json.writeNumberField(input.blockId(b), result.blockFillWh(b, 0));
      }
    }
    json.writeEndObject();
  }

  private void writeBlocks() throws IOException {
    json.writeObjectFieldStart("blocks");
    for (int b = 0; b < input.blockCount(); b++) {
      if (!input.isOrderOfOneSlot(b)) {
        json.writeObjectFieldStart(input.blockId(b));
        json.writeNumberField("ratioPpm", result.blockRatioPpm(b));
        json.writeObjectFieldStart("fillsWh");
        int[] slots = input.blockSlots(b);
        for (int s = 0; s < slots.length; s++) {
          json.writeNumberField(input.slotIds().get(slots[s]), result.blockFillWh(b, s));
        }
        json.writeEndObject();
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void writeReduced() throws IOException {
    boolean any = false;
    for (int s = 0; s < input.slotIds().size(); s++) {
      ClearingResult slot = result.slot(s);
      ClearingCase orders = slot.input();
      for (int i = 0; i < orders.orderCount(); i++) {
        if (slot.participatingWh(i) < orders.orderEnergyWh(i)) {
          any = start(any);
          json.writeNumberField(orders.orderId(i), slot.participatingWh(i));
        }
      }
    }
    for (int b = 0; b < input.blockCount(); b++) {
      if (result.isLeftOut(b)) {
        any = start(any);
        json.writeNumberField(input.blockId(b), 0);
      }
    }
    if (any) {
      json.writeEndObject();
    }
  }

  private boolean start(boolean started) throws IOException {
    if (!started) {
      json.writeObjectFieldStart("reducedForSelfTradeWh");
    }
    return true;
  }
}
