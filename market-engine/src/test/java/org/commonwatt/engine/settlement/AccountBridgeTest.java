package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.core.MemberAccount;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerAccounts.Direction;
import org.commonwatt.model.LedgerAccounts.Move;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Role;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.StepKind;
import org.commonwatt.model.LedgerAccounts.Transfer;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.testkit.ledger.RegistryRelay;

/** The core's guarantees against the accounts on the ledger, which are brought up from its log. */
class AccountBridgeTest {
  private static final List<String> ACCOUNTS = List.of("home-01", "home-02", "home-03", "house");
  private static final Rulebook RULES =
      Fixtures.rulebook().withSafeguards(new Safeguards(new Guarantees("house", 0, 0, 0)));

  private MemoryChain chain = new MemoryChain();
  private Ledger exchange = as(MemoryLedger.SUBMITTER);
  private Ledger bank = as(new Caller("BankMSP", "teller"));
  private AccountsLedger accounts = new AccountsLedger(exchange);
  private RegistryRelay registry = new RegistryRelay(Fixtures.MARKET, exchange);
  private MarketStateMachine market = new MarketStateMachine();
  private final List<Event> log = new ArrayList<>();
  private final List<Rulebook> rulebooks = new ArrayList<>();
  private final List<LogPlace> places = new ArrayList<>();
  private final List<StoredRecord> commands = new ArrayList<>();
  private final List<StoredRecord> events = new ArrayList<>();
  private Hash last = Hash.ZERO;
  private int references;

  private Ledger as(Caller caller) {
    return new MemoryLedger(chain, caller, LedgerFaults.NONE, ConflictRetry.DEFAULT);
  }

  private void open() {
    open(RULES);
  }

  private void open(Rulebook rules) {
    chain = new MemoryChain();
    exchange = as(MemoryLedger.SUBMITTER);
    bank = as(new Caller("BankMSP", "teller"));
    accounts = new AccountsLedger(exchange);
    registry = new RegistryRelay(Fixtures.MARKET, exchange);
    market = new MarketStateMachine();
    log.clear();
    rulebooks.clear();
    places.clear();
    commands.clear();
    events.clear();
    last = Hash.ZERO;
    for (String id : ACCOUNTS) {
      Role role = id.equals("house") ? Role.EXCHANGE : Role.MEMBER;
      committed(
          exchange, AccountsLedger.register(new Participant(id, role, "ExchangeMSP", "submitter")));
    }
    committed(
        exchange, AccountsLedger.register(new Participant("bank", Role.BANK, "BankMSP", "teller")));
    apply(new Command.ActivateRulebook(rules));
    apply(new Command.Tick(Fixtures.START));
  }

  private static void committed(Ledger by, LedgerCall call) {
    assertThat(by.submit(call)).isInstanceOf(SubmitOutcome.Committed.class);
  }

  private List<Event> apply(Command command) {
    List<Event> told = happen(command);
    for (Event event : told) {
      if (event instanceof Event.SlotSettled settled) {
        assertThat(new SettlementLedger(exchange).post(settled.batch()))
            .isInstanceOf(SubmitOutcome.Committed.class);
      }
    }
    return told;
  }

  /** The command and its events, as they stand on a log. */
  private List<Event> happen(Command command) {
    int before = log.size();
    long offset = commands.size();
    Entry entry = new Entry(CommandOrigin.NONE, command);
    if (command instanceof Command.ActivateRulebook activated) {
      rulebooks.add(activated.rulebook());
    }
    market.apply(entry, log::add);
    CommandFrame frame = new CommandFrame("test", offset + 1, List.of(entry));
    commands.add(new StoredRecord(offset, CommandCodec.encode(Fixtures.MARKET, frame)));
    List<byte[]> stored = new ArrayList<>();
    for (int i = before; i < log.size(); i++) {
      byte[] bytes =
          EventCodec.encodeEvent(
              new EventEnvelope(
                  offset, 0, i - before, log.size() - before, i + 1, last, log.get(i)));
      last = EventCodec.hash(bytes);
      places.add(new LogPlace(i + 1, last));
      registry.take(command, log.get(i), new LogPlace(i + 1, last));
      stored.add(bytes);
    }
    if (!stored.isEmpty()) {
      events.add(new StoredRecord(offset, EventCodec.encodeFrame(Fixtures.MARKET, stored)));
    }
    return List.copyOf(log.subList(before, log.size()));
  }

  /** Money that comes to the bank for an account. */
  private void deposit(String account, long amount) {
    Transfer in =
        new Transfer("bank", "r-" + ++references, Direction.DEPOSIT, account, amount, 1_000);
    committed(bank, AccountsLedger.propose(in));
    committed(exchange, AccountsLedger.confirm(in));
  }

  private List<Event> pay(String account, long collateral, long fund) {
    return apply(new Command.ReportCollateral(account, collateral, fund));
  }

  private void settle(int slot, long[] importWh) {
    DeliverySlot delivery = Fixtures.slot(slot);
    apply(new Command.Tick(delivery.endMillis()));
    for (int i = 0; i < importWh.length; i++) {
      apply(
          new Command.ReportPosition(
              new MeteredPosition(
                  ACCOUNTS.get(i),
                  delivery,
                  1,
                  Math.max(importWh[i], 0),
                  Math.max(-importWh[i], 0),
                  Quality.ACTUAL)));
    }
  }

  private AccountBridge.Report bridge() {
    AccountBridge bridge = new AccountBridge(Fixtures.MARKET, exchange);
    Iterator<Rulebook> activated = rulebooks.iterator();
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i) instanceof Event.RulebookActivated) {
        bridge.rulebook(activated.next());
      }
      bridge.event(log.get(i), places.get(i));
    }
    return bridge.finish();
  }

  /** What the core counts with and what the ledger has are the same, pot by pot. */
  private void assertAgree() {
    for (MemberAccount core : market.accounts()) {
      AccountsLedger.Account account = accounts.account(core.account());
      AccountsLedger.Share pledge = account.in(Fixtures.MARKET);
      assertThat(pledge.collateralNano()).as(core.account()).isEqualTo(core.collateralNano());
      assertThat(pledge.fundShareNano()).as(core.account()).isEqualTo(core.fundShareNano());
      assertThat(pledge.settledNano()).as(core.account()).isEqualTo(core.balanceNano());
      if (!core.account().equals("house")) {
        assertThat(account.cashNano()).as(core.account()).isZero();
      }
      BigInteger owed =
          account.owes().stream()
              .map(AccountsLedger.Owed::amountNano)
              .reduce(BigInteger.ZERO, BigInteger::add);
      assertThat(owed).as(core.account()).isEqualTo(core.receivableNano());
      assertThat(account.rows()).isEmpty();
    }
  }

  @Example
  void aDefaultAndWhatIsPaidBackAreBookedOnceAndExactly() {
    open();
    deposit("home-01", 100);
    deposit("home-02", 40);
    deposit("house", 30);
    pay("home-01", 100, 0);
    pay("home-02", 0, 40);
    pay("house", 0, 30);
    settle(0, new long[] {1, 0, 0});
    AccountBridge.Report first = bridge();
    assertThat(first.batches()).isEqualTo(1);
    assertThat(first.steps()).isEqualTo(4);
    assertThat(first.rows()).isPositive();
    assertThat(first.waiting()).isEmpty();
    assertAgree();
    assertThat(bridge()).isEqualTo(new AccountBridge.Report(0, 0, 0, Map.of()));
    deposit("home-01", 500_000);
    assertThat(pay("home-01", 500_100, 0)).anyMatch(Event.ReceivablePaid.class::isInstance);
    assertThat(bridge().steps()).isEqualTo(2);
    assertAgree();
    assertThat(accounts.account("home-01").owes()).isEmpty();
  }

  @Example
  void collateralThatNobodyPaidInWaitsAndHoldsNobodyElseUp() {
    open();
    deposit("home-02", 40);
    pay("home-01", 100, 0);
    pay("home-02", 0, 40);
    settle(0, new long[] {0, 5, 0});
    AccountBridge.Report first = bridge();
    assertThat(first.waiting()).containsOnlyKeys("home-01");
    assertThat(first.waiting().values())
        .extracting(LedgerRejection::code)
        .containsExactly("NOT_AVAILABLE");
    assertThat(audit().passed()).isTrue();
    assertThat(audit().notes().toString()).contains("ACCOUNTS_PENDING", "home-01");
    assertThat(first.batches()).isEqualTo(1);
    assertThat(accounts.account("home-02").in(Fixtures.MARKET).sequence()).isPositive();
    deposit("home-01", 100);
    assertThat(bridge().waiting()).isEmpty();
    assertAgree();
  }

  /** What a default takes from whom follows from the fund, so its steps keep the log's order. */
  @Example
  void stepsOfTheFundWaitForOneThatNobodyPaidInAndThenFollowInOrder() {
    open();
    deposit("home-02", 400_000);
    deposit("house", 30);
    pay("home-02", 0, 200_000);
    pay("home-03", 0, 100_000); // not at the bank
    pay("house", 0, 30);
    settle(0, new long[] {1, 0, 0});
    pay("home-02", 0, 400_000);
    AccountBridge.Report first = bridge();
    assertThat(first.waiting())
        .containsOnlyKeys("home-01", "home-02", "home-03", "house")
        .hasEntrySatisfying("home-03", why -> assertThat(why.code()).isEqualTo("NOT_AVAILABLE"));
    for (String behind : List.of("home-01", "home-02", "house")) {
      assertThat(first.waiting())
          .hasEntrySatisfying(
              behind,
              why -> {
                assertThat(why.code()).isEqualTo(AccountBridge.FUND_WAITS);
                assertThat(why.message()).contains("home-03");
              });
    }
    assertThat(audit().passed()).as("%s", audit().findings()).isTrue();
    deposit("home-03", 100_000);
    assertThat(bridge().waiting()).isEmpty();
    assertAgree();
    assertThat(accounts.account("home-01").owes()).hasSize(3);
  }

  /** Who never paid anything in is a member like any other: the core counts with its gains. */
  @Example
  void gainsOfWhoNeverPaidInStayWhereTheCoreCountsWithThem() {
    open();
    settle(0, new long[] {-5, 0, 0});
    assertThat(bridge().batches()).isEqualTo(1);
    BigInteger gains = accounts.account("home-01").in(Fixtures.MARKET).settledNano();
    assertThat(gains).isPositive();
    assertThat(accounts.account("home-01").availableNano()).isZero();
    Transfer out = new Transfer("bank", "out", Direction.WITHDRAWAL, "home-01", 1, 1_000);
    assertThat(exchange.submit(AccountsLedger.propose(out)).toString()).contains("NOT_AVAILABLE");
    assertAgree();
    assertThat(audit().passed()).as("%s", audit().findings()).isTrue();
  }

  @Example
  void gainsThatTheMarketLetsGoAreCashAndThenAtTheBank() {
    open();
    settle(0, new long[] {-5, 0, 0});
    long gains = market.account("home-01").balanceNano().longValueExact();
    assertThat(apply(new Command.PayOutGains("home-01", gains - 7)))
        .containsExactly(new Event.GainsPaidOut("home-01", gains - 7));
    AccountBridge.Report report = bridge();
    assertThat(report.batches()).isEqualTo(1);
    assertThat(report.steps()).isEqualTo(1);
    assertThat(bridge()).isEqualTo(new AccountBridge.Report(0, 0, 0, Map.of()));
    AccountsLedger.Account account = accounts.account("home-01");
    assertThat(account.in(Fixtures.MARKET).settledNano()).isEqualTo(7);
    assertThat(account.availableNano()).isEqualTo(gains - 7);
    Transfer out = new Transfer("bank", "out", Direction.WITHDRAWAL, "home-01", gains - 7, 1_000);
    committed(exchange, AccountsLedger.propose(out));
    committed(bank, AccountsLedger.confirm(out));
    assertAgree();
    assertThat(audit().passed()).as("%s", audit().findings()).isTrue();
  }

  /** What was settled before the market had guarantees is cash, and no part of what it counts. */
  @Example
  void gainsFromBeforeGuaranteesAreAtDisposalAndOnlyThoseBehindSecure() {
    open(Fixtures.rulebook());
    settle(0, new long[] {-5, 3, 0});
    AccountBridge.Report before = bridge();
    assertThat(before.batches()).isEqualTo(1);
    long early = accounts.account("home-01").cashNano().longValueExact();
    assertThat(early).isPositive();
    long debt = accounts.account("home-02").cashNano().longValueExact();
    assertThat(debt).isNegative();
    apply(new Command.ActivateRulebook(RULES.withVersion(2)));
    int slot = 1;
    while (market.account("home-01").balanceNano().signum() == 0) { // open slots keep their rules
      settle(slot++, new long[] {-5, 0, 0});
    }
    long gains = market.account("home-01").balanceNano().longValueExact();
    long untilThen = early * (slot - 1);
    assertThat(apply(new Command.PayOutGains("home-01", gains)))
        .containsExactly(new Event.GainsPaidOut("home-01", gains));
    AccountBridge.Report report = bridge();
    assertThat(report.waiting()).isEmpty();
    assertThat(report.steps()).isEqualTo(1);
    AccountsLedger.Account account = accounts.account("home-01");
    assertThat(account.cashNano().longValueExact()).isEqualTo(untilThen + gains);
    assertThat(account.availableNano()).isEqualTo(account.cashNano());
    assertThat(accounts.account("home-02").availableNano().longValueExact()).isEqualTo(debt);
    for (MemberAccount core : market.accounts()) {
      assertThat(accounts.account(core.account()).in(Fixtures.MARKET).settledNano())
          .as(core.account())
          .isEqualTo(core.balanceNano());
    }
    payOut("home-01", untilThen + gains);
    assertThat(audit().passed()).as("%s", audit().findings()).isTrue();
  }

  @Example
  void gainsThatTheCoreCountsWithAndAreSaidToBeDisposableAreFound() {
    open();
    settle(0, new long[] {-5, 0, 0});
    String id = new SettlementLedger(exchange).batches(Fixtures.MARKET).get(0).batch().batchId();
    committed(
        exchange,
        AccountsLedger.post(
            new Postings(Fixtures.MARKET, "day-1", Hash.ZERO, true, true, List.of(id))));
    assertThat(audit().totals()).containsEntry(FindingCode.ACCOUNT_DIFFERS, 1L);
    assertThat(audit().findings().toString()).contains("disposable where the log's rulebooks");
  }

  @Example
  void aPayOutThatTheLogHasNotOrOfAnotherAmountIsFound() {
    for (long more : new long[] {1, -1}) {
      open();
      settle(0, new long[] {-5, 0, 0});
      bridge();
      apply(new Command.PayOutGains("home-01", 20));
      BigInteger amount = BigInteger.valueOf(20 + more);
      Move from = new Move("home-01", Pot.SETTLED, amount.negate());
      Move to = new Move("home-01", Pot.CASH, amount);
      LogPlace place = places.get(places.size() - 1);
      committed(
          exchange,
          AccountsLedger.post(
              new Step(
                  Fixtures.MARKET,
                  StepKind.PAY_OUT,
                  "home-01",
                  place,
                  List.of(from, to),
                  List.of())));
      assertThat(audit().totals()).containsEntry(FindingCode.ACCOUNT_DIFFERS, 1L);
    }
  }

  @Example
  void aFundOfMoreThanAHundredMembersStandsIn() {
    open();
    AccountBridge bridge = new AccountBridge(Fixtures.MARKET, exchange);
    bridge.rulebook(RULES);
    List<CreditShare> shares = new ArrayList<>();
    long sequence = 1;
    for (int i = 0; i < 120; i++) {
      String member = "fund-" + i;
      committed(
          exchange,
          AccountsLedger.register(
              new Participant(member, Role.MEMBER, "ExchangeMSP", "submitter")));
      deposit(member, 10);
      bridge.event(new Event.CollateralRecorded(member, 0, 10), place(sequence++));
      shares.add(new CreditShare(member, BigInteger.ONE));
    }
    BigInteger nothing = BigInteger.ZERO;
    bridge.event(
        new Event.AccountDefaulted(
            "home-01",
            Fixtures.slot(0),
            BigInteger.valueOf(120),
            nothing,
            nothing,
            nothing,
            shares,
            nothing),
        place(sequence));
    assertThat(bridge.finish().waiting()).isEmpty();
    assertThat(accounts.account("home-01").owes()).hasSize(120);
    assertThat(accounts.account("fund-119").in(Fixtures.MARKET).fundShareNano()).isEqualTo(9);
  }

  private static LogPlace place(long sequence) {
    return new LogPlace(sequence, Hash.of(new byte[] {(byte) sequence}));
  }

  @Example
  void batchesThatHaveNotComeToTheAccountsAreTold() {
    open();
    settle(0, new long[] {0, 5, 0});
    assertThat(audit().notes().toString()).contains("ACCOUNTS_PENDING", "1 batches have not come");
    bridge();
    assertThat(audit().notes().toString()).doesNotContain("ACCOUNTS_PENDING");
  }

  @Example
  void aStepThatTheLogHasNotOrWithOtherAmountsIsFound() {
    open();
    deposit("home-01", 100);
    pay("home-01", 60, 0);
    LogPlace place = places.get(places.size() - 1);
    Move out = new Move("home-01", Pot.CASH, BigInteger.valueOf(-61));
    Move in = new Move("home-01", Pot.COLLATERAL, BigInteger.valueOf(61));
    Step forged =
        new Step(
            Fixtures.MARKET, StepKind.ALLOCATION, "home-01", place, List.of(out, in), List.of());
    committed(exchange, AccountsLedger.post(forged));
    AuditReport report = audit();
    assertThat(report.passed()).isFalse();
    assertThat(report.totals()).containsEntry(FindingCode.ACCOUNT_DIFFERS, 1L);
    assertThat(report.findings().toString()).contains("amountNano=61", "amountNano=60");
  }

  @Example
  void anAnswerThatIsNotWhatTheBlocksGiveIsFound() {
    open();
    deposit("home-01", 100);
    MemoryChain other = chain;
    AccountsLedger lying = otherAccounts(900);
    Ledger honest =
        new MemoryLedger(other, MemoryLedger.SUBMITTER, LedgerFaults.NONE, ConflictRetry.DEFAULT);
    AuditReport report =
        Audit.verify(
            AuditInput.of(
                commands,
                events,
                new AuditedLedger(
                    honest::height, honest::block, new SettlementLedger(honest), lying)));
    assertThat(report.totals())
        .containsOnlyKeys(FindingCode.ACCOUNT_DIFFERS, FindingCode.REGISTRY_PENDING);
    assertThat(report.findings().toString()).contains("cash 100", "cash 900");
  }

  @Example
  void aBatchThatTheLedgerHasNotIsPostedLater() {
    open();
    settle(0, new long[] {0, 5, 0});
    DeliverySlot next = Fixtures.slot(1);
    apply(new Command.Tick(next.endMillis()));
    for (String home : Fixtures.HOMES) {
      MeteredPosition position = new MeteredPosition(home, next, 1, 3, 0, Quality.ACTUAL);
      happen(new Command.ReportPosition(position));
    }
    assertThat(bridge().batches()).isEqualTo(1);
    Event.SlotSettled last =
        (Event.SlotSettled)
            log.stream().filter(Event.SlotSettled.class::isInstance).reduce((a, b) -> b).get();
    new SettlementLedger(exchange).post(last.batch());
    assertThat(bridge().batches()).isEqualTo(1);
    assertAgree();
  }

  @Example
  void anotherChainOfBatchesIsNotPostedTo() {
    open();
    settle(0, new long[] {0, 5, 0});
    bridge();
    Event.SlotSettled settled =
        (Event.SlotSettled)
            log.stream().filter(Event.SlotSettled.class::isInstance).findFirst().get();
    log.set(log.indexOf(settled), new Event.SlotSettled(other(settled), List.of()));
    assertThatThrownBy(this::bridge)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("run the audit");
  }

  private static SettlementBatch other(Event.SlotSettled settled) {
    SettlementBatch was = settled.batch();
    return new SettlementBatch(
        was.batchId(),
        was.market(),
        was.slot(),
        was.rulebookVersion(),
        Hash.of(new byte[] {99}),
        was.auctionHash(),
        was.positionsHash(),
        was.billRoot(),
        was.billLineCount(),
        was.predecessor(),
        was.postings());
  }

  @Property(tries = 25)
  void whateverHappensTheLedgerHasWhatTheCoreHas(@ForAll long seed) {
    open();
    Random random = new Random(seed);
    Map<String, Long> paidIn = new HashMap<>();
    for (int slot = 0; slot < 12; slot++) {
      for (String account : ACCOUNTS) {
        long fund = random.nextInt(3) * 100_000L;
        long collateral = account.equals("house") ? 0 : random.nextInt(6) * 400_000L;
        if (random.nextBoolean()
            && pay(account, collateral, fund).get(0) instanceof Event.CollateralRecorded) {
          long more = collateral + fund - paidIn.getOrDefault(account, 0L);
          paidIn.put(account, collateral + fund);
          if (more > 0) {
            deposit(account, more);
          } else if (more < 0 && !account.equals("house")) {
            bridge(); // the release must be there before it is paid out
            payOut(account, -more);
          }
        }
      }
      settle(
          slot, new long[] {random.nextInt(8) - 3, random.nextInt(8) - 3, random.nextInt(8) - 3});
      if (random.nextInt(3) == 0) {
        assertThat(bridge().waiting()).isEmpty();
        assertAgree();
      }
    }
    assertThat(bridge().waiting()).isEmpty();
    assertAgree();
    AuditReport report = audit();
    assertThat(report.passed()).as("%s", report.findings()).isTrue();
    assertThat(report.totals()).doesNotContainKey(FindingCode.ACCOUNTS_PENDING);
  }

  /** What a contract answers that has another deposit. */
  private AccountsLedger otherAccounts(long amount) {
    List<StoredRecord> keptCommands = List.copyOf(commands);
    List<StoredRecord> keptEvents = List.copyOf(events);
    open();
    deposit("home-01", amount);
    commands.clear();
    commands.addAll(keptCommands);
    events.clear();
    events.addAll(keptEvents);
    return accounts;
  }

  private AuditReport audit() {
    return Audit.verify(AuditInput.of(commands, events, exchange));
  }

  /** What was released leaves the bank. */
  private void payOut(String account, long amount) {
    Transfer out =
        new Transfer("bank", "r-" + ++references, Direction.WITHDRAWAL, account, amount, 1_000);
    SubmitOutcome asked = exchange.submit(AccountsLedger.propose(out));
    assertThat(asked).as("%s of %s", amount, account).isInstanceOf(SubmitOutcome.Committed.class);
    committed(bank, AccountsLedger.confirm(out));
  }
}
