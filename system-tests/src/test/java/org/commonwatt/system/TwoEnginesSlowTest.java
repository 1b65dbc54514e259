package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broker, two engines and the check of receipts by their commands alone, as docs/engine.md has
 * them.
 */
@Tag("slow")
class TwoEnginesSlowTest {
  private static final Duration LIMIT = EngineSite.LIMIT;
  private static final int ORDERS = 5;

  @TempDir private Path folder;

  @Test
  void receiptsOfBothEnginesStandTheCheckAndAForgedOneDoesNot() throws Exception {
    List<String> receipts = new ArrayList<>();
    init("market");
    init("east");
    init("west");
    try (Cli broker = Cli.start("broker", "--data=" + folder.resolve("market/kafka"), "--port=0")) {
      String bootstrap = broker.awaitOut("Broker at (\\S+)");
      try (Cli east = engine("east", bootstrap)) {
        east.awaitOut("(LEADING)");
        EngineSite.awaitClock(EngineSite.uri(east));
        try (Cli west = engine("west", bootstrap)) {
          west.awaitOut("(STANDBY)");
          order(EngineSite.uri(east), "east", receipts);
          east.kill();
          west.awaitOut("(LEADING)");
          order(EngineSite.uri(west), "west", receipts);
          assertBothSigned(EngineSite.uri(west));
          assertThat(west.stop().err()).isEmpty();
        }
      }
      assertThat(broker.stop().err()).isEmpty();
    }
    Cli.Result honest = check(receipts);
    assertThat(honest.exitCode()).as(honest.toString()).isZero();
    assertThat(honest.out()).contains(receipts.size() + " receipts, 0 not as the log says");
    receipts.add(receipts.get(0).replaceFirst("\"commandIndex\":", "\"commandIndex\":7"));
    Cli.Result forged = check(receipts);
    assertThat(forged.exitCode()).as(forged.toString()).isEqualTo(1);
    assertThat(forged.out()).contains("BAD_SIGNATURE", "1 not as the log says");
  }

  /** Every engine has a folder of its own with the same community file. */
  private void init(String name) throws Exception {
    Cli.Result init = Cli.run("init", folder.resolve(name).toString(), "--homes=2");
    assertThat(init.exitCode()).as(init.toString()).isZero();
    Files.write(
        folder.resolve(name).resolve("community.yaml"),
        Files.readAllBytes(folder.resolve("market/community.yaml")));
  }

  private Cli engine(String name, String bootstrap) {
    return Cli.start(
        "engine", "run", "--data=" + folder.resolve(name), "--bootstrap=" + bootstrap, "--port=0");
  }

  /** Places orders, and one that is refused, and keeps the answers. */
  private static void order(URI engine, String prefix, List<String> receipts) throws Exception {
    Api api = new Api(engine);
    for (int i = 0; i <= ORDERS; i++) {
      String participant = i < ORDERS ? "home-01" : "nobody";
      String order = Api.order(participant, prefix + i, EngineSite.openSlot(), "buy");
      Api.Answer answer = Eventually.get(LIMIT, () -> answered(api, order));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(i < ORDERS ? 201 : 404);
      receipts.add(answer.body().toString());
    }
  }

  private static Api.@Nullable Answer answered(Api api, String order)
      throws IOException, InterruptedException {
    Api.Answer answer = api.postOrder(order);
    return answer.status() == 503 ? null : answer;
  }

  private static void assertBothSigned(URI engine) throws Exception {
    assertThat(new Api(engine).get("/v1/engine-keys").body().toString().split("\"publicKey\""))
        .as("two keys")
        .hasSize(3);
  }

  private Cli.Result check(List<String> receipts) throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    Files.write(file, receipts);
    return Cli.run("audit", "check", "--receipts=" + file, "--data=" + folder.resolve("market"));
  }
}
