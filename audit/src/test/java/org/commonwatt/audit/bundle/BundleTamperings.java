package org.commonwatt.audit.bundle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.audit.BatchHashes;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/** Bundles that somebody has tampered with: a carrier, or the market that signs them anew. */
public final class BundleTamperings {
  private static final byte[] HONEST = BundleTest.make(BundleTest.FIRST, BundleTest.ENGINE);
  private static final int COMMANDS = 0;
  private static final int EVENTS = 1;
  private static final int BLOCKS = 4;

  private BundleTamperings() {}

  /** The name of the engine that signs. */
  public static String engine() {
    return BundleTest.ENGINE.engine();
  }

  /** A whole bundle of a log that ends early, honest in itself. */
  public static byte[] whole(int records) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            BundleExample.commands(),
            BundleExample.events().subList(0, records),
            BundleExample.positions()),
        new BundleMaker.Settled(BundleExample.ledger(), BundleExample.CHAINCODE),
        new BundleMaker.Wanted(BundleTest.FIRST, true, Keyring.NONE),
        BundleTest.ENGINE);
  }

  /** Honest bundles: of one area, of two whose link is full, and of two without a link. */
  public enum Sample {
    /** {@code docs/settlement.md}'s example. */
    ONE_AREA(HONEST),
    /** A slot of two areas. */
    TWO_AREAS(made(BundleExample.coupled())),
    /** A slot whose auction is paid as bid. */
    AS_BID(made(BundleExample.asBid()));

    private final byte[] bytes;

    Sample(byte[] bytes) {
      this.bytes = bytes;
    }

    private static byte[] made(BundleExample.Sample of) {
      return BundleMaker.make(
          new BundleMaker.Log(
              BundleExample.keys(BundleTest.ENGINE.publicKey()),
              of.commands(),
              of.events(),
              List.of()),
          new BundleMaker.Settled(of.ledger(), BundleExample.CHAINCODE),
          new BundleMaker.Wanted(BundleTest.FIRST, true, Keyring.NONE),
          BundleTest.ENGINE);
    }

    /** Its bytes. */
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /** Somebody on the way changed bytes of the file. */
  public static byte[] file(Sample sample, Random random) {
    return Spoiling.bytes(sample.bytes, random);
  }

  /** The market changed its stored events, and signed the file. */
  public static byte[] events(Sample sample, Random random) {
    return resealed(sample, EVENTS, random);
  }

  /** The market changed its commands or positions, and signed the file. */
  public static byte[] inputs(Sample sample, Random random) {
    boolean ofCommands = sample != Sample.ONE_AREA || random.nextBoolean();
    return resealed(sample, ofCommands ? COMMANDS : 2, random);
  }

  /** The market changed the ledger's blocks, and signed the file. */
  public static byte[] blocks(Sample sample, Random random) {
    return resealed(sample, BLOCKS, random);
  }

  private static byte[] resealed(Sample sample, int entry, Random random) {
    List<Entry> entries = Forgery.entries(sample.bytes);
    Entry was = entries.get(entry);
    List<StoredRecord> honest = RecordFile.read(was.bytes());
    List<StoredRecord> records = Spoiling.records(honest, random);
    while (entry == COMMANDS && commands(honest).equals(commands(records))) {
      records = Spoiling.records(honest, random);
    }
    byte[] spoilt = RecordFile.write(records);
    entries.set(entry, new Entry(was.name(), spoilt));
    return Forgery.sealAsBefore(sample.bytes, entries);
  }

  /**
   * What stands as commands. Who appended a frame, and that one's own number of it, is no part of
   * it: nothing rests on them.
   */
  private static List<String> commands(List<StoredRecord> records) {
    List<String> commands = new ArrayList<>();
    for (StoredRecord record : records) {
      try {
        String market = RecordMarket.of(record.bytes());
        commands.add(record.offset() + market + CommandCodec.decode(record.bytes()).entries());
      } catch (CodecException e) {
        commands.add("unreadable");
      }
    }
    return commands;
  }

  /** The market told another event, with all hashes, root, postings and blocks made anew. */
  public static byte[] forgedEvent(Sample of, Random random) {
    long by = 1 + random.nextInt(1000);
    int which = random.nextInt(3);
    return switch (random.nextInt(6)) {
      case 0 -> nth(of, TradeMade.class, which, one -> List.of(dearer(one, by)));
      case 1 ->
          nth(of, TradeMade.class, which, one -> List.of(one.withEnergy(one.energyWh() + by)));
      case 2 -> nth(of, TradeMade.class, which, one -> List.of());
      case 3 -> nth(of, TradeMade.class, which, one -> List.of(one, one));
      case 4 -> nth(of, PositionRecorded.class, which, one -> List.of(more(one, by)));
      default -> nth(of, SlotSettled.class, 0, one -> List.of(swappedLines(one, random)));
    };
  }

  /** The market booked something else: a posting, a residual, or more than the log says. */
  public static byte[] forgedLedger(Random random) {
    long by = 1 + random.nextInt(1_000_000);
    return switch (random.nextInt(5)) {
      case 0 -> onLedgerToo(settled -> postings(settled, by));
      case 1 -> onLedgerToo(settled -> residual(settled, 1 + random.nextInt(50)));
      case 2 -> onLedgerToo(settled -> reduced(settled));
      case 3 -> Forgery.market(event -> List.of(event), BundleExample.ledgerWithMore(by));
      default -> Forgery.market(event -> List.of(event), BundleExample.ledgerWithCall(by));
    };
  }

  private interface Settled {
    SlotSettled change(SlotSettled settled);
  }

  private static byte[] onLedgerToo(Settled change) {
    SlotSettled[] posted = new SlotSettled[1];
    List<Event> kept = new ArrayList<>();
    BundleExample.eventsOf(SlotSettled.class).stream().limit(1).forEach(kept::add);
    posted[0] = change.change((SlotSettled) kept.get(0));
    Ledger ledger = BundleExample.ledger(posted[0].batch());
    return Forgery.market(event -> List.of(event.equals(kept.get(0)) ? posted[0] : event), ledger);
  }

  private interface Change<E> {
    List<Event> of(E event);
  }

  private static <E extends Event> byte[] nth(
      Sample sample, Class<E> type, int which, Change<E> change) {
    AtomicInteger seen = new AtomicInteger();
    return Forgery.events(
        sample.bytes,
        event ->
            type.isInstance(event) && seen.getAndIncrement() == which
                ? change.of(type.cast(event))
                : List.of(event));
  }

  private static TradeMade dearer(TradeMade one, long by) {
    return new TradeMade(
        one.tradeId(),
        one.slot(),
        one.buyOrderId(),
        one.sellOrderId(),
        one.buyer(),
        one.seller(),
        one.energyWh(),
        one.priceMicroPerKwh() + by,
        one.surplusMicroPerKwh());
  }

  private static PositionRecorded more(PositionRecorded one, long by) {
    MeteredPosition was = one.position();
    return new PositionRecorded(
        new MeteredPosition(
            was.participant(),
            was.slot(),
            was.version(),
            was.importWh() + by,
            was.exportWh(),
            was.quality()));
  }

  private static SlotSettled swappedLines(SlotSettled settled, Random random) {
    List<BillLine> lines = new ArrayList<>(settled.billLines());
    Collections.swap(lines, random.nextInt(6), 6 + random.nextInt(6));
    return withLines(settled, lines, settled.batch().postings());
  }

  /** One account pays what another gets. */
  private static SlotSettled postings(SlotSettled settled, long by) {
    return withLines(settled, settled.billLines(), moved(settled.batch().postings(), by));
  }

  private static List<Posting> moved(List<Posting> postings, long by) {
    List<Posting> moved = new ArrayList<>(postings);
    Posting first = moved.get(0);
    Posting last = moved.get(moved.size() - 1);
    moved.set(0, new Posting(first.account(), first.amountNano() - by));
    moved.set(moved.size() - 1, new Posting(last.account(), last.amountNano() + by));
    return moved;
  }

  /** A member's residual and its supplier's side are greater, and all that follows from it. */
  private static SlotSettled residual(SlotSettled settled, long energy) {
    List<BillLine> lines = new ArrayList<>(settled.billLines());
    long by = energy * lines.get(6).priceMicroPerKwh();
    lines.set(6, changed(lines.get(6), energy, -by));
    lines.set(7, changed(lines.get(7), energy, by));
    return withLines(settled, lines, moved(settled.batch().postings(), by));
  }

  /** The last residual is left out with its supplier's side. */
  private static SlotSettled reduced(SlotSettled settled) {
    List<BillLine> lines = settled.billLines().subList(0, 10);
    List<Posting> postings = new ArrayList<>(settled.batch().postings());
    long by = settled.billLines().get(11).amountNano();
    postings.set(2, new Posting("cat", postings.get(2).amountNano() + by));
    postings.set(4, new Posting("grid", postings.get(4).amountNano() - by));
    return withLines(settled, lines, postings);
  }

  private static BillLine changed(BillLine was, long energy, long amount) {
    return new BillLine(
        was.participant(),
        was.slot(),
        was.kind(),
        was.counterparty(),
        was.tradeId(),
        was.energyWh() + energy,
        was.priceMicroPerKwh(),
        was.amountNano() + amount,
        was.salt());
  }

  private static SlotSettled withLines(
      SlotSettled settled, List<BillLine> lines, List<Posting> postings) {
    Hash root = MerkleRoot.ofHashes(lines.stream().map(BatchHashes::leafHash).toList());
    SettlementBatch was = settled.batch();
    SettlementBatch batch =
        new SettlementBatch(
            was.batchId(),
            was.market(),
            was.slot(),
            was.rulebookVersion(),
            was.rulebookHash(),
            was.auctionHash(),
            was.positionsHash(),
            root,
            lines.size(),
            was.predecessor(),
            postings);
    return new SlotSettled(batch, lines);
  }
}
