package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@code Ledger} must do with the accounts contract. The bank's side is played by the
 * grid operator's client.
 */
public abstract class LedgerAccountsKit extends LedgerClientsKit {
  private static final long LATER = 253_402_300_799_999L;

  private final InstantSource clock = InstantSource.system(); // as the ledgers under test
  private final String run = UUID.randomUUID().toString();
  private final String market = "accounts-" + run;
  private final String home = "home-" + run;
  private final String other = "other-" + run;
  private final String house = "house-" + run;
  private final String bank = "bank-" + run;

  @BeforeEach
  final void register() {
    ok(exchange(AccountsLedger.register(member(home))));
    ok(exchange(AccountsLedger.register(member(other))));
    ok(
        exchange(
            AccountsLedger.register(
                new Participant(bank, Role.BANK, "GridOperatorMSP", "observer"))));
  }

  @BeforeEach
  final void registerTheRulebook() {
    new SampleBatches(market).registered(ledger);
  }

  @Test
  final void moneyIsPaidInPledgedSettledFoldedAndPaidOut() {
    deposit("in", 1_000);
    ok(exchange(AccountsLedger.post(allocation(1, 300))));
    SettlementBatch batch = batch();
    ok(new SettlementLedger(ledger).post(batch));
    Postings postings = new Postings(market, "day-1", Hash.ZERO, true, List.of(batch.batchId()));
    String row = ok(exchange(AccountsLedger.post(postings))).transactionId();
    assertThat(code(exchange(AccountsLedger.post(postings)))).isEqualTo("WRONG_STRETCH");
    AccountsLedger accounts = new AccountsLedger(ledger);
    assertThat(accounts.posted(market).batches()).isEqualTo(1);
    assertThat(accounts.account(home).rows())
        .containsExactly(
            new AccountsLedger.Row(market, "day-1", row, BigInteger.valueOf(-7), false));
    assertThat(accounts.account(other).availableNano()).as("the market has guarantees").isZero();
    Fold fold = new Fold(home, market, "day-1", List.of(row));
    ok(exchange(AccountsLedger.fold(fold)));
    assertThat(code(exchange(AccountsLedger.fold(fold)))).isEqualTo("DELTA_NOT_FOUND");
    Transfer out = transfer("out", Direction.WITHDRAWAL, 700, LATER);
    ok(exchange(AccountsLedger.propose(out)));
    AccountsLedger.Account held = accounts.account(home);
    assertThat(held.cashNano()).isZero();
    assertThat(held.heldNano()).isEqualTo(700);
    ok(bank(AccountsLedger.confirm(out)));
    AccountsLedger.Account paid = accounts.account(home);
    assertThat(paid.heldNano()).isZero();
    assertThat(paid.in(market).collateralNano()).isEqualTo(300);
    assertThat(paid.in(market).settledNano()).isEqualTo(-7);
    assertThat(accounts.transfers(bank))
        .extracting(AccountsLedger.KeptTransfer::status)
        .containsExactly("CONFIRMED", "CONFIRMED");
  }

  @Test
  final void whatAMarketWithoutGuaranteesSettlesIsCash() {
    SettlementBatch batch = batch();
    ok(new SettlementLedger(ledger).post(batch));
    Postings postings =
        new Postings(market, "day-1", Hash.ZERO, false, true, List.of(batch.batchId()));
    String row = ok(exchange(AccountsLedger.post(postings))).transactionId();
    AccountsLedger accounts = new AccountsLedger(ledger);
    BigInteger gain = BigInteger.valueOf(7);
    assertThat(accounts.account(other).rows())
        .containsExactly(new AccountsLedger.Row(market, "day-1", row, gain, true));
    assertThat(accounts.account(other).availableNano()).isEqualTo(gain);
    ok(exchange(AccountsLedger.fold(new Fold(other, market, "day-1", List.of(row)))));
    AccountsLedger.Account folded = accounts.account(other);
    assertThat(folded.cashNano()).isEqualTo(gain);
    assertThat(folded.in(market).settledNano()).isZero();
    assertThat(accounts.account(home).availableNano()).isEqualTo(gain.negate());
  }

  @Test
  final void bothSidesSayTheSameOnce() {
    Transfer in = transfer("in", Direction.DEPOSIT, 500, LATER);
    LedgerCall propose = AccountsLedger.propose(in);
    assertThat(code(submit(ledger, Client.AUDITOR, propose))).isEqualTo("NOT_ALLOWED");
    assertThat(creator(ok(bank(propose)))).isEqualTo("GridOperatorMSP observer");
    assertThat(code(exchange(propose))).isEqualTo("REFERENCE_USED");
    assertThat(code(bank(AccountsLedger.confirm(in)))).isEqualTo("SAME_SIDE");
    Transfer more = transfer("in", Direction.DEPOSIT, 501, LATER);
    assertThat(code(exchange(AccountsLedger.confirm(more)))).isEqualTo("TRANSFER_DIFFERS");
    assertThat(creator(onlyCommitted(Together.run(4, () -> exchange(AccountsLedger.confirm(in))))))
        .isEqualTo("ExchangeMSP submitter");
    assertThat(new AccountsLedger(ledger).account(home).cashNano()).isEqualTo(500);
    assertThat(code(bank(AccountsLedger.takeBack(bank, "in")))).isEqualTo("WRONG_STATUS");
    String kept = LATER + "},\"proposedBy\":\"BANK\",\"status\":\"CONFIRMED\"}";
    for (Client client : Client.values()) {
      assertThat(refused(client, LedgerCall.of("accounts", "GetTransfer", bank, "none")))
          .isEqualTo("TRANSFER_NOT_FOUND");
    }
    assertThat(ledger.evaluate(LedgerCall.of("accounts", "GetTransfer", bank, "in")).toString())
        .contains(kept);
  }

  @Test
  final void whatIsAskedForAtOnceIsNotPaidTwice() {
    deposit("in", 100);
    List<Supplier<SubmitOutcome>> both =
        List.of(
            () ->
                exchange(
                    AccountsLedger.propose(transfer("out-1", Direction.WITHDRAWAL, 60, LATER))),
            () -> exchange(AccountsLedger.post(allocation(1, 60))));
    List<SubmitOutcome> outcomes = Together.run(both);
    onlyCommitted(outcomes);
    assertThat(outcomes).extracting(LedgerKit::code).contains("NOT_AVAILABLE");
    AccountsLedger.Account left = new AccountsLedger(ledger).account(home);
    assertThat(left.availableNano()).isEqualTo(40);
    assertThat(left.heldNano().add(left.in(market).collateralNano())).isEqualTo(60);
  }

  @Test
  final void aProposalEndsWithItsTime() throws InterruptedException {
    long end = clock.millis() + 2_000;
    Transfer in = transfer("in", Direction.DEPOSIT, 500, end);
    ok(bank(AccountsLedger.propose(in)));
    while (clock.millis() <= end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(code(exchange(AccountsLedger.confirm(in)))).isEqualTo("TRANSFER_EXPIRED");
    ok(exchange(AccountsLedger.takeBack(bank, "in")));
    assertThat(new AccountsLedger(ledger).account(home).availableNano()).isZero();
  }

  @Test
  final void stepsMoveMoneyAndKeepWhatIsOwed() {
    ok(
        exchange(
            AccountsLedger.register(
                new Participant(house, Role.EXCHANGE, "ExchangeMSP", "submitter"))));
    assertThat(code(exchange(AccountsLedger.post(borne(3, other)))))
        .as("a member bears nothing")
        .isEqualTo("PARTICIPANT_NOT_FOUND");
    Step covered = borne(3, house);
    ok(exchange(AccountsLedger.post(covered)));
    assertThat(code(exchange(AccountsLedger.post(covered)))).isEqualTo("STEP_NOT_NEWER");
    AccountsLedger accounts = new AccountsLedger(ledger);
    assertThat(accounts.account(home).owes())
        .containsExactly(new AccountsLedger.Owed(market, house, BigInteger.valueOf(50)));
    assertThat(accounts.account(house).in(market).settledNano()).isEqualTo(-50);
    assertThat(code(exchange(AccountsLedger.post(payOut(4, 51))))).isEqualTo("NOT_AVAILABLE");
    ok(exchange(AccountsLedger.post(payOut(4, 20))));
    assertThat(accounts.account(home).availableNano()).as("gains that left").isEqualTo(20);
    ok(exchange(AccountsLedger.post(paidBack(5))));
    assertThat(accounts.account(home).owes()).isEmpty();
    assertThat(accounts.account(home).availableNano()).as("20 in cash, 20 short").isZero();
  }

  @Test
  final void whoseTurnItIsNotBearsNoDefault() {
    ok(
        exchange(
            AccountsLedger.register(
                new Participant(house, Role.EXCHANGE, "ExchangeMSP", "submitter"))));
    deposit("in", 60);
    ok(exchange(AccountsLedger.post(allocation(1, 60))));
    assertThat(code(exchange(AccountsLedger.post(borne(2, house)))))
        .as("own collateral first")
        .isEqualTo("WATERFALL_DIFFERS");
    Step honest =
        step(
            StepKind.DEFAULT,
            2,
            List.of(
                move(home, 110),
                new Move(home, Pot.COLLATERAL, BigInteger.valueOf(-60)),
                move(house, -50)),
            List.of(new Claim(house, BigInteger.valueOf(50))));
    Step unowed = step(StepKind.DEFAULT, 2, honest.moves(), List.of());
    assertThat(code(exchange(AccountsLedger.post(unowed)))).isEqualTo("WATERFALL_DIFFERS");
    ok(exchange(AccountsLedger.post(honest)));
  }

  @Test
  final void aMarketIsPaidByAccountsOrByInvoices() {
    InvoiceLedger invoices = new InvoiceLedger(ledger);
    SettlementBatch batch = batch();
    Hash hash = new Hash(ok(new SettlementLedger(ledger).post(batch)).result());
    LedgerCall post =
        AccountsLedger.post(
            new Postings(market, "day-1", Hash.ZERO, false, List.of(batch.batchId())));
    ok(exchange(post));
    Invoice late = new SampleInvoices(List.of(batch), List.of(hash)).invoice(1, home, 0, 1, 0);
    assertThat(code(invoices.issue(late))).isEqualTo("COLLECTED_BY_ACCOUNTS");
    String billed = market + "-billed";
    SampleInvoices samples = SampleInvoices.posted(ledger, billed, 1);
    ok(invoices.issue(samples.invoice(1, "home-01", 0, 1, 0)));
    Postings other = new Postings(billed, "day-1", Hash.ZERO, false, List.of("m.1.initial"));
    assertThat(code(exchange(AccountsLedger.post(other)))).isEqualTo("COLLECTED_BY_INVOICES");
    ok(invoices.pay(billed, 1, "tr-1"));
  }

  private Step borne(long sequence, String bearer) {
    return step(
        StepKind.DEFAULT,
        sequence,
        List.of(move(home, 50), move(bearer, -50)),
        List.of(new Claim(bearer, BigInteger.valueOf(50))));
  }

  private Step paidBack(long sequence) {
    return step(
        StepKind.REPAYMENT,
        sequence,
        List.of(move(home, -50), move(house, 50)),
        List.of(new Claim(house, BigInteger.valueOf(-50))));
  }

  @Test
  final void onlyTheExchangeKeepsTheBooksAndEverybodyReadsThem() {
    for (Client client : List.of(Client.OBSERVER, Client.AUDITOR)) {
      for (LedgerCall call :
          List.of(
              AccountsLedger.register(member("third-" + run)),
              AccountsLedger.freeze(home),
              AccountsLedger.unfreeze(home),
              AccountsLedger.post(allocation(1, 1)),
              AccountsLedger.fold(new Fold(home, market, "day-1", List.of("tx"))),
              AccountsLedger.post(
                  new Postings(market, "day-1", Hash.ZERO, false, List.of("m.1.initial"))))) {
        assertThat(code(submit(ledger, client, call))).isEqualTo("NOT_ALLOWED");
      }
    }
    String frozen = ok(exchange(AccountsLedger.freeze(home))).result();
    for (Client client : Client.values()) {
      assertReturns(client, LedgerCall.of("accounts", "GetParticipant", home), frozen);
    }
    assertThat(new AccountsLedger(ledger).participants())
        .contains(new AccountsLedger.Registered(member(home), true));
    ok(exchange(AccountsLedger.unfreeze(home)));
    assertThat(new AccountsLedger(ledger).posted(market)).isEqualTo(AccountsLedger.Posted.NONE);
  }

  private void deposit(String reference, long amount) {
    Transfer in = transfer(reference, Direction.DEPOSIT, amount, LATER);
    ok(bank(AccountsLedger.propose(in)));
    ok(exchange(AccountsLedger.confirm(in)));
  }

  private static Participant member(String id) {
    return new Participant(id, Role.MEMBER, "ExchangeMSP", "submitter");
  }

  private Transfer transfer(String reference, Direction direction, long amount, long expires) {
    return new Transfer(bank, reference, direction, home, amount, expires);
  }

  private Step allocation(long sequence, long amount) {
    return step(
        StepKind.ALLOCATION,
        sequence,
        List.of(
            new Move(home, Pot.CASH, BigInteger.valueOf(-amount)),
            new Move(home, Pot.COLLATERAL, BigInteger.valueOf(amount))),
        List.of());
  }

  private Step payOut(long sequence, long amount) {
    return step(
        StepKind.PAY_OUT,
        sequence,
        List.of(move(home, -amount), new Move(home, Pot.CASH, BigInteger.valueOf(amount))),
        List.of());
  }

  private Step step(StepKind kind, long sequence, List<Move> moves, List<Claim> claims) {
    LogPlace place = new LogPlace(sequence, Hash.of(new byte[] {(byte) sequence}));
    return new Step(market, kind, home, place, moves, claims);
  }

  private static Move move(String account, long amount) {
    return new Move(account, Pot.SETTLED, BigInteger.valueOf(amount));
  }

  private SettlementBatch batch() {
    Posting out = new Posting(home, -7);
    Posting in = new Posting(other, 7);
    return new SampleBatches(market).batch(0, Hash.ZERO, out, in);
  }

  private SubmitOutcome exchange(LedgerCall call) {
    return ledger.submit(call);
  }

  private SubmitOutcome bank(LedgerCall call) {
    return submit(ledger, Client.OBSERVER, call);
  }

  /** Organisation and role of who proposed a transaction, as its block has them. */
  private String creator(SubmitOutcome.Committed committed) {
    Creator creator = kept(committed.blockNumber(), committed.transactionId()).creator();
    return creator == null ? "nobody" : creator.mspId() + " " + creator.role();
  }

  private static SubmitOutcome.Committed ok(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }
}
