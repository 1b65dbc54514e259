package org.commonwatt.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.UnknownOutcomeException;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the adapter makes of each answer of the Gateway, lost ones included. */
class FabricLedgerTest {
  private static final int FAILED_PRECONDITION = 9;
  private static final int ABORTED = 10;
  private static final int PERMISSION_DENIED = 7;
  private static final int UNAUTHENTICATED = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final LedgerCall POST = LedgerCall.of("settlement", "PostBatch", "{}");

  private final ScriptedGateway gateway;
  private final FabricLedger ledger;

  FabricLedgerTest() throws IOException {
    gateway = new ScriptedGateway();
    ledger = gateway.ledger();
  }

  @AfterEach
  void close() {
    ledger.close();
    gateway.close();
  }

  @Test
  void aCommittedTransactionHasItsResultAndBlock() {
    SubmitOutcome.Committed committed = (SubmitOutcome.Committed) ledger.submit(POST);
    assertThat(committed.result()).isEqualTo("done");
    assertThat(committed.blockNumber()).isEqualTo(5);
    assertThat(ledger.status(committed.transactionId()).orElseThrow().valid()).isTrue();
    assertThat(ledger.height()).isEqualTo(6);
  }

  @Test
  void transientDataGoToTheNamedOrganisation() {
    LedgerCall deposit = POST.withTransient("price", "secret").askedOf("ExchangeMSP");
    assertThat(ledger.submit(deposit)).isInstanceOf(SubmitOutcome.Committed.class);
    assertThat(gateway.handedOver).containsExactly("price=secret", "ExchangeMSP");
    ledger.submit(POST);
    assertThat(gateway.handedOver).as("another call has its own").hasSize(2);
    assertThat(deposit).asString().contains("[price]", "ExchangeMSP").doesNotContain("secret");
  }

  @Test
  void readConflictsAreFollowedByNewTransactionsAndStayOnTheLedger() {
    gateway.verdicts.add(TxValidationCode.MVCC_READ_CONFLICT);
    gateway.verdicts.add(TxValidationCode.PHANTOM_READ_CONFLICT);
    SubmitOutcome.Committed committed = (SubmitOutcome.Committed) ledger.submit(POST);
    assertThat(gateway.endorsed).as("each is endorsed anew").hasValue(3);
    assertThat(gateway.ordered).hasSize(3).doesNotHaveDuplicates();
    assertThat(committed.transactionId()).isEqualTo(gateway.ordered.get(2));
    assertThat(gateway.ordered.stream().map(id -> ledger.status(id).orElseThrow().code()))
        .containsExactly("MVCC_READ_CONFLICT", "PHANTOM_READ_CONFLICT", "VALID");
  }

  @Test
  void aCallThatKeepsMeetingConflictsIsInvalidInTheEnd() {
    gateway.verdicts.addAll(Collections.nCopies(99, TxValidationCode.MVCC_READ_CONFLICT));
    SubmitOutcome.Invalid invalid = (SubmitOutcome.Invalid) ledger.submit(POST);
    assertThat(invalid.code()).isEqualTo("MVCC_READ_CONFLICT");
    assertThat(gateway.ordered).hasSize(ConflictRetry.DEFAULT.attempts());
    assertThat(invalid.transactionId()).isEqualTo(gateway.ordered.get(7));
  }

  @Test
  void aConflictAfterWhichTheContractRefusesIsTheContractsRefusal() {
    gateway.verdicts.add(TxValidationCode.MVCC_READ_CONFLICT);
    gateway.endorseFailures.add(ScriptedGateway.NO_FAILURE);
    refuse("ExchangeMSP", "chaincode response 500, BATCH_EXISTS: m.1 is there");
    assertThat(ledger.submit(POST))
        .isEqualTo(new SubmitOutcome.Rejected(new LedgerRejection("BATCH_EXISTS", "m.1 is there")));
    assertThat(gateway.submitted).hasValue(1);
  }

  @Test
  void whatWouldFailAgainIsNotTriedAgain() {
    gateway.verdicts.add(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
    assertThat(((SubmitOutcome.Invalid) ledger.submit(POST)).code())
        .isEqualTo("ENDORSEMENT_POLICY_FAILURE");
    assertThat(gateway.submitted).hasValue(1);
  }

  @Test
  void anAnswerThatIsLostAfterOrderingIsFoundByTheTransactionsId() {
    gateway.lost.add("answer");
    assertThat(ledger.submit(POST)).isInstanceOf(SubmitOutcome.Committed.class);
    assertThat(gateway.submitted).hasValue(1);
  }

  @Test
  void aStatusThatNeverComesIsFoundByTheTransactionsId() {
    gateway.lost.add("status");
    gateway.verdicts.add(TxValidationCode.MVCC_READ_CONFLICT);
    try (FabricLedger hasty = gateway.ledger(PATIENCE, SECOND)) {
      SubmitOutcome.Committed committed = (SubmitOutcome.Committed) hasty.submit(POST);
      assertThat(gateway.ordered).hasSize(2);
      assertThat(committed.transactionId()).isEqualTo(gateway.ordered.get(1));
    }
  }

  @Test
  void aTransactionThatIsInNoBlockHasAnUnknownOutcome() {
    gateway.lost.add("request");
    assertThatThrownBy(() -> ledger.submit(POST))
        .isInstanceOf(UnknownOutcomeException.class)
        .hasMessageContaining("is unknown")
        .hasMessageContaining("the orderer is away");
    assertThat(gateway.submitted).as("never ordered twice").hasValue(1);
  }

  @Test
  void anUnknownOutcomeNamesTheTransactionToAskFor() {
    gateway.lost.add("answer");
    gateway.lost.add("blocks");
    UnknownOutcomeException unknown =
        catchThrowableOfType(UnknownOutcomeException.class, () -> ledger.submit(POST));
    assertThat(gateway.ordered).containsExactly(unknown.transactionId());
    gateway.lost.remove("blocks");
    assertThat(ledger.status(unknown.transactionId()).orElseThrow().valid()).isTrue();
  }

  @Test
  void whoeverIsInterruptedBeforeTheAnswerKnowsTheTransactionToAskFor() throws Exception {
    gateway.lost.add("status");
    CompletableFuture<Boolean> isStillInterrupted = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread submitter =
        new Thread(
            () -> {
              thrown.complete(catchThrowable(() -> ledger.submit(POST)));
              isStillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
    submitter.setDaemon(true);
    submitter.start();
    while (gateway.ordered.isEmpty()) {
      assertThat(thrown).isNotDone();
      TimeUnit.MILLISECONDS.sleep(5);
    }
    submitter.interrupt();
    assertThat(thrown.get(120, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            UnknownOutcomeException.class,
            unknown -> assertThat(gateway.ordered).containsExactly(unknown.transactionId()));
    assertThat(isStillInterrupted.get(120, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRefusalOfOnesOwnPeerIsTheContractsRefusal() {
    refuse("ExchangeMSP", "chaincode response 500, BATCH_EXISTS: m.1 is there, look it up");
    assertThat(ledger.submit(POST))
        .isEqualTo(
            new SubmitOutcome.Rejected(
                new LedgerRejection("BATCH_EXISTS", "m.1 is there, look it up")));
    refuse("ExchangeMSP", "chaincode response 500, Unexpected error\nin two lines");
    assertThat(ledger.submit(POST))
        .isEqualTo(
            new SubmitOutcome.Rejected(
                new LedgerRejection("CONTRACT_FAULT", "Unexpected error\nin two lines")));
    assertThat(gateway.submitted).hasValue(0);
  }

  @Test
  void aPeerThatIsABlockBehindIsGivenTime() {
    refuse("GridOperatorMSP", "chaincode response 500, WRONG_PREDECESSOR: another one");
    refuse("GridOperatorMSP", "ProposalResponsePayloads do not match");
    assertThat(ledger.submit(POST)).isInstanceOf(SubmitOutcome.Committed.class);
    assertThat(gateway.endorsed).hasValue(3);
    assertThat(gateway.submitted).hasValue(1);
  }

  @Test
  void peersOfANewNetworkAreGivenTimeToHearOfEachOther() {
    haveNotMet(2);
    assertThat(ledger.submit(POST)).isInstanceOf(SubmitOutcome.Committed.class);
    assertThat(gateway.endorsed).hasValue(3);
    assertThat(gateway.submitted).hasValue(1);
  }

  @Test
  void endorsersThatNeverAppearAreAFault() {
    haveNotMet(100);
    try (FabricLedger hasty = gateway.ledger(SECOND, PATIENCE)) {
      assertThatThrownBy(() -> hasty.submit(POST))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("no combination of peers");
    }
    assertThat(gateway.submitted).hasValue(0);
  }

  private void haveNotMet(int times) {
    gateway.endorseFailures.addAll(
        Collections.nCopies(
            times,
            ScriptedGateway.failure(
                FAILED_PRECONDITION,
                "no combination of peers can be derived which satisfy the endorsement policy")));
  }

  @Test
  void whereTheOwnPeerRunsNoChaincodeAnothersRefusalIsTheAnswer() {
    refuse("GridOperatorMSP", "chaincode response 500, NOT_ALLOWED: an auditor");
    gateway.evaluationRefusal = "NOT_ALLOWED: an auditor";
    assertThat(ledger.submit(POST))
        .isEqualTo(new SubmitOutcome.Rejected(new LedgerRejection("NOT_ALLOWED", "an auditor")));
    assertThat(gateway.endorsed).hasValue(1);
    assertThat(gateway.submitted).hasValue(0);
  }

  @Test
  void organisationsThatNeverAgreeMakeNoTransaction() {
    for (int i = 0; i < 100; i++) {
      refuse("GridOperatorMSP", "ProposalResponsePayloads do not match");
    }
    try (FabricLedger hasty = gateway.ledger(SECOND, PATIENCE)) {
      SubmitOutcome.Rejected rejected = (SubmitOutcome.Rejected) hasty.submit(POST);
      assertThat(rejected.rejection().code()).isEqualTo("ENDORSEMENT_MISMATCH");
      assertThat(rejected.rejection().message()).contains("GridOperatorMSP");
    }
    assertThat(gateway.submitted).hasValue(0);
  }

  @Test
  void aFaultOfAPeerOrChaincodeProcessIsNoRefusal() {
    refuse("ExchangeMSP", "error in simulation: could not launch chaincode");
    assertThatThrownBy(() -> ledger.submit(POST))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ExchangeMSP says error in simulation");
    gateway.endorseFailures.add(
        ScriptedGateway.failure(
            ABORTED,
            "failed",
            "GridOperatorMSP",
            "chaincode response 500, X: y",
            "GridOperatorMSP",
            "connection refused"));
    assertThatThrownBy(() -> ledger.submit(POST)).isInstanceOf(LedgerException.class);
  }

  @Test
  void queriesReturnOrAreRefused() {
    assertThat(ledger.evaluate(LedgerCall.of("settlement", "GetHead")))
        .isEqualTo(new EvaluateOutcome.Returned("the head"));
    assertThat(ledger.evaluate(LedgerCall.of("settlement", "GetBatch", "x")))
        .isEqualTo(
            new EvaluateOutcome.Rejected(new LedgerRejection("BATCH_NOT_FOUND", "there is none")));
    assertThatThrownBy(() -> ledger.evaluate(LedgerCall.of("settlement", "Other")))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void aStreamThatBreaksAfterEachEventLosesAndRepeatsNone() {
    assertThat(events(LedgerCheckpoint.START)).containsExactly("30", "31", "40", "41", "50", "51");
    assertThat(gateway.streams).hasValue(7);
    assertThat(events(new LedgerCheckpoint(3, "30"))).containsExactly("31", "40", "41", "50", "51");
    assertThat(events(new LedgerCheckpoint(5, ""))).containsExactly("50", "51");
  }

  @Test
  void aStreamThatIsRefusedForGoodSaysSoAfterItsLastEvent() {
    for (int code : new int[] {PERMISSION_DENIED, UNAUTHENTICATED}) {
      int before = gateway.streams.get();
      gateway.streamFailures.add(ScriptedGateway.NO_FAILURE);
      gateway.streamFailures.addAll(
          Collections.nCopies(99, ScriptedGateway.failure(code, "access denied")));
      try (LedgerEvents events = ledger.events(new LedgerCheckpoint(5, ""))) {
        assertThat(events.next(PATIENCE).orElseThrow().transactionId()).isEqualTo("50");
        assertThatThrownBy(() -> events.next(PATIENCE))
            .isInstanceOf(LedgerException.class)
            .hasMessageContaining("shows this client no events")
            .hasMessageContaining("access denied");
        assertThatThrownBy(() -> events.next(Duration.ZERO)).isInstanceOf(LedgerException.class);
        assertThat(gateway.streams.get() - before).as("it has given up").isEqualTo(5);
      }
      gateway.streamFailures.clear();
    }
  }

  @Test
  void aStreamThatIsRefusedForAMomentGoesOn() {
    gateway.streamFailures.add(ScriptedGateway.failure(PERMISSION_DENIED, "no such channel yet"));
    gateway.streamFailures.add(ScriptedGateway.failure(PERMISSION_DENIED, "no such channel yet"));
    assertThat(events(new LedgerCheckpoint(5, ""))).containsExactly("50", "51");
  }

  @Test
  void whatIsNotThereIsEmptyOrRefused() {
    assertThat(ledger.status("0".repeat(64))).isEmpty();
    assertThatThrownBy(() -> ledger.block(9)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.block(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPeerThatIsAwayIsAFault() {
    gateway.close();
    assertThatThrownBy(ledger::height).isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> ledger.submit(POST)).isInstanceOf(LedgerException.class);
  }

  @Test
  void aClosedLedgerSaysSo() {
    ledger.close();
    assertThatThrownBy(ledger::height).isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> ledger.events(LedgerCheckpoint.START))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("closed");
    assertThat(gateway.streams).hasValue(0);
    ledger.close();
  }

  private List<String> events(LedgerCheckpoint after) {
    List<String> ids = new ArrayList<>();
    try (LedgerEvents events = ledger.events(after)) {
      Optional<LedgerEvent> next = events.next(PATIENCE);
      while (next.isPresent()) {
        LedgerEvent event = next.get();
        assertThat(event.payload()).isEqualTo("größer");
        assertThat(event.transactionId()).startsWith(Long.toString(event.blockNumber()));
        ids.add(event.transactionId());
        next = events.next(ids.contains("51") ? Duration.ofSeconds(1) : PATIENCE);
      }
    }
    return ids;
  }

  private void refuse(String mspId, String message) {
    gateway.endorseFailures.add(ScriptedGateway.failure(ABORTED, "failed", mspId, message));
  }
}
