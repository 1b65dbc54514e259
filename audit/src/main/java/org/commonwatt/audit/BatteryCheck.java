package org.commonwatt.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.PartySignature;
import org.jspecify.annotations.Nullable;

/**
 * Checks the statements about batteries in the ledger's blocks: each event of an asset is stated
 * once, signed with the keys that its organisations had then, and possible behind those before; and
 * what bounds storage units follows from them.
 */
final class BatteryCheck {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HEADER = "commonwatt battery statement 1\n";

  private final Findings findings;
  private final Map<String, String> keys = new HashMap<>();
  private final Set<String> makers = new HashSet<>();
  private final Set<String> stated = new HashSet<>(); // assets and sequences
  private final BatteryRecount recount = new BatteryRecount();
  private final ProofCheck proofs;

  BatteryCheck(Map<Place, UsableEnergyLimited> limits, Findings findings) {
    this.findings = findings;
    this.proofs = new ProofCheck(limits, recount, findings);
  }

  /** The ledger ends here. */
  void finish() {
    proofs.finish();
  }

  /** Takes a valid transaction of the ledger; returns whether it is one about batteries. */
  boolean takes(Place place, LedgerTransaction transaction) {
    List<String> given = transaction.call().arguments();
    if (!transaction.call().contract().equals(BatteryLedger.CONTRACT) || given.size() != 1) {
      return false;
    }
    try {
      JsonNode node = MAPPER.readTree(given.get(0));
      switch (transaction.call().function()) {
        case "RegisterOrganisation" -> register(place, node);
        case "Submit" -> submit(place, node, given.get(0));
        default -> {
          return false;
        }
      }
      return true;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return false; // the caller reports it: a call that nothing can be read from
    }
  }

  private void register(Place place, JsonNode node) {
    String key = text(node, "key");
    if (!PartySignature.isKey(key)) {
      findings.add(FindingCode.BATTERY_DIFFERS, place, "expected a key of Ed25519, found " + key);
    }
    keys.put(text(node, "org"), key);
    boolean makes = false;
    for (JsonNode role : node.path("roles")) {
      makes |= role.asText().equals("MAKER");
    }
    if (makes) {
      makers.add(text(node, "org"));
    } else {
      makers.remove(text(node, "org"));
    }
  }

  private void submit(Place place, JsonNode node, String json) {
    JsonNode statement = node.required("statement");
    String name = text(statement, "asset") + " " + statement.required("sequence");
    if (!stated.add(name)) {
      findings.add(
          FindingCode.BATTERY_DIFFERS, place, "expected each event once, found " + name + " again");
    }
    JsonNode signatures = node.required("signatures");
    if (!signatures.isArray() || signatures.isEmpty()) {
      findings.add(
          FindingCode.BATTERY_NOT_SIGNED, place, "expected who states " + name + ", found nobody");
    }
    byte[] bytes = signedBytes(json);
    boolean byMaker = false;
    for (JsonNode one : signatures) {
      requireSigned(place, name, one, bytes);
      byMaker |= makers.contains(text(one, "org"));
    }
    String wrong = recount.take(statement, byMaker);
    if (wrong != null) {
      findings.add(FindingCode.BATTERY_DIFFERS, place, name + ": " + wrong);
    }
    proofs.look(recount.find(text(statement, "asset")));
  }

  /** The statement's own bytes: what stands between its name and its signatures. */
  private static byte[] signedBytes(String json) {
    String before = "{\"statement\":";
    int end = json.lastIndexOf(",\"signatures\":[");
    if (!json.startsWith(before) || end < before.length()) {
      throw new IllegalArgumentException("no statement");
    }
    return (HEADER + json.substring(before.length(), end) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void requireSigned(Place place, String name, JsonNode one, byte[] bytes) {
    @Nullable String key = keys.get(text(one, "org"));
    String signature = text(one, "signature");
    if (key == null
        || !PartySignature.isKey(key)
        || !PartySignature.isSignature(signature)
        || !PartySignature.holds(key, bytes, signature)) {
      findings.add(
          FindingCode.BATTERY_NOT_SIGNED,
          place,
          "expected the signature of %s on %s, found none that holds"
              .formatted(text(one, "org"), name));
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " must be a string");
    }
    return value.textValue();
  }
}
