package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.function.IntToLongFunction;
import org.commonwatt.cli.clearing.CaseException.Problem;
import org.commonwatt.core.coupled.AreaKind;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.MultiSlotResult;
import org.jspecify.annotations.Nullable;

/** Writes results and error objects, one a line. */
final class ResultWriter implements Closeable {
  private final Writer out;
  private final JsonGenerator json;

  ResultWriter(Writer out) throws IOException {
    this.out = out;
    json =
        CaseReader.JSON
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature()) // whatever the terminal is
            .setPrettyPrinter(new MinimalPrettyPrinter("")); // no space between lines
  }

  @Override
  public void close() throws IOException {
    json.close();
    out.flush();
  }

  void write(Problem problem) throws IOException {
    json.writeStartObject();
    if (problem.id() != null) {
      json.writeStringField("id", problem.id());
    }
    json.writeStringField("error", problem.message());
    json.writeNumberField("line", problem.line());
    json.writeStringField("code", problem.code());
    json.writeStringField("hint", problem.hint());
    if (!problem.areas().isEmpty()) {
      json.writeArrayFieldStart("areas");
      for (String area : problem.areas()) {
        json.writeString(area);
      }
      json.writeEndArray();
    }
    endLine();
  }

  void write(String id, ClearingResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("status", result.isCleared() ? "cleared" : "no-trade");
    json.writeStringField("optimality", result.isOptimal() ? "optimal" : "gap");
    json.writeStringField("rule", result.input().rules().price().label());
    writeAreas(result);
    writeLinks(result);
    writeFills(result);
    json.writeArrayFieldStart("paradoxicallyRejected");
    for (int order : result.paradoxicallyRejected()) {
      json.writeString(result.input().orderId(order));
    }
    json.writeEndArray();
    json.writeStringField("welfareNano", result.welfareNano().toString());
    json.writeStringField("feeNano", result.feeNano().toString());
    json.writeStringField("congestionRentNano", result.congestionRentNano().toString());
    json.writeStringField("marketSurplusNano", result.marketSurplusNano().toString());
    endLine();
  }

  void write(String id, MultiSlotResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    new MultiSlotWriter(json, this, result).write();
    endLine();
  }

  private void endLine() throws IOException {
    json.writeEndObject();
    json.flush();
    out.write('\n');
    out.flush();
  }

  private void writeAreas(ClearingResult result) throws IOException {
    writeAreas(result, area -> 0, area -> 0);
  }

  /** Writes areas, to whose energies blocks add something. */
  void writeAreas(ClearingResult result, IntToLongFunction buys, IntToLongFunction sells)
      throws IOException {
    json.writeObjectFieldStart("areas");
    for (int a = 0; a < result.input().areaCount(); a++) {
      if (result.input().kind(a) == AreaKind.NORMAL) {
        json.writeObjectFieldStart(result.input().areaId(a));
        writePrice("priceMicroPerKwh", result.priceMicroPerKwh(a));
        json.writeArrayFieldStart("priceInterval");
        writePrice(null, result.lowestPriceMicroPerKwh(a));
        writePrice(null, result.highestPriceMicroPerKwh(a));
        json.writeEndArray();
        json.writeNumberField("buyWh", result.buyWh(a) + buys.applyAsLong(a));
        json.writeNumberField("sellWh", result.sellWh(a) + sells.applyAsLong(a));
        json.writeNumberField("netExportWh", result.netExportWh(a));
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void writePrice(@Nullable String name, @Nullable Long price) throws IOException {
    if (name != null) {
      json.writeFieldName(name);
    }
    if (price == null) {
      json.writeNull();
    } else {
      json.writeNumber(price);
    }
  }

  void writeLinks(ClearingResult result) throws IOException {
    ClearingCase input = result.input();
    json.writeArrayFieldStart("links");
    for (int l = 0; l < input.linkCount(); l++) {
      json.writeStartObject();
      json.writeStringField("from", input.areaId(input.linkFrom(l)));
      json.writeStringField("to", input.areaId(input.linkTo(l)));
      json.writeNumberField("flowWh", result.flowWh(l));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeFills(ClearingResult result) throws IOException {
    ClearingCase input = result.input();
    json.writeObjectFieldStart("fills");
    boolean reduced = false;
    for (int i = 0; i < input.orderCount(); i++) {
      json.writeNumberField(input.orderId(i), result.fillWh(i));
      reduced |= result.participatingWh(i) < input.orderEnergyWh(i);
    }
    json.writeEndObject();
    if (reduced) {
      json.writeObjectFieldStart("reducedForSelfTradeWh");
      for (int i = 0; i < input.orderCount(); i++) {
        if (result.participatingWh(i) < input.orderEnergyWh(i)) {
          json.writeNumberField(input.orderId(i), result.participatingWh(i));
        }
      }
      json.writeEndObject();
    }
  }
}
