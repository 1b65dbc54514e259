package org.commonwatt.cli.storage;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.commonwatt.cli.storage.AuctionReader.NamedAuction;
import org.commonwatt.cli.storage.StorageCaseException.Told;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.auction.AuctionFault;
import org.commonwatt.core.storage.auction.AuctionOutcome;
import org.commonwatt.core.storage.auction.AuctionResult;
import org.commonwatt.core.storage.auction.AuctionResult.AreaPrice;
import org.commonwatt.core.storage.auction.AuctionResult.Fill;
import org.commonwatt.core.storage.auction.AuctionResult.LinkFlow;
import org.commonwatt.core.storage.auction.StorageAuction;
import org.jspecify.annotations.Nullable;

/** Reads an auction of storage services and writes its result, or an error object, on one line. */
public final class AuctionRun {
  private AuctionRun() {}

  /**
   * Clears.
   *
   * @return whether there was a result
   */
  public static boolean run(InputStream in, Writer out) throws IOException {
    return StorageJson.line(
        out,
        json -> {
          NamedAuction named = AuctionReader.read(in);
          AuctionOutcome outcome = StorageAuction.clear(named.input(), named.flows());
          if (outcome instanceof AuctionFault fault) {
            Told told = new Told(fault.code().name(), fault.message(), fault.hint());
            throw new StorageCaseException(named.id(), 0, told);
          }
          write(named.id(), (AuctionResult) outcome, json);
        });
  }

  private static void write(String id, AuctionResult result, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("status", result.fills().isEmpty() ? "no-trade" : "cleared");
    json.writeStringField("optimality", result.value().isOptimal() ? "optimal" : "gap");
    json.writeStringField("welfareNano", result.value().welfareNano().toString());
    json.writeStringField("boundNano", result.value().boundNano().toString());
    json.writeObjectFieldStart("areas");
    for (Map.Entry<String, List<AreaPrice>> area : result.prices().entrySet()) {
      json.writeArrayFieldStart(area.getKey());
      for (AreaPrice price : area.getValue()) {
        write(price, json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("links");
    for (LinkFlow flow : result.flows()) {
      write(flow, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("fills");
    for (Fill fill : result.fills()) {
      json.writeStartObject();
      json.writeStringField("bid", fill.bid());
      json.writeStringField("unit", fill.unit());
      json.writeNumberField("slot", fill.slot());
      json.writeNumberField("wh", fill.wh());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("paradoxicallyRejected");
    for (String bid : result.paradoxicallyRejected()) {
      json.writeString(bid);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("commitments");
    for (Map.Entry<String, List<FirmSchedule>> unit : result.commitments().entrySet()) {
      json.writeArrayFieldStart(unit.getKey());
      for (FirmSchedule one : unit.getValue()) {
        write(one, json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(AreaPrice price, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("slot", price.slot());
    json.writeFieldName("priceMicroPerKwh");
    write(price.price(), json);
    json.writeArrayFieldStart("priceInterval");
    write(price.lowest(), json);
    write(price.highest(), json);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(@Nullable Long number, JsonGenerator json) throws IOException {
    if (number == null) {
      json.writeNull();
    } else {
      json.writeNumber(number);
    }
  }

  private static void write(LinkFlow flow, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("from", flow.from());
    json.writeStringField("to", flow.to());
    json.writeNumberField("slot", flow.slot());
    json.writeNumberField("flowWh", flow.wh());
    json.writeStringField("feeNano", flow.feeNano().toString());
    json.writeStringField("congestionRentNano", flow.rentNano().toString());
    json.writeEndObject();
  }

  private static void write(FirmSchedule one, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("bid", one.id());
    json.writeStringField("owner", one.owner());
    json.writeNumberField("fromSlot", one.from());
    json.writeArrayFieldStart("injectionWh");
    for (long wh : one.injectionWh()) {
      json.writeNumber(wh);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
