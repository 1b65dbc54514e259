package org.commonwatt.core.storage.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonwatt.core.storage.negotiation.Negotiation.Answer;
import org.commonwatt.core.storage.negotiation.Negotiation.Offer;
import org.commonwatt.core.storage.negotiation.Negotiation.State;
import org.commonwatt.core.storage.negotiation.NegotiationRefusal.Code;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private static final Offer FIRST = new Offer("1 MWh at 100", 1_000, 0);

  private static Negotiation begun() {
    return (Negotiation) Negotiation.propose("plant", "station", FIRST);
  }

  private static void refused(NegotiationStep step, Code code) {
    assertThat(step).isInstanceOf(NegotiationRefusal.class);
    NegotiationRefusal refusal = (NegotiationRefusal) step;
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.message()).isNotEmpty();
    assertThat(refusal.hint()).isNotEmpty();
  }

  @Test
  void aProposalIsAcceptedWordForWord() {
    Negotiation done = (Negotiation) begun().accept(new Answer("station", 1, "1 MWh at 100", 999));
    assertThat(done.state()).isEqualTo(State.ACCEPTED);
    assertThat(done.last().terms()).isEqualTo("1 MWh at 100");
    refused(done.decline(new Answer("station", 1, "1 MWh at 100", 999)), Code.NEGOTIATION_ENDED);
    refused(done.withdraw("plant", 999), Code.NEGOTIATION_ENDED);
  }

  @Test
  void aCounterProposalTurnsTheTable() {
    Answer answer = new Answer("station", 1, "1 MWh at 100", 500);
    Negotiation second = (Negotiation) begun().counter(answer, new Offer("1 MWh at 120", 2_000, 0));
    assertThat(second.last()).isEqualTo(new Proposal("station", 2, "1 MWh at 120", 2_000));
    refused(second.accept(answer), Code.NOT_YOUR_TURN);
    refused(second.accept(new Answer("plant", 1, "1 MWh at 120", 600)), Code.PROPOSAL_CHANGED);
    refused(second.accept(new Answer("plant", 2, "1 MWh at 100", 600)), Code.PROPOSAL_CHANGED);
    Negotiation done = (Negotiation) second.decline(new Answer("plant", 2, "1 MWh at 120", 600));
    assertThat(done.state()).isEqualTo(State.DECLINED);
  }

  @Test
  void whoProposedMayWithdrawAndNobodyElse() {
    refused(begun().withdraw("station", 1), Code.NOT_YOUR_TURN);
    refused(begun().withdraw("stranger", 1), Code.NOT_A_PARTY);
    Negotiation done = (Negotiation) begun().withdraw("plant", 5_000);
    assertThat(done.state()).isEqualTo(State.WITHDRAWN);
  }

  @Test
  void anExpiredProposalIsNotAnswered() {
    assertThat(begun().isOpen(999)).isTrue();
    assertThat(begun().isOpen(1_000)).isFalse();
    Answer late = new Answer("station", 1, "1 MWh at 100", 1_000);
    refused(begun().accept(late), Code.PROPOSAL_EXPIRED);
    refused(begun().counter(late, new Offer("x", 9_000, 0)), Code.PROPOSAL_EXPIRED);
  }

  @Test
  void offersAreChecked() {
    long longest = Negotiation.MAX_OPEN_MILLIS;
    refused(Negotiation.propose("a", "a", FIRST), Code.NOT_A_PARTY);
    refused(Negotiation.propose("a", "b", new Offer("x", 5, 5)), Code.BAD_EXPIRY);
    refused(Negotiation.propose("a", "b", new Offer("x", longest + 1, 0)), Code.BAD_EXPIRY);
    refused(
        Negotiation.propose("a", "b", new Offer("x", Long.MIN_VALUE, Long.MAX_VALUE)),
        Code.BAD_EXPIRY);
    refused(
        Negotiation.propose("a", "b", new Offer("x", Long.MAX_VALUE, Long.MIN_VALUE)),
        Code.BAD_EXPIRY);
    refused(Negotiation.propose("a", "b", new Offer("", 5, 0)), Code.BAD_TERMS);
    String endless = "x".repeat(Negotiation.MAX_TERMS + 1);
    refused(Negotiation.propose("a", "b", new Offer(endless, 5, 0)), Code.BAD_TERMS);
    assertThat(Negotiation.propose("a", "b", new Offer("x", longest, 0)))
        .isInstanceOf(Negotiation.class);
  }

  @Test
  void thereIsALastRound() {
    Negotiation now = begun();
    for (int round = 1; round < Negotiation.MAX_ROUNDS; round++) {
      now = (Negotiation) now.counter(answer(now), new Offer("round " + round, 1_000, 0));
    }
    refused(now.counter(answer(now), new Offer("one more", 1_000, 0)), Code.TOO_MANY_ROUNDS);
    assertThat(now.accept(answer(now))).isInstanceOf(Negotiation.class);
  }

  private static Answer answer(Negotiation now) {
    String by = now.last().by().equals("plant") ? "station" : "plant";
    return new Answer(by, now.last().round(), now.last().terms(), 10);
  }
}
