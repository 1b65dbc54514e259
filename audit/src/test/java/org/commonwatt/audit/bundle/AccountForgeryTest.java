package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.BundleExample.Signed;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.InvoiceJson;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerAccounts.Claim;
import org.commonwatt.model.LedgerAccounts.Direction;
import org.commonwatt.model.LedgerAccounts.Fold;
import org.commonwatt.model.LedgerAccounts.Move;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Role;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.StepKind;
import org.commonwatt.model.LedgerAccounts.Transfer;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of the accounts contract in a bundle's blocks, true and forged, before both verifiers. */
class AccountForgeryTest {
  private static final String BATCH = BundleExample.batchId();
  private static final LedgerCall CAT = register("cat", Role.MEMBER);
  private static final LedgerCall BANK = register("bank", Role.BANK);
  private static final Transfer IN = transfer("r-1", Direction.DEPOSIT, 500);
  private static final Transfer OUT = transfer("r-2", Direction.WITHDRAWAL, 300);
  private static final Postings POSTINGS = postings(Hash.ZERO, BATCH);
  private static final Fold FOLD = new Fold("cat", "m", "day-1", List.of("tx-PostBatches"));

  private static final String EXCHANGES = "Exchange.submitter";
  private static final String BANKS = "GridOperator.observer";
  private static final String OTHERS = "Regulator.auditor";

  @TempDir private Path temp;

  @Test
  void trueAccountsPassBoth() throws Exception {
    byte[] bundle =
        bundle(
            CAT,
            BANK,
            AccountsLedger.propose(IN),
            AccountsLedger.confirm(IN),
            AccountsLedger.freeze("cat"),
            AccountsLedger.unfreeze("cat"),
            AccountsLedger.propose(OUT),
            AccountsLedger.takeBack("bank", "r-2"),
            AccountsLedger.post(POSTINGS),
            AccountsLedger.fold(FOLD));
    assertThat(BundleTest.check(bundle).report().findings()).isEmpty();
    Files.write(temp.resolve("true"), bundle);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  /** As contracts before version 7 took it, in either order. */
  @Test
  void aLedgerThatCollectsABatchTwiceIsFound() throws Exception {
    LedgerCall invoice =
        LedgerCall.of("invoices", "Issue", InvoiceJson.write(BundleExample.invoice(1, 0)));
    LedgerCall post = AccountsLedger.post(POSTINGS);
    for (List<LedgerCall> calls : List.of(List.of(invoice, post), List.of(post, invoice))) {
      byte[] bundle = bundle(calls.toArray(LedgerCall[]::new));
      assertThat(BundleTest.check(bundle).report().findings())
          .extracting(Finding::code)
          .containsExactly(FindingCode.COLLECTED_TWICE);
      Files.write(temp.resolve(calls.get(0).contract()), bundle);
    }
    python().values().forEach(codes -> assertThat(codes).isEqualTo("COLLECTED_TWICE"));
  }

  @Test
  void bothFindAndNameWhatIsForged() throws Exception {
    Map<String, List<LedgerCall>> forged = new LinkedHashMap<>();
    forged.put("registered-twice", List.of(CAT, CAT));
    forged.put("unknown-frozen", List.of(AccountsLedger.freeze("cat")));
    forged.put("unknown-bank", List.of(CAT, AccountsLedger.propose(IN)));
    forged.put("never-proposed", List.of(CAT, BANK, AccountsLedger.confirm(IN)));
    Transfer more = transfer("r-1", Direction.DEPOSIT, 501);
    forged.put(
        "another-amount",
        List.of(CAT, BANK, AccountsLedger.propose(IN), AccountsLedger.confirm(more)));
    forged.put(
        "reference-twice",
        List.of(CAT, BANK, AccountsLedger.propose(IN), AccountsLedger.propose(IN)));
    forged.put(
        "confirmed-twice",
        List.of(
            CAT,
            BANK,
            AccountsLedger.propose(IN),
            AccountsLedger.confirm(IN),
            AccountsLedger.confirm(IN)));
    forged.put(
        "overdrawn",
        List.of(
            CAT,
            BANK,
            AccountsLedger.propose(transfer("r-2", Direction.WITHDRAWAL, Long.MAX_VALUE))));
    forged.put("taken-back", List.of(CAT, BANK, AccountsLedger.takeBack("bank", "r-1")));
    Postings later = postings(Hash.of(new byte[] {7}), BATCH);
    forged.put("postings-skipped", List.of(AccountsLedger.post(later)));
    forged.put(
        "postings-twice", List.of(AccountsLedger.post(POSTINGS), AccountsLedger.post(POSTINGS)));
    Postings none = postings(Hash.ZERO, "m.9.initial");
    Postings secured = new Postings("m", "day-1", Hash.ZERO, true, List.of(BATCH));
    Postings disposable = new Postings("m", "day-1", Hash.ZERO, false, true, List.of(BATCH));
    forged.put(
        "disposable-overdrawn",
        List.of(
            CAT,
            BANK,
            AccountsLedger.post(disposable),
            AccountsLedger.fold(FOLD),
            AccountsLedger.propose(
                transfer(
                    "r-2", Direction.WITHDRAWAL, BundleExample.invoice(1, 0).amountNano() + 1))));
    forged.put("guarantees-that-no-rulebook-has", List.of(AccountsLedger.post(secured)));
    forged.put("postings-of-nothing", List.of(AccountsLedger.post(none)));
    forged.put("folded-of-nothing", List.of(AccountsLedger.fold(FOLD)));
    forged.put(
        "folded-twice",
        List.of(
            AccountsLedger.post(POSTINGS), AccountsLedger.fold(FOLD), AccountsLedger.fold(FOLD)));
    forged.put("step-of-nothing", List.of(AccountsLedger.post(pledge("m", 500))));
    forged.put(
        "pay-out-of-nothing", List.of(AccountsLedger.post(POSTINGS), payOut("m", List.of(), 1)));
    for (Map.Entry<String, List<LedgerCall>> one : forged.entrySet()) {
      byte[] bundle = bundle(one.getValue().toArray(LedgerCall[]::new));
      assertThat(BundleTest.check(bundle).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.ACCOUNT_DIFFERS);
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).as(name).isEqualTo("ACCOUNT_DIFFERS"));
  }

  @Test
  void whatIsDisposableIsPaidOutBeforeAndAfterItIsFolded() throws Exception {
    LedgerCall post =
        AccountsLedger.post(new Postings("m", "day-1", Hash.ZERO, false, true, List.of(BATCH)));
    long all = BundleExample.invoice(1, 0).amountNano();
    LedgerCall out = AccountsLedger.propose(transfer("r-2", Direction.WITHDRAWAL, all));
    LedgerCall fold = AccountsLedger.fold(FOLD);
    for (List<LedgerCall> calls : List.of(List.of(post, out, fold), List.of(post, fold, out))) {
      List<LedgerCall> known = new ArrayList<>(List.of(CAT, BANK));
      known.addAll(calls);
      byte[] bundle = bundle(known.toArray(LedgerCall[]::new));
      assertThat(BundleTest.check(bundle).report().totals())
          .doesNotContainKey(FindingCode.ACCOUNT_DIFFERS);
      Files.write(temp.resolve("true-" + calls.indexOf(fold)), bundle);
    }
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothSidesMayHaveProposedAndTheOtherConfirms() throws Exception {
    byte[] bundle =
        bundle(
            List.of(
                new Signed(EXCHANGES, CAT),
                new Signed(EXCHANGES, BANK),
                new Signed(BANKS, AccountsLedger.propose(IN)),
                new Signed(EXCHANGES, AccountsLedger.confirm(IN)),
                new Signed(BANKS, AccountsLedger.propose(OUT)),
                new Signed(EXCHANGES, AccountsLedger.takeBack("bank", "r-2"))));
    assertThat(BundleTest.check(bundle).report().totals())
        .containsOnlyKeys(
            FindingCode.REGISTRY_PENDING,
            FindingCode.RULEBOOK_DOCUMENT_MISSING,
            FindingCode.ACCOUNTS_PENDING);
    Files.write(temp.resolve("true"), bundle);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindAndNameWhoMayNotHaveCalled() throws Exception {
    Signed cat = new Signed(EXCHANGES, CAT);
    Signed bank = new Signed(EXCHANGES, BANK);
    Signed proposed = new Signed(EXCHANGES, AccountsLedger.propose(IN));
    Signed proposedByBank = new Signed(BANKS, AccountsLedger.propose(IN));
    LedgerCall confirm = AccountsLedger.confirm(IN);
    Map<String, List<Signed>> forged = new LinkedHashMap<>();
    forged.put("exchange-for-both", List.of(cat, bank, proposed, new Signed(EXCHANGES, confirm)));
    forged.put("bank-for-both", List.of(cat, bank, proposedByBank, new Signed(BANKS, confirm)));
    forged.put("confirmed-by-another", List.of(cat, bank, proposed, new Signed(OTHERS, confirm)));
    forged.put("confirmed-by-nobody", List.of(cat, bank, proposed, new Signed("", confirm)));
    Signed proposedByOther = new Signed(OTHERS, AccountsLedger.propose(OUT));
    forged.put(
        "proposed-by-another",
        List.of(cat, bank, proposed, new Signed(BANKS, confirm), proposedByOther));
    Signed takenBack = new Signed(OTHERS, AccountsLedger.takeBack("bank", "r-1"));
    forged.put("taken-back-by-another", List.of(cat, bank, proposed, takenBack));
    forged.put("registered-by-the-bank", List.of(new Signed(BANKS, BANK)));
    forged.put("registered-by-another", List.of(new Signed(OTHERS, CAT)));
    forged.put(
        "frozen-by-the-bank", List.of(cat, bank, new Signed(BANKS, AccountsLedger.freeze("cat"))));
    forged.put("posted-by-the-bank", List.of(new Signed(BANKS, AccountsLedger.post(POSTINGS))));
    for (Map.Entry<String, List<Signed>> one : forged.entrySet()) {
      byte[] bundle = bundle(one.getValue());
      assertThat(BundleTest.check(bundle).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.ACCOUNT_CALLER_WRONG)
          .doesNotContainKey(FindingCode.ACCOUNT_DIFFERS);
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).as(name).isEqualTo("ACCOUNT_CALLER_WRONG"));
  }

  @Test
  void bothSayThatWhatCannotBeReadIsUnexpected() throws Exception {
    List<LedgerCall> unreadable =
        List.of(
            LedgerCall.of("accounts", "Register", "{}"),
            LedgerCall.of("accounts", "Propose", "7"),
            LedgerCall.of("accounts", "PostStep", "{\"market\":1}"),
            LedgerCall.of("accounts", "Mint", "{}"));
    for (LedgerCall call : unreadable) {
      byte[] bundle = bundle(call);
      assertThat(BundleTest.check(bundle).report().totals())
          .containsKey(FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
      Files.write(temp.resolve("unreadable-" + call.function()), bundle);
    }
    python()
        .forEach(
            (name, codes) -> assertThat(codes).as(name).isEqualTo("LEDGER_TRANSACTION_UNEXPECTED"));
  }

  /** Cash is of all markets together, so what another market moves counts, and is no forgery. */
  @Test
  void anotherMarketsAccountsAreFollowed() throws Exception {
    SettlementBatch other = ofAnotherMarket();
    Postings postings = new Postings("n", "day-1", Hash.ZERO, false, List.of(other.batchId()));
    byte[] bundle =
        bundle(
            CAT,
            BANK,
            LedgerCall.of("settlement", "PostBatch", BatchJson.write(other)),
            AccountsLedger.post(postings),
            AccountsLedger.fold(new Fold("cat", "n", "day-1", List.of("tx-PostBatches"))),
            AccountsLedger.propose(OUT),
            AccountsLedger.post(pledge("o", 200)));
    assertThat(BundleTest.check(bundle).report().totals())
        .as("500 of n: 300 are paid out, 200 pledged in o, out of no cash")
        .containsKey(FindingCode.LEDGER_BATCH_UNKNOWN)
        .containsEntry(FindingCode.ACCOUNTS_PENDING, 1L)
        .doesNotContainKey(FindingCode.ACCOUNT_DIFFERS);
    Map<String, byte[]> payOuts = new LinkedHashMap<>();
    for (LedgerCall payOut :
        List.of(
            payOut("n", List.of(), 500),
            payOut("n", List.of(), 501),
            payOut("n", List.of(new Claim("dan", BigInteger.ONE)), 500))) {
      payOuts.put(
          "pay-out-" + payOuts.size(),
          bundle(
              CAT,
              BANK,
              LedgerCall.of("settlement", "PostBatch", BatchJson.write(other)),
              AccountsLedger.post(new Postings("n", "d", Hash.ZERO, true, postings.batchIds())),
              payOut));
    }
    for (Map.Entry<String, byte[]> one : payOuts.entrySet()) {
      Files.write(temp.resolve(one.getKey()), one.getValue());
    }
    byte[] tooMuch =
        bundle(
            CAT,
            LedgerCall.of("settlement", "PostBatch", BatchJson.write(other)),
            AccountsLedger.post(postings),
            AccountsLedger.post(pledge("o", 501)));
    assertThat(BundleTest.check(tooMuch).report().totals())
        .containsKey(FindingCode.ACCOUNT_DIFFERS);
    Files.write(temp.resolve("true"), bundle);
    Files.write(temp.resolve("too-much"), tooMuch);
    if (Python3.isThere()) {
      assertThat(python())
          .containsEntry("true", "LEDGER_BATCH_UNKNOWN")
          .containsEntry("pay-out-0", "LEDGER_BATCH_UNKNOWN")
          .hasEntrySatisfying("pay-out-1", codes -> assertThat(codes).contains("ACCOUNT_DIFFERS"))
          .hasEntrySatisfying("pay-out-2", codes -> assertThat(codes).contains("ACCOUNT_DIFFERS"))
          .hasEntrySatisfying("too-much", codes -> assertThat(codes).contains("ACCOUNT_DIFFERS"));
      String out =
          Python3.run(
                  Python3.FOLDER.resolve("verify.py").toString(), temp.resolve("true").toString())
              .out();
      assertThat(out).contains("ACCOUNTS_PENDING: 1 batches", BATCH);
    }
  }

  private static SettlementBatch ofAnotherMarket() {
    SettlementBatch was = BundleExample.batch();
    return new SettlementBatch(
        was.batchId().replaceFirst("m", "n"),
        "n",
        was.slot(),
        was.rulebookVersion(),
        was.rulebookHash(),
        was.auctionHash(),
        was.positionsHash(),
        was.billRoot(),
        was.billLineCount(),
        Hash.ZERO,
        List.of(new Posting("cat", 500), new Posting("dan", -500)));
  }

  private static LedgerCall payOut(String market, List<Claim> claims, long amount) {
    return AccountsLedger.post(
        new Step(
            market,
            StepKind.PAY_OUT,
            "cat",
            new LogPlace(4, Hash.of(new byte[] {4})),
            List.of(
                new Move("cat", Pot.SETTLED, BigInteger.valueOf(-amount)),
                new Move("cat", Pot.CASH, BigInteger.valueOf(amount))),
            claims));
  }

  private static Step pledge(String market, long amount) {
    return new Step(
        market,
        StepKind.ALLOCATION,
        "cat",
        new LogPlace(3, Hash.of(new byte[] {3})),
        List.of(
            new Move("cat", Pot.CASH, BigInteger.valueOf(-amount)),
            new Move("cat", Pot.COLLATERAL, BigInteger.valueOf(amount))),
        List.of());
  }

  private static Postings postings(Hash after, String batchId) {
    return new Postings("m", "day-1", after, false, List.of(batchId));
  }

  private Map<String, String> python() throws IOException, InterruptedException {
    return Python3.isThere() ? PythonVerifierTest.codes(temp) : Map.of();
  }

  private static LedgerCall register(String id, Role role) {
    return role == Role.BANK
        ? AccountsLedger.register(new Participant(id, role, "GridOperatorMSP", "observer"))
        : AccountsLedger.register(new Participant(id, role, "ExchangeMSP", "submitter"));
  }

  private static Transfer transfer(String reference, Direction direction, long amount) {
    return new Transfer("bank", reference, direction, "cat", amount, 1_000);
  }

  /** The exchange keeps the books and proposes, the bank confirms. */
  private static byte[] bundle(LedgerCall... calls) {
    List<Signed> signed = new ArrayList<>();
    for (LedgerCall call : calls) {
      signed.add(new Signed(call.function().equals("Confirm") ? BANKS : EXCHANGES, call));
    }
    return bundle(signed);
  }

  private static byte[] bundle(List<Signed> calls) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            BundleExample.commands(),
            BundleExample.events(),
            BundleExample.positions()),
        new BundleMaker.Settled(BundleExample.ledgerWithSigned(calls), BundleExample.CHAINCODE),
        new BundleMaker.Wanted(BundleTest.FIRST, false, Keyring.NONE),
        BundleTest.ENGINE);
  }
}
