package org.commonwatt.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/**
 * An envelope of a block, unpacked.
 *
 * @param envelope the stored message
 * @param payload header and data that its creator has signed
 * @param channelHeader type, channel and transaction id
 * @param signatureHeader creator and nonce
 */
record StoredEnvelope(
    Envelope envelope,
    Payload payload,
    ChannelHeader channelHeader,
    SignatureHeader signatureHeader) {

  static StoredEnvelope read(ByteString bytes) throws InvalidProtocolBufferException {
    Envelope envelope = Envelope.parseFrom(bytes);
    Payload payload = Payload.parseFrom(envelope.getPayload());
    return new StoredEnvelope(
        envelope,
        payload,
        ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()),
        SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader()));
  }

  /**
   * Whether it calls a chaincode and was endorsed; anything else is the channel's configuration.
   */
  boolean isEndorsed() {
    return channelHeader.getType() == HeaderType.ENDORSER_TRANSACTION_VALUE;
  }

  /**
   * The call with its endorsements.
   *
   * @throws InvalidProtocolBufferException unless there is exactly one, as Fabric demands
   */
  ChaincodeActionPayload endorsed() throws InvalidProtocolBufferException {
    Transaction transaction = Transaction.parseFrom(payload.getData());
    if (transaction.getActionsCount() != 1) {
      throw new InvalidProtocolBufferException("a transaction has one action");
    }
    return ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
  }

  /** Name of the chaincode that is called. */
  String chaincode() throws InvalidProtocolBufferException {
    return spec(endorsed()).getChaincodeId().getName();
  }

  /** What the port tells of it; of an invalid transaction no event. */
  LedgerTransaction toTransaction(TxValidationCode code, String ownChaincode)
      throws InvalidProtocolBufferException {
    if (!isEndorsed()) {
      return new LedgerTransaction(
          channelHeader.getTxId(), code.name(), configuration(), null, null, creator());
    }
    ChaincodeActionPayload endorsed = endorsed();
    @Nullable ChaincodeEvent event = code == TxValidationCode.VALID ? event(endorsed) : null;
    return new LedgerTransaction(
        channelHeader.getTxId(),
        code.name(),
        call(spec(endorsed), ownChaincode),
        event == null ? null : event.getEventName(),
        event == null ? null : event.getPayload().toStringUtf8(),
        creator());
  }

  /** Who proposed it; null in block 0, which nobody did. */
  private @Nullable Creator creator() throws InvalidProtocolBufferException {
    if (signatureHeader.getCreator().isEmpty()) {
      return null;
    }
    SerializedIdentity identity = SerializedIdentity.parseFrom(signatureHeader.getCreator());
    return Creator.of(identity.getMspid(), identity.getIdBytes().toStringUtf8());
  }

  private LedgerCall configuration() {
    HeaderType type = HeaderType.forNumber(channelHeader.getType());
    return LedgerCall.of("_config", type == null ? "type " + channelHeader.getType() : type.name());
  }

  private static @Nullable ChaincodeEvent event(ChaincodeActionPayload endorsed)
      throws InvalidProtocolBufferException {
    ByteString response = endorsed.getAction().getProposalResponsePayload();
    ByteString action = ProposalResponsePayload.parseFrom(response).getExtension();
    ByteString event = ChaincodeAction.parseFrom(action).getEvents();
    return event.isEmpty() ? null : ChaincodeEvent.parseFrom(event);
  }

  private static ChaincodeSpec spec(ChaincodeActionPayload endorsed)
      throws InvalidProtocolBufferException {
    ByteString input =
        ChaincodeProposalPayload.parseFrom(endorsed.getChaincodeProposalPayload()).getInput();
    return ChaincodeInvocationSpec.parseFrom(input).getChaincodeSpec();
  }

  /**
   * Contracts of other chaincodes are named after those, whatever these are called, so that none
   * passes for one of ours.
   */
  private static LedgerCall call(ChaincodeSpec spec, String ownChaincode)
      throws InvalidProtocolBufferException {
    List<String> arguments =
        spec.getInput().getArgsList().stream().map(ByteString::toStringUtf8).toList();
    if (arguments.isEmpty()) {
      throw new InvalidProtocolBufferException("a call names its function");
    }
    String called = arguments.get(0);
    int colon = called.lastIndexOf(':');
    String contract = called.substring(0, Math.max(colon, 0));
    String chaincode = spec.getChaincodeId().getName();
    if (!chaincode.equals(ownChaincode)) {
      // Only Fabric's own chaincodes begin with an underscore; a slash is in no contract's name.
      boolean governs = chaincode.startsWith("_") && contract.isEmpty();
      contract = governs ? chaincode : chaincode + "/" + contract;
    } else if (contract.startsWith("_")) {
      contract = chaincode + "/" + contract;
    }
    return new LedgerCall(
        contract, called.substring(colon + 1), arguments.subList(1, arguments.size()));
  }
}
