package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.ledger.LedgerCall;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * A call that is about to be simulated, in Fabric's messages. Its transaction id is the SHA-256 of
 * nonce and creator.
 *
 * @param call what is called
 * @param timestamp when it was proposed
 * @param signer who proposes it
 * @param signatureHeader creator and nonce
 * @param channelHeader channel, transaction id and time
 */
record CallProposal(
    LedgerCall call,
    Instant timestamp,
    Organisation signer,
    SignatureHeader signatureHeader,
    ChannelHeader channelHeader) {
  static final ChaincodeID CHAINCODE =
      ChaincodeID.newBuilder().setName(Channel.CHAINCODE).setVersion("1").build();

  static CallProposal of(LedgerCall call, Instant timestamp, Organisation signer, byte[] nonce) {
    SignatureHeader signatureHeader =
        SignatureHeader.newBuilder()
            .setCreator(signer.serialized())
            .setNonce(Bytes.string(nonce))
            .build();
    ChannelHeader channelHeader =
        ChannelHeader.newBuilder()
            .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
            .setTimestamp(
                Timestamp.newBuilder()
                    .setSeconds(timestamp.getEpochSecond())
                    .setNanos(timestamp.getNano()))
            .setChannelId(Channel.ID)
            .setTxId(transactionId(signatureHeader))
            .setExtension(
                ChaincodeHeaderExtension.newBuilder()
                    .setChaincodeId(CHAINCODE)
                    .build()
                    .toByteString())
            .build();
    return new CallProposal(call, timestamp, signer, signatureHeader, channelHeader);
  }

  /** The transaction id that follows from nonce and creator. */
  static String transactionId(SignatureHeader header) {
    return HexFormat.of()
        .formatHex(Bytes.sha256(header.getNonce(), header.getCreator()).toByteArray());
  }

  /** The hash that ties endorsements to a proposal. */
  static ByteString hash(Header header, ByteString payload) {
    return Bytes.sha256(header.getChannelHeader(), header.getSignatureHeader(), payload);
  }

  String transactionId() {
    return channelHeader.getTxId();
  }

  ByteString creator() {
    return signatureHeader.getCreator();
  }

  String mspId() {
    return signer.mspId();
  }

  /** What ties transient data to this proposal: nonce, creator and an epoch of 0. */
  ByteString binding() {
    byte[] epoch = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).array();
    return Bytes.sha256(signatureHeader.getNonce(), creator(), Bytes.string(epoch));
  }

  Header header() {
    return Header.newBuilder()
        .setChannelHeader(channelHeader.toByteString())
        .setSignatureHeader(signatureHeader.toByteString())
        .build();
  }

  /**
   * Function and arguments as the transaction keeps them, and its hash is of: nothing transient.
   */
  ByteString payload() {
    return payload(Map.of());
  }

  private ByteString payload(Map<String, String> transientData) {
    ChaincodeInput.Builder input =
        ChaincodeInput.newBuilder()
            .addArgs(ByteString.copyFromUtf8(call.contract() + ":" + call.function()));
    call.arguments().forEach(argument -> input.addArgs(ByteString.copyFromUtf8(argument)));
    ChaincodeSpec spec =
        ChaincodeSpec.newBuilder()
            .setType(ChaincodeSpec.Type.JAVA)
            .setChaincodeId(CHAINCODE)
            .setInput(input)
            .build();
    ChaincodeProposalPayload.Builder payload =
        ChaincodeProposalPayload.newBuilder()
            .setInput(
                ChaincodeInvocationSpec.newBuilder().setChaincodeSpec(spec).build().toByteString());
    transientData.forEach(
        (name, text) -> payload.putTransientMap(name, ByteString.copyFromUtf8(text)));
    return payload.build().toByteString();
  }

  /** What the endorser is sent, transient data included. */
  SignedProposal signed() {
    ByteString bytes =
        Proposal.newBuilder()
            .setHeader(header().toByteString())
            .setPayload(payload(new TreeMap<>(call.transientData())))
            .build()
            .toByteString();
    return SignedProposal.newBuilder()
        .setProposalBytes(bytes)
        .setSignature(signer.sign(bytes))
        .build();
  }
}
