package org.commonwatt.ledger.fabric;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.commonwatt.model.Hash;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Keys of a network, and the blocks it would make with them. */
final class TestNetwork {
  static final String CHAINCODE = "settlement";

  /** A private data collection that the exchange signs alone. */
  static final String OWN_COLLECTION = "own";

  final TestAuthority exchange = TestAuthority.of("ExchangeMSP");
  final TestAuthority operator = TestAuthority.of("GridOperatorMSP");
  final TestAuthority ordering = TestAuthority.of("OrderingMSP");
  final TestAuthority.Member client = exchange.member("client");
  final TestAuthority.Member exchangePeer = exchange.member("peer");
  final TestAuthority.Member operatorPeer = operator.member("peer");
  final TestAuthority.Member orderer = ordering.member("orderer");

  TrustAnchors anchors() {
    return new TrustAnchors(
        Map.of(
            "ExchangeMSP", exchange.certificate(),
            "GridOperatorMSP", operator.certificate(),
            "OrderingMSP", ordering.certificate()),
        Set.of("OrderingMSP"),
        Set.of("ExchangeMSP", "GridOperatorMSP"),
        CHAINCODE,
        Map.of(OWN_COLLECTION, Set.of("ExchangeMSP")));
  }

  /** The header of a call by the client, with the transaction id that Fabric would give it. */
  Header header(int nonce) {
    ByteString bytes = ByteString.copyFromUtf8("nonce " + nonce);
    SignatureHeader signature =
        SignatureHeader.newBuilder().setCreator(client.serialized()).setNonce(bytes).build();
    String id =
        HexFormat.of()
            .formatHex(Hash.of(bytes.toByteArray(), client.serialized().toByteArray()).bytes());
    ChannelHeader channel =
        ChannelHeader.newBuilder()
            .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
            .setChannelId("commonwatt")
            .setTxId(id)
            .build();
    return Header.newBuilder()
        .setChannelHeader(channel.toByteString())
        .setSignatureHeader(signature.toByteString())
        .build();
  }

  static ByteString call(String chaincode, String... arguments) {
    ChaincodeInput.Builder input = ChaincodeInput.newBuilder();
    List.of(arguments).forEach(one -> input.addArgs(ByteString.copyFromUtf8(one)));
    ChaincodeSpec spec =
        ChaincodeSpec.newBuilder()
            .setChaincodeId(ChaincodeID.newBuilder().setName(chaincode))
            .setInput(input)
            .build();
    return ChaincodeProposalPayload.newBuilder()
        .setInput(
            ChaincodeInvocationSpec.newBuilder().setChaincodeSpec(spec).build().toByteString())
        .build()
        .toByteString();
  }

  /** A transaction with an event, endorsed by some and signed by the client. */
  Envelope transaction(Header header, ByteString call, TestAuthority.Member... endorsers) {
    ChaincodeAction action =
        done()
            .setEvents(
                ChaincodeEvent.newBuilder()
                    .setEventName("Happened")
                    .setPayload(ByteString.copyFromUtf8("it"))
                    .build()
                    .toByteString())
            .build();
    return transaction(header, call, action, endorsers);
  }

  /** What a call that succeeded comes to, so far without effect. */
  static ChaincodeAction.Builder done() {
    return ChaincodeAction.newBuilder()
        .setResponse(
            Response.newBuilder().setStatus(200).setPayload(ByteString.copyFromUtf8("done")));
  }

  /** A transaction with this effect. */
  Envelope transaction(
      Header header, ByteString call, ChaincodeAction action, TestAuthority.Member... endorsers) {
    ByteString response =
        ProposalResponsePayload.newBuilder()
            .setProposalHash(
                ByteString.copyFrom(
                    Hash.of(
                            header.getChannelHeader().toByteArray(),
                            header.getSignatureHeader().toByteArray(),
                            call.toByteArray())
                        .bytes()))
            .setExtension(action.toByteString())
            .build()
            .toByteString();
    ChaincodeEndorsedAction.Builder endorsed =
        ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(response);
    for (TestAuthority.Member endorser : endorsers) {
      endorsed.addEndorsements(
          Endorsement.newBuilder()
              .setEndorser(endorser.serialized())
              .setSignature(endorser.sign(response, endorser.serialized())));
    }
    return signed(header, call, endorsed);
  }

  private Envelope signed(
      Header header, ByteString call, ChaincodeEndorsedAction.Builder endorsed) {
    ChaincodeActionPayload action =
        ChaincodeActionPayload.newBuilder()
            .setChaincodeProposalPayload(call)
            .setAction(endorsed)
            .build();
    Transaction transaction =
        Transaction.newBuilder()
            .addActions(TransactionAction.newBuilder().setPayload(action.toByteString()))
            .build();
    ByteString payload =
        Payload.newBuilder()
            .setHeader(header)
            .setData(transaction.toByteString())
            .build()
            .toByteString();
    return Envelope.newBuilder().setPayload(payload).setSignature(client.sign(payload)).build();
  }

  /** A block of number 1 or more, signed by an orderer. */
  static Block block(
      long number,
      TestAuthority.Member orderer,
      List<Envelope> envelopes,
      TxValidationCode... codes) {
    BlockData.Builder data = BlockData.newBuilder();
    List<byte[]> bytes = new ArrayList<>();
    envelopes.forEach(
        one -> {
          data.addData(one.toByteString());
          bytes.add(one.toByteArray());
        });
    BlockHeader header =
        BlockHeader.newBuilder()
            .setNumber(number)
            .setPreviousHash(ByteString.copyFrom(Hash.of(new byte[] {1}).bytes()))
            .setDataHash(ByteString.copyFrom(Hash.of(bytes.toArray(new byte[0][])).bytes()))
            .build();
    byte[] verdicts = new byte[codes.length];
    for (int i = 0; i < codes.length; i++) {
      verdicts[i] = (byte) codes[i].getNumber();
    }
    return Block.newBuilder()
        .setHeader(header)
        .setData(data)
        .setMetadata(
            BlockMetadata.newBuilder()
                .addMetadata(signature(header, orderer))
                .addMetadata(ByteString.EMPTY)
                .addMetadata(ByteString.copyFrom(verdicts)))
        .build();
  }

  private static ByteString signature(BlockHeader header, TestAuthority.Member orderer) {
    ByteString value = ByteString.copyFromUtf8("last configuration");
    ByteString signer =
        SignatureHeader.newBuilder().setCreator(orderer.serialized()).build().toByteString();
    return Metadata.newBuilder()
        .setValue(value)
        .addSignatures(
            MetadataSignature.newBuilder()
                .setSignatureHeader(signer)
                .setSignature(orderer.sign(value, signer, der(header))))
        .build()
        .toByteString();
  }

  private static ByteString der(BlockHeader header) {
    ASN1Encodable[] fields = {
      new ASN1Integer(header.getNumber()),
      new DEROctetString(header.getPreviousHash().toByteArray()),
      new DEROctetString(header.getDataHash().toByteArray())
    };
    try {
      return ByteString.copyFrom(new DERSequence(fields).getEncoded("DER"));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
