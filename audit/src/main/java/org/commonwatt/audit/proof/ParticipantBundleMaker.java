package org.commonwatt.audit.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.BundleSigner;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** Makes a participant's bundle: what log and ledger have of one, and nothing of the others. */
public final class ParticipantBundleMaker {
  private static final int EVENTS = 0;
  private static final int BATCHES = 1;
  private static final int BLOCKS = 2;

  private final Source source;
  private final MarketTrees trees;
  private final ParticipantRecords records;
  private final TreeHead head;
  private final MerklePaths events;
  private final Map<String, Integer> places = new HashMap<>(); // in the tree of batches, by id

  private ParticipantBundleMaker(
      Source source, MarketTrees trees, ParticipantRecords records, BundleSigner engine) {
    this.source = source;
    this.trees = trees;
    this.records = records;
    this.head = TreeHead.signed(trees.market(), trees.marketTimeMillis(), trees.heads(), engine);
    this.events = new MerklePaths(trees.leaves(EVENTS));
    List<BatchLeaf> leaves = trees.batchLeaves();
    for (int i = 0; i < leaves.size(); i++) {
      places.put(leaves.get(i).batchId(), i);
    }
  }

  /** Says when a participant has which meter. */
  @FunctionalInterface
  public interface Meters {
    /** Whether the participant has the meter at a time, milliseconds since the epoch. */
    boolean owns(String meter, long timeMillis);
  }

  /**
   * What is read. The iterables are walked once: the commands before the events, the events before
   * the readings.
   *
   * @param commands of {@code commands}
   * @param events of {@code events}
   * @param readings of each partition of {@code readings}
   * @param meters the participant's; asked when the events have been walked
   * @param ledger the ledger; only its blocks are read
   */
  public record Source(
      Iterable<StoredRecord> commands,
      Iterable<StoredRecord> events,
      List<? extends Iterable<StoredRecord>> readings,
      Meters meters,
      AuditedLedger ledger) {}

  /**
   * What is wanted. The market's id follows from the log.
   *
   * @param participant whose data
   * @param slots of which slots
   * @param asked who asked
   * @param since an earlier head to go on from, null for none
   */
  public record Wanted(
      String participant,
      SlotRange slots,
      ParticipantBundle.Asked asked,
      @Nullable TreeHead since) {}

  /**
   * Makes the bundle.
   *
   * @throws ProofException when a bill is not under its root, log and ledger do not go on from the
   *     earlier head, or the slots have nothing of the participant
   * @throws org.commonwatt.log.codec.CodecException when a record cannot be read
   * @throws org.commonwatt.ledger.LedgerException when a block cannot be read
   */
  public static ParticipantBundle make(
      Source source, Wanted wanted, Keyring keyring, BundleSigner engine) {
    ParticipantRecords records =
        new ParticipantRecords(wanted.participant(), wanted.slots(), keyring);
    source.commands().forEach(records::command);
    MarketTrees trees =
        MarketTrees.read(told(source.events(), records::event), source.ledger(), keyring, null);
    source.readings().forEach(part -> part.forEach(one -> records.reading(one, source.meters())));
    if (records.touched().isEmpty() && records.answers().isEmpty()) {
      throw new ProofException(
          "the log has nothing of %s in the slots %s"
              .formatted(wanted.participant(), wanted.slots()));
    }
    return new ParticipantBundleMaker(source, trees, records, engine).make(wanted, engine);
  }

  private ParticipantBundle make(Wanted wanted, BundleSigner engine) {
    Consistency consistency = null;
    if (wanted.since() != null) {
      consistency = new ProofMaker(trees, engine).consistency(wanted.since(), head);
    }
    Set<Long> open = new TreeSet<>();
    List<ParticipantBundle.Run> runs = new ArrayList<>();
    for (long start : records.touched()) {
      List<ParticipantRecords.Settled> settled = records.settled(start);
      List<ParticipantRecords.Settled> confirmed =
          settled.stream().filter(one -> places.containsKey(one.batch().batchId())).toList();
      confirmed.forEach(one -> runs.add(run(one)));
      if (confirmed.isEmpty() || confirmed.size() < settled.size()) {
        open.add(start);
      }
    }
    ParticipantBundle bare =
        new ParticipantBundle(
            new ParticipantBundle.About(
                trees.market(), wanted.participant(), wanted.slots(), wanted.asked()),
            new ParticipantBundle.Records(
                records.positions(),
                records.readings(),
                records.trades(),
                records.answers().stream().map(this::answer).toList(),
                runs,
                List.copyOf(open),
                records.missing()),
            head,
            consistency,
            "");
    byte[] signature = engine.sign(signed(bare));
    return bare.withSignature(Base64.getEncoder().encodeToString(signature));
  }

  /** What is signed: the kind, and the SHA-256 of the file with an empty signature. */
  static byte[] signed(ParticipantBundle bundle) {
    String text =
        ParticipantBundle.KIND + '\n' + Hash.of(bundle.withSignature("").write()).hex() + '\n';
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ParticipantBundle.Answer answer(ParticipantRecords.Answered one) {
    return new ParticipantBundle.Answer(
        one.commandHash(),
        one.sequence(),
        one.event(),
        events.inclusion(Math.toIntExact(one.sequence() - 1)));
  }

  private ParticipantBundle.Run run(ParticipantRecords.Settled settled) {
    int index = places.getOrDefault(settled.batch().batchId(), -1);
    BatchLeaf leaf = trees.batchLeaves().get(index);
    return new ParticipantBundle.Run(
        settled.batch().slot().startMillis(),
        settled.batch().slot().minutes(),
        settled.run(),
        settled.positionVersion(),
        leaf,
        settled.lines(),
        index,
        trees.inclusion(BATCHES, index, head.heads().batches().size()),
        header(leaf));
  }

  private ParticipantBundle.Header header(BatchLeaf leaf) {
    long size = head.heads().blocks().size();
    if (leaf.block() < 0 || leaf.block() >= size) {
      throw new ProofException("the ledger has no block " + leaf.block());
    }
    LedgerBlock block = source.ledger().block().apply(leaf.block());
    List<Hash> path = trees.inclusion(BLOCKS, Math.toIntExact(leaf.block()), size);
    return new ParticipantBundle.Header(block.previousHash(), block.dataHash(), path);
  }

  /** The same records, each told to somebody before it is handed on. */
  private static Iterable<StoredRecord> told(
      Iterable<StoredRecord> records, Consumer<StoredRecord> to) {
    return () -> {
      Iterator<StoredRecord> all = records.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public StoredRecord next() {
          StoredRecord next = all.next();
          to.accept(next);
          return next;
        }
      };
    };
  }
}
