package org.commonwatt.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** The worked example as the tests of bundles need it. */
public final class BundleExample {
  public static final long START = WorkedExample.START;
  public static final String CHAINCODE = FakeEnvelope.CHAINCODE;

  private BundleExample() {}

  public static List<StoredRecord> commands() {
    return WorkedExample.day().commands();
  }

  public static List<StoredRecord> events() {
    return WorkedExample.day().events();
  }

  public static List<StoredRecord> positions() {
    List<MeteredPosition> all = new ArrayList<>(WorkedExample.positions());
    all.addAll(WorkedExample.secondPositions().subList(0, 3));
    List<StoredRecord> records = new ArrayList<>();
    for (MeteredPosition position : all) {
      records.add(new StoredRecord(records.size(), PositionCodec.encode(Day.MARKET, position)));
    }
    byte[] last = PositionCodec.encode(Day.MARKET, WorkedExample.secondPositions().get(3));
    records.add(new StoredRecord(records.size() + 1, last));
    return records;
  }

  public static List<StoredRecord> keys(byte[] publicKey) {
    EngineKeyRecord key = new EngineKeyRecord("engine-of-the-example", "Ed25519", publicKey);
    return List.of(new StoredRecord(0, EngineKeyCodec.encode(Day.MARKET, key)));
  }

  public static Ledger ledger() {
    return WorkedExample.ledger();
  }

  /**
   * A log and its ledger.
   *
   * @param commands records of {@code commands}
   * @param events records of {@code events}
   * @param ledger has the log's batches
   */
  public record Sample(List<StoredRecord> commands, List<StoredRecord> events, Ledger ledger) {}

  /** A slot of two areas whose link is full, settled and on the ledger. */
  public static Sample coupled() {
    Day day = CoupledDay.confirmed(WorkedExample.TX);
    FakeLedger ledger = new FakeLedger().post(WorkedExample.TX, CoupledDay.batch());
    return new Sample(day.commands(), day.events(), ledger);
  }

  /** A slot whose auction is paid as bid, settled and on the ledger. */
  public static Sample asBid() {
    Day day = AsBidDay.confirmed(WorkedExample.TX);
    FakeLedger ledger = new FakeLedger().post(WorkedExample.TX, AsBidDay.batch());
    return new Sample(day.commands(), day.events(), ledger);
  }

  /** A ledger with another batch in the place of the first. */
  public static Ledger ledger(SettlementBatch batch) {
    return new FakeLedger().post(WorkedExample.TX, batch);
  }

  /** The ledger with a batch more, of a slot that the log knows nothing of. */
  public static Ledger ledgerWithMore(long slots) {
    SettlementBatch was = WorkedExample.batch();
    long start = was.slot().plus((int) slots).startMillis();
    SettlementBatch more =
        new SettlementBatch(
            "m." + start / 1000 + ".initial",
            was.market(),
            was.slot().plus((int) slots),
            was.rulebookVersion(),
            was.rulebookHash(),
            was.auctionHash(),
            was.positionsHash(),
            was.billRoot(),
            was.billLineCount(),
            DocHashes.batch(was),
            was.postings());
    return WorkedExample.ledger().post("tx-2", more);
  }

  /** The ledger with a transaction more that posts no batch. */
  public static Ledger ledgerWithCall(long argument) {
    FakeLedger ledger = WorkedExample.ledger();
    LedgerCall call = LedgerCall.of("settlement", "Credit", "ann", Long.toString(argument));
    ledger.transaction("tx-2", "VALID", call);
    return ledger;
  }

  /** The events of a type, in order. */
  public static <E extends Event> List<E> eventsOf(Class<E> type) {
    List<E> found = new ArrayList<>();
    for (StoredRecord record : events()) {
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        Event event = EventCodec.decodeEvent(bytes).event();
        if (type.isInstance(event)) {
          found.add(type.cast(event));
        }
      }
    }
    return found;
  }

  /** The event; of the settlement of a slot, with a line that is sealed under its owner's key. */
  public static EventEnvelope withSealedLine(
      EventEnvelope envelope, long slotStart, int line, String keyId) {
    if (!(envelope.event() instanceof Event.SlotSettled settled)
        || settled.batch().slot().startMillis() != slotStart) {
      return envelope;
    }
    List<BillLine> lines = new ArrayList<>(settled.billLines());
    BillLine clear = lines.get(line);
    BillLine.Seal seal = new BillLine.Seal(clear.participant(), keyId, BatchHashes.leafHash(clear));
    lines.set(line, clear.withSeal(seal));
    return with(envelope, new Event.SlotSettled(settled.batch(), lines));
  }

  /** The envelope with another event. */
  public static EventEnvelope with(EventEnvelope envelope, Event event) {
    return new EventEnvelope(
        envelope.commandOffset(),
        envelope.commandIndex(),
        envelope.index(),
        envelope.count(),
        envelope.sequence(),
        envelope.previousHash(),
        event);
  }

  /** The same with more calls in the block of its batch. */
  public static Ledger ledgerWith(List<LedgerCall> calls) {
    FakeLedger ledger = WorkedExample.ledger();
    calls.forEach(
        call -> ledger.together("tx-" + call.function(), call, creator("Exchange.submitter")));
    return ledger;
  }

  /**
   * A call and who makes it.
   *
   * @param client a file of certificates without its ending; empty for nobody
   */
  public record Signed(String client, LedgerCall call) {}

  /** The ledger with more calls in the block of its batch, by clients. */
  public static Ledger ledgerWithSigned(List<Signed> calls) {
    FakeLedger ledger = WorkedExample.ledger();
    for (Signed one : calls) {
      ledger.together("tx-" + one.call().function(), one.call(), creator(one.client()));
    }
    return ledger;
  }

  /** A client; null when it has no name. */
  static @Nullable Creator creator(String client) {
    if (client.isEmpty()) {
      return null;
    }
    try (InputStream in =
        BundleExample.class.getResourceAsStream("/ledger-clients/" + client + ".pem")) {
      String organisation = client.substring(0, client.indexOf('.'));
      String certificate =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Creator.of(organisation + "MSP", certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cat and Dan have solar roofs. */
  public static List<LedgerCall> sources() {
    return List.of(OriginTamperingTest.source("cat"), OriginTamperingTest.source("dan"));
  }

  /** The guarantees of the first slot, as JSON. */
  public static String originRun() {
    return OriginTamperingTest.first();
  }

  /** The batch of the first slot. */
  public static SettlementBatch batch() {
    return WorkedExample.batch();
  }

  /** Id of the batch of the first slot. */
  public static String batchId() {
    return WorkedExample.batch().batchId();
  }

  /** What cat is owed for the batch of the first slot. */
  public static Invoice invoice(long number, long replaces) {
    SettlementBatch batch = WorkedExample.batch();
    Posting posting =
        batch.postings().stream()
            .filter(one -> one.account().equals("cat"))
            .findFirst()
            .orElseThrow();
    return new Invoice(
        Day.MARKET,
        number,
        "cat",
        Hash.ZERO,
        DocHashes.batch(batch),
        1,
        Hash.of(new byte[] {0}, batch.billRoot().bytes()),
        posting.amountNano(),
        replaces);
  }

  /** What the registry has up to the first auction. */
  public static RegistryEntries registered() {
    RegistryExample example = new RegistryExample(WorkedExample.day());
    AuctionEntry first = example.auctions().get(0);
    return new RegistryEntries(
        Day.MARKET, 1, first.place().sequence(), 7, example.rulebooks(), List.of(first));
  }
}
