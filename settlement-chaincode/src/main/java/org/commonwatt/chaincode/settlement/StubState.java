package org.commonwatt.chaincode.settlement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.hyperledger.fabric.contract.ClientIdentity;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.jspecify.annotations.Nullable;

/** The rules' state on a peer, and the identity that the peer has authenticated. */
final class StubState implements State {
  private final ChaincodeStub stub;
  private final ClientIdentity client;

  StubState(Context context) {
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
    try (QueryResultsIterator<KeyValue> found =
        stub.getStateByPartialCompositeKey(composite(prefix))) {
      found.forEach(row -> values.add(row.getStringValue()));
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
  public void event(String name, String payload) {
    stub.setEvent(name, payload.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String transactionId() {
    return stub.getTxId();
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
