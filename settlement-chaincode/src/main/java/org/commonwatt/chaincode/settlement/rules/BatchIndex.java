package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a market by their hash, so that another contract can go back along their chain
 * without reading whole batches.
 */
public final class BatchIndex {
  private BatchIndex() {}

  /**
   * What is known of a batch by its hash.
   *
   * @param batchId its id
   * @param predecessor hash of the batch before, zero for the market's first
   * @param billRoot Merkle tree head of its bill lines
   */
  public record Row(String batchId, Hash predecessor, Hash billRoot) {}

  /** The row of a batch's hash, null when it has none. */
  public static @Nullable Row find(State state, String market, Hash hash) {
    @Nullable String stored = state.get(key(market, hash));
    if (stored == null) {
      return null;
    }
    JsonNode row = Fields.object("row", stored);
    return new Row(
        row.required("batchId").textValue(),
        new Hash(row.required("predecessor").textValue()),
        new Hash(row.required("billRoot").textValue()));
  }

  /** What a recorded batch posts to an account, in nano-currency; 0 when nothing. */
  public static BigInteger posting(State state, String market, String batchId, String account) {
    @Nullable String packed =
        state.get(StateKey.postings(market, PostingRows.part(account), batchId));
    if (packed != null) {
      return PostingRows.amount(packed, account);
    }
    @Nullable String delta = state.get(StateKey.delta(market, account, batchId));
    return delta == null ? BigInteger.ZERO : new BigInteger(delta);
  }

  static StateKey key(String market, Hash hash) {
    return new StateKey("batch-hash", List.of(market, hash.hex()));
  }

  static String row(SettlementBatch batch) {
    return "{\"batchId\":\""
        + batch.batchId()
        + "\",\"predecessor\":\""
        + batch.predecessor()
        + "\",\"billRoot\":\""
        + batch.billRoot()
        + "\"}";
  }
}
