package org.commonwatt.ledger.fabric;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/**
 * A peer's Gateway service over real gRPC whose answers a test scripts: a fake, because only it can
 * lose an answer at a chosen moment. Every endorsed transaction that arrives gets a block.
 */
final class ScriptedGateway extends GatewayGrpc.GatewayImplBase implements AutoCloseable {
  /** Stands for a call that succeeds, between others that fail. */
  static final RuntimeException NO_FAILURE = new IllegalStateException("none");

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestNetwork network = new TestNetwork();
  private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
  private final Map<String, TxValidationCode> codes = new ConcurrentHashMap<>();
  private final Server server;

  final AtomicInteger endorsed = new AtomicInteger();
  final AtomicInteger submitted = new AtomicInteger();
  final Deque<RuntimeException> endorseFailures = new ArrayDeque<>();
  final List<String> lost = new ArrayList<>();

  /** Failures of the next streams of events. */
  final Queue<RuntimeException> streamFailures = new ConcurrentLinkedQueue<>();

  final AtomicInteger streams = new AtomicInteger();
  String evaluationRefusal = "";

  /** Verdicts on the next transactions; those after them are valid. */
  final Deque<TxValidationCode> verdicts = new ArrayDeque<>();

  /** Transactions that the orderer took, in order. */
  final List<String> ordered = new CopyOnWriteArrayList<>();

  /** Of endorsed proposals: transient data, and the organisations that were named. */
  final List<String> handedOver = new CopyOnWriteArrayList<>();

  ScriptedGateway() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
  }

  /** A ledger that is patient with a busy machine, but not for answers that a test loses. */
  FabricLedger ledger() {
    return ledger(MINUTE, MINUTE);
  }

  /** The same, which waits for agreement and for commits as it is told. */
  FabricLedger ledger(Duration agree, Duration commit) {
    return Connector.ledger(
        Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), InsecureChannelCredentials.create())
            .build(),
        Gateway.newInstance()
            .identity(new X509Identity("ExchangeMSP", network.client.certificate()))
            .signer(Signers.newPrivateKeySigner(network.client.key())),
        new FabricLedger.Names("commonwatt", TestNetwork.CHAINCODE),
        new Deadlines(MINUTE, MINUTE, agree, MINUTE, commit, Duration.ofSeconds(2), MINUTE));
  }

  /** The failure that a gateway makes of what peers told it: pairs of MSP id and message. */
  static RuntimeException failure(int code, String message, String... told) {
    Status.Builder status = Status.newBuilder().setCode(code).setMessage(message);
    for (int i = 0; i < told.length; i += 2) {
      status.addDetails(
          Any.pack(
              ErrorDetail.newBuilder()
                  .setAddress("peer:1")
                  .setMspId(told[i])
                  .setMessage(told[i + 1])
                  .build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  @Override
  public void endorse(EndorseRequest request, StreamObserver<EndorseResponse> answer) {
    endorsed.incrementAndGet();
    if (!endorseFailures.isEmpty()) {
      RuntimeException failure = endorseFailures.removeFirst();
      if (failure != NO_FAILURE) {
        answer.onError(failure);
        return;
      }
    }
    try {
      Proposal proposal = Proposal.parseFrom(request.getProposedTransaction().getProposalBytes());
      Header header = Header.parseFrom(proposal.getHeader());
      ChaincodeProposalPayload asked = ChaincodeProposalPayload.parseFrom(proposal.getPayload());
      asked
          .getTransientMapMap()
          .forEach((name, text) -> handedOver.add(name + "=" + text.toStringUtf8()));
      handedOver.addAll(request.getEndorsingOrganizationsList());
      send(
          answer,
          EndorseResponse.newBuilder()
              .setPreparedTransaction(
                  network.transaction(
                      header,
                      asked.toBuilder().clearTransientMap().build().toByteString(),
                      network.exchangePeer,
                      network.operatorPeer))
              .build());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void submit(SubmitRequest request, StreamObserver<SubmitResponse> answer) {
    submitted.incrementAndGet();
    if (!lost.contains("request")) {
      TxValidationCode verdict = verdicts.isEmpty() ? TxValidationCode.VALID : verdicts.remove();
      ordered.add(request.getTransactionId());
      codes.put(request.getTransactionId(), verdict);
      blocks.put(
          request.getTransactionId(),
          TestNetwork.block(5, network.orderer, List.of(request.getPreparedTransaction()), verdict)
              .toByteArray());
    }
    if (lost.contains("request") || lost.contains("answer")) {
      answer.onError(failure(14, "the orderer is away"));
    } else {
      send(answer, SubmitResponse.getDefaultInstance());
    }
  }

  @Override
  public void commitStatus(
      SignedCommitStatusRequest request, StreamObserver<CommitStatusResponse> answer) {
    if (lost.contains("status")) {
      return; // never answered: the client's deadline ends the call
    }
    try {
      String id = CommitStatusRequest.parseFrom(request.getRequest()).getTransactionId();
      send(
          answer,
          CommitStatusResponse.newBuilder()
              .setResult(codes.getOrDefault(id, TxValidationCode.NOT_VALIDATED))
              .setBlockNumber(5)
              .build());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Blocks 3 to 5 have two events each, of transactions such as {@code 30} and {@code 31}. Every
   * stream breaks after one event, as if the peer had been killed.
   */
  @Override
  public void chaincodeEvents(
      SignedChaincodeEventsRequest signed, StreamObserver<ChaincodeEventsResponse> answer) {
    streams.incrementAndGet();
    @Nullable RuntimeException failure = streamFailures.poll();
    if (failure != null && failure != NO_FAILURE) {
      answer.onError(failure);
      return;
    }
    try {
      ChaincodeEventsRequest request = ChaincodeEventsRequest.parseFrom(signed.getRequest());
      long start = request.getStartPosition().getSpecified().getNumber();
      String after = request.getAfterTransactionId();
      for (int transaction = 30; transaction <= 51; transaction++) {
        String id = Integer.toString(transaction);
        boolean isBehind = !after.isEmpty() && id.compareTo(after) <= 0;
        if (transaction % 10 < 2 && transaction / 10 >= start && !isBehind) {
          answer.onNext(event(transaction / 10, id));
          answer.onError(failure(14, "the peer is away"));
          return;
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    // Nothing more, and the stream stays open.
  }

  private static ChaincodeEventsResponse event(long block, String transactionId) {
    return ChaincodeEventsResponse.newBuilder()
        .setBlockNumber(block)
        .addEvents(
            ChaincodeEvent.newBuilder()
                .setChaincodeId(TestNetwork.CHAINCODE)
                .setTxId(transactionId)
                .setEventName("BatchPosted")
                .setPayload(ByteString.copyFromUtf8("größer")))
        .build();
  }

  @Override
  public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> answer) {
    List<ByteString> arguments = arguments(request);
    switch (arguments.get(0).toStringUtf8()) {
      case "GetChainInfo" ->
          result(answer, BlockchainInfo.newBuilder().setHeight(6).build().toByteString());
      case "GetBlockByTxID" -> {
        byte[] block = blocks.get(arguments.get(2).toStringUtf8());
        if (block == null || lost.contains("blocks")) {
          refuse(answer, "Failed to get block: no such transaction ID [x] in index");
        } else {
          result(answer, ByteString.copyFrom(block));
        }
      }
      case "GetBlockByNumber" -> refuse(answer, "Failed: no such block number [9] in index");
      case "settlement:GetBatch" -> refuse(answer, "BATCH_NOT_FOUND: there is none");
      case "settlement:PostBatch" -> {
        if (evaluationRefusal.isEmpty()) {
          result(answer, ByteString.copyFromUtf8("done"));
        } else {
          refuse(answer, evaluationRefusal);
        }
      }
      case "settlement:GetHead" -> result(answer, ByteString.copyFromUtf8("the head"));
      default -> answer.onError(failure(10, "no chaincode", "ExchangeMSP", "could not launch"));
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static void refuse(StreamObserver<EvaluateResponse> answer, String message) {
    String told = "chaincode response 500, " + message;
    answer.onError(failure(2, "evaluate failed: " + told, "ExchangeMSP", told));
  }

  private static void result(StreamObserver<EvaluateResponse> answer, ByteString payload) {
    send(
        answer,
        EvaluateResponse.newBuilder()
            .setResult(Response.newBuilder().setStatus(200).setPayload(payload))
            .build());
  }

  private static List<ByteString> arguments(EvaluateRequest request) {
    try {
      Proposal proposal = Proposal.parseFrom(request.getProposedTransaction().getProposalBytes());
      ByteString input = ChaincodeProposalPayload.parseFrom(proposal.getPayload()).getInput();
      return ChaincodeInvocationSpec.parseFrom(input).getChaincodeSpec().getInput().getArgsList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> void send(StreamObserver<T> answer, T message) {
    answer.onNext(message);
    answer.onCompleted();
  }
}
