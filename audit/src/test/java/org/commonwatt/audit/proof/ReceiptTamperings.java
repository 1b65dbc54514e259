package org.commonwatt.audit.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.ReceiptCheck;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.audit.ReceiptFinding;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.Spoiling;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.model.Hash;

/** Receipts of every command of the example, and somebody who changes a receipt or the log. */
final class ReceiptTamperings {
  private static final List<ReceiptClaim> HONEST =
      of(BundleExample.commands(), BundleExample.events());

  private ReceiptTamperings() {}

  /** A receipt of every event of the example. */
  static List<ReceiptClaim> all() {
    return HONEST;
  }

  /** What is found of honest receipts. */
  static List<ReceiptFinding> honest() {
    return check(HONEST, BundleExample.commands(), BundleExample.events());
  }

  /** What is found after one tampering. */
  static List<ReceiptFinding> tampered(Random random) {
    List<ReceiptClaim> receipts = new ArrayList<>(HONEST);
    List<StoredRecord> commands = new ArrayList<>(BundleExample.commands());
    List<StoredRecord> events = new ArrayList<>(BundleExample.events());
    int at = random.nextInt(receipts.size());
    switch (random.nextInt(3)) {
      case 0 -> receipts.set(at, changed(receipts.get(at), random));
      case 1 -> spoil(commands, random);
      default -> spoil(events, random);
    }
    return check(receipts, commands, events);
  }

  private static void spoil(List<StoredRecord> records, Random random) {
    int at = random.nextInt(records.size());
    StoredRecord was = records.remove(at);
    if (random.nextBoolean()) {
      byte[] bytes = Spoiling.bytes(was.bytes(), random);
      while (promises(was.bytes()).equals(promises(bytes))) {
        bytes = Spoiling.bytes(was.bytes(), random);
      }
      records.add(at, new StoredRecord(was.offset(), bytes));
    }
  }

  /**
   * What receipts promise of a record, in hexadecimal: its commands or events, and their market. Of
   * who appended it, and of that one's own number of it, they say nothing.
   */
  private static List<String> promises(byte[] record) {
    List<String> promises = new ArrayList<>();
    for (boolean commands : new boolean[] {true, false}) {
      try {
        promises.add(RecordMarket.of(record));
        List<byte[]> parts =
            commands ? CommandCodec.splitFrame(record) : EventCodec.splitFrame(record);
        parts.forEach(part -> promises.add(HexFormat.of().formatHex(part)));
      } catch (CodecException e) {
        promises.add("unreadable");
      }
    }
    return promises;
  }

  private static ReceiptClaim changed(ReceiptClaim was, Random random) {
    int which = random.nextInt(7);
    long by = 1 + random.nextInt(9);
    byte[] signature = which == 0 ? Spoiling.bytes(was.signature(), random) : was.signature();
    return new ReceiptClaim(
        which == 1 ? "n" : was.market(),
        was.partition() + (which == 2 ? 1 : 0),
        was.commandOffset() + (which == 3 ? by : 0),
        was.commandIndex() + (which == 4 ? 1 : 0),
        which == 5 ? Hash.ZERO.hex() : was.commandHash(),
        was.sequence() + (which == 6 ? by : 0),
        was.eventHash(),
        was.engine(),
        signature);
  }

  private static List<ReceiptFinding> check(
      List<ReceiptClaim> receipts, List<StoredRecord> commands, List<StoredRecord> events) {
    List<StoredRecord> keys = BundleExample.keys(ProofExample.ENGINE.publicKey());
    return ReceiptCheck.run(receipts, new ReceiptCheck.Log(keys, commands, events));
  }

  /** A receipt of every event of a log. */
  static List<ReceiptClaim> of(List<StoredRecord> commands, List<StoredRecord> events) {
    List<ReceiptClaim> receipts = new ArrayList<>();
    for (StoredRecord record : events) {
      for (byte[] event : EventCodec.splitFrame(record.bytes())) {
        EventCodec.Place place = EventCodec.place(event);
        StoredRecord frame =
            commands.stream()
                .filter(one -> one.offset() == place.commandOffset())
                .findFirst()
                .orElseThrow();
        byte[] command = CommandCodec.splitFrame(frame.bytes()).get(place.commandIndex());
        receipts.add(signed(place, Hash.of(command).hex(), Hash.of(event).hex()));
      }
    }
    return receipts;
  }

  private static ReceiptClaim signed(EventCodec.Place place, String command, String event) {
    String engine = ProofExample.ENGINE.engine();
    String text =
        "commonwatt-receipt-1\nm\n0\n%d\n%d\n%s\n%d\n%s\n%s\n"
            .formatted(
                place.commandOffset(),
                place.commandIndex(),
                command,
                place.sequence(),
                event,
                engine);
    byte[] signature = ProofExample.ENGINE.sign(text.getBytes(StandardCharsets.UTF_8));
    return new ReceiptClaim(
        "m",
        0,
        place.commandOffset(),
        place.commandIndex(),
        command,
        place.sequence(),
        event,
        engine,
        signature);
  }
}
