package org.commonwatt.cli.storage;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import org.commonwatt.cli.storage.AdviceReader.NamedAdvice;
import org.commonwatt.cli.storage.StorageCaseException.Told;
import org.commonwatt.core.storage.advice.Advice;
import org.commonwatt.core.storage.advice.AdviceFault;
import org.commonwatt.core.storage.advice.AdviceOutcome;
import org.commonwatt.core.storage.advice.StorageAdvice;

/** Reads a case of advice and writes the schedule, or an error object, on one line. */
public final class AdviceRun {
  private AdviceRun() {}

  /**
   * Advises.
   *
   * @return whether there was advice
   */
  public static boolean run(InputStream in, Writer out) throws IOException {
    return StorageJson.line(
        out,
        json -> {
          NamedAdvice named = AdviceReader.read(in);
          write(named, advice(named), json);
        });
  }

  private static Advice advice(NamedAdvice named) throws StorageCaseException {
    AdviceOutcome outcome = StorageAdvice.of(named.input(), named.nodes());
    if (outcome instanceof AdviceFault fault) {
      Told told = new Told(fault.code().name(), fault.message(), fault.hint());
      throw new StorageCaseException(named.id(), 0, told);
    }
    return (Advice) outcome;
  }

  private static void write(NamedAdvice named, Advice advice, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", named.id());
    json.writeStringField("search", advice.isComplete() ? "complete" : "budget");
    json.writeStringField("valueNano", advice.valueNano().toString());
    json.writeStringField("boundNano", advice.boundNano().toString());
    json.writeStringField("gapNano", advice.gapNano().toString());
    json.writeArrayFieldStart("slots");
    for (int s = 0; s < advice.steps().size(); s++) {
      json.writeStartObject();
      json.writeStringField("slot", named.slots().get(s));
      json.writeNumberField("injectionWh", advice.steps().get(s).injectionWh());
      json.writeNumberField("stateOfChargeMicroWh", advice.steps().get(s).stateMicroWh());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
