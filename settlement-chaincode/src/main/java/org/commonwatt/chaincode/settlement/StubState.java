package org.commonwatt.chaincode.settlement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Hash;
import org.hyperledger.fabric.contract.ClientIdentity;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.hyperledger.fabric.shim.ledger.QueryResultsIteratorWithMetadata;
import org.jspecify.annotations.Nullable;

/** The rules' state on a peer, and the identity that the peer has authenticated. */
public final class StubState implements State {
  /**
   * A peer ends a range without a word at its {@code totalQueryLimit}, pages never; this is below
   * any. Only transactions that write nothing may ask for pages, and only they list.
   */
  private static final int PAGE = 100;

  private final ChaincodeStub stub;
  private final ClientIdentity client;

  /** The state of a call's channel. */
  public StubState(Context context) {
    this.stub = context.getStub();
    this.client = context.getClientIdentity();
  }

  @Override
  public @Nullable String get(StateKey key) {
    byte[] value = stub.getState(composite(key).toString());
    // A peer answers a missing key with no bytes, not with null.
    return value == null || value.length == 0 ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public List<String> list(StateKey prefix) {
    List<String> values = new ArrayList<>();
    String bookmark = "";
    do {
      try (QueryResultsIteratorWithMetadata<KeyValue> page =
          stub.getStateByPartialCompositeKeyWithPagination(composite(prefix), PAGE, bookmark)) {
        page.forEach(row -> values.add(row.getStringValue()));
        bookmark = page.getMetadata().getBookmark();
      } catch (Exception e) {
        throw new IllegalStateException("the peer did not answer a range query", e);
      }
    } while (!bookmark.isEmpty());
    return values;
  }

  @Override
  public List<String> range(StateKey prefix, int most) {
    List<String> values = new ArrayList<>();
    try (QueryResultsIterator<KeyValue> rows =
        stub.getStateByPartialCompositeKey(composite(prefix))) {
      Iterator<KeyValue> left = rows.iterator();
      while (left.hasNext() && values.size() <= most) {
        values.add(left.next().getStringValue());
      }
    } catch (Exception e) {
      throw new IllegalStateException("the peer did not answer a range query", e);
    }
    return values;
  }

  /** On LevelDB, which the peers have, a page's bookmark is the key that it begins with. */
  @Override
  public List<String> from(StateKey prefix, StateKey first, int most) {
    List<String> values = new ArrayList<>();
    try (QueryResultsIteratorWithMetadata<KeyValue> page =
        stub.getStateByPartialCompositeKeyWithPagination(
            composite(prefix), most, composite(first).toString())) {
      page.forEach(row -> values.add(row.getStringValue()));
    } catch (Exception e) {
      throw new IllegalStateException("the peer did not answer a range query", e);
    }
    return values;
  }

  @Override
  public void put(StateKey key, String value) {
    stub.putState(composite(key).toString(), value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void delete(StateKey key) {
    stub.delState(composite(key).toString());
  }

  @Override
  public @Nullable String given(String name) {
    byte[] value = stub.getTransient().get(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable String getPrivate(String collection, StateKey key) {
    byte[] value = stub.getPrivateData(collection, composite(key).toString());
    return value == null || value.length == 0 ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable Hash privateHash(String collection, StateKey key) {
    byte[] hash = stub.getPrivateDataHash(collection, composite(key).toString());
    return hash == null || hash.length == 0 ? null : Hash.ofBytes(hash);
  }

  @Override
  public void putPrivate(String collection, StateKey key, String value) {
    stub.putPrivateData(
        collection, composite(key).toString(), value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void event(String name, String payload) {
    stub.setEvent(name, payload.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String transactionId() {
    return stub.getTxId();
  }

  @Override
  public long timestampMillis() {
    return stub.getTxTimestamp().toEpochMilli();
  }

  @Override
  public Caller caller() {
    // The peer has checked the certificate and that its key signed the proposal.
    @Nullable String role = client.getAttributeValue("role");
    return new Caller(client.getMSPID(), role == null ? "" : role);
  }

  private static CompositeKey composite(StateKey key) {
    return new CompositeKey(key.type(), key.attributes());
  }
}
