package org.commonwatt.chaincode.batteries.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.model.PartySignature;

/** The JSON of batteries, strictly: only the canonical spelling is accepted. */
final class BatteryText {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .build();

  private static final int MOST_SIGNATURES = 16;

  private BatteryText() {}

  /**
   * Reads a signed statement.
   *
   * @throws Refusal when the text is not its canonical JSON, or a value is out of range
   */
  static SignedStatement signed(String json) {
    JsonNode node = Fields.object("a statement", json);
    JsonNode said = node.path("statement");
    if (!said.isObject()) {
      throw Fields.malformed("statement", "must be an object");
    }
    Fields fields = new Fields("statement.", said);
    Operation operation = fields.word("operation", Operation.class);
    BatteryRanges.require(said);
    List<String> evidence = new ArrayList<>();
    for (JsonNode one : fields.array("evidence")) {
      if (!one.isTextual()) {
        throw Fields.malformed("statement.evidence", "must be hashes");
      }
      evidence.add(one.textValue());
    }
    JsonNode action = said.path("action");
    if (!action.isObject()) {
      throw Fields.malformed("statement.action", "must be an object");
    }
    if (operation != Operation.REGISTER && action.path("passport").isNull()) {
      throw Fields.malformed("statement.action.passport", "must not be null");
    }
    Statement statement =
        new Statement(
            operation,
            fields.id("asset"),
            fields.integer("sequence", 1, Integer.MAX_VALUE),
            fields.integer("eventMillis", 1, Fields.MAX_MILLIS),
            evidence,
            action(operation, action));
    SignedStatement signed = new SignedStatement(statement, signatures(node));
    Fields.requireCanonical(signed.text(), json);
    return signed;
  }

  private static LifeAction action(Operation operation, JsonNode action) {
    return read("statement.action", action, operation.form());
  }

  private static List<SignedStatement.Signature> signatures(JsonNode node) {
    JsonNode array = new Fields("", node).array("signatures");
    List<SignedStatement.Signature> all = new ArrayList<>();
    HashSet<String> orgs = new HashSet<>();
    for (JsonNode one : array) {
      Fields fields = new Fields("signatures.", one);
      String org = fields.id("org");
      String signature = fields.text("signature");
      if (!PartySignature.isSignature(signature)) {
        throw Fields.malformed(
            "signatures.signature", "must have 128 lower-case hexadecimal digits");
      }
      if (!orgs.add(org)) {
        throw Fields.malformed("signatures", "must not name an organisation twice");
      }
      all.add(new SignedStatement.Signature(org, signature));
    }
    if (all.isEmpty() || all.size() > MOST_SIGNATURES) {
      throw Fields.malformed("signatures", "must be 1 to " + MOST_SIGNATURES);
    }
    return all;
  }

  /**
   * Reads an organisation.
   *
   * @throws Refusal when the text is not its canonical JSON
   */
  static Organisation organisation(String json) {
    JsonNode node = Fields.object("an organisation", json);
    Fields fields = new Fields("", node);
    fields.id("org");
    if (!PartySignature.isKey(fields.text("key"))) {
      throw Fields.malformed(
          "key", "must be the 32 bytes of an Ed25519 public key in 64 lower-case digits");
    }
    for (JsonNode owner : fields.array("actsFor")) {
      BatteryRanges.requireId("actsFor", owner);
    }
    fields.array("roles");
    Organisation organisation = read("an organisation", node, Organisation.class);
    List<Role> sorted = organisation.roles().stream().distinct().sorted().toList();
    if (!sorted.equals(organisation.roles()) || organisation.actsFor().size() > MOST_SIGNATURES) {
      throw Fields.malformed(
          "roles", "must be in the order " + List.of(Role.values()) + ", each once");
    }
    Fields.requireCanonical(organisation.text(), json);
    return organisation;
  }

  /** Reads what the contract itself has stored. */
  static <T> T stored(String json, Class<T> type) {
    return read("a stored " + type.getSimpleName(), Fields.object("a stored value", json), type);
  }

  private static <T> T read(String what, JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw Fields.malformed(what, "does not have the fields of its format: " + where(e));
    }
  }

  private static String where(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    return Fields.quoted(message.lines().findFirst().orElse(""));
  }
}
