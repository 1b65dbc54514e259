package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch binds what each meter measured, and not only the sums: both verifiers say so. */
class EvidenceTamperingTest {
  private static final Hash EVIDENCE = Hash.of(new byte[] {1});

  @TempDir private Path folder;
  private Day day;
  private int frameOfAnn;

  @BeforeEach
  void metered() {
    ContinuousDay market = ContinuousDay.under(ContinuousDay.rulebook(FeeMode.ON_TOP));
    market.tick(15);
    frameOfAnn = market.log().commands().size();
    market.add(new ReportPosition(position("ann", 300).withEvidence(EVIDENCE)));
    market.add(new ReportPosition(position("bob", 20)));
    market.add(new ReportPosition(position("cat", 0)));
    day = market.log();
  }

  @Test
  void theHonestDayPasses() throws Exception {
    assertThat(codes()).isEmpty();
    if (Python3.isThere()) {
      assertThat(python().strip().lines().skip(1)).isEmpty();
    }
  }

  @Test
  void anotherEvidenceOfTheSameSumIsFoundByTheBatch() throws Exception {
    forge(position -> position.withEvidence(Hash.of(new byte[] {2})));
    assertThat(codes()).contains(FindingCode.POSITIONS_HASH_DIFFERS);
    if (Python3.isThere()) {
      assertThat(python()).contains("POSITIONS_HASH_DIFFERS");
    }
  }

  @Test
  void evidenceThatWasTakenAwayIsFoundByTheBatch() throws Exception {
    forge(position -> position.withEvidence(null));
    assertThat(codes()).contains(FindingCode.POSITIONS_HASH_DIFFERS);
    if (Python3.isThere()) {
      assertThat(python()).contains("POSITIONS_HASH_DIFFERS");
    }
  }

  /** In the command and in its event, as who rewrites the log would. */
  private void forge(UnaryOperator<MeteredPosition> forgery) {
    day.changeCommand(
        frameOfAnn, 0, old -> new ReportPosition(forgery.apply(((ReportPosition) old).position())));
    day.change(
        PositionRecorded.class,
        old ->
            old.position().evidence() == null
                ? old
                : new PositionRecorded(forgery.apply(old.position())));
  }

  private static MeteredPosition position(String member, long exportWh) {
    return new MeteredPosition(member, ContinuousDay.SLOT, 1, 0, exportWh, Quality.ACTUAL);
  }

  private List<FindingCode> codes() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()))
        .findings()
        .stream()
        .map(Finding::code)
        .toList();
  }

  private String python() throws Exception {
    HandedOverHomeTest.write(folder, "commands", day.commands());
    HandedOverHomeTest.write(folder, "events", day.events());
    return Python3.run(
            "-c", HandedOverHomeTest.LOG_ALONE, Python3.FOLDER.toString(), folder.toString())
        .out();
  }
}
