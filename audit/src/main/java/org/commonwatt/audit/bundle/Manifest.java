package org.commonwatt.audit.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.commonwatt.model.Hash;

/**
 * What a bundle says that it is.
 *
 * @param about of which market and slots, and who signs
 * @param content what its log and ledger say
 * @param files the entries, in the order of the file
 */
record Manifest(About about, Content content, List<FileLine> files) {
  static final String KIND = "commonwatt-bundle-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the list. */
  Manifest {
    files = List.copyOf(files);
  }

  /**
   * Of what and by whom.
   *
   * @param market id of the market
   * @param slots the slots asked for
   * @param ledger the ledger's own name
   * @param chaincode name of the chaincode that settles
   * @param publicKey the key of the engine that signs, as X.509 has it, in Base64
   */
  record About(String market, SlotRange slots, String ledger, String chaincode, String publicKey) {}

  /**
   * What can be read from log and ledger again, and must be the same.
   *
   * @param rulebooks each that was activated: {@code version hash}
   * @param batches each of the slots: {@code batch id, root of the bill, transaction, block}
   * @param lastEvent number and hash of the last event: {@code sequence hash}
   */
  record Content(List<String> rulebooks, List<BatchLine> batches, String lastEvent) {
    /** Copies the lists. */
    Content {
      rulebooks = List.copyOf(rulebooks);
      batches = List.copyOf(batches);
    }
  }

  /** A batch of the slots, and where the ledger has it. */
  record BatchLine(String batchId, String billRoot, String transactionId, long block) {}

  /** An entry: its name, length and SHA-256. */
  record FileLine(String name, long bytes, String sha256) {
    static FileLine of(Entry entry) {
      return new FileLine(entry.name(), entry.bytes().length, Hash.of(entry.bytes()).hex());
    }
  }

  byte[] write() {
    ObjectNode root = JSON.createObjectNode();
    root.put("kind", KIND).put("market", about.market());
    root.put("from", about.slots().from().toString()).put("to", about.slots().to().toString());
    root.put("ledger", about.ledger()).put("chaincode", about.chaincode());
    root.put("publicKey", about.publicKey()).put("lastEvent", content.lastEvent());
    ArrayNode rulebooks = root.putArray("rulebooks");
    content.rulebooks().forEach(rulebooks::add);
    root.set("batches", JSON.valueToTree(content.batches()));
    root.set("entries", JSON.valueToTree(files));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is always JSON", e);
    }
  }

  /**
   * @throws BundleException when the bytes are no manifest of this format
   */
  static Manifest read(byte[] bytes) {
    try {
      JsonNode root = JSON.readTree(bytes);
      if (!root.path("kind").asText().equals(KIND)) {
        throw new BundleException("its kind is not " + KIND);
      }
      List<String> rulebooks = new ArrayList<>();
      root.path("rulebooks").forEach(one -> rulebooks.add(one.asText()));
      List<BatchLine> batches = new ArrayList<>();
      for (JsonNode one : root.path("batches")) {
        batches.add(read(one, BatchLine.class));
      }
      List<FileLine> files = new ArrayList<>();
      for (JsonNode one : root.path("entries")) {
        files.add(read(one, FileLine.class));
      }
      About about =
          new About(
              text(root, "market"),
              SlotRange.parse(text(root, "from") + ".." + text(root, "to")),
              text(root, "ledger"),
              text(root, "chaincode"),
              text(root, "publicKey"));
      return new Manifest(about, new Content(rulebooks, batches, text(root, "lastEvent")), files);
    } catch (IOException | IllegalArgumentException e) {
      throw new BundleException("it is no manifest");
    }
  }

  private static <T> T read(JsonNode node, Class<T> type) throws JsonProcessingException {
    for (RecordComponent part : type.getRecordComponents()) {
      if (!node.hasNonNull(part.getName())) {
        throw new BundleException(part.getName() + " is missing");
      }
    }
    return JSON.treeToValue(node, type);
  }

  /**
   * The public key of who signs.
   *
   * @throws IllegalArgumentException when it is no Base64
   */
  byte[] publicKey() {
    return Base64.getDecoder().decode(about.publicKey());
  }

  private static String text(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (!value.isTextual()) {
      throw new BundleException(field + " is missing or no text");
    }
    return value.textValue();
  }
}
