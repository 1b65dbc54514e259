package org.commonwatt.ledger.fabric;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.UnknownOutcomeException;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpoint;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.client.SubmittedTransaction;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel of a Fabric network, seen through the Gateway service of one's own organisation's peer.
 *
 * <p>Blocks, height and status are that peer's own copy. Queries go to that peer, too, unless it
 * runs no chaincode, as the Regulator's; then another organisation's peer answers them. A
 * transaction is never ordered twice: when an answer is lost, its id is looked for in the blocks.
 * After a read conflict the call is endorsed anew, as a new transaction.
 */
public final class FabricLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(FabricLedger.class);
  private static final String QUERIES = "qscc";
  private static final long POLL_MILLIS = 100;
  private static final long CLOSE_SECONDS = 5;

  private final ManagedChannel channel;
  private final Gateway gateway;
  private final Network network;
  private final String mspId;
  private final String chaincode;
  private final Deadlines deadlines;
  private final BlockDecoder decoder;

  /** The open ones; guards itself and {@link #closed}. */
  private final Set<FabricEvents> streams = new HashSet<>();

  private boolean closed;

  FabricLedger(ManagedChannel channel, Gateway gateway, Names names, Deadlines deadlines) {
    this.channel = channel;
    this.gateway = gateway;
    this.network = gateway.getNetwork(names.channel());
    this.mspId = gateway.getIdentity().getMspId();
    this.chaincode = names.chaincode();
    this.deadlines = deadlines;
    this.decoder = new BlockDecoder(chaincode);
  }

  /**
   * Names on a network.
   *
   * @param channel the channel
   * @param chaincode the chaincode that holds the contracts
   */
  record Names(String channel, String chaincode) {}

  /**
   * Prepares a connection, which is made and, after a fault, made again when something is asked.
   *
   * @throws LedgerException when a file of the connection cannot be used
   */
  public static FabricLedger open(FabricConnection connection, Deadlines deadlines) {
    return Connector.connect(connection, deadlines);
  }

  @Override
  public String label() {
    return "Hyperledger Fabric, channel " + network.getName();
  }

  @Override
  public SubmitOutcome submit(LedgerCall call) {
    return ConflictRetry.DEFAULT.submit(() -> submitOnce(call));
  }

  /** One transaction; each has an id of its own and reads of its own. */
  private SubmitOutcome submitOnce(LedgerCall call) {
    long patience = System.nanoTime() + deadlines.agree().toNanos();
    boolean met = false;
    while (true) {
      try {
        return order(proposal(call).endorse());
      } catch (EndorseException e) {
        Optional<LedgerRejection> refused = GatewayFaults.refusedBy(mspId, e);
        if (refused.isPresent()) {
          return new SubmitOutcome.Rejected(refused.get());
        }
        if (!met && GatewayFaults.peersHaveNotMet(e) && System.nanoTime() < patience) {
          pause();
          continue;
        }
        if (!GatewayFaults.disagreed(e)) {
          throw unreachable("the call was not endorsed", e);
        }
        if (!met) {
          met = true;
          patience = System.nanoTime() + deadlines.agree().toNanos();
        }
        // Our own peer agreed, or runs no chaincode: only then another's refusal is the answer.
        if (evaluate(call) instanceof EvaluateOutcome.Rejected answer) {
          return new SubmitOutcome.Rejected(answer.rejection());
        }
        // The other one may be a block behind. Nothing was ordered yet.
        if (System.nanoTime() > patience) {
          return new SubmitOutcome.Rejected(GatewayFaults.mismatch(e));
        }
        pause();
      }
    }
  }

  @Override
  public EvaluateOutcome evaluate(LedgerCall call) {
    try {
      return new EvaluateOutcome.Returned(text(proposal(call).evaluate()));
    } catch (GatewayException e) {
      return GatewayFaults.refused(e)
          .map(EvaluateOutcome.Rejected::new)
          .orElseThrow(() -> unreachable("the query was not answered", e));
    }
  }

  @Override
  public Optional<CommitStatus> status(String transactionId) {
    return ask("GetBlockByTxID", transactionId)
        .map(decoder::decode)
        .map(block -> statusIn(block, transactionId));
  }

  @Override
  public long height() {
    try {
      byte[] info = ask("GetChainInfo").orElseThrow();
      return BlockchainInfo.parseFrom(info).getHeight();
    } catch (InvalidProtocolBufferException e) {
      throw new LedgerException("the peer's answer is no height", e);
    }
  }

  @Override
  public LedgerBlock block(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("there is no block " + number);
    }
    return ask("GetBlockByNumber", Long.toString(number))
        .map(decoder::decode)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no block " + number + ", the height is " + height()));
  }

  @Override
  public LedgerEvents events(LedgerCheckpoint after) {
    synchronized (streams) {
      if (closed) {
        throw new LedgerException("the ledger is closed");
      }
      FabricEvents stream =
          new FabricEvents(
              new FabricEvents.Source(this::stream, channel::resetConnectBackoff, this::forget),
              after);
      streams.add(stream);
      return stream;
    }
  }

  private CloseableIterator<ChaincodeEvent> stream(Checkpoint after) {
    return network
        .newChaincodeEventsRequest(chaincode)
        .startBlock(0)
        .checkpoint(after)
        .build()
        .getEvents();
  }

  private void forget(FabricEvents stream) {
    synchronized (streams) {
      streams.remove(stream);
    }
  }

  @Override
  public void close() {
    List<FabricEvents> open;
    synchronized (streams) {
      closed = true;
      open = List.copyOf(streams);
    }
    open.forEach(FabricEvents::close);
    gateway.close();
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Proposal proposal(LedgerCall call) {
    Contract contract =
        call.contract().isEmpty()
            ? network.getContract(chaincode)
            : network.getContract(chaincode, call.contract());
    Proposal.Builder proposal =
        contract.newProposal(call.function()).addArguments(call.arguments().toArray(new String[0]));
    call.transientData().forEach(proposal::putTransient);
    @Nullable String alone = call.askedOf();
    if (alone != null) {
      proposal.setEndorsingOrganizations(alone);
    }
    return proposal.build();
  }

  private SubmitOutcome order(Transaction endorsed) {
    String result = text(endorsed.getResult());
    try {
      SubmittedTransaction submitted = endorsed.submitAsync();
      Status status = submitted.getStatus();
      return outcome(
          new CommitStatus(
              status.getTransactionId(), status.getBlockNumber(), status.getCode().name()),
          result);
    } catch (SubmitException | CommitStatusException e) {
      return resolve(endorsed.getTransactionId(), result, e);
    }
  }

  /** The answer is lost, the transaction perhaps not: look for it in the blocks for a while. */
  private SubmitOutcome resolve(String transactionId, String result, GatewayException failure) {
    long patience = System.nanoTime() + deadlines.resolve().toNanos();
    do {
      try {
        Optional<CommitStatus> status = status(transactionId);
        if (status.isPresent()) {
          return outcome(status.get(), result);
        }
      } catch (LedgerException e) {
        failure.addSuppressed(e);
      }
      try {
        pause();
      } catch (LedgerException interrupted) {
        throw new UnknownOutcomeException(transactionId, interrupted);
      }
    } while (System.nanoTime() < patience);
    throw new UnknownOutcomeException(
        transactionId, unreachable("the answer was lost and no block has it yet", failure));
  }

  private static SubmitOutcome outcome(CommitStatus status, String result) {
    if (status.valid()) {
      return new SubmitOutcome.Committed(status.transactionId(), status.blockNumber(), result);
    }
    LOG.info(
        "transaction {} in block {} is invalid: {}",
        status.transactionId(),
        status.blockNumber(),
        status.code());
    return new SubmitOutcome.Invalid(status.transactionId(), status.blockNumber(), status.code());
  }

  private static CommitStatus statusIn(LedgerBlock block, String transactionId) {
    return block.transactions().stream()
        .filter(transaction -> transaction.transactionId().equals(transactionId))
        .findFirst()
        .map(LedgerTransaction::code)
        .map(code -> new CommitStatus(transactionId, block.number(), code))
        .orElseThrow(
            () -> new LedgerException("block " + block.number() + " lacks " + transactionId));
  }

  /** Asks the own peer's copy of the chain; empty when it has no such block or transaction. */
  private Optional<byte[]> ask(String function, String... arguments) {
    try {
      return Optional.of(
          network
              .getContract(QUERIES)
              .newProposal(function)
              .addArguments(network.getName())
              .addArguments(arguments)
              .setEndorsingOrganizations(mspId)
              .build()
              .evaluate());
    } catch (GatewayException e) {
      if (GatewayFaults.refused(e)
          .filter(
              told ->
                  told.message().contains("no such transaction ID")
                      || told.message().contains("no such block number"))
          .isPresent()) {
        return Optional.empty();
      }
      throw unreachable("the peer did not show its chain", e);
    }
  }

  /** A fault; and whatever it was, the next call must not wait for the channel's back-off. */
  private LedgerException unreachable(String what, GatewayException failure) {
    channel.resetConnectBackoff();
    return GatewayFaults.fault(what, failure);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException("interrupted while waiting for the ledger", e);
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
