package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.CommandAppender;
import org.commonwatt.log.kafka.FencedEventWriter;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code audit verify} passes over an honest folder and names the place of any change. */
@Tag("slow")
class AuditFindsTamperingTest {
  private static final String MARKET = "fontana";

  @TempDir private static Path temp;
  @TempDir private Path scratch;
  private static Path honest;

  @BeforeAll
  static void settleASlot() throws Exception {
    try (SmallLaptop laptop = new SmallLaptop(temp)) {
      honest = laptop.dataFolder();
      laptop.api().postOrder(Api.order("home-01", "b", SmallLaptop.START, "buy"));
      laptop.api().postOrder(Api.order("home-02", "s", SmallLaptop.START, "sell"));
      laptop.advanceTo(SmallLaptop.START.plusSeconds(900));
      laptop.awaitRecorded(1);
    }
  }

  @Test
  void anHonestFolderPasses() throws Exception {
    Cli.Result result = verify(copy());
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.out()).contains("2 orders, 1 trades", "Audit: pass");
  }

  @Test
  void aChangedByteOfABlockIsFound() throws Exception {
    Path folder = copy();
    Path block = newestBlockFile(folder);
    byte[] bytes = Files.readAllBytes(block);
    bytes[bytes.length / 2] ^= 1;
    Files.write(block, bytes);
    Cli.Result result = verify(folder);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.out()).contains("Audit: fail").containsPattern("block.? ?\\d");
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @Test
  void aForeignCommandIsFound() throws Exception {
    Path folder = copy();
    long offset;
    try (KafkaChild broker = broker(folder);
        CommandAppender appender = new CommandAppender(broker.bootstrapServers(), MARKET, 0)) {
      CommandFrame frame =
          new CommandFrame(
              "foreign",
              1,
              List.of(new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(1))));
      offset = appender.append(frame).get(120, TimeUnit.SECONDS);
    }
    Cli.Result result = verify(folder);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.out()).contains("COMMAND_WITHOUT_EVENTS (offset " + offset, "Audit: fail");
  }

  @Test
  void aForeignEventIsFound() throws Exception {
    Path folder = copy();
    EventEnvelope foreign =
        new EventEnvelope(10_000, 0, 0, 1, 77, Hash.ZERO, new Event.TimeAdvanced(5));
    try (KafkaChild broker = broker(folder);
        FencedEventWriter writer = new FencedEventWriter(broker.bootstrapServers(), 0)) {
      writer.takeOver();
      writer.write(
          List.of(EventCodec.encodeFrame(MARKET, List.of(EventCodec.encodeEvent(foreign)))));
    }
    Cli.Result result = verify(folder);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.out())
        .contains("EVENTS_WITHOUT_COMMAND (offset 10000", "HASH_CHAIN_BROKEN", "Audit: fail");
  }

  private static Cli.Result verify(Path folder) throws InterruptedException {
    return Cli.run("audit", "verify", "--data=" + folder);
  }

  private static KafkaChild broker(Path folder) {
    return KafkaChild.start(KafkaChildOptions.in(folder.resolve("kafka")));
  }

  /** What an audit needs of the folder; the database is not part of it. */
  private Path copy() throws IOException {
    for (String part : List.of("community.yaml", "kafka", "keys", "ledger")) {
      try (Stream<Path> files = Files.walk(honest.resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, scratch.resolve(honest.relativize(file).toString()));
        }
      }
    }
    return scratch;
  }

  private static Path newestBlockFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("ledger/blocks"))) {
      return files.filter(Files::isRegularFile).max(Path::compareTo).orElseThrow();
    }
  }
}
