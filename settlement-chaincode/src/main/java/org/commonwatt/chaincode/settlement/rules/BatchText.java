package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/**
 * The JSON of a batch, strictly: only the canonical spelling is accepted, so that every peer stores
 * the same bytes and a reader can hash what it sees.
 */
final class BatchText {
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
    JsonNode node = Fields.object("batch", json);
    SettlementBatch batch = batch(node);
    requireKnown("", node, FIELDS);
    for (JsonNode posting : node.path("postings")) {
      requireKnown("postings.", posting, POSTING_FIELDS);
    }
    Fields.requireCanonical(write(batch), json);
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
        fields.slot(),
        (int) fields.integer("rulebookVersion", 1, Integer.MAX_VALUE),
        fields.hash("rulebookHash"),
        fields.hash("auctionHash"),
        fields.hash("positionsHash"),
        fields.hash("billRoot"),
        (int) fields.integer("billLineCount", 0, Integer.MAX_VALUE),
        fields.hash("predecessor"),
        postings(fields.array("postings")));
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
}
