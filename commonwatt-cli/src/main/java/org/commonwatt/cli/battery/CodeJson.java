package org.commonwatt.cli.battery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commonwatt.battery.code.CodeError;
import org.commonwatt.battery.code.DecodedCode;

/** A decoded code as one line of JSON, in ASCII: half a character of UTF-16 is shown, too. */
public final class CodeJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private CodeJson() {}

  /** The line, without its end. */
  public static String line(DecodedCode code) {
    DecodedCode.Parts parts = code.parts();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("input", code.input());
    json.put("valid", code.valid());
    json.put("scheme", code.scheme() == null ? null : code.scheme().label());
    json.put("vendor", parts.vendor());
    json.put("kind", parts.kind() == null ? null : parts.kind().name());
    json.put("chemistry", parts.chemistry());
    json.put("spec", parts.spec());
    json.put("traceability", parts.traceability());
    json.put("date", parts.date() == null ? null : parts.date().toString());
    ArrayNode candidates = json.putArray("dateCandidates");
    parts.dateCandidates().forEach(date -> candidates.add(date.toString()));
    json.put("serial", parts.serial());
    json.put("reuse", parts.reuse());
    json.put("normalised", code.normalised());
    ArrayNode errors = json.putArray("errors");
    for (CodeError error : code.errors()) {
      errors
          .addObject()
          .put("code", error.code().name())
          .put("position", error.position())
          .put("message", error.message());
    }
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a decoded code cannot be written", e);
    }
  }
}
