package org.commonwatt.audit.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.CorrectionExample;
import org.commonwatt.audit.EvidenceHash;
import org.commonwatt.audit.SignedPriceExample;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bill of the worked example, traced back. */
class ExplainerTest {
  private static final Instant START = Instant.ofEpochMilli(BundleExample.START);

  @TempDir private Path temp;

  @Test
  void aBillIsTracedFromItsReadingsToItsTransaction() {
    Explanation all = explain("ann", START, BundleExample.events(), Keyring.NONE);
    assertThat(all.missing()).isEmpty();
    assertThat(all.readings())
        .extracting(Explanation.Reading::meter, Explanation.Reading::importWh)
        .containsExactly(tuple("meter-ann", 1000L), tuple("meter-ann", 3500L));
    assertThat(all.positions())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.importWh()).isEqualTo(2500);
              assertThat(one.quality()).isEqualTo("ACTUAL");
              assertThat(one.source()).isEqualTo("positions 0, offset 0");
            });
    assertThat(all.orders()).extracting(Explanation.Order::clientOrderId).contains("a1");
    assertThat(all.prices()).extracting(Explanation.Price::priceMicroPerKwh).contains(250_000L);
    assertThat(all.trades()).extracting(Explanation.Trade::tradeId).containsExactly(1L, 2L);
    assertThat(all.runs()).hasSize(1);
    Explanation.Run run = all.runs().get(0);
    assertThat(run.onLedger()).isTrue();
    assertThat(run.postingNano()).isEqualTo("-700000000");
    assertThat(run.lines())
        .extracting(Explanation.Line::kind)
        .containsExactly("TRADE_BUY", "TRADE_BUY", "RESIDUAL_WITHDRAWAL");
    assertThat(run.lines())
        .extracting(Explanation.Line::quality)
        .containsExactly(null, null, "ACTUAL");
    assertThat(run.lines().get(2).rule())
        .contains("retail tariff", "-500 Wh x 400000 = -200000000");
    long sum = run.lines().stream().mapToLong(one -> Long.parseLong(one.amountNano())).sum();
    assertThat(sum).isEqualTo(-700_000_000L);
    assertThat(run.lines().get(1).id()).isEqualTo("2022-08-02T07:00:00Z/0/2");
  }

  @Test
  void thePositionsEvidenceIsHeldAgainstTheReadingsAtTheBordersOfItsSlot() {
    EvidenceHash measured = new EvidenceHash(START.toEpochMilli(), 15, 1);
    measured.meter("meter-ann", 2500, 0, Quality.ACTUAL);
    assertThat(annsPosition(measured.value()))
        .returns(measured.value().hex(), Explanation.Position::evidence)
        .returns(true, Explanation.Position::readingsShow);
    EvidenceHash estimated = new EvidenceHash(START.toEpochMilli(), 15, 1);
    estimated.meter("meter-ann", 2500, 0, Quality.ESTIMATED);
    assertThat(annsPosition(estimated.value()).readingsShow())
        .as("of another quality than the readings have")
        .isFalse();
    EvidenceHash more = new EvidenceHash(START.toEpochMilli(), 15, 2);
    more.meter("meter-ann", 2000, 0, Quality.ACTUAL);
    more.meter("meter-ann-2", 500, 0, Quality.ACTUAL);
    assertThat(annsPosition(more.value()).readingsShow())
        .as("of a meter without readings")
        .isFalse();
    assertThat(annsPosition(null))
        .returns(null, Explanation.Position::evidence)
        .returns(false, Explanation.Position::readingsShow);
  }

  private static Explanation.Position annsPosition(@Nullable Hash evidence) {
    List<StoredRecord> records = new ArrayList<>();
    for (StoredRecord record : BundleExample.events()) {
      List<byte[]> frame = new ArrayList<>();
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        EventEnvelope envelope = EventCodec.decodeEvent(bytes);
        frame.add(
            EventCodec.encodeEvent(
                envelope.event() instanceof Event.PositionRecorded recorded
                    ? BundleExample.with(
                        envelope,
                        new Event.PositionRecorded(recorded.position().withEvidence(evidence)))
                    : envelope));
      }
      records.add(new StoredRecord(record.offset(), EventCodec.encodeFrame("m", frame)));
    }
    return explain("ann", START, records, Keyring.NONE).positions().get(0);
  }

  @Test
  void theSuppliersBillHasItsSides() {
    Explanation all = explain("grid", START, BundleExample.events(), Keyring.NONE);
    assertThat(all.runs().get(0).lines())
        .extracting(Explanation.Line::kind)
        .containsExactly("SUPPLIED", "TAKEN_OVER", "SUPPLIED");
    assertThat(all.missing()).containsExactly("the log names no meter of grid");
  }

  /** Cat bought less than it took, and pays for that at a price that was imported. */
  @Test
  void aDeviationIsTracedToTheImportedPrice() {
    SignedPriceExample example = new SignedPriceExample();
    Explanation all =
        explain("cat", example.commands(), example.events(), AuditedLedger.of(example.ledger()));
    assertThat(all.imbalancePrices())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.area()).isEqualTo("west");
              assertThat(one.version()).isEqualTo(2);
              assertThat(one.shortMicroPerKwh()).isEqualTo(700_000);
              assertThat(one.longMicroPerKwh()).isEqualTo(10_000);
            });
    assertThat(all.runs().get(0).lines())
        .filteredOn(line -> String.valueOf(line.kind()).startsWith("IMBALANCE_"))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(line.priceMicroPerKwh()).isIn(700_000L, 10_000L);
              assertThat(line.rule()).contains("at the imbalance price");
            });
  }

  @Test
  void aCorrectionIsTracedToTheDisputeThatWasUpheld() {
    CorrectionExample example = new CorrectionExample();
    AuditedLedger ledger = AuditedLedger.of(example.ledger(example.disputes(), List.of()));
    Explanation all = explain("bob", example.commands(), example.events(), ledger);
    String line = Instant.ofEpochMilli(SignedPriceExample.START) + "/0/0";
    assertThat(all.disputes())
        .extracting(
            Explanation.Dispute::disputeId,
            Explanation.Dispute::what,
            Explanation.Dispute::line,
            Explanation.Dispute::said)
        .containsExactly(
            tuple(1L, "OPENED", line, "the meter was off"),
            tuple(1L, "UPHELD", null, "the line's amount should be -7: the meter was off"));
    assertThat(all.runs()).hasSize(2);
    assertThat(all.runs().get(1).lines())
        .extracting(Explanation.Line::kind)
        .containsExactly("CORRECTION");
    assertThat(all.runs().get(1).lines().get(0).rule()).contains("dispute 1, which was upheld");
    Explanation other = explain("ann", example.commands(), example.events(), ledger);
    assertThat(other.disputes())
        .extracting(Explanation.Dispute::what)
        .containsExactly("OPENED", "DISMISSED");
  }

  @Test
  void whatIsNotThereIsSaid() {
    Explanation later =
        explain("ann", START.plusSeconds(900), BundleExample.events(), Keyring.NONE);
    assertThat(later.missing())
        .containsExactly("m.1659424500.initial is not confirmed as being on the ledger");
    Explanation never =
        explain("ann", START.plusSeconds(9000), BundleExample.events(), Keyring.NONE);
    assertThat(never.missing()).containsExactly("the slot is not settled");
  }

  @Test
  void afterAnErasureItSaysWhatCannotBeRead() throws IOException {
    FileKeyring keyring = new FileKeyring(temp.resolve("keys"));
    Subject ann = Subject.participant("ann");
    String keyId = keyring.ensure(ann, KeySource.seeded("a")).id();
    List<StoredRecord> sealed = sealed(keyring, keyId);
    assertThat(explain("ann", START, sealed, keyring).missing()).isEmpty();
    String leaf = explain("ann", START, sealed, keyring).runs().get(0).lines().get(2).leafHash();
    keyring.retire(ann, 1);
    keyring.erase(keyring.retired().get(0), 2);
    Explanation blind = explain("ann", START, sealed, keyring);
    assertThat(blind.missing())
        .containsExactly(
            "line 2022-08-02T07:00:00Z/0/6 cannot be read: its key is not here or was erased");
    assertThat(blind.runs().get(0).lines().get(2).kind()).isNull();
    assertThat(blind.runs().get(0).lines().get(2).leafHash()).isEqualTo(leaf);
  }

  /** The log with the line of ann's residual sealed under her key. */
  private static List<StoredRecord> sealed(FileKeyring keyring, String keyId) {
    List<StoredRecord> records = new ArrayList<>();
    for (StoredRecord record : BundleExample.events()) {
      List<byte[]> frame = new ArrayList<>();
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        var envelope = EventCodec.decodeEvent(bytes);
        frame.add(
            EventCodec.encodeEvent(
                BundleExample.withSealedLine(envelope, START.toEpochMilli(), 6, keyId), keyring));
      }
      records.add(new StoredRecord(record.offset(), EventCodec.encodeFrame("m", frame)));
    }
    return records;
  }

  private static Explanation explain(
      String who, Instant start, List<StoredRecord> events, Keyring keyring) {
    List<StoredRecord> readings = new ArrayList<>();
    readings.add(reading("meter-ann", 0, 0, 1000));
    readings.add(reading("meter-bob", 0, 0, 7));
    readings.add(reading("meter-ann", 1, 15, 3500));
    readings.add(reading("meter-ann", 2, 60, 9000));
    readings.add(new StoredRecord(9, ReadingCodec.encodeTick("m", START.toEpochMilli())));
    AuditedLedger ledger = AuditedLedger.of(BundleExample.ledger());
    Explainer.Source source =
        new Explainer.Source(BundleExample.commands(), events, List.of(readings), ledger);
    return Explainer.explain(source, who, start, keyring);
  }

  private static Explanation explain(
      String who, List<StoredRecord> commands, List<StoredRecord> events, AuditedLedger ledger) {
    Explainer.Source source = new Explainer.Source(commands, events, List.of(), ledger);
    Instant start = Instant.ofEpochMilli(SignedPriceExample.START);
    return Explainer.explain(source, who, start, Keyring.NONE);
  }

  private static StoredRecord reading(String meter, long sequence, long minute, long importWh) {
    MeterReading reading =
        new MeterReading(
            meter,
            sequence,
            START.plusSeconds(60 * minute).toEpochMilli(),
            importWh,
            0,
            0,
            Quality.ACTUAL,
            Hash.ZERO);
    return new StoredRecord(sequence, ReadingCodec.encode("m", reading));
  }
}
