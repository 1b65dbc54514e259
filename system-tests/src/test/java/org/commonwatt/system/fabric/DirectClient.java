package org.commonwatt.system.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.commonwatt.fabric.network.ClientIdentity;
import org.commonwatt.fabric.network.Endpoint;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.SettlementBatch;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Signer;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.PreparedTransaction;
import org.hyperledger.fabric.protos.gateway.ProposedTransaction;
import org.hyperledger.fabric.protos.orderer.AtomicBroadcastGrpc;
import org.hyperledger.fabric.protos.orderer.BroadcastResponse;
import org.hyperledger.fabric.protos.peer.EndorserGrpc;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/** A client of the exchange that asks each process itself; the Gateway would choose one for it. */
final class DirectClient implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final FabricNetwork network;
  private final ManagedChannel home;
  private final Signer signer;
  private final Gateway gateway;
  private final Network channel;

  DirectClient(FabricNetwork network, ClientIdentity client) throws Exception {
    this.network = network;
    home = connect(network.peer(Organisation.EXCHANGE));
    try (Reader certificate = Files.newBufferedReader(client.certificate());
        Reader key = Files.newBufferedReader(client.privateKey())) {
      signer = Signers.newPrivateKeySigner(Identities.readPrivateKey(key));
      X509Identity identity =
          new X509Identity(client.mspId(), Identities.readX509Certificate(certificate));
      gateway = Gateway.newInstance().identity(identity).signer(signer).connection(home).connect();
    }
    channel = gateway.getNetwork(FabricNetwork.CHANNEL);
  }

  /** Asks a peer for the height of its chain; returns what it says, a refusal too. */
  String ask(Organisation organisation) {
    Proposal question =
        channel
            .getContract("qscc")
            .newProposal("GetChainInfo")
            .addArguments(FabricNetwork.CHANNEL)
            .build();
    ManagedChannel peer = connect(network.peer(organisation));
    try {
      SignedProposal signed =
          ProposedTransaction.parseFrom(question.getBytes()).getProposal().toBuilder()
              .setSignature(sign(question.getDigest()))
              .build();
      Response answer =
          EndorserGrpc.newBlockingStub(peer)
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .processProposal(signed)
              .getResponse();
      return answer.getStatus() + " " + answer.getMessage();
    } catch (StatusRuntimeException e) {
      return String.valueOf(e.getMessage());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    } finally {
      peer.shutdownNow();
    }
  }

  /** A transaction that both endorsers have signed and the client, but nobody has ordered. */
  Envelope endorsed(SettlementBatch batch) throws Exception {
    return signed(posting(batch).build().endorse());
  }

  /** The same, signed by the one organisation's endorser only. */
  Envelope endorsedBy(Organisation only, SettlementBatch batch) throws Exception {
    return signed(posting(batch).setEndorsingOrganizations(only.mspId()).build().endorse());
  }

  /** A transaction's id. */
  static String id(Envelope transaction) throws InvalidProtocolBufferException {
    Payload payload = Payload.parseFrom(transaction.getPayload());
    return ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()).getTxId();
  }

  /** Hands a transaction to the orderer and returns its answer. */
  BroadcastResponse broadcast(Envelope envelope) throws Exception {
    ManagedChannel orderer = connect(network.orderer());
    try {
      CompletableFuture<BroadcastResponse> answer = new CompletableFuture<>();
      StreamObserver<Envelope> calls = AtomicBroadcastGrpc.newStub(orderer).broadcast(into(answer));
      calls.onNext(envelope);
      calls.onCompleted();
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      orderer.shutdownNow();
    }
  }

  @Override
  public void close() {
    gateway.close();
    home.shutdownNow();
  }

  private Proposal.Builder posting(SettlementBatch batch) {
    return channel
        .getContract(FabricNetwork.CHAINCODE, SettlementLedger.CONTRACT)
        .newProposal("PostBatch")
        .addArguments(BatchJson.write(batch));
  }

  private Envelope signed(Transaction transaction) throws InvalidProtocolBufferException {
    return PreparedTransaction.parseFrom(transaction.getBytes()).getEnvelope().toBuilder()
        .setSignature(sign(transaction.getDigest()))
        .build();
  }

  private ByteString sign(byte[] digest) {
    try {
      return ByteString.copyFrom(signer.sign(digest));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static StreamObserver<BroadcastResponse> into(
      CompletableFuture<BroadcastResponse> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(BroadcastResponse response) {
        answer.complete(response);
      }

      @Override
      public void onError(Throwable fault) {
        answer.completeExceptionally(fault);
      }

      @Override
      public void onCompleted() {
        answer.completeExceptionally(new IllegalStateException("the orderer did not answer"));
      }
    };
  }

  private static ManagedChannel connect(Endpoint endpoint) {
    try {
      return Grpc.newChannelBuilder(
              endpoint.address(),
              TlsChannelCredentials.newBuilder()
                  .trustManager(endpoint.tlsAuthority().toFile())
                  .build())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
