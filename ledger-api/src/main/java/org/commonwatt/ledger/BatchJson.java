package org.commonwatt.ledger;

import static org.commonwatt.ledger.JsonParts.hash;
import static org.commonwatt.ledger.JsonParts.integer;
import static org.commonwatt.ledger.JsonParts.number;
import static org.commonwatt.ledger.JsonParts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/** The canonical JSON of a settlement batch: {@code docs/formats/settlement-batch.md}. */
public final class BatchJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String WHAT = "a settlement batch";

  private BatchJson() {}

  /** Writes a batch: fields in documented order, no white space, amounts as strings. */
  public static String write(SettlementBatch batch) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("batchId", batch.batchId());
    node.put("market", batch.market());
    node.put("slotStartMillis", batch.slot().startMillis());
    node.put("slotMinutes", batch.slot().minutes());
    node.put("rulebookVersion", batch.rulebookVersion());
    node.put("rulebookHash", batch.rulebookHash().hex());
    node.put("auctionHash", batch.auctionHash().hex());
    node.put("positionsHash", batch.positionsHash().hex());
    node.put("billRoot", batch.billRoot().hex());
    node.put("billLineCount", batch.billLineCount());
    node.put("predecessor", batch.predecessor().hex());
    ArrayNode postings = node.putArray("postings");
    for (Posting posting : batch.postings()) {
      postings
          .addObject()
          .put("account", posting.account())
          .put("amountNano", Long.toString(posting.amountNano()));
    }
    return node.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws LedgerException when it is not such a text
   */
  public static SettlementBatch read(String json) {
    return JsonParts.decode(WHAT, json, BatchJson::batch);
  }

  /** Writes the argument of {@code IndexBatches}: batches of a market, by their ids. */
  static String writeIndexed(String market, List<String> batchIds) {
    ObjectNode node = MAPPER.createObjectNode().put("market", market);
    ArrayNode ids = node.putArray("batchIds");
    batchIds.forEach(ids::add);
    return node.toString();
  }

  /**
   * The ids of the batches that the argument of {@code IndexBatches} names, at least one.
   *
   * @param market id of their market
   * @throws LedgerException when it is not such a text, or of another market
   */
  public static List<String> readIndexed(String market, String json) {
    return JsonParts.decode("batches to index", json, node -> indexed(market, node));
  }

  private static List<String> indexed(String market, JsonNode node) {
    List<String> ids =
        JsonParts.each(
            node.required("batchIds"),
            id -> {
              if (!id.isTextual()) {
                throw new IllegalArgumentException("an id must be a string");
              }
              return id.textValue();
            });
    if (ids.isEmpty() || !market.equals(node.required("market").textValue())) {
      throw new IllegalArgumentException("no batch of " + market + " is named");
    }
    return ids;
  }

  /** Reads {@code {"batch":…,"transactionId":…}}. */
  static RecordedBatch readRecorded(String json) {
    return JsonParts.decode(WHAT, json, BatchJson::recorded);
  }

  /** Reads an array of {@code {"batch":…,"transactionId":…}}. */
  static List<RecordedBatch> readRecordedList(String json) {
    return JsonParts.decode(WHAT, json, list -> JsonParts.each(list, BatchJson::recorded));
  }

  private static RecordedBatch recorded(JsonNode node) {
    return new RecordedBatch(batch(node.required("batch")), text(node, "transactionId"));
  }

  private static SettlementBatch batch(JsonNode node) {
    return new SettlementBatch(
        text(node, "batchId"),
        text(node, "market"),
        new DeliverySlot(number(node, "slotStartMillis"), integer(node, "slotMinutes")),
        integer(node, "rulebookVersion"),
        hash(node, "rulebookHash"),
        hash(node, "auctionHash"),
        hash(node, "positionsHash"),
        hash(node, "billRoot"),
        integer(node, "billLineCount"),
        hash(node, "predecessor"),
        JsonParts.each(node.required("postings"), BatchJson::posting));
  }

  private static Posting posting(JsonNode node) {
    return new Posting(text(node, "account"), Long.parseLong(text(node, "amountNano")));
  }
}
