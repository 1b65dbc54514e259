package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of batches that are to be found by their hashes, strictly.
 *
 * @param market id of the market
 * @param batchIds ids of recorded batches, 1 to {@value #MOST}
 */
record IndexText(String market, List<String> batchIds) {
  /** Each is read whole, and may have thousands of postings. */
  static final int MOST = 100;

  /**
   * Reads the argument of {@code IndexBatches}.
   *
   * @throws Refusal when it is not its canonical JSON
   */
  static IndexText read(String json) {
    Fields fields = new Fields("", Fields.object("batches", json));
    String market = fields.id("market");
    JsonNode array = fields.array("batchIds");
    if (array.isEmpty() || array.size() > MOST) {
      throw Fields.malformed("batchIds", "must be 1 to " + MOST + " ids of batches");
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode id : array) {
      ObjectNode one = JsonNodeFactory.instance.objectNode().set("id", id);
      ids.add(new Fields("batchIds.", one).batchId("id"));
    }
    IndexText found = new IndexText(market, ids);
    Fields.requireCanonical(found.write(), json);
    return found;
  }

  private String write() {
    return "{\"market\":\""
        + market
        + "\",\"batchIds\":[\""
        + String.join("\",\"", batchIds)
        + "\"]}";
  }
}
