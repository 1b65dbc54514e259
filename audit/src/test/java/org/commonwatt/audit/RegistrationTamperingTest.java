package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Command.DecideDeposit;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.HandOverMeterPoint;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.RequestDeposit;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountChanged;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.DepositDecided;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.RegistrationRejected;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.Test;

/** What is falsified of accounts, meter points and deposits is found. */
class RegistrationTamperingTest {
  private static final MeterPoint POINT = new MeterPoint("p", "east", "m", 9_000, 9_000);

  private final Day day = registered();

  /**
   * Dan joins with a meter point, pays in, has an order and moves out; Eve gets the home. Ann asks
   * for the point, too.
   */
  private static Day registered() {
    ContinuousDay day = market();
    for (String who : List.of("dan", "eve")) {
      day.add(new RegisterAccount(who));
      day.add(new SetAccountState("registrar", who, AccountState.ACTIVE));
    }
    day.add(new RequestMeterPoint("dan", POINT, ContinuousDay.START));
    day.add(new DecideMeterPoint("meters", "dan", "p", true));
    day.add(new RequestMeterPoint("ann", POINT, ContinuousDay.START));
    day.add(new RequestDeposit("dan", 1_000_000_000));
    day.add(new DecideDeposit("bank", "dan", 1_000_000_000, true));
    day.buy("dan", 100_000, 100);
    day.add(new HandOverMeterPoint("meters", "p", "eve", ContinuousDay.START));
    return day.log();
  }

  private static ContinuousDay market() {
    return ContinuousDay.under(
        ContinuousDay.rulebook(FeeMode.ON_TOP)
            .withSafeguards(
                new Safeguards(new Guarantees("exchange", 0, 0, 0))
                    .withRegistration(
                        new Registration("registrar", false, "meters", false, "bank", 5))));
  }

  @Test
  void theHonestDayPasses() {
    assertThat(codes()).isEmpty();
  }

  @Test
  void anAccountThatIsToldActiveBeforeItIsConfirmedIsFound() {
    falsify(
        AccountChanged.class,
        e -> new AccountChanged(e.participant(), AccountState.ACTIVE),
        FindingCode.ANSWER_DIFFERS,
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aMeterPointThatCarriesMoreThanWasConfirmedIsFound() {
    MeterPoint larger = new MeterPoint("p", "east", "m", 9_001, 9_000);
    falsify(
        MeterPointAssigned.class,
        e -> new MeterPointAssigned(e.participant(), larger, e.fromMillis()),
        FindingCode.ANSWER_DIFFERS,
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anOrderOfTheOldOwnerThatIsToldAsCancelledByItselfIsFound() {
    day.change(OrderCancelled.class, e -> new OrderCancelled(e.orderId()));
    assertThat(codes()).contains(FindingCode.EVENT_MISSING);
  }

  @Test
  void aDepositThatHasNotComeIsFound() {
    falsify(
        DepositDecided.class,
        e -> new DepositDecided(e.participant(), e.amountNano(), false),
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aDepositThatIsCountedTwiceIsFound() {
    falsify(
        CollateralRecorded.class,
        e -> new CollateralRecorded(e.account(), 2 * e.collateralNano(), e.fundShareNano()),
        FindingCode.ANSWER_DIFFERS);
  }

  /** There is room for two beside the members. */
  @Test
  void roomIsCountedAsTheMarketCountsIt() {
    ContinuousDay full = market();
    for (String who : List.of("dan", "eve", "fay")) {
      full.add(new RegisterAccount(who));
      full.add(new SetAccountState("registrar", who, AccountState.REFUSED));
    }
    full.add(new RegisterAccount("gus"));
    full.add(new SetAccountState("registrar", "dan", AccountState.ACTIVE));
    full.add(new RegisterAccount("eve"));
    full.add(new SetAccountState("registrar", "fay", AccountState.ACTIVE));
    assertThat(codes(full.log())).isEmpty();
  }

  @Test
  void anotherReasonForARefusalIsFound() {
    Rejection other = new Rejection(RejectionCode.UNKNOWN_AREA, "no");
    falsify(
        RegistrationRejected.class,
        e -> new RegistrationRejected(e.account(), e.subject(), other),
        FindingCode.REJECTION_CODE_DIFFERS);
  }

  private <E extends Event> void falsify(
      Class<E> type, UnaryOperator<E> change, FindingCode... found) {
    day.change(type, change::apply);
    assertThat(codes()).containsExactly(found);
  }

  private List<FindingCode> codes() {
    return codes(day);
  }

  private static List<FindingCode> codes(Day day) {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()))
        .findings()
        .stream()
        .map(Finding::code)
        .filter(code -> code.compareTo(FindingCode.BATCH_UNCONFIRMED) < 0)
        .toList();
  }
}
