package org.commonwatt.ledger.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in a folder of this machine. The contracts are the real ones and run through Fabric's
 * router; simulation, validation and blocks follow Fabric's rules; but there is no network, and
 * whoever has the folder has every key.
 */
public final class EmbeddedLedger implements Ledger {
  /** What every page, summary and tool shows beside data from this ledger. */
  public static final String LABEL = "embedded, not Fabric";

  /** Name of the chaincode that every contract of this ledger is in. */
  public static final String CHAINCODE = Channel.CHAINCODE;

  /** The most rows of one query, as on the networks of {@code commonwatt fabric}. */
  static final int QUERY_LIMIT = 100_000;

  private static final int NONCE_BYTES = 24;

  private final FolderLock folder;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Simulations share it, a commit has it alone: a simulation sees one state throughout. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private final Map<Client, Organisation> clients = new EnumMap<>(Client.class);
  private final Committer committer;
  private final Endorser endorser;
  private final BlockChain chain;
  private final Orderer orderer;
  private final Growth growth = new Growth();
  private volatile @Nullable String unusable;

  private EmbeddedLedger(Path path, FolderLock folder, InstantSource clock, ChannelRules channel) {
    this.folder = folder;
    this.clock = clock;
    WorldState state = new WorldState();
    OrganisationStore identities =
        new OrganisationStore(path.resolve("identities"), clock.instant());
    List<Organisation> organisations = identities.all("Exchange", "GridOperator");
    for (Client client : Client.values()) {
      clients.put(client, identities.client(client));
    }
    EndorsementRules rules =
        new EndorsementRules(
            organisations.stream().map(Organisation::mspId).toList(),
            rules(channel.collections()),
            state);
    committer = new Committer(new Validator(organisations, clients.values(), rules, state), state);
    endorser = new Endorser(organisations, state, rules, channel.queryLimit());
    chain = BlockChain.open(path.resolve("blocks"), committer);
    orderer = new Orderer(this::commit);
  }

  /**
   * Opens the ledger in a folder, or makes a new one, and rebuilds the state from its blocks.
   * Starts {@link #prepare} when nobody has.
   *
   * @param folder the ledger's own folder: {@code blocks}, {@code identities} and {@code lock}
   * @param clock gives transactions their time
   * @throws LedgerException when another ledger has the folder open, or naming the block that has
   *     been changed
   */
  public static EmbeddedLedger open(Path folder, InstantSource clock) {
    return open(folder, clock, List.of());
  }

  /**
   * The same with further named collections of private data, which a channel's definition of its
   * chaincode would name; the product's own and each organisation's implicit one are there without.
   * The same each time for one folder.
   *
   * @param collections the further ones
   */
  public static EmbeddedLedger open(
      Path folder, InstantSource clock, List<PrivateCollection> collections) {
    return open(folder, clock, new ChannelRules(collections, QUERY_LIMIT));
  }

  /**
   * What a network would have in its configuration.
   *
   * @param collections the named collections of private data
   * @param queryLimit the most rows of one query; the rest is left out without a word, as on Fabric
   */
  record ChannelRules(List<PrivateCollection> collections, int queryLimit) {}

  /** The same with another limit, for tests of it. */
  static EmbeddedLedger open(Path folder, InstantSource clock, ChannelRules channel) {
    prepare();
    FolderLock taken = FolderLock.take(folder);
    try {
      return new EmbeddedLedger(folder, taken, clock, channel);
    } catch (RuntimeException e) {
      taken.close();
      throw e;
    }
  }

  /**
   * Begins to load the contracts in the background, which takes seconds and is done once in a JVM;
   * the first call of a contract waits for it. Completes, possibly with its failure, when done.
   */
  public static CompletableFuture<Void> prepare() {
    return ContractHost.shared().thenApply(host -> null);
  }

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public SubmitOutcome submit(LedgerCall call) {
    return submit(Client.SUBMITTER, call);
  }

  /**
   * Submits as the client of an organisation: whoever has the folder has every key.
   *
   * @param mspId its name on the ledger, such as {@code GridOperatorMSP}
   * @throws IllegalArgumentException when there is no such organisation
   */
  public SubmitOutcome submitAs(String mspId, LedgerCall call) {
    for (Map.Entry<Client, Organisation> one : clients.entrySet()) {
      if (one.getValue().mspId().equals(mspId)) {
        return submit(one.getKey(), call);
      }
    }
    throw new IllegalArgumentException(
        mspId + " is no organisation of this ledger: ExchangeMSP, GridOperatorMSP, RegulatorMSP");
  }

  /** Submits as one of the clients. */
  SubmitOutcome submit(Client client, LedgerCall call) {
    return ConflictRetry.DEFAULT.submit(() -> submitOnce(client, call));
  }

  private SubmitOutcome submitOnce(Client client, LedgerCall call) {
    CallProposal proposal = propose(client, call);
    Simulation simulated = shared(() -> endorser.simulateForAll(proposal));
    if (simulated instanceof Simulation.Refused refused) {
      return new SubmitOutcome.Rejected(refused.rejection());
    }
    Simulation.Succeeded agreed = (Simulation.Succeeded) simulated;
    CommitStatus status = orderer.order(endorser.sign(proposal, agreed));
    return status.valid()
        ? new SubmitOutcome.Committed(status.transactionId(), status.blockNumber(), agreed.result())
        : new SubmitOutcome.Invalid(status.transactionId(), status.blockNumber(), status.code());
  }

  @Override
  public EvaluateOutcome evaluate(LedgerCall call) {
    return evaluate(Client.SUBMITTER, call);
  }

  /** Evaluates as one of the clients, for tests. */
  EvaluateOutcome evaluate(Client client, LedgerCall call) {
    CallProposal proposal = propose(client, call);
    Simulation simulated = shared(() -> endorser.simulate(proposal));
    return simulated instanceof Simulation.Succeeded succeeded
        ? new EvaluateOutcome.Returned(succeeded.result())
        : new EvaluateOutcome.Rejected(((Simulation.Refused) simulated).rejection());
  }

  @Override
  public Optional<CommitStatus> status(String transactionId) {
    return shared(() -> committer.status(transactionId));
  }

  @Override
  public long height() {
    return shared(chain::height);
  }

  @Override
  public LedgerBlock block(long number) {
    return shared(
        () -> {
          if (number < 0 || number >= chain.height()) {
            throw new IllegalArgumentException(
                "there is no block " + number + ", the height is " + chain.height());
          }
          return chain.read((int) number).toBlock();
        });
  }

  @Override
  public LedgerEvents events(LedgerCheckpoint after) {
    return shared(() -> new EmbeddedEvents(this, growth, after));
  }

  /** Finishes what is being written and gives up the folder. A second call does nothing. */
  @Override
  public void close() {
    orderer.close();
    lock.writeLock().lock();
    try {
      unusable = "the ledger is closed";
      chain.close();
      folder.close();
    } finally {
      lock.writeLock().unlock();
      growth.announce();
    }
  }

  /** Simulates and signs a call without ordering it, for tests that need a certain order. */
  Endorsed endorse(LedgerCall call) {
    CallProposal proposal = propose(Client.SUBMITTER, call);
    Simulation simulated = shared(() -> endorser.simulateForAll(proposal));
    if (simulated instanceof Simulation.Succeeded agreed) {
      return endorser.sign(proposal, agreed);
    }
    throw new LedgerException("refused: " + simulated);
  }

  /** Puts transactions into one block. */
  List<CommitStatus> commit(List<Endorsed> transactions) {
    lock.writeLock().lock();
    try {
      requireUsable();
      long number = chain.height();
      List<TxValidationCode> verdicts = chain.append(transactions);
      List<CommitStatus> statuses = new ArrayList<>();
      for (int i = 0; i < verdicts.size(); i++) {
        statuses.add(
            new CommitStatus(transactions.get(i).transactionId(), number, verdicts.get(i).name()));
      }
      return statuses;
    } catch (IOException e) {
      // The state may be ahead of the file now: nothing may be read or built on it.
      unusable = "the ledger could not write a block, reopen it: " + e.getMessage();
      throw new LedgerException(unusable, e);
    } finally {
      lock.writeLock().unlock();
      growth.announce();
    }
  }

  private CollectionRules rules(List<PrivateCollection> collections) {
    return new CollectionRules(
        clients.values().stream().map(Organisation::mspId).collect(Collectors.toSet()),
        Stream.concat(Stream.of(PrivateCollection.BILATERAL_PRICES), collections.stream())
            .toList());
  }

  private CallProposal propose(Client client, LedgerCall call) {
    ContractHost.await();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return CallProposal.of(
        call, clock.instant(), Objects.requireNonNull(clients.get(client)), nonce);
  }

  private <T> T shared(Supplier<T> read) {
    lock.readLock().lock();
    try {
      requireUsable();
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireUsable() {
    String reason = unusable;
    if (reason != null) {
      throw new LedgerException(reason);
    }
  }
}
