package org.commonwatt.audit.bundle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Hash;

/**
 * Makes a bundle: log and ledger from the market's beginning to where the last of the slots is
 * confirmed, because an independent recomputation needs no state that somebody else has made.
 */
public final class BundleMaker {
  static final String MANIFEST = "manifest.json";
  static final String SIGNATURE = "manifest.sig";
  static final String COMMANDS = "log/commands";
  static final String EVENTS = "log/events";
  static final String POSITIONS = "log/positions";
  static final String KEYS = "log/engine-keys";
  static final String BLOCKS = "ledger/blocks";
  private static final String POSITIONS_TOPIC = "positions";

  private BundleMaker() {}

  /**
   * The topics, each record committed and in order of offset.
   *
   * @param keys of {@code engine-keys}
   * @param commands of {@code commands}
   * @param events of {@code events}
   * @param positions of {@code positions}
   */
  public record Log(
      Iterable<StoredRecord> keys,
      Iterable<StoredRecord> commands,
      Iterable<StoredRecord> events,
      Iterable<StoredRecord> positions) {}

  /**
   * Where the settlement is.
   *
   * @param ledger the ledger; only read
   * @param chaincode name of the chaincode that settles on it
   */
  public record Settled(Ledger ledger, String chaincode) {}

  /**
   * What a bundle is made of.
   *
   * @param slots the slots it is about
   * @param toEnd whether it holds log and ledger to their ends, not only to where the last of the
   *     slots is confirmed
   * @param keyring opens what is sealed, as far as is needed to find the slots
   * @param documents finds the document of a rulebook by its hash, where it is at hand
   */
  public record Wanted(
      SlotRange slots, boolean toEnd, Keyring keyring, Function<Hash, Optional<byte[]>> documents) {
    /** Without documents. */
    public Wanted(SlotRange slots, boolean toEnd, Keyring keyring) {
      this(slots, toEnd, keyring, hash -> Optional.empty());
    }
  }

  /**
   * Makes the file. Payloads that are sealed on the log stay sealed.
   *
   * @throws BundleException when a slot is not settled and confirmed, or the file would be too long
   * @throws org.commonwatt.log.codec.CodecException when a record cannot be read
   */
  public static byte[] make(Log log, Settled settled, Wanted wanted, BundleSigner signer) {
    SlotRange slots = wanted.slots();
    Stated stated = new Stated(wanted.keyring());
    List<StoredRecord> events = events(log.events(), wanted, stated);
    long cut = EventCodec.place(first(events.get(events.size() - 1))).commandOffset();
    List<StoredRecord> commands = upTo(log.commands(), cut);
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(COMMANDS, RecordFile.write(commands)));
    entries.add(new Entry(EVENTS, RecordFile.write(events)));
    long position = lastPosition(commands, wanted.keyring());
    entries.add(new Entry(POSITIONS, RecordFile.write(upTo(log.positions(), position))));
    entries.add(new Entry(KEYS, RecordFile.write(upTo(log.keys(), Long.MAX_VALUE))));
    entries.add(new Entry(BLOCKS, RecordFile.write(blocks(settled.ledger(), wanted, stated))));
    Manifest.Content content = stated.content(slots);
    entries.addAll(Documents.of(content.rulebooks(), wanted.documents()));
    byte[] readme = Readme.of(entries.stream().map(Entry::name).toList());
    entries.add(new Entry(Readme.NAME, readme));
    Manifest.About about =
        new Manifest.About(
            RecordMarket.of(commands.get(0).bytes()),
            slots,
            settled.ledger().label(),
            settled.chaincode(),
            Base64.getEncoder().encodeToString(signer.publicKey()));
    return seal(about, content, entries, signer);
  }

  /** The file of entries, with manifest and signature in front. */
  static byte[] seal(
      Manifest.About about, Manifest.Content content, List<Entry> entries, BundleSigner signer) {
    Manifest manifest =
        new Manifest(about, content, entries.stream().map(Manifest.FileLine::of).toList());
    byte[] text = manifest.write();
    List<Entry> all = new ArrayList<>();
    all.add(new Entry(MANIFEST, text));
    all.add(new Entry(SIGNATURE, signer.sign(signed(text))));
    all.addAll(entries);
    return PlainZip.write(all);
  }

  /** What is signed: the kind and the SHA-256 of the manifest, each with a line feed. */
  static byte[] signed(byte[] manifest) {
    String text = Manifest.KIND + "\n" + Hash.of(manifest).hex() + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<StoredRecord> events(
      Iterable<StoredRecord> all, Wanted wanted, Stated stated) {
    SlotRange slots = wanted.slots();
    List<StoredRecord> taken = new ArrayList<>();
    long cut = Long.MAX_VALUE;
    for (StoredRecord record : all) {
      long offset = EventCodec.place(first(record)).commandOffset();
      if (offset > cut) {
        break;
      }
      stated.accept(record);
      taken.add(record);
      cut = !wanted.toEnd() && stated.reaches(slots) ? offset : cut;
    }
    if (!stated.reaches(slots) || !stated.begins(slots)) {
      throw new BundleException(
          "the slots " + slots + " are not both settled and on the ledger: name others");
    }
    return taken;
  }

  private static byte[] first(StoredRecord record) {
    return EventCodec.splitFrame(record.bytes()).get(0);
  }

  private static List<StoredRecord> upTo(Iterable<StoredRecord> all, long last) {
    List<StoredRecord> taken = new ArrayList<>();
    for (StoredRecord record : all) {
      if (record.offset() > last) {
        break;
      }
      taken.add(record);
    }
    return taken;
  }

  private static long lastPosition(List<StoredRecord> commands, Keyring keyring) {
    long last = -1;
    for (StoredRecord record : commands) {
      for (CommandFrame.Entry entry : CommandCodec.decode(record.bytes(), keyring).entries()) {
        CommandOrigin origin = entry.origin();
        last = origin.source().equals(POSITIONS_TOPIC) ? Math.max(last, origin.offset()) : last;
      }
    }
    return last;
  }

  private static List<StoredRecord> blocks(Ledger ledger, Wanted wanted, Stated stated) {
    List<StoredRecord> blocks = new ArrayList<>();
    long height = ledger.height();
    height = wanted.toEnd() ? height : Math.min(height, stated.highestBlock() + 1);
    for (long number = 0; number < height; number++) {
      blocks.add(new StoredRecord(number, FabricBlock.write(ledger.block(number))));
    }
    return blocks;
  }
}
