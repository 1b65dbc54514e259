package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;

/**
 * The newest batch of a market: what the next one must follow.
 *
 * @param batchId its id
 * @param batchHash its hash, the next one's predecessor
 * @param slotEndMillis the end of its slot, in milliseconds since the epoch
 */
record Head(String batchId, Hash batchHash, long slotEndMillis) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Head of(SettlementBatch batch) {
    return new Head(batch.batchId(), BatchHash.of(batch), batch.slot().endMillis());
  }

  static Head read(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      return new Head(
          node.required("batchId").textValue(),
          new Hash(node.required("batchHash").textValue()),
          node.required("slotEndMillis").longValue());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the ledger's head is not what this contract wrote", e);
    }
  }

  String write() {
    return "{\"batchId\":\""
        + batchId
        + "\",\"batchHash\":\""
        + batchHash
        + "\",\"slotEndMillis\":"
        + slotEndMillis
        + "}";
  }
}
