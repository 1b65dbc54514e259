package org.commonwatt.testkit.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/** Batches that must be refused, each with the code of its reason. */
final class RefusedBatches {
  private RefusedBatches() {}

  /**
   * Batches to post after the market's batch of slot 0.
   *
   * @param first hash of that batch
   */
  static Map<String, String> of(SampleBatches batches, Hash first) {
    String good = BatchJson.write(batches.payment(1, first, 5));
    Map<String, String> refused = new LinkedHashMap<>();
    refused.put("", "MALFORMED");
    refused.put(good + good, "MALFORMED");
    refused.put(good.replace("\"market\":", "\"Market\":"), "MALFORMED");
    refused.put(good.replace("\"5\"", "5"), "MALFORMED");
    refused.put(good.replace("\"slotMinutes\":15", "\"slotMinutes\":16"), "MALFORMED");
    refused.put(good.replace("\"5\"", "\"9223372036854775808\""), "AMOUNT_OVERFLOW");
    refused.put(good.replace("{\"batchId\"", "{\"note\":1,\"batchId\""), "UNKNOWN_FIELD");
    refused.put(good.replace("\"5\"", "\"05\""), "NOT_CANONICAL");
    refused.put(" " + good, "NOT_CANONICAL");
    refused.put(json(batches.payment(0, Hash.ZERO, 5)), "BATCH_EXISTS");
    refused.put(json(batches.payment(0, Hash.ZERO, 6)), "BATCH_EXISTS");
    refused.put(json(batches.payment(1, Hash.ZERO, 5)), "WRONG_PREDECESSOR");
    refused.put(good.replace(".initial", ".revised"), "WRONG_BATCH_ID");
    refused.put(json(batches.payment(-1, first, 5)), "SLOT_NOT_AFTER_HEAD");
    refused.put(good.replace(".initial", ".revised-1"), "RUN_OUT_OF_ORDER");
    refused.put(
        json(batches.payment(0, first, 5))
            .replace(".initial", ".final")
            .replace("\"rulebookVersion\":1", "\"rulebookVersion\":2"),
        "RUN_DIFFERS");
    refused.put(postings(batches, first, new Posting("a", 0), new Posting("b", 0)), "ZERO_POSTING");
    refused.put(
        postings(batches, first, new Posting("a", -1), new Posting("a", 1)), "DUPLICATE_POSTING");
    refused.put(
        postings(batches, first, new Posting("b", -1), new Posting("a", 1)), "UNSORTED_POSTINGS");
    refused.put(
        postings(
            batches, first, new Posting("a", Long.MAX_VALUE), new Posting("b", Long.MAX_VALUE)),
        "SUM_NOT_ZERO");
    refused.put(
        good.replace("\"rulebookVersion\":1", "\"rulebookVersion\":2"), "RULEBOOK_NOT_FOUND");
    refused.put(
        good.replace(batches.payment(1, first, 5).rulebookHash().hex(), first.hex()),
        "RULEBOOK_DIFFERS");
    return refused;
  }

  private static String postings(SampleBatches batches, Hash first, Posting one, Posting other) {
    return json(batches.batch(1, first, one, other));
  }

  private static String json(SettlementBatch batch) {
    return BatchJson.write(batch);
  }
}
