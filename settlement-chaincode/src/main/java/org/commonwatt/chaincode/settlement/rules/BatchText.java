package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/**
 * The JSON of a batch, strictly: only the canonical spelling is accepted, so that every peer stores
 * the same bytes and a reader can hash what it sees.
 */
final class BatchText {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> FIELDS =
      Set.of(
          "batchId",
          "market",
          "slotStartMillis",
          "slotMinutes",
          "rulebookVersion",
          "rulebookHash",
          "auctionHash",
          "positionsHash",
          "billRoot",
          "billLineCount",
          "predecessor",
          "postings");
  private static final Set<String> POSTING_FIELDS = Set.of("account", "amountNano");

  private BatchText() {}

  /**
   * Reads a batch.
   *
   * @throws Refusal when the text is not the canonical JSON of a batch
   */
  static SettlementBatch read(String json) {
    JsonNode node = tree(json);
    SettlementBatch batch = batch(node);
    requireKnown("", node, FIELDS);
    for (JsonNode posting : node.path("postings")) {
      requireKnown("postings.", posting, POSTING_FIELDS);
    }
    if (!write(batch).equals(json)) {
      throw new Refusal(
          RefusalCode.NOT_CANONICAL,
          "write the fields in the documented order, without white space and without leading zeros");
    }
    return batch;
  }

  /** Writes a batch canonically. Ids and hashes need no escaping. */
  static String write(SettlementBatch batch) {
    StringBuilder out = new StringBuilder(1024);
    out.append("{\"batchId\":\"").append(batch.batchId());
    out.append("\",\"market\":\"").append(batch.market());
    out.append("\",\"slotStartMillis\":").append(batch.slot().startMillis());
    out.append(",\"slotMinutes\":").append(batch.slot().minutes());
    out.append(",\"rulebookVersion\":").append(batch.rulebookVersion());
    out.append(",\"rulebookHash\":\"").append(batch.rulebookHash());
    out.append("\",\"auctionHash\":\"").append(batch.auctionHash());
    out.append("\",\"positionsHash\":\"").append(batch.positionsHash());
    out.append("\",\"billRoot\":\"").append(batch.billRoot());
    out.append("\",\"billLineCount\":").append(batch.billLineCount());
    out.append(",\"predecessor\":\"").append(batch.predecessor());
    out.append("\",\"postings\":[");
    String separator = "";
    for (Posting posting : batch.postings()) {
      out.append(separator).append("{\"account\":\"").append(posting.account());
      out.append("\",\"amountNano\":\"").append(posting.amountNano()).append("\"}");
      separator = ",";
    }
    return out.append("]}").toString();
  }

  private static SettlementBatch batch(JsonNode node) {
    Fields fields = new Fields("", node);
    return new SettlementBatch(
        fields.batchId("batchId"),
        fields.id("market"),
        slot(fields),
        (int) fields.integer("rulebookVersion", 1, Integer.MAX_VALUE),
        fields.hash("rulebookHash"),
        fields.hash("auctionHash"),
        fields.hash("positionsHash"),
        fields.hash("billRoot"),
        (int) fields.integer("billLineCount", 0, Integer.MAX_VALUE),
        fields.hash("predecessor"),
        postings(fields.array("postings")));
  }

  private static DeliverySlot slot(Fields fields) {
    long start = fields.integer("slotStartMillis", 0, Fields.MAX_MILLIS);
    int minutes = (int) fields.integer("slotMinutes", 5, 60);
    if (!DeliverySlot.isLength(minutes)) {
      throw Fields.malformed("slotMinutes", "must be 5, 15, 30 or 60");
    }
    if (!DeliverySlot.isBorder(start, minutes)) {
      throw Fields.malformed("slotStartMillis", "must be a multiple of the slot's length");
    }
    return new DeliverySlot(start, minutes);
  }

  private static List<Posting> postings(JsonNode array) {
    List<Posting> postings = new ArrayList<>();
    for (JsonNode node : array) {
      Fields posting = new Fields("postings.", node);
      postings.add(new Posting(posting.id("account"), posting.amount("amountNano")));
    }
    return postings;
  }

  private static void requireKnown(String prefix, JsonNode node, Set<String> known) {
    List<String> unknown = new ArrayList<>();
    node.fieldNames().forEachRemaining(name -> addUnless(known, name, unknown));
    if (!unknown.isEmpty()) {
      throw new Refusal(
          RefusalCode.UNKNOWN_FIELD,
          "remove the field " + prefix + Fields.quoted(unknown.get(0)) + ", the format has none");
    }
  }

  private static void addUnless(Set<String> known, String name, List<String> unknown) {
    if (!known.contains(name)) {
      unknown.add(name);
    }
  }

  private static JsonNode tree(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (!node.isObject()) {
        throw Fields.malformed("batch", "must be a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw Fields.malformed("batch", "must be one JSON object: " + where(e));
    }
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? "it is not JSON"
        : "it is not JSON at character " + e.getLocation().getCharOffset();
  }
}
