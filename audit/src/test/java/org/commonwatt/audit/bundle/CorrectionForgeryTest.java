package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.CorrectionExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event.DisputeDecided;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrections of disputed lines, true and forged, before both verifiers. */
class CorrectionForgeryTest {
  @TempDir private Path temp;

  @Test
  void aTrueCorrectionPassesBoth() throws Exception {
    CorrectionExample example = new CorrectionExample();
    byte[] bundle = bundle(example, example.disputes(), List.of());
    assertThat(BundleTest.check(bundle).report().totals())
        .as("the example has no topic of positions")
        .containsOnlyKeys(
            FindingCode.REGISTRY_PENDING,
            FindingCode.RULEBOOK_DOCUMENT_MISSING,
            FindingCode.POSITION_WITHOUT_SOURCE);
    Files.write(temp.resolve("true"), bundle);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void whatTheLedgerDoesNotHaveYetIsANote() throws Exception {
    CorrectionExample example = new CorrectionExample(5);
    byte[] bundle = bundle(example, example.disputes().subList(0, 3), List.of());
    assertThat(BundleTest.check(bundle).report().totals())
        .containsOnlyKeys(
            FindingCode.REGISTRY_PENDING,
            FindingCode.RULEBOOK_DOCUMENT_MISSING,
            FindingCode.POSITION_WITHOUT_SOURCE,
            FindingCode.DISPUTES_PENDING);
    Files.write(temp.resolve("true"), bundle);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindForgedRuns() throws Exception {
    Map<String, UnaryOperator<SlotRevised>> forged = new LinkedHashMap<>();
    forged.put("another-amount", run -> with(run, 5, run.run(), run.batch().positionsHash()));
    forged.put("another-run", run -> with(run, 0, run.run() + 1, run.batch().positionsHash()));
    forged.put("another-ground", run -> with(run, 0, run.run(), Hash.of(new byte[] {9})));
    for (Map.Entry<String, UnaryOperator<SlotRevised>> one : forged.entrySet()) {
      CorrectionExample example = new CorrectionExample().change(one.getValue());
      byte[] bundle = bundle(example, example.disputes(), List.of());
      assertThat(BundleTest.check(bundle).report().passed()).as(one.getKey()).isFalse();
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    CorrectionExample dismissed =
        new CorrectionExample()
            .change(
                DisputeDecided.class,
                decided ->
                    new DisputeDecided(
                        decided.disputeId(),
                        decided.participant(),
                        decided.decider(),
                        new Ruling(false, 0, decided.ruling().reason()),
                        decided.timeMillis()));
    byte[] ofDismissed = bundle(dismissed, dismissed.disputes(), List.of());
    assertThat(BundleTest.check(ofDismissed).report().totals())
        .containsKey(FindingCode.DISPUTE_DIFFERS);
    Files.write(temp.resolve("of-a-dismissed-one"), ofDismissed);
    python().forEach((name, codes) -> assertThat(codes).as(name).isNotEmpty());
  }

  @Test
  void bothNameWhatTheLedgerHasOtherwise() throws Exception {
    CorrectionExample example = new CorrectionExample();
    List<LedgerCall> honest = example.disputes();
    Map<String, byte[]> forged = new LinkedHashMap<>();
    for (String[] change :
        new String[][] {
          {"\"line\":0", "\"line\":1"},
          {"\"untilMillis\":", "\"untilMillis\":1"},
          {"UPHELD", "DISMISSED"},
          {"\"participant\":\"bob\"", "\"participant\":\"cat\""}
        }) {
      List<LedgerCall> calls = new ArrayList<>();
      for (LedgerCall call : honest) {
        String json = call.arguments().get(0).replace(change[0], change[1]);
        calls.add(LedgerCall.of("disputes", call.function(), json));
      }
      forged.put("forged-" + forged.size(), bundle(example, calls, List.of()));
    }
    forged.put(
        "upheld-too-late", bundle(example, honest.subList(0, 2), honest.subList(2, honest.size())));
    List<LedgerCall> twice = new ArrayList<>(honest);
    twice.add(1, honest.get(0));
    forged.put("twice", bundle(example, twice, List.of()));
    for (Map.Entry<String, byte[]> one : forged.entrySet()) {
      assertThat(BundleTest.check(one.getValue()).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.LEDGER_DISPUTE_DIFFERS);
      Files.write(temp.resolve(one.getKey()), one.getValue());
    }
    python()
        .forEach((name, codes) -> assertThat(codes).as(name).contains("LEDGER_DISPUTE_DIFFERS"));
  }

  @Test
  void bothNameWhoMayNotHaveRecordedDisputes() throws Exception {
    CorrectionExample example = new CorrectionExample();
    byte[] bundle =
        bundle(example, example.ledger(example.disputes(), List.of(), "Regulator.auditor"));
    assertThat(BundleTest.check(bundle).report().totals())
        .containsEntry(FindingCode.LEDGER_CALLER_WRONG, (long) example.disputes().size())
        .doesNotContainKey(FindingCode.LEDGER_DISPUTE_DIFFERS);
    Files.write(temp.resolve("by-the-regulator"), bundle);
    python().forEach((name, codes) -> assertThat(codes).as(name).isEqualTo("LEDGER_CALLER_WRONG"));
  }

  @Test
  void bothSayThatWhatCannotBeReadIsUnexpected() throws Exception {
    CorrectionExample example = new CorrectionExample();
    for (String text : List.of("{}", "7", "no JSON")) {
      List<LedgerCall> calls = List.of(LedgerCall.of("disputes", "Open", text));
      byte[] bundle = bundle(example, example.disputes(), calls);
      assertThat(BundleTest.check(bundle).report().totals())
          .containsKey(FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
      Files.write(temp.resolve("unreadable-" + text.length()), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).isEqualTo("LEDGER_TRANSACTION_UNEXPECTED"));
  }

  /** The participant gets so much more, the other side pays it: the sum stays zero. */
  private static SlotRevised with(SlotRevised run, long more, int number, Hash ground) {
    SettlementBatch was = run.batch();
    List<BillLine> lines = new ArrayList<>();
    List<Posting> postings = new ArrayList<>();
    for (BillLine line : run.billLines()) {
      long nano = line.amountNano() + (line.kind() == BillLine.Kind.CORRECTION ? more : -more);
      lines.add(
          new BillLine(
              line.participant(),
              line.slot(),
              line.kind(),
              line.counterparty(),
              line.tradeId(),
              0,
              0,
              nano,
              line.salt()));
      postings.add(new Posting(line.participant(), nano));
    }
    postings.sort((a, b) -> a.account().compareTo(b.account()));
    SettlementBatch batch =
        new SettlementBatch(
            was.batchId(),
            was.market(),
            was.slot(),
            was.rulebookVersion(),
            was.rulebookHash(),
            was.auctionHash(),
            ground,
            was.billRoot(),
            was.billLineCount(),
            was.predecessor(),
            postings);
    return new SlotRevised(batch, number, lines);
  }

  private Map<String, String> python() throws IOException, InterruptedException {
    return Python3.isThere() ? PythonVerifierTest.codes(temp) : Map.of();
  }

  private static byte[] bundle(
      CorrectionExample example, List<LedgerCall> before, List<LedgerCall> after) {
    return bundle(example, example.ledger(before, after));
  }

  private static byte[] bundle(CorrectionExample example, Ledger ledger) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            example.commands(),
            example.events(),
            List.of()),
        new BundleMaker.Settled(ledger, BundleExample.CHAINCODE),
        new BundleMaker.Wanted(BundleTest.FIRST, true, Keyring.NONE),
        BundleTest.ENGINE);
  }
}
