package org.commonwatt.cli.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.cli.UserError;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an invoice tells of lines that were erased, and of energy that nobody read. */
class InvoiceNotesTest {
  private static final String HOME = "home-01";
  private static final Subject SUBJECT = Subject.participant(HOME);

  @TempDir private Path temp;

  private final List<Event> events = new ArrayList<>();
  private final List<SettlementBatch> batches = new ArrayList<>();
  private FileKeyring keyring;
  private String keyId;

  @BeforeEach
  void start() throws IOException {
    keyring = new FileKeyring(temp);
    keyId = keyring.ensure(SUBJECT, KeySource.seeded("a")).id();
  }

  @Test
  void anErasedLineLeavesTheOtherBatchesChecked() throws IOException {
    SettlementBatch first = batch(0, "initial", 3);
    SettlementBatch second = batch(1, "initial", 4);
    events.add(new Event.SlotSettled(first, List.of(sealed(line(first, 3)))));
    events.add(new Event.SlotSettled(second, List.of(line(second, 4))));
    List<StoredRecord> honest = records();
    events.set(1, new Event.SlotSettled(second, List.of(line(second, 5))));
    List<StoredRecord> forged = records();
    assertThat(document(honest).notes()).isEmpty();
    keyring.retire(SUBJECT, 1);
    keyring.erase(keyring.retired().get(0), 2);
    InvoiceDocument document = document(honest);
    assertThat(document.rows()).hasSize(2);
    assertThat(document.items()).singleElement().extracting("amountNano").isEqualTo(4L);
    assertThat(document.notes()).singleElement().asString().startsWith("1 lines were erased");
    assertThatThrownBy(() -> document(forged))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("log's lines");
  }

  @Test
  void whatNoLaterRunSettlesIsToldApart() {
    Quality[] qualities = {Quality.NULL, Quality.FINAL, Quality.ESTIMATED, Quality.ACTUAL};
    for (int slot = 0; slot < qualities.length; slot++) {
      SettlementBatch batch = batch(slot, "initial", 3);
      events.add(
          new Event.PositionRecorded(
              new MeteredPosition(HOME, batch.slot(), 1, 250, 0, qualities[slot])));
      events.add(new Event.SlotSettled(batch, List.of(line(batch, 3))));
    }
    SettlementBatch last = batch(0, "final", 1);
    events.add(new Event.SlotRevised(last, 1, List.of(line(last, 1))));
    assertThat(document(records()).notes())
        .containsExactly(
            "1 of the rows rest on energy that was not read from the meter. A later run settles"
                + " what is read, if it comes in time.",
            "3 of the rows rest on energy that was not read from the meter, for good: what is wrong"
                + " in them can be disputed, while the market's rules permit it.");
  }

  private SettlementBatch batch(int slot, String run, long nano) {
    DeliverySlot start = new DeliverySlot(1_659_423_600_000L, 15).plus(slot);
    Hash none = Hash.ZERO;
    List<Posting> postings = List.of(new Posting(HOME, nano), new Posting("supplier", -nano));
    String id = "m." + start.startMillis() / 1000 + "." + run;
    SettlementBatch batch =
        new SettlementBatch(id, "m", start, 1, none, none, none, none, 1, none, postings);
    batches.add(batch);
    return batch;
  }

  private static BillLine line(SettlementBatch batch, long nano) {
    return new BillLine(
        HOME,
        batch.slot(),
        BillLine.Kind.RESIDUAL_WITHDRAWAL,
        "supplier",
        0,
        250,
        1,
        nano,
        Hash.ZERO);
  }

  private BillLine sealed(BillLine line) {
    return line.withSeal(new BillLine.Seal(HOME, keyId, Hash.ZERO));
  }

  private List<StoredRecord> records() {
    List<StoredRecord> records = new ArrayList<>();
    for (Event event : events) {
      int at = records.size();
      EventEnvelope envelope = new EventEnvelope(at, 0, 0, 1, at + 1, Hash.ZERO, event);
      byte[] bytes = EventCodec.encodeEvent(envelope, keyring);
      records.add(new StoredRecord(at, EventCodec.encodeFrame("m", List.of(bytes))));
    }
    return records;
  }

  private InvoiceDocument document(List<StoredRecord> records) {
    long nano = batches.stream().mapToLong(one -> one.postings().get(0).amountNano()).sum();
    Invoice invoice =
        new Invoice("m", 1, HOME, Hash.ZERO, Hash.ZERO, batches.size(), Hash.ZERO, nano, 0);
    List<String> ids = batches.stream().map(SettlementBatch::batchId).toList();
    return InvoiceDocument.of(
        "EUR",
        new InvoiceLedger.Issued(invoice, "ISSUED", "", "", 0, "tx-1"),
        batches,
        InvoiceLines.read(records, keyring, HOME, ids));
  }
}
