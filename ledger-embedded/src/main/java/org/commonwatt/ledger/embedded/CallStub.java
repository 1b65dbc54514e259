package org.commonwatt.ledger.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.hyperledger.fabric.shim.ledger.QueryResultsIteratorWithMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The part of a peer's stub that tells about the call: who, what, when. What the embedded ledger
 * does not have fails loudly, so that no contract relies on it here.
 */
abstract class CallStub implements ChaincodeStub {
  private final CallProposal proposal;
  private @Nullable ChaincodeEvent event;

  CallStub(CallProposal proposal) {
    this.proposal = proposal;
  }

  @Override
  public List<byte[]> getArgs() {
    return getStringArgs().stream().map(Bytes::utf8).toList();
  }

  @Override
  public List<String> getStringArgs() {
    List<String> arguments = new ArrayList<>();
    arguments.add(proposal.call().contract() + ":" + proposal.call().function());
    arguments.addAll(proposal.call().arguments());
    return arguments;
  }

  @Override
  public String getFunction() {
    return getStringArgs().get(0);
  }

  @Override
  public List<String> getParameters() {
    return proposal.call().arguments();
  }

  @Override
  public String getTxId() {
    return proposal.transactionId();
  }

  @Override
  public String getChannelId() {
    return Channel.ID;
  }

  @Override
  public Instant getTxTimestamp() {
    return proposal.timestamp();
  }

  @Override
  public byte[] getCreator() {
    return proposal.creator().toByteArray();
  }

  @Override
  public String getMspId() {
    return proposal.mspId();
  }

  @Override
  public byte[] getBinding() {
    return proposal.binding().toByteArray();
  }

  @Override
  public SignedProposal getSignedProposal() {
    return proposal.signed();
  }

  @Override
  public Map<String, byte[]> getTransient() {
    Map<String, byte[]> given = new TreeMap<>();
    proposal.call().transientData().forEach((name, text) -> given.put(name, Bytes.utf8(text)));
    return given;
  }

  /** The last event wins, as on Fabric. */
  @Override
  public void setEvent(String name, byte @Nullable [] payload) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("an event needs a name");
    }
    ChaincodeEvent.Builder builder = ChaincodeEvent.newBuilder().setEventName(name);
    if (payload != null) {
      builder.setPayload(Bytes.string(payload));
    }
    event = builder.build();
  }

  @Override
  public @Nullable ChaincodeEvent getEvent() {
    return event;
  }

  @Override
  public CompositeKey createCompositeKey(String objectType, String... attributes) {
    return new CompositeKey(objectType, attributes);
  }

  @Override
  public CompositeKey splitCompositeKey(String compositeKey) {
    return CompositeKey.parseCompositeKey(compositeKey);
  }

  @Override
  public Chaincode.Response invokeChaincode(String name, List<byte[]> arguments, String channel) {
    throw missing("calls of other chaincode");
  }

  @Override
  public QueryResultsIterator<KeyValue> getQueryResult(String query) {
    throw missing("rich queries");
  }

  @Override
  public QueryResultsIteratorWithMetadata<KeyValue> getQueryResultWithPagination(
      String query, int pageSize, String bookmark) {
    throw missing("rich queries");
  }

  @Override
  public QueryResultsIterator<KeyValue> getPrivateDataQueryResult(String collection, String query) {
    throw missing("rich queries");
  }

  private static UnsupportedOperationException missing(String what) {
    return new UnsupportedOperationException("the embedded ledger has no " + what);
  }
}
