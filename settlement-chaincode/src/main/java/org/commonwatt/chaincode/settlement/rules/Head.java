package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * The newest batch of a market that something was recorded of: what the next one must follow.
 *
 * @param batchId its id
 * @param batchHash its hash, the next one's predecessor
 * @param slotEndMillis the end of the newest slot that has a batch, in milliseconds since the epoch
 */
public record Head(String batchId, Hash batchHash, long slotEndMillis) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * The head once a batch is recorded.
   *
   * @param before the head until then, null for none
   */
  public static Head of(SettlementBatch batch, @Nullable Head before) {
    long end = batch.slot().endMillis();
    return new Head(
        batch.batchId(),
        BatchHash.of(batch),
        before == null ? end : Math.max(end, before.slotEndMillis()));
  }

  /** Reads what {@link #write} wrote. */
  public static Head read(String json) {
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

  /** The JSON that the state keeps and {@code GetHead} returns. */
  public String write() {
    return "{\"batchId\":\""
        + batchId
        + "\",\"batchHash\":\""
        + batchHash
        + "\",\"slotEndMillis\":"
        + slotEndMillis
        + "}";
  }
}
