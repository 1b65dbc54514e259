package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts of a thousand commands, held against logs from which something is missing. */
class ReceiptCheckTest {
  private static final String MARKET = "village";
  private static final int FRAMES = 100;
  private static final int COMMANDS = 10;

  private static final KeyPair PAIR = newPair();
  private static final List<StoredRecord> TRADED = new ArrayList<>();
  private static final List<StoredRecord> TOLD = new ArrayList<>();
  private static final List<ReceiptClaim> KEPT = new ArrayList<>();

  private final List<StoredRecord> keys = new ArrayList<>();
  private final List<StoredRecord> commands = new ArrayList<>(TRADED);
  private final List<StoredRecord> events = new ArrayList<>(TOLD);
  private final List<ReceiptClaim> receipts = new ArrayList<>(KEPT);

  ReceiptCheckTest() {
    keys.add(new StoredRecord(0, EngineKeyCodec.encode(MARKET, record(PAIR))));
  }

  /** Once: a thousand signatures take seconds. */
  @BeforeAll
  static void tradeAndKeepTheReceipts() {
    Hash previous = Hash.ZERO;
    long sequence = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
      TRADED.add(frame(frame, 0));
      List<byte[]> split = CommandCodec.splitFrame(TRADED.get(frame).bytes());
      List<byte[]> stored = new ArrayList<>();
      for (int index = 0; index < COMMANDS; index++) {
        EventEnvelope event =
            new EventEnvelope(
                frame, index, 0, 1, ++sequence, previous, new Event.TimeAdvanced(sequence));
        byte[] bytes = EventCodec.encodeEvent(event);
        previous = EventCodec.hash(bytes);
        stored.add(bytes);
        KEPT.add(signed(frame, index, Hash.of(split.get(index)), sequence, previous));
      }
      TOLD.add(new StoredRecord(2L * frame, EventCodec.encodeFrame(MARKET, stored)));
    }
  }

  @Test
  void aThousandReceiptsAreAsTheLogSays() {
    assertThat(receipts).hasSize(1_000);
    assertThat(check(commands, events)).isEmpty();
  }

  @Test
  void eachCommandThatWasLeftOutIsFound() {
    for (int frame = 0; frame < FRAMES; frame++) {
      List<StoredRecord> cut = new ArrayList<>(commands);
      cut.remove(frame);
      assertThat(check(frame, cut, events))
          .extracting(ReceiptFinding::receipt, ReceiptFinding::code)
          .containsExactlyElementsOf(of(frame, ReceiptFinding.Code.COMMAND_MISSING));
    }
  }

  @Test
  void eachEventThatWasLeftOutIsFound() {
    for (int frame = 0; frame < FRAMES; frame++) {
      List<StoredRecord> cut = new ArrayList<>(events);
      cut.remove(frame);
      assertThat(check(frame, commands, cut))
          .extracting(ReceiptFinding::receipt, ReceiptFinding::code)
          .containsExactlyElementsOf(of(frame, ReceiptFinding.Code.EVENT_MISSING));
    }
  }

  @Test
  void commandsThatWereChangedOrMovedAreFound() {
    List<StoredRecord> changed = new ArrayList<>(commands);
    changed.set(3, frame(3, 1));
    assertThat(checkFew(changed, events))
        .extracting(ReceiptFinding::receipt, ReceiptFinding::code)
        .containsExactlyElementsOf(of(3, ReceiptFinding.Code.COMMAND_DIFFERS));
    List<StoredRecord> moved = new ArrayList<>(commands);
    moved.set(3, new StoredRecord(3, commands.get(4).bytes()));
    moved.set(4, new StoredRecord(4, commands.get(3).bytes()));
    assertThat(checkFew(moved, events)).hasSize(2 * COMMANDS);
  }

  @Test
  void anEventThatWasReplacedIsFound() {
    EventEnvelope other = new EventEnvelope(0, 0, 0, 1, 1, Hash.ZERO, new Event.TimeAdvanced(99));
    List<StoredRecord> changed = new ArrayList<>(events);
    changed.set(
        0,
        new StoredRecord(
            0, EventCodec.encodeFrame(MARKET, List.of(EventCodec.encodeEvent(other)))));
    assertThat(checkFew(commands, changed).get(0).code())
        .isEqualTo(ReceiptFinding.Code.EVENT_DIFFERS);
  }

  /** Personal payloads stand between what has receipts: a client has no keys to open them with. */
  @Test
  void sealedEventsBesideNeedNoKeys(@TempDir Path folder) {
    FileKeyring keyring = new FileKeyring(folder);
    keyring.ensure(Subject.participant("home-01"), KeySource.seeded("receipts"));
    MeteredPosition plain =
        new MeteredPosition("home-01", new DeliverySlot(0, 15), 1, 120, 0, Quality.ACTUAL);
    byte[] stored = PositionCodec.encode(MARKET, plain, keyring);
    MeteredPosition sealed =
        ((PositionRecord.Position) PositionCodec.decode(stored, keyring)).position();
    EventEnvelope event =
        new EventEnvelope(0, 0, 0, 1, 1_001, Hash.ZERO, new Event.PositionRecorded(sealed));
    byte[] bytes = EventCodec.encodeEvent(event, keyring);
    assertThatThrownBy(() -> EventCodec.decodeEvent(bytes)).isInstanceOf(CodecException.class);
    List<byte[]> frame = new ArrayList<>(EventCodec.splitFrame(events.get(0).bytes()));
    frame.add(0, bytes);
    events.set(0, new StoredRecord(0, EventCodec.encodeFrame(MARKET, frame)));
    assertThat(checkFew(commands, events)).isEmpty();
  }

  @Test
  void aReceiptThatWasTamperedWithIsFoundInEachField() {
    ReceiptClaim good = receipts.get(0);
    Hash other = Hash.of(new byte[] {9});
    List<ReceiptClaim> tampered =
        List.of(
            claim("other", 0, 0, 0, good.commandHash(), 1, good.eventHash(), good.signature()),
            claim(MARKET, 1, 0, 0, good.commandHash(), 1, good.eventHash(), good.signature()),
            claim(MARKET, 0, 1, 0, good.commandHash(), 1, good.eventHash(), good.signature()),
            claim(MARKET, 0, 0, 1, good.commandHash(), 1, good.eventHash(), good.signature()),
            claim(MARKET, 0, 0, 0, other.hex(), 1, good.eventHash(), good.signature()),
            claim(MARKET, 0, 0, 0, good.commandHash(), 2, good.eventHash(), good.signature()),
            claim(MARKET, 0, 0, 0, good.commandHash(), 1, other.hex(), good.signature()),
            claim(MARKET, 0, 0, 0, good.commandHash(), 1, good.eventHash(), new byte[3]),
            claim(MARKET, 0, 0, 0, good.commandHash(), 1, good.eventHash(), new byte[64]));
    assertThat(ReceiptCheck.run(tampered, log(commands, events)))
        .hasSize(tampered.size())
        .allMatch(finding -> finding.code() == ReceiptFinding.Code.BAD_SIGNATURE);
  }

  @Test
  void aForeignKeyIsFoundAlsoUnderTheNameOfAnEngine() {
    KeyPair foreign = newPair();
    ReceiptClaim good = receipts.get(0);
    ReceiptClaim unsigned =
        claim(MARKET, 0, 0, 0, good.commandHash(), 1, good.eventHash(), new byte[0]);
    ReceiptClaim forged =
        claim(
            MARKET,
            0,
            0,
            0,
            good.commandHash(),
            1,
            good.eventHash(),
            sign(foreign, unsigned.signedBytes()));
    // The forger's key stands on the log, too, under the name of the engine.
    EngineKeyRecord posing =
        new EngineKeyRecord(good.engine(), "Ed25519", foreign.getPublic().getEncoded());
    keys.add(new StoredRecord(1, EngineKeyCodec.encode(MARKET, posing)));
    assertThat(ReceiptCheck.run(List.of(good, forged), log(commands, events)))
        .extracting(ReceiptFinding::receipt, ReceiptFinding::code)
        .containsExactly(tuple(2, ReceiptFinding.Code.BAD_SIGNATURE));
    keys.clear();
    assertThat(ReceiptCheck.run(List.of(good), log(commands, events)).get(0).code())
        .isEqualTo(ReceiptFinding.Code.UNKNOWN_KEY);
  }

  @Test
  void aReceiptOfABatchStandsForEachOfItsCommands() {
    List<ReceiptClaim> claims = batch(3, PAIR, false);
    assertThat(claims).hasSize(COMMANDS);
    assertThat(ReceiptCheck.run(claims, log(commands, events))).isEmpty();
    commands.remove(3);
    assertThat(ReceiptCheck.run(claims, log(commands, events)))
        .hasSize(COMMANDS)
        .allMatch(finding -> finding.code() == ReceiptFinding.Code.COMMAND_MISSING);
  }

  @Test
  void aReceiptOfABatchThatWasChangedAnywhereOrIsForgedStandsForNothing() {
    for (List<ReceiptClaim> bad : List.of(batch(3, PAIR, true), batch(3, newPair(), false))) {
      assertThat(ReceiptCheck.run(bad, log(commands, events)))
          .hasSize(COMMANDS)
          .allMatch(finding -> finding.code() == ReceiptFinding.Code.BAD_SIGNATURE);
    }
  }

  /** The receipt of a frame's commands, of which the last may be changed after it was signed. */
  private static List<ReceiptClaim> batch(int frame, KeyPair signer, boolean changed) {
    List<BatchReceiptClaim.Part> parts = new ArrayList<>();
    for (ReceiptClaim one : KEPT.subList(frame * COMMANDS, (frame + 1) * COMMANDS)) {
      parts.add(
          new BatchReceiptClaim.Part(
              one.commandIndex(), one.commandHash(), one.sequence(), one.eventHash()));
    }
    byte[] message = batch(frame, parts, new byte[0]).get(0).signedBytes();
    if (changed) {
      BatchReceiptClaim.Part last = parts.remove(COMMANDS - 1);
      parts.add(
          new BatchReceiptClaim.Part(
              last.commandIndex(), last.commandHash(), last.sequence() + 1, last.eventHash()));
    }
    return batch(frame, parts, sign(signer, message));
  }

  private static List<ReceiptClaim> batch(
      int frame, List<BatchReceiptClaim.Part> parts, byte[] signature) {
    return new BatchReceiptClaim(MARKET, 0, frame, parts, record(PAIR).engine(), signature)
        .claims();
  }

  private static List<Tuple> of(int frame, ReceiptFinding.Code code) {
    List<Tuple> found = new ArrayList<>();
    for (int index = 1; index <= COMMANDS; index++) {
      found.add(tuple(frame * COMMANDS + index, code));
    }
    return found;
  }

  /** Checks the receipts of a frame and of the one before, numbered as if all were checked. */
  private List<ReceiptFinding> check(
      int frame, List<StoredRecord> commands, List<StoredRecord> events) {
    int from = Math.max(0, frame - 1) * COMMANDS;
    List<ReceiptClaim> some = receipts.subList(from, (frame + 1) * COMMANDS);
    return ReceiptCheck.run(some, log(commands, events)).stream()
        .map(f -> new ReceiptFinding(from + f.receipt(), f.code(), f.message()))
        .toList();
  }

  /** Checks the receipts of the first frames: each takes a signature's time. */
  private List<ReceiptFinding> checkFew(List<StoredRecord> commands, List<StoredRecord> events) {
    return ReceiptCheck.run(receipts.subList(0, 5 * COMMANDS), log(commands, events));
  }

  private List<ReceiptFinding> check(List<StoredRecord> commands, List<StoredRecord> events) {
    return ReceiptCheck.run(receipts, log(commands, events));
  }

  private ReceiptCheck.Log log(List<StoredRecord> commands, List<StoredRecord> events) {
    return new ReceiptCheck.Log(keys, commands, events);
  }

  private static StoredRecord frame(int number, long shift) {
    List<CommandFrame.Entry> entries = new ArrayList<>();
    for (int index = 0; index < COMMANDS; index++) {
      Command tick = new Command.Tick(1 + shift + (long) number * COMMANDS + index);
      entries.add(new CommandFrame.Entry(CommandOrigin.NONE, tick));
    }
    return new StoredRecord(
        number, CommandCodec.encode(MARKET, new CommandFrame("test", number, entries)));
  }

  private static ReceiptClaim signed(
      long offset, int index, Hash command, long sequence, Hash event) {
    ReceiptClaim claim =
        claim(MARKET, 0, offset, index, command.hex(), sequence, event.hex(), new byte[0]);
    byte[] signature = sign(PAIR, claim.signedBytes());
    return claim(MARKET, 0, offset, index, command.hex(), sequence, event.hex(), signature);
  }

  private static ReceiptClaim claim(
      String market,
      int partition,
      long offset,
      int index,
      String command,
      long sequence,
      String event,
      byte[] signature) {
    return new ReceiptClaim(
        market,
        partition,
        offset,
        index,
        command,
        sequence,
        event,
        record(PAIR).engine(),
        signature);
  }

  private static EngineKeyRecord record(KeyPair pair) {
    byte[] key = pair.getPublic().getEncoded();
    return new EngineKeyRecord("engine-" + Hash.of(key).hex().substring(0, 16), "Ed25519", key);
  }

  private static byte[] sign(KeyPair pair, byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
