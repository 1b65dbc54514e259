package org.commonwatt.audit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;

/**
 * What a market could forge: other events or blocks, with all numbers, hashes and the signature
 * made anew.
 */
final class Forgery {
  private static final byte[] HONEST = BundleTest.make(BundleTest.FIRST, BundleTest.ENGINE);

  private Forgery() {}

  /** Each event of the honest bundle, changed to some others, in its place. */
  static byte[] events(Function<Event, List<Event>> change) {
    return events(HONEST, change);
  }

  /** The same of another bundle. */
  static byte[] events(byte[] honest, Function<Event, List<Event>> change) {
    return seal(honest, forged(honest, change));
  }

  /** The same, and another ledger. */
  static byte[] market(Function<Event, List<Event>> change, Ledger ledger) {
    List<Entry> entries = forged(HONEST, change);
    List<StoredRecord> blocks = new ArrayList<>();
    for (long number = 0; number < ledger.height(); number++) {
      blocks.add(new StoredRecord(number, FabricBlock.write(ledger.block(number))));
    }
    entries.set(4, new Entry(BundleMaker.BLOCKS, RecordFile.write(blocks)));
    return seal(HONEST, entries);
  }

  private static List<Entry> forged(byte[] honest, Function<Event, List<Event>> change) {
    List<Entry> entries = entries(honest);
    Hash previous = Hash.ZERO;
    long sequence = 0;
    List<StoredRecord> records = new ArrayList<>();
    for (StoredRecord record : RecordFile.read(entries.get(1).bytes())) {
      List<EventEnvelope> told = new ArrayList<>();
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        EventEnvelope envelope = EventCodec.decodeEvent(bytes);
        change.apply(envelope.event()).forEach(event -> told.add(with(envelope, event)));
      }
      List<byte[]> frame = new ArrayList<>();
      for (int i = 0; i < told.size(); i++) {
        EventEnvelope one = told.get(i);
        int index = of(told.subList(0, i), one.commandIndex());
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(
                    one.commandOffset(),
                    one.commandIndex(),
                    index,
                    of(told, one.commandIndex()),
                    ++sequence,
                    previous,
                    one.event()));
        previous = EventCodec.hash(bytes);
        frame.add(bytes);
      }
      if (!frame.isEmpty()) {
        records.add(new StoredRecord(record.offset(), EventCodec.encodeFrame("m", frame)));
      }
    }
    entries.set(1, new Entry(BundleMaker.EVENTS, RecordFile.write(records)));
    return entries;
  }

  /** The batch's event is another one. */
  static byte[] settled(Function<SlotSettled, SlotSettled> change) {
    return events(
        event -> List.of(event instanceof SlotSettled settled ? change.apply(settled) : event));
  }

  static SlotSettled with(SlotSettled settled, Hash root, Hash predecessor) {
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
            was.billLineCount(),
            predecessor,
            was.postings());
    return new SlotSettled(batch, settled.firstLine(), settled.billLines(), settled.erasedLines());
  }

  /** The last block is another one. */
  static byte[] lastBlock(Function<byte[], byte[]> change) {
    List<Entry> entries = entries();
    List<StoredRecord> blocks = new ArrayList<>(RecordFile.read(entries.get(4).bytes()));
    int last = blocks.size() - 1;
    StoredRecord was = blocks.get(last);
    blocks.set(last, new StoredRecord(was.offset(), change.apply(was.bytes())));
    entries.set(4, new Entry(BundleMaker.BLOCKS, RecordFile.write(blocks)));
    return sealAsBefore(entries);
  }

  /** The manifest is another text, which the engine has signed. */
  static byte[] manifest(Function<String, String> change) {
    List<Entry> all = new ArrayList<>(PlainZip.read(HONEST));
    byte[] text = change.apply(new String(all.get(0).bytes(), UTF_8)).getBytes(UTF_8);
    all.set(0, new Entry(BundleMaker.MANIFEST, text));
    all.set(1, new Entry(BundleMaker.SIGNATURE, BundleTest.ENGINE.sign(BundleMaker.signed(text))));
    return PlainZip.write(all);
  }

  private static int of(List<EventEnvelope> events, int command) {
    return (int) events.stream().filter(one -> one.commandIndex() == command).count();
  }

  private static EventEnvelope with(EventEnvelope envelope, Event event) {
    return new EventEnvelope(
        envelope.commandOffset(), envelope.commandIndex(), 0, 0, 0, Hash.ZERO, event);
  }

  /** The entries of the honest bundle without manifest and signature. */
  static List<Entry> entries() {
    return entries(HONEST);
  }

  /** The same of another bundle. */
  static List<Entry> entries(byte[] honest) {
    List<Entry> all = PlainZip.read(honest);
    return new ArrayList<>(all.subList(2, all.size()));
  }

  /** Signed, with the manifest's content as the honest bundle has it. */
  static byte[] sealAsBefore(List<Entry> entries) {
    return sealAsBefore(HONEST, entries);
  }

  /** The same of another bundle. */
  static byte[] sealAsBefore(byte[] honest, List<Entry> entries) {
    Manifest was = Manifest.read(PlainZip.read(honest).get(0).bytes());
    return BundleMaker.seal(was.about(), was.content(), entries, BundleTest.ENGINE);
  }

  /** Signed, with a manifest that says what the events say. */
  private static byte[] seal(byte[] honest, List<Entry> entries) {
    Manifest was = Manifest.read(PlainZip.read(honest).get(0).bytes());
    Stated stated = new Stated(Keyring.NONE);
    RecordFile.read(entries.get(1).bytes()).forEach(stated::accept);
    Manifest.Content content = stated.content(was.about().slots());
    return BundleMaker.seal(was.about(), content, entries, BundleTest.ENGINE);
  }
}
