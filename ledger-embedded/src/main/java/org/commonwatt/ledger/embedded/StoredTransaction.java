package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.List;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/**
 * A transaction read back from its envelope.
 *
 * @param envelope the stored message
 * @param payload header and data that the creator has signed
 * @param endorsed call, response and endorsements
 */
record StoredTransaction(Envelope envelope, Payload payload, ChaincodeActionPayload endorsed) {

  static StoredTransaction read(ByteString bytes) throws InvalidProtocolBufferException {
    Envelope envelope = Envelope.parseFrom(bytes);
    Payload payload = Payload.parseFrom(envelope.getPayload());
    Transaction transaction = Transaction.parseFrom(payload.getData());
    if (transaction.getActionsCount() != 1) {
      throw new InvalidProtocolBufferException("a transaction has one action");
    }
    return new StoredTransaction(
        envelope,
        payload,
        ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload()));
  }

  ChannelHeader channelHeader() throws InvalidProtocolBufferException {
    return ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
  }

  SignatureHeader signatureHeader() throws InvalidProtocolBufferException {
    return SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader());
  }

  Instant timestamp() throws InvalidProtocolBufferException {
    var timestamp = channelHeader().getTimestamp();
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  ProposalResponsePayload response() throws InvalidProtocolBufferException {
    return ProposalResponsePayload.parseFrom(endorsed.getAction().getProposalResponsePayload());
  }

  TxReadWriteSet readWriteSet() throws InvalidProtocolBufferException {
    return TxReadWriteSet.parseFrom(action().getResults());
  }

  /** What the outside sees; an invalid transaction has no event. */
  LedgerTransaction toTransaction(TxValidationCode code) throws InvalidProtocolBufferException {
    @Nullable ChaincodeEvent event =
        code == TxValidationCode.VALID && !action().getEvents().isEmpty()
            ? ChaincodeEvent.parseFrom(action().getEvents())
            : null;
    return new LedgerTransaction(
        channelHeader().getTxId(),
        code.name(),
        call(),
        event == null ? null : event.getEventName(),
        event == null ? null : event.getPayload().toStringUtf8(),
        creator());
  }

  private Creator creator() throws InvalidProtocolBufferException {
    SerializedIdentity identity = SerializedIdentity.parseFrom(signatureHeader().getCreator());
    return Creator.of(identity.getMspid(), identity.getIdBytes().toStringUtf8());
  }

  private ChaincodeAction action() throws InvalidProtocolBufferException {
    return ChaincodeAction.parseFrom(response().getExtension());
  }

  private LedgerCall call() throws InvalidProtocolBufferException {
    ByteString input =
        ChaincodeProposalPayload.parseFrom(endorsed.getChaincodeProposalPayload()).getInput();
    List<String> arguments =
        ChaincodeInvocationSpec.parseFrom(input)
            .getChaincodeSpec()
            .getInput()
            .getArgsList()
            .stream()
            .map(ByteString::toStringUtf8)
            .toList();
    if (arguments.isEmpty()) {
      throw new InvalidProtocolBufferException("a call names its function");
    }
    String name = arguments.get(0);
    int colon = name.lastIndexOf(':');
    return new LedgerCall(
        name.substring(0, Math.max(colon, 0)),
        name.substring(colon + 1),
        arguments.subList(1, arguments.size()));
  }
}
