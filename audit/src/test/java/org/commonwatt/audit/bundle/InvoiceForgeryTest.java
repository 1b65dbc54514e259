package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.BatchHashes;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.CorrectionExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.InvoiceJson;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.testkit.ledger.SampleInvoices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invoices in a bundle's blocks, true and forged, before both verifiers. */
class InvoiceForgeryTest {
  private static final Invoice TRUE = BundleExample.invoice(1, 0);
  private static final LedgerCall ISSUE = issue(TRUE);
  private static final LedgerCall PAY = call("Pay", "1", "bank-1");
  private static final LedgerCall BACK = call("Reverse", "1", "bank-2");

  @TempDir private Path temp;

  @Test
  void trueInvoicesPassBoth() throws Exception {
    for (List<LedgerCall> calls :
        List.of(
            List.of(ISSUE),
            List.of(ISSUE, PAY, BACK, issue(BundleExample.invoice(2, 1))),
            List.of(ISSUE, call("Reverse", "1", ""), issue(BundleExample.invoice(2, 1))))) {
      byte[] bundle = bundle(calls);
      assertThat(BundleTest.check(bundle).report().findings()).isEmpty();
      Files.write(temp.resolve("true-" + calls.size()), bundle);
    }
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindAndNameWhatIsForged() throws Exception {
    Map<String, List<LedgerCall>> forged = new LinkedHashMap<>();
    String json = InvoiceJson.write(TRUE);
    String amount = "\"" + TRUE.amountNano() + "\"";
    for (String[] change :
        new String[][] {
          {"market", "\"m\"", "\"n\""},
          {"number", "\"number\":1", "\"number\":2"},
          {"home", TRUE.participant(), "nobody"},
          {"after", Hash.ZERO.hex(), "ab".repeat(32)},
          {"to", TRUE.to().hex(), "ab".repeat(32)},
          {"batches", "\"batches\":1", "\"batches\":2"},
          {"root", TRUE.linesRoot().hex(), "ab".repeat(32)},
          {"amount", amount, "\"7\""}
        }) {
      String changed = json.replace(change[1], change[2]);
      assertThat(changed).as(change[0]).isNotEqualTo(json);
      forged.put(change[0], List.of(LedgerCall.of("invoices", "Issue", changed)));
    }
    forged.put("twice", List.of(ISSUE, issue(BundleExample.invoice(2, 0))));
    forged.put("paid-twice", List.of(ISSUE, PAY, call("Pay", "1", "bank-9")));
    forged.put("one-payment", List.of(ISSUE, PAY, call("Reverse", "1", "bank-1")));
    forged.put("back-twice", List.of(ISSUE, PAY, BACK, call("Reverse", "1", "bank-3")));
    forged.put("back-unpaid", List.of(ISSUE, call("Reverse", "1", "bank-3")));
    forged.put("back-without", List.of(ISSUE, PAY, call("Reverse", "1", "")));
    forged.put("replaced-open", List.of(ISSUE, issue(BundleExample.invoice(2, 1))));
    for (Map.Entry<String, List<LedgerCall>> one : forged.entrySet()) {
      byte[] bundle = bundle(one.getValue());
      assertThat(BundleTest.check(bundle).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.INVOICE_DIFFERS);
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).as(name).isEqualTo("INVOICE_DIFFERS"));
  }

  @Test
  void bothTakePartsInARowForAReversedInvoiceAndNoOthers() throws Exception {
    CorrectionExample example = new CorrectionExample();
    SampleInvoices samples =
        new SampleInvoices(
            example.batches(), example.batches().stream().map(BatchHashes::batch).toList());
    LedgerCall back = call("Reverse", "1", "");
    LedgerCall whole = issue(samples.invoice(1, "bob", 0, 2, 0));
    LedgerCall first = issue(samples.invoice(2, "bob", 0, 1, 1));
    LedgerCall rest = issue(samples.invoice(3, "bob", 1, 2, 1));
    LedgerCall half = issue(samples.invoice(1, "bob", 0, 1, 0));
    Map<String, List<LedgerCall>> all = new LinkedHashMap<>();
    all.put("true", List.of(whole, back, first, rest));
    all.put("again", List.of(whole, back, first, rest, issue(samples.invoice(4, "bob", 1, 2, 1))));
    all.put("overlap", List.of(whole, back, first, issue(samples.invoice(3, "bob", 0, 2, 1))));
    all.put("gap", List.of(whole, back, issue(samples.invoice(2, "bob", 1, 2, 1))));
    all.put("beyond", List.of(half, back, issue(samples.invoice(2, "bob", 0, 2, 1))));
    for (Map.Entry<String, List<LedgerCall>> one : all.entrySet()) {
      byte[] bundle = bundle(example, one.getValue());
      boolean isTrue = one.getKey().equals("true");
      assertThat(
              BundleTest.check(bundle).report().totals().containsKey(FindingCode.INVOICE_DIFFERS))
          .as(one.getKey())
          .isEqualTo(!isTrue);
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python()
        .forEach(
            (name, codes) ->
                assertThat(codes).as(name).isEqualTo(name.equals("true") ? "" : "INVOICE_DIFFERS"));
  }

  @Test
  void bothSayThatWhatCannotBeReadIsUnexpected() throws Exception {
    List<LedgerCall> unreadable =
        List.of(
            LedgerCall.of("invoices", "Issue", "{}"),
            call("Pay", "1", "bank-1"),
            call("Pay", "x", "bank-1"),
            LedgerCall.of("invoices", "Mint", "m", "1", "eve"));
    for (LedgerCall call : unreadable) {
      byte[] bundle = bundle(List.of(call));
      assertThat(BundleTest.check(bundle).report().totals())
          .containsKey(FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
      Files.write(temp.resolve("unreadable-" + unreadable.indexOf(call)), bundle);
    }
    python()
        .forEach(
            (name, codes) -> assertThat(codes).as(name).isEqualTo("LEDGER_TRANSACTION_UNEXPECTED"));
  }

  @Test
  void bothTakeBatchesThatAreIndexedOnlyIfTheyAreThereAndByTheExchange() throws Exception {
    String mine = indexed(BundleExample.batchId());
    byte[] taken = bundle(List.of(LedgerCall.of("settlement", "IndexBatches", mine), ISSUE));
    assertThat(BundleTest.check(taken).report().findings()).isEmpty();
    Files.write(temp.resolve("true"), taken);
    for (String json :
        List.of(
            indexed("m.0.initial"),
            "{}",
            "{\"batchIds\":[[]]}",
            "x",
            "{\"market\":\"m\",\"batchIds\":[]}",
            mine.replace("\"m\"", "\"other\""))) {
      byte[] forged = bundle(List.of(LedgerCall.of("settlement", "IndexBatches", json)));
      assertThat(BundleTest.check(forged).report().totals())
          .as(json)
          .containsEntry(FindingCode.LEDGER_TRANSACTION_UNEXPECTED, 1L);
      Files.write(temp.resolve("unexpected-" + json.length()), forged);
    }
    byte[] other =
        bundle(
            BundleExample.ledgerWithSigned(
                List.of(
                    new BundleExample.Signed(
                        "Regulator.auditor", LedgerCall.of("settlement", "IndexBatches", mine)))));
    assertThat(BundleTest.check(other).report().totals())
        .containsEntry(FindingCode.LEDGER_CALLER_WRONG, 1L)
        .doesNotContainKey(FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
    Files.write(temp.resolve("by-another"), other);
    python()
        .forEach(
            (name, codes) ->
                assertThat(codes)
                    .as(name)
                    .isEqualTo(
                        name.equals("true")
                            ? ""
                            : name.equals("by-another")
                                ? "LEDGER_CALLER_WRONG"
                                : "LEDGER_TRANSACTION_UNEXPECTED"));
  }

  private static String indexed(String batchId) {
    return "{\"market\":\"m\",\"batchIds\":[\"" + batchId + "\"]}";
  }

  private Map<String, String> python() throws IOException, InterruptedException {
    return Python3.isThere() ? PythonVerifierTest.codes(temp) : Map.of();
  }

  private static LedgerCall issue(Invoice invoice) {
    return LedgerCall.of("invoices", "Issue", InvoiceJson.write(invoice));
  }

  private static LedgerCall call(String function, String... arguments) {
    List<String> all = new ArrayList<>(List.of("m"));
    all.addAll(Arrays.asList(arguments));
    return new LedgerCall("invoices", function, all);
  }

  private static byte[] bundle(List<LedgerCall> calls) {
    return bundle(BundleExample.ledgerWith(calls));
  }

  private static byte[] bundle(CorrectionExample example, List<LedgerCall> calls) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            example.commands(),
            example.events(),
            List.of()),
        new BundleMaker.Settled(example.ledger(example.disputes(), calls), BundleExample.CHAINCODE),
        new BundleMaker.Wanted(BundleTest.FIRST, true, Keyring.NONE),
        BundleTest.ENGINE);
  }

  private static byte[] bundle(Ledger ledger) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            BundleExample.commands(),
            BundleExample.events(),
            BundleExample.positions()),
        new BundleMaker.Settled(ledger, BundleExample.CHAINCODE),
        new BundleMaker.Wanted(BundleTest.FIRST, false, Keyring.NONE),
        BundleTest.ENGINE);
  }
}
