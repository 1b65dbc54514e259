package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What the commands about lost logins send and say, before a fake of the API: it answers each path
 * with what it was given. {@code LoginRecoveriesTest} tries the real one.
 */
class LoginCommandTest {
  private static final String PATH = "/v1/recoveries";
  private static final String RECOVERY =
      "\"recoveryId\":\"r1\",\"account\":\"home-01\",\"reason\":\"passport\",\"state\":\"open\","
          + "\"endsAt\":\"2026-01-02T00:00:00Z\",\"steps\":[{\"what\":\"requested\",\"by\":\"admin\","
          + "\"role\":\"administrator\",\"at\":\"2026-01-01T00:00:00Z\"}]";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeMarketApi api = new FakeMarketApi();

  @AfterEach
  void stop() {
    api.close();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("login"));
    all.addAll(List.of(arguments));
    if (arguments.length > 0) {
      all.add(api.option());
    }
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void aRequestSendsWhoseLoginWasLostAndWhyAndTellsTheRecovery() {
    api.answers.put(PATH, "{" + RECOVERY + "}");
    assertThat(run("request", "home-01", "--reason=passport")).isZero();
    assertThat(api.requests)
        .containsExactly("POST " + PATH + " {\"account\":\"home-01\",\"reason\":\"passport\"}");
    assertThat(out.toString())
        .contains("r1: home-01, open until 2026-01-02T00:00:00Z: passport")
        .contains("2026-01-01T00:00:00Z requested by admin");
  }

  @Test
  void allRecoveriesAreListed() {
    api.answers.put(PATH, "{\"recoveries\":[{" + RECOVERY + "},{" + RECOVERY + "}]}");
    assertThat(run("recoveries", "--purpose=a call")).isZero();
    assertThat(api.requests).containsExactly("GET " + PATH);
    assertThat(api.header("Commonwatt-purpose")).containsExactly("a call");
    assertThat(out.toString().split("r1: home-01", -1)).hasSize(3);
  }

  @Test
  void theFirstApprovalAsksForAnotherAndTheSecondKeepsTheCodeForOneReader() throws IOException {
    Path code = folder.resolve("code");
    api.answers.put(PATH + "/r1/approval", "{" + RECOVERY + "}");
    assertThat(run("approve", "r1", "--code=" + code)).isZero();
    assertThat(out.toString()).contains("Another must approve it, too.");
    assertThat(code).doesNotExist();
    api.answers.put(PATH + "/r1/approval", "{" + RECOVERY + ",\"code\":\"secret\"}");
    assertThat(run("approve", "r1", "--code=" + code)).isZero();
    assertThat(out.toString()).contains("The code is in " + code).doesNotContain("secret");
    assertThat(Files.readString(code)).isEqualTo("secret\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(code)))
        .isEqualTo("rw-------");
    assertThat(run("approve", "r1", "--code=" + code)).as("it is there already").isEqualTo(3);
    assertThat(api.requests).hasSize(2).containsOnly("POST " + PATH + "/r1/approval");
    assertThat(run("approve", "r1")).isZero();
    assertThat(out.toString()).contains("The code: secret");
  }

  @Test
  void aCodeGivesALoginThatIsKeptAndTellsWhatBecameOfTheOrders() throws IOException {
    Path code = Files.writeString(folder.resolve("code"), "secret\n");
    Path login = folder.resolve("login");
    api.answers.put(
        PATH + "/r1/completion",
        "{\"account\":\"home-01\",\"key\":{\"login\":\"k.new\"},\"orders\":["
            + "{\"participant\":\"home-01\",\"status\":200},"
            + "{\"participant\":\"home-02\",\"status\":503}]}");
    assertThat(run("recover", "r1", "--code=" + code, "--out=" + login)).isZero();
    assertThat(api.requests)
        .containsExactly("POST " + PATH + "/r1/completion {\"code\":\"secret\"}");
    assertThat(Files.readString(login)).isEqualTo("k.new\n");
    assertThat(out.toString())
        .contains("The open orders of home-01 are cancelled.")
        .contains("The open orders of home-02 may be open")
        .doesNotContain("k.new");
    assertThat(run("recover", "r1", "--code=" + code, "--out=" + login))
        .as("nothing is written over, and no code used for it")
        .isEqualTo(3);
    assertThat(run("recover", "r1", "--code=" + folder.resolve("no"), "--out=" + login + "2"))
        .isEqualTo(3);
    assertThat(api.requests).hasSize(1);
  }

  @Test
  void aRefusalOfARecoveryIsSentAndOneByTheMarketIsToldInItsWords() {
    api.answers.put(PATH + "/r1/refusal", "{" + RECOVERY + "}");
    assertThat(run("refuse", "r1")).isZero();
    api.status = 409;
    api.answers.put(
        PATH + "/r1/refusal",
        "{\"code\":\"RECOVERY_ENDED\",\"detail\":\"It is over.\",\"hint\":\"Ask anew.\"}");
    assertThat(run("refuse", "r1")).isEqualTo(1);
    assertThat(err.toString()).contains("RECOVERY_ENDED: It is over. Ask anew.");
  }

  @Test
  void whatIsNoIdOrNoCommandIsABadOption() {
    assertThat(run("refuse", "../keys")).isEqualTo(2);
    assertThat(run("request", "no id", "--reason=x")).isEqualTo(2);
    assertThat(run("request", "home-01")).as("without a reason").isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(api.requests).isEmpty();
  }
}
