package org.commonwatt.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.audit.ReceiptFinding;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.RecordBilateral;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SignedBilateral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a participant is given of itself, and that it is given nothing of others. */
class ParticipantBundleTest {
  private static final Set<String> MEMBERS = Set.of("ann", "bob", "cat", "dan", "grid");

  @TempDir private Path temp;

  @Test
  void itHasWhatTheLogHasOfTheParticipant() {
    ParticipantBundle bundle = ParticipantExample.of("ann");
    ParticipantBundle.Records records = bundle.records();
    assertThat(records.positions())
        .extracting(ParticipantBundle.Position::importWh)
        .containsExactly(2500L);
    assertThat(records.trades())
        .extracting(ParticipantBundle.Trade::tradeId, ParticipantBundle.Trade::side)
        .containsExactly(tuple(1L, "BUY"), tuple(2L, "BUY"));
    assertThat(records.runs()).hasSize(1);
    assertThat(records.runs().get(0).lines())
        .extracting(Proof.Line::index)
        .containsExactly(0, 2, 6);
    assertThat(records.answers()).hasSize(4); // two orders, a repeated one, a cancellation
    assertThat(records.open()).isEmpty();
    assertThat(check(bundle).findings()).isEmpty();
    assertThat(ParticipantBundle.read(bundle.write())).isEqualTo(bundle);
    assertThat(ParticipantExample.of("ann").write()).isEqualTo(bundle.write());
  }

  @Test
  void theBundleOfEveryMemberAndTheSupplierHolds() {
    for (String member : MEMBERS) {
      assertThat(check(ParticipantExample.of(member)).findings()).as(member).isEmpty();
    }
  }

  @Test
  void nobodyElseIsInItButAsTheOtherSideOfAnOwnLine() throws IOException {
    for (String member : MEMBERS) {
      byte[] file = ParticipantExample.of(member).write();
      Set<String> texts = new TreeSet<>();
      texts(new ObjectMapper().readTree(file), "", texts);
      for (String other : MEMBERS) {
        if (!other.equals(member)) {
          assertThat(texts).as(member + " of " + other).noneMatch(one -> names(one, other));
        }
      }
    }
  }

  @Test
  void aSuppliersLinesAreOnlyHashesBecauseTheyTellOfMembers() {
    ParticipantBundle bundle = ParticipantExample.of("grid");
    List<Proof.Line> lines = bundle.records().runs().get(0).lines();
    assertThat(lines).isNotEmpty().allMatch(line -> line.line() == null);
    String text = new String(bundle.write(), StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("\"ann\"", "\"bob\"", "\"cat\"", "\"dan\"", "salt");
  }

  @Test
  void ofReadingsItHasTheHashesWhileTheMeterIsTheParticipants() {
    List<StoredRecord> readings = new ArrayList<>();
    for (String meter : List.of("meter-ann", "meter-bob")) {
      for (int i = 0; i < 4; i++) {
        MeterReading reading =
            new MeterReading(
                meter,
                i + 1,
                BundleExample.START + i * 300_000L,
                100 + i,
                0,
                0,
                Quality.ACTUAL,
                Hash.ZERO);
        readings.add(new StoredRecord(readings.size(), ReadingCodec.encode("m", reading)));
      }
    }
    ParticipantBundle bundle =
        ParticipantExample.of(
            "ann",
            readings,
            (meter, time) -> meter.equals("meter-ann") && time < BundleExample.START + 600_000L);
    assertThat(bundle.records().readings())
        .extracting(ParticipantBundle.Reading::sequence)
        .containsExactly(1L, 2L);
    assertThat(new String(bundle.write(), StandardCharsets.UTF_8)).doesNotContain("meter-bob");
    assertThat(check(bundle).findings()).isEmpty();
  }

  @Test
  void whoHasNothingThereHasNoBundle() {
    assertThatThrownBy(() -> ParticipantExample.of("nobody"))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("nothing of nobody");
  }

  @Test
  void aSlotThatIsNotConfirmedIsOpen() {
    Instant second = Instant.ofEpochMilli(BundleExample.START + 900_000L);
    ParticipantBundle bundle = ParticipantExample.of("ann", new SlotRange(second, second));
    assertThat(bundle.records().open()).containsExactly(second.toEpochMilli());
    assertThat(bundle.records().runs()).isEmpty();
    assertThat(check(bundle).findings()).isEmpty();
  }

  @Test
  void itGoesOnFromAHeadThatWasKept() {
    TreeHead early = ProofExample.head(5);
    ParticipantBundle bundle = ParticipantExample.since("ann", early);
    HeadFile kept = new HeadFile(early, null);
    assertThat(run(bundle.write(), List.of(kept))).isEmpty();
    assertThat(run(ParticipantExample.of("ann").write(), List.of(kept)))
        .extracting(Finding::code)
        .containsExactly(FindingCode.HEAD_UNCONNECTED);
  }

  @Test
  void receiptsAreHeldAgainstIt() {
    ParticipantBundle bundle = ParticipantExample.of("ann");
    Set<Long> own = new TreeSet<>();
    bundle.records().answers().forEach(one -> own.add(one.sequence()));
    List<ReceiptClaim> receipts =
        ReceiptTamperings.all().stream().filter(one -> own.contains(one.sequence())).toList();
    assertThat(receipts).hasSize(4);
    assertThat(ParticipantReceipts.run(receipts, bundle)).isEmpty();
    List<ReceiptClaim> others =
        ReceiptTamperings.all().stream().filter(one -> !own.contains(one.sequence())).toList();
    assertThat(ParticipantReceipts.run(others, bundle))
        .hasSameSizeAs(others)
        .extracting(ReceiptFinding::code)
        .containsOnly(ReceiptFinding.Code.EVENT_MISSING);
    ParticipantBundle bobs = ParticipantExample.of("bob");
    assertThat(ParticipantReceipts.run(receipts, bobs)).hasSize(receipts.size());
  }

  @Test
  void theReceiptOfABasketIsHeldAgainstItToo() {
    BasketLeg leg = new BasketLeg("village", BundleExample.START, Side.BUY, 1, 1, null);
    PlaceBasket basket =
        new PlaceBasket("ann", "b", SelfTradeMode.CANCEL_NEWEST, null, null, List.of(leg));
    Rejection closed = new Rejection(RejectionCode.SLOT_CLOSED, "too late");
    Event told = new Event.BasketRejected("ann", "b", List.of(new LegRefusal(1, closed)));
    List<StoredRecord> commands = ParticipantExample.more(basket);
    List<ReceiptClaim> receipts =
        ReceiptTamperings.of(commands, ParticipantExample.more(commands, told));
    List<ReceiptClaim> last = receipts.subList(receipts.size() - 1, receipts.size());
    ParticipantBundle own = ParticipantExample.behind("ann", basket, told);
    assertThat(own.records().answers()).hasSize(5);
    assertThat(ParticipantReceipts.run(last, own)).isEmpty();
    assertThat(check(own).findings()).isEmpty();
    assertThat(ParticipantExample.behind("bob", basket, told).records().answers())
        .hasSameSizeAs(ParticipantExample.of("bob").records().answers());
  }

  @Test
  void aBilateralContractIsInTheBundleOfEitherParty() {
    DeliverySlot second = new DeliverySlot(BundleExample.START, 15).plus(1);
    BilateralTerms terms =
        new BilateralTerms(
            "m",
            "b-1",
            "ann",
            "bob",
            "village",
            second.startMillis(),
            second.endMillis(),
            15,
            500,
            Hash.ZERO);
    RecordBilateral command =
        new RecordBilateral(new SignedBilateral(terms, "0a".repeat(64), "0b".repeat(64)));
    Event.BilateralAccepted accepted =
        new Event.BilateralAccepted(command.contract(), "0c".repeat(32), "0d".repeat(32));
    for (String party : List.of("ann", "bob")) {
      ParticipantBundle bundle = ParticipantExample.behind(party, command, accepted);
      List<ParticipantBundle.Answer> answers = bundle.records().answers();
      assertThat(answers).hasSize(ParticipantExample.of(party).records().answers().size() + 1);
      byte[] stored = answers.get(answers.size() - 1).stored();
      assertThat(EventCodec.decodeEvent(stored).event()).isEqualTo(accepted);
      assertThat(check(bundle).findings()).isEmpty();
    }
    assertThat(ParticipantExample.behind("cat", command, accepted).records().answers())
        .hasSameSizeAs(ParticipantExample.of("cat").records().answers());
  }

  @Test
  void aSlotOfABilateralContractIsATradeOfItsOwnKind() {
    DeliverySlot second = new DeliverySlot(BundleExample.START, 15).plus(1);
    Event.ContinuousTrade trade =
        new Event.ContinuousTrade(
            99, second, 0, 0, Side.BUY, "ann", "bob", "village", "village", 500, 0, 7, List.of(),
            null);
    Instant start = Instant.ofEpochMilli(second.startMillis());
    ParticipantBundle bundle =
        ParticipantExample.behind(
            "bob", new Tick(second.startMillis()), trade, new SlotRange(start, start));
    assertThat(bundle.records().trades())
        .filteredOn(one -> one.tradeId() == 99)
        .extracting(ParticipantBundle.Trade::what, ParticipantBundle.Trade::side)
        .containsExactly(tuple("BILATERAL", "SELL"));
    assertThat(check(bundle).findings()).isEmpty();
  }

  @Test
  void theOtherVerifierPassesItToo() throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    Path file = Files.write(temp.resolve("ann.json"), ParticipantExample.of("ann").write());
    Python3.Run run =
        Python3.run(
            Python3.FOLDER.resolve("verify.py").toString(),
            file.toString(),
            "--engine",
            ProofExample.ENGINE.engine());
    assertThat(run.out())
        .contains("1 positions, 2 trades, 4 commands, 1 settlements of ann", "Verifier: pass")
        .contains("asked for by regulator, regulator: a complaint")
        .doesNotContain("nobody vouched");
    assertThat(run.exitCode()).isZero();
  }

  /** Every text with its field's name; what stands in stored events is one of them. */
  private static void texts(JsonNode node, String field, Set<String> texts) {
    if (node.isTextual()) {
      String text = node.textValue();
      if (field.equals("event")) {
        byte[] stored = Base64.getDecoder().decode(text);
        text = new String(stored, StandardCharsets.ISO_8859_1);
      }
      texts.add(field + "=" + text);
    }
    node.fields().forEachRemaining(one -> texts(one.getValue(), one.getKey(), texts));
    if (node.isArray()) {
      node.elements().forEachRemaining(one -> texts(one, field, texts));
    }
  }

  private static boolean names(String text, String other) {
    return !text.equals("counterparty=" + other) && text.contains(other);
  }

  private static ParticipantBundleCheck.Result check(ParticipantBundle bundle) {
    return ParticipantBundleCheck.run(
        bundle.write(), List.of(), new HeadCheck.Anchors(ProofExample.ENGINE.engine(), null));
  }

  private static List<Finding> run(byte[] file, List<HeadFile> kept) {
    HeadCheck.Anchors anchors = new HeadCheck.Anchors(null, null);
    return ParticipantBundleCheck.run(file, kept, anchors).findings();
  }
}
