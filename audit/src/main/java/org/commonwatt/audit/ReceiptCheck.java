package org.commonwatt.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Holds receipts against a log: a market that leaves out, changes or moves what it has given a
 * receipt for is found, and so is a receipt that no engine of the market has signed.
 */
public final class ReceiptCheck {
  private static final String ALGORITHM = "Ed25519";
  private static final int NAME_DIGITS = 16;

  private final Map<String, PublicKey> keys = new HashMap<>();
  private final Map<Long, StoredRecord> commands = new HashMap<>();
  private final Map<Long, byte[]> events = new HashMap<>();

  private ReceiptCheck() {}

  /**
   * What is read.
   *
   * @param keys the records of {@code engine-keys}
   * @param commands those of {@code commands}
   * @param events those of {@code events}, committed ones only
   */
  public record Log(
      Iterable<StoredRecord> keys,
      Iterable<StoredRecord> commands,
      Iterable<StoredRecord> events) {}

  /**
   * Checks receipts; reads the log once.
   *
   * @return at most one finding for each receipt, in their order; empty when all are as the log
   *     says
   */
  public static List<ReceiptFinding> run(List<ReceiptClaim> receipts, Log log) {
    ReceiptCheck check = new ReceiptCheck();
    check.read(receipts, log);
    List<ReceiptFinding> findings = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      ReceiptFinding finding = check.check(i + 1, receipts.get(i));
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private void read(List<ReceiptClaim> receipts, Log log) {
    Set<Long> offsets = new HashSet<>();
    Set<Long> sequences = new HashSet<>();
    for (ReceiptClaim receipt : receipts) {
      offsets.add(receipt.commandOffset());
      sequences.add(receipt.sequence());
    }
    log.keys().forEach(this::addKey);
    for (StoredRecord record : log.commands()) {
      if (offsets.contains(record.offset())) {
        commands.put(record.offset(), record);
      }
    }
    for (StoredRecord record : log.events()) {
      addEvents(record, sequences);
    }
  }

  /** A key counts under the name that follows from it, whatever name stands beside it. */
  private void addKey(StoredRecord record) {
    try {
      EngineKeyRecord key = EngineKeyCodec.decode(record.bytes());
      PublicKey decoded =
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key.publicKey()));
      String digits = Hash.of(key.publicKey()).hex().substring(0, NAME_DIGITS);
      keys.put("engine-" + digits, decoded);
    } catch (CodecException | GeneralSecurityException e) {
      // A record that is no key is the key of nobody: receipts signed with it are found.
      return;
    }
  }

  private void addEvents(StoredRecord record, Set<Long> wanted) {
    try {
      for (byte[] event : EventCodec.splitFrame(record.bytes())) {
        long sequence = EventCodec.place(event).sequence();
        if (wanted.contains(sequence)) {
          events.putIfAbsent(sequence, event);
        }
      }
    } catch (CodecException e) {
      // What cannot be read is not there: `audit verify` says where and why.
      return;
    }
  }

  private @Nullable ReceiptFinding check(int number, ReceiptClaim receipt) {
    ReceiptFinding finding = checkSignature(number, receipt);
    finding = finding == null ? checkCommand(number, receipt) : finding;
    return finding == null ? checkEvent(number, receipt) : finding;
  }

  private @Nullable ReceiptFinding checkSignature(int number, ReceiptClaim receipt) {
    PublicKey key = keys.get(receipt.engine());
    if (key == null) {
      return new ReceiptFinding(
          number,
          ReceiptFinding.Code.UNKNOWN_KEY,
          "no key of " + receipt.engine() + " stands on the log");
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(receipt.signedBytes());
      if (signature.verify(receipt.signature())) {
        return null;
      }
    } catch (GeneralSecurityException e) {
      // Bytes that cannot be a signature are none.
    }
    return new ReceiptFinding(
        number,
        ReceiptFinding.Code.BAD_SIGNATURE,
        receipt.engine() + " has not signed what the receipt says");
  }

  private @Nullable ReceiptFinding checkCommand(int number, ReceiptClaim receipt) {
    String place =
        "offset "
            + receipt.commandOffset()
            + ", command "
            + receipt.commandIndex()
            + " of its frame";
    byte[] command = command(receipt);
    if (command == null) {
      return new ReceiptFinding(
          number,
          ReceiptFinding.Code.COMMAND_MISSING,
          "commands has nothing of market " + receipt.market() + " at " + place);
    }
    return Hash.of(command).hex().equals(receipt.commandHash())
        ? null
        : new ReceiptFinding(
            number, ReceiptFinding.Code.COMMAND_DIFFERS, "another command stands at " + place);
  }

  private byte @Nullable [] command(ReceiptClaim receipt) {
    StoredRecord record = commands.get(receipt.commandOffset());
    if (record == null) {
      return null;
    }
    try {
      List<byte[]> frame = CommandCodec.splitFrame(record.bytes());
      boolean here =
          RecordMarket.of(record.bytes()).equals(receipt.market())
              && receipt.commandIndex() >= 0
              && receipt.commandIndex() < frame.size();
      return here ? frame.get(receipt.commandIndex()) : null;
    } catch (CodecException e) {
      return null;
    }
  }

  private @Nullable ReceiptFinding checkEvent(int number, ReceiptClaim receipt) {
    byte[] stored = events.get(receipt.sequence());
    if (stored == null) {
      return new ReceiptFinding(
          number,
          ReceiptFinding.Code.EVENT_MISSING,
          "event " + receipt.sequence() + " does not stand on the log");
    }
    EventCodec.Place event = EventCodec.place(stored);
    boolean same =
        Hash.of(stored).hex().equals(receipt.eventHash())
            && event.commandOffset() == receipt.commandOffset()
            && event.commandIndex() == receipt.commandIndex();
    return same
        ? null
        : new ReceiptFinding(
            number,
            ReceiptFinding.Code.EVENT_DIFFERS,
            "event " + receipt.sequence() + " is another one, or of another command");
  }
}
