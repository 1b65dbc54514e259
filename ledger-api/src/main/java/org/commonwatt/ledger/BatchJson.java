package org.commonwatt.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/** The canonical JSON of a settlement batch: {@code docs/formats/settlement-batch.md}. */
public final class BatchJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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
    return decode(json, BatchJson::batch);
  }

  /** Reads {@code {"batch":…,"transactionId":…}}. */
  static RecordedBatch readRecorded(String json) {
    return decode(json, BatchJson::recorded);
  }

  /** Reads an array of {@code {"batch":…,"transactionId":…}}. */
  static List<RecordedBatch> readRecordedList(String json) {
    return decode(json, BatchJson::recordedList);
  }

  private static <T> T decode(String json, Function<JsonNode, T> reader) {
    try {
      return reader.apply(MAPPER.readTree(json));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new LedgerException("not the JSON of a settlement batch: " + e.getMessage(), e);
    }
  }

  private static List<RecordedBatch> recordedList(JsonNode array) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("an array is expected");
    }
    List<RecordedBatch> found = new ArrayList<>();
    array.forEach(node -> found.add(recorded(node)));
    return found;
  }

  private static RecordedBatch recorded(JsonNode node) {
    return new RecordedBatch(batch(node.required("batch")), text(node, "transactionId"));
  }

  private static SettlementBatch batch(JsonNode node) {
    return new SettlementBatch(
        text(node, "batchId"),
        text(node, "market"),
        new DeliverySlot(
            integer(node, "slotStartMillis", Long.MAX_VALUE),
            (int) integer(node, "slotMinutes", Integer.MAX_VALUE)),
        (int) integer(node, "rulebookVersion", Integer.MAX_VALUE),
        hash(node, "rulebookHash"),
        hash(node, "auctionHash"),
        hash(node, "positionsHash"),
        hash(node, "billRoot"),
        (int) integer(node, "billLineCount", Integer.MAX_VALUE),
        hash(node, "predecessor"),
        postings(node.required("postings")));
  }

  private static List<Posting> postings(JsonNode array) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("postings must be an array");
    }
    List<Posting> postings = new ArrayList<>();
    for (JsonNode posting : array) {
      postings.add(
          new Posting(text(posting, "account"), Long.parseLong(text(posting, "amountNano"))));
    }
    return postings;
  }

  private static Hash hash(JsonNode node, String field) {
    return new Hash(text(node, field));
  }

  private static long integer(JsonNode node, String field, long max) {
    JsonNode value = node.required(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < -max
        || value.longValue() > max) {
      throw new IllegalArgumentException(field + " must be a whole number");
    }
    return value.longValue();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " must be a string");
    }
    return value.textValue();
  }
}
