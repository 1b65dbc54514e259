package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.Erasure;
import org.commonwatt.cli.laptop.Erasure.Step;
import org.commonwatt.cli.laptop.StoredMarket;
import org.commonwatt.engine.runtime.LogInspection;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.MeterReading;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The data of one home are erased from a real folder: broker, database, stream job, snapshots. A
 * fault is thrown after steps whose work is on the disk by then: what a killed process leaves.
 */
@Tag("slow")
class ErasureSlowTest {
  private static final String HOME = "home-01";
  private static final String METER = "meter-01";
  private static final Duration RETENTION = Duration.ofHours(72);
  private static final long NOW = 1_700_000_000_000L;

  @TempDir private Path folder;

  private final List<String> destroyed = new ArrayList<>(); // the keys' own digits

  /** What kills a run. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void theDataAreGoneAndTheMarketGoesOn() throws Exception {
    try (SmallLaptop laptop = new SmallLaptop(folder)) {
      laptop.advanceTo(SmallLaptop.START.plus(Duration.ofMinutes(40)));
      laptop.awaitRecorded(2);
      List<MeterReading> read = readings(laptop, METER);
      assertThat(read).isNotEmpty();
      laptop.stop();

      requested();
      Instant later = laptop.now().plus(RETENTION).plus(Duration.ofMinutes(35));
      laptop.startAt(later);
      laptop.poll();
      laptop.tick();
      laptop.awaitRecorded(250); // slots whose energy the meters' registers tell together
      laptop.tick(); // drops what is old enough
      laptop.stop();

      killedAndDone();
      nothingIsLeft(laptop.dataFolder(), read);
      snapshotsAreGood();
      rebuildKeepsItErased();

      laptop.startAt(later.plus(Duration.ofMinutes(5)));
      int slots = (int) laptop.parts().market().status().recordedSlots();
      Api.Answer order = order(laptop, later.plus(Duration.ofHours(2)));
      assertThat(order.status()).as(order.toString()).isEqualTo(201);
      laptop.advanceTo(later.plus(Duration.ofMinutes(40)));
      laptop.awaitRecorded(slots + 1);
      // While more slots are recorded, the ledger may be ahead of the log that was read before it.
      audited(
          Eventually.get(
              SmallLaptop.PATIENCE,
              () -> {
                AuditReport report = laptop.parts().verify();
                return report.findings().isEmpty() ? report : null;
              }));
      assertThat(readings(laptop, "meter-02")).as("the other's stay").isNotEmpty();
      laptop.stop();
      commandsOfTheAuditor(order);
    }
  }

  /** What stands on the log is judged by a command that has nothing but the folder. */
  private void commandsOfTheAuditor(Api.Answer order) throws Exception {
    Path receipts = Files.writeString(folder.resolve("receipts.jsonl"), order.body() + "\n");
    Cli.Result check = run("audit", "check", "--receipts=" + receipts);
    assertThat(check.exitCode()).as(check.toString()).isZero();
    assertThat(check.out()).contains("1 receipts, 0 not as the log says");
    Cli.Result inspect = run("engine", "inspect");
    assertThat(inspect.exitCode()).as(inspect.toString()).isZero();
    assertThat(inspect.out())
        .containsPattern("erasure +participant/" + HOME + "/[0-9a-f]{16}  done");
  }

  private Cli.Result run(String... words) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(words));
    command.add("--data=" + folder.resolve("laptop"));
    return Cli.run(command.toArray(String[]::new));
  }

  /** A member's keys are retired only if one says so; they are not destroyed before their time. */
  private void requested() throws Exception {
    try (DataFolder data = open()) {
      assertThatThrownBy(() -> erase(data, false, step -> {}))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("--still-a-member");
      assertThatThrownBy(() -> Erasure.plan(data, "home-99"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("never was a member");
    }
    Cli.Result plan = run("erase", HOME);
    assertThat(plan.exitCode()).as(plan.toString()).isZero();
    assertThat(plan.out())
        .contains("key of meter/" + METER, "key of participant/" + HOME, "Nothing was changed");
    try (DataFolder data = open()) {
      assertThat(data.keyring().retired()).isEmpty();
    }
    killedWhileTheKeyIsRetired();
    Cli.Result pending = run("erase", HOME, "--confirm", "--still-a-member");
    assertThat(pending.exitCode()).as(pending.toString()).isEqualTo(1);
    assertThat(pending.out()).containsPattern("Pending: .*[1-9][0-9]* positions are still held");
    try (DataFolder data = open()) {
      assertThat(data.keyring().retired()).hasSize(2);
      assertThat(data.keyring().erased()).isEmpty();
    }
    assertThat(key()).as("nothing is sealed with it any more").doesNotExist();
  }

  /** The retired copy is there, and the key that seals is not removed yet. */
  private void killedWhileTheKeyIsRetired() throws Exception {
    byte[] key = Files.readAllBytes(key());
    destroyed.add(Files.readAllLines(key()).get(2));
    destroyed.add(Files.readAllLines(key().resolveSibling("meter-" + METER + ".key")).get(2));
    try (DataFolder data = open()) {
      assertThatThrownBy(() -> erase(data, true, ErasureSlowTest::kill)).isInstanceOf(Killed.class);
    }
    Files.write(key(), key);
    Files.write(key().resolveSibling("writing1.tmp"), key); // killed before it was linked
  }

  private Path key() {
    return folder.resolve("laptop/keys/participant-" + HOME + ".key");
  }

  private static void kill(Step step) {
    throw new Killed();
  }

  /** The next run begins anew, and so repeats what was done before the last step, too. */
  private void killedAndDone() throws Exception {
    for (Step last : List.of(Step.SNAPSHOTS, Step.ROWS)) {
      try (DataFolder data = open()) {
        assertThatThrownBy(
                () ->
                    erase(
                        data,
                        true,
                        step -> {
                          if (step == last) {
                            throw new Killed();
                          }
                        }))
            .isInstanceOf(Killed.class);
        assertThat(data.keyring().retired()).as("after " + last).hasSize(2);
      }
    }
    Cli.Result done = run("erase", HOME, "--confirm", "--still-a-member");
    assertThat(done.exitCode()).as(done.toString()).isZero();
    assertThat(done.out())
        .contains("destroyed meter/" + METER + "/", "destroyed participant/" + HOME + "/")
        .containsPattern("bill_line +0 rows removed"); // the run before had come that far
    try (DataFolder data = open()) {
      assertThat(data.keyring().retired()).isEmpty();
      assertThat(data.keyring().erased()).hasSize(2);
    }
  }

  /**
   * Every register that was read before the request, wherever the folder keeps bytes of the log,
   * and the keys wherever it keeps keys.
   */
  private void nothingIsLeft(Path root, List<MeterReading> read) throws IOException {
    List<byte[]> plain = new ArrayList<>();
    for (MeterReading reading : read) {
      plain.add(plainRegisters(reading));
    }
    byte[] own = ReadingCodec.encode("village", read.get(0));
    assertThat(contains(own, plain.get(0))).as("the search finds what is in clear").isTrue();
    for (String part : List.of("kafka", "snapshots", "spool")) {
      try (Stream<Path> files = Files.walk(root.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          byte[] bytes = Files.readAllBytes(file);
          for (byte[] registers : plain) {
            assertThat(contains(bytes, registers)).as(file + " tells a register").isFalse();
          }
        }
      }
    }
    assertThat(destroyed).hasSize(2);
    try (Stream<Path> files = Files.list(root.resolve("keys"))) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(destroyed);
      }
    }
  }

  /** Fields 4 and 5 of a reading in clear, one behind the other. */
  private static byte[] plainRegisters(MeterReading reading) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeInt64(4, reading.importWh());
      if (reading.exportWh() != 0) { // 0 is left out
        out.writeInt64(5, reading.exportWh());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }

  private void snapshotsAreGood() throws Exception {
    try (DataFolder data = open()) {
      LogInspection.Report report = StoredMarket.inspect(data);
      assertThat(report.snapshots()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(report.snapshots()).allMatch(kept -> kept.problem() == null);
    }
  }

  private void rebuildKeepsItErased() throws Exception {
    try (DataFolder data = open()) {
      StoredMarket.Rebuilt rebuilt = StoredMarket.rebuild(data);
      assertThat(rebuilt.after()).isEqualTo(rebuilt.before());
      assertThat(rebuilt.erased()).isPositive();
    }
  }

  private static void audited(AuditReport report) {
    assertThat(report.verdict()).startsWith("pass, ").endsWith(" items erased");
    assertThat(report.totals())
        .containsKeys(
            FindingCode.POSITION_ERASED,
            FindingCode.BILL_LINE_ERASED,
            FindingCode.POSITIONS_HASH_ERASED);
  }

  private static Api.Answer order(SmallLaptop laptop, Instant near) throws Exception {
    long slot = near.toEpochMilli() / 900_000 * 900_000;
    return laptop
        .api()
        .postOrder(Api.order(HOME, "after-erasure", Instant.ofEpochMilli(slot), "buy"));
  }

  private static List<MeterReading> readings(SmallLaptop laptop, String meter) {
    List<MeterReading> found = new ArrayList<>();
    for (int partition = 0; partition < Topics.READINGS_PARTITIONS; partition++) {
      laptop
          .log(
              Topics.READINGS,
              partition,
              record -> ReadingCodec.decode(record, laptop.parts().keyring()))
          .forEach(
              logged -> {
                if (logged.value() instanceof ReadingRecord.Reading reading
                    && reading.reading().meter().equals(meter)) {
                  found.add(reading.reading());
                }
              });
    }
    return found;
  }

  private static Erasure.Outcome erase(
      DataFolder data, boolean stillMember, java.util.function.Consumer<Step> done)
      throws Exception {
    return Erasure.run(data, new Erasure.Request(HOME, stillMember, NOW), done);
  }

  private DataFolder open() {
    return DataFolder.open(folder.resolve("laptop"));
  }
}
