package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.BatchHashes;
import org.commonwatt.audit.BlockChain;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** The three trees of a market, read from its log and its ledger. */
public final class MarketTrees {
  private final List<Hash> events = new ArrayList<>();
  private final List<Hash> batches = new ArrayList<>();
  private final List<Hash> blocks = new ArrayList<>();
  private final List<BatchLeaf> leaves = new ArrayList<>();
  private final Map<String, SettlementBatch> settled = new HashMap<>();
  private final Map<Long, Integer> runs = new HashMap<>(); // settlements so far by slot's start
  private final BillParts parts = new BillParts();
  private final Keyring keyring;
  private final @Nullable BillId wanted;
  private @Nullable SlotSettled bill;
  private String market = "";
  private long marketTime;

  private MarketTrees(Keyring keyring, @Nullable BillId wanted) {
    this.keyring = keyring;
    this.wanted = wanted;
  }

  /**
   * Reads log and ledger.
   *
   * @param events every committed record of {@code events}, in order
   * @param ledger the ledger; only its blocks are read
   * @param keyring opens what is sealed of the bill
   * @param wanted the bill to keep, null for none
   * @throws org.commonwatt.log.codec.CodecException when a record cannot be read
   * @throws org.commonwatt.ledger.LedgerException when a block cannot be read
   */
  public static MarketTrees read(
      Iterable<StoredRecord> events,
      AuditedLedger ledger,
      Keyring keyring,
      @Nullable BillId wanted) {
    MarketTrees trees = new MarketTrees(keyring, wanted);
    for (StoredRecord record : events) {
      trees.accept(record);
    }
    long height = ledger.height().getAsLong();
    for (long number = 0; number < height; number++) {
      Hash header = BlockChain.headerHash(ledger.block().apply(number));
      trees.blocks.add(MerkleRoot.leaf(header.bytes()));
    }
    return trees;
  }

  private void accept(StoredRecord record) {
    market = market.isEmpty() ? RecordMarket.of(record.bytes()) : market;
    for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
      events.add(MerkleRoot.leaf(bytes));
      Event event = EventCodec.decodeEvent(bytes, keyring).event();
      Event whole = parts.join(event);
      if (event instanceof Event.TimeAdvanced time) {
        marketTime = time.timeMillis();
      } else if (whole instanceof SlotSettled slot) {
        settle(slot);
      } else if (event instanceof Event.SlotRevised run) {
        settle(new SlotSettled(run.batch(), run.billLines(), run.erasedLines()));
      } else if (event instanceof BatchRecorded recorded) {
        confirm(recorded);
      }
    }
  }

  private void settle(SlotSettled slot) {
    SettlementBatch batch = slot.batch();
    settled.put(batch.batchId(), batch);
    int run = runs.merge(batch.slot().startMillis(), 1, Integer::sum) - 1;
    if (wanted != null
        && wanted.run() == run
        && wanted.slotStart().toEpochMilli() == batch.slot().startMillis()) {
      bill = slot;
    }
  }

  private void confirm(BatchRecorded recorded) {
    SettlementBatch batch = settled.get(recorded.batchId());
    if (batch != null) {
      BatchLeaf leaf =
          new BatchLeaf(
              batch.batchId(),
              BatchHashes.batch(batch),
              batch.billRoot(),
              batch.billLineCount(),
              recorded.transactionId(),
              recorded.blockNumber());
      leaves.add(leaf);
      batches.add(leaf.leafHash());
    }
  }

  /** The market whose log it is, empty for a log without records. */
  public String market() {
    return market;
  }

  /** The market's clock at the last event, in milliseconds; 0 when nobody told it. */
  public long marketTimeMillis() {
    return marketTime;
  }

  /** The heads of log and ledger as they end. */
  public Heads heads() {
    return Heads.of((i, name) -> head(all(i), all(i).size()));
  }

  /** The bill that was wanted, null when the log has none. */
  @Nullable SlotSettled bill() {
    return bill;
  }

  /** The batches in the order of their leaves. */
  List<BatchLeaf> batchLeaves() {
    return leaves;
  }

  /** Hashes of the leaves of a tree, in the order of {@link Heads#NAMES}. */
  List<Hash> leaves(int tree) {
    return all(tree);
  }

  /** The head over the first leaves of a tree, null when it has fewer. */
  @Nullable Tree at(int tree, long size) {
    return size > all(tree).size() ? null : head(all(tree), (int) size);
  }

  /** The path of a leaf of a tree of so many leaves. */
  List<Hash> inclusion(int tree, int index, long size) {
    return MerkleProofs.inclusion(all(tree).subList(0, (int) size), index);
  }

  /**
   * That heads go on from earlier ones.
   *
   * @throws IllegalArgumentException when the earlier ones are longer
   */
  public Consistency consistency(Heads from, Heads to) {
    List<List<Hash>> paths = new ArrayList<>();
    for (int i = 0; i < Heads.NAMES.size(); i++) {
      long first = from.all().get(i).size();
      long last = to.all().get(i).size();
      if (first > last || last > all(i).size()) {
        throw new IllegalArgumentException(
            "the earlier head has %d %s, more than the %d of the later one"
                .formatted(first, Heads.NAMES.get(i), last));
      }
      List<Hash> leavesThen = all(i).subList(0, (int) last);
      paths.add(first == 0 ? List.of() : MerkleProofs.consistency(leavesThen, (int) first));
    }
    return new Consistency(from, paths);
  }

  private List<Hash> all(int tree) {
    return List.of(events, batches, blocks).get(tree);
  }

  private static Tree head(List<Hash> tree, int size) {
    return new Tree(size, MerkleRoot.ofHashes(tree.subList(0, size)));
  }
}
