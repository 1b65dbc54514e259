package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.NegotiationEnded;
import org.commonwatt.model.Event.NegotiationRejected;
import org.commonwatt.model.Event.ServiceAgreed;
import org.commonwatt.model.Event.ServiceProposed;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageRefused;
import org.junit.jupiter.api.Test;

/** What is falsified of negotiations of storage services is found. */
class NegotiationTamperingTest {
  private final Day day = NegotiationExample.negotiated().log();

  @Test
  void theHonestDayPassesAndSaysWhatWasAgreedOn() {
    assertThat(StorageTamperingTest.told(day, ServiceProposed.class)).hasSize(4);
    assertThat(StorageTamperingTest.told(day, NegotiationRejected.class))
        .extracting(refused -> refused.refused().rejection().code())
        .containsExactly(RejectionCode.PROPOSAL_CHANGED);
    assertThat(StorageTamperingTest.told(day, ServiceAgreed.class))
        .extracting(agreed -> agreed.proposal().terms().negotiation())
        .containsExactly("n", "o");
    assertThat(StorageTamperingTest.told(day, StorageCommitted.class))
        .extracting(taken -> taken.commitment().owner())
        .containsExactly("bob", "bob");
    assertThat(codes()).isEmpty();
  }

  @Test
  void anotherPriceThanWasSignedIsFound() {
    falsify(
        ServiceAgreed.class,
        e ->
            e.proposal().terms().negotiation().equals("n")
                ? new ServiceAgreed(
                    e.by(),
                    e.round(),
                    NegotiationExample.proposal(
                        NegotiationExample.ANN, NegotiationExample.terms("n", 300, "bob", 10_000)),
                    e.signature(),
                    e.key(),
                    e.timeMillis())
                : e,
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aCommitmentThatIsToldToBeAnothersIsFound() {
    falsify(
        StorageCommitted.class,
        e ->
            e.commitment().id().equals("s-o")
                ? new StorageCommitted("u", e.commitment().of("ann"))
                : e,
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anAnswerToWhatHasChangedThatIsToldTakenIsFound() {
    ServiceTerms cheap = NegotiationExample.terms("n", 300, "bob", 10_000);
    day.change(
        Event.class,
        e ->
            e instanceof NegotiationRejected
                ? new ServiceAgreed(
                    "bob",
                    1,
                    NegotiationExample.proposal(NegotiationExample.BOB, cheap),
                    NegotiationExample.sign(NegotiationExample.BOB, cheap),
                    NegotiationExample.key(NegotiationExample.BOB),
                    ContinuousDay.START)
                : e);
    assertThat(codes()).contains(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anotherReasonForARefusalIsFound() {
    falsify(
        NegotiationRejected.class,
        e ->
            new NegotiationRejected(
                e.account(),
                e.negotiation(),
                StorageRefused.of(new Rejection(RejectionCode.NEGOTIATION_ENDED, "it is over"))),
        FindingCode.REJECTION_CODE_DIFFERS);
  }

  @Test
  void whoEndedANegotiationIsHeldAgainstTheCommand() {
    falsify(
        NegotiationEnded.class,
        e -> new NegotiationEnded("bob", e.to(), e.negotiation(), e.round()),
        FindingCode.ANSWER_DIFFERS);
  }

  private <E extends Event> void falsify(
      Class<E> type, UnaryOperator<E> change, FindingCode... found) {
    day.change(type, change::apply);
    assertThat(codes()).containsExactly(found);
  }

  private List<FindingCode> codes() {
    return StorageTamperingTest.codes(day);
  }
}
