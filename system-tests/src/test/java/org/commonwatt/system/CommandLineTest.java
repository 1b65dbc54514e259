package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.cli.Commonwatt;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the user can put right is one clear line and a code that scripts can tell apart. */
class CommandLineTest {
  private static final int CHECK_FAILED = 1;
  private static final int BAD_OPTION = 2;
  private static final int NOT_ALLOWED = 3;

  @TempDir private Path temp;

  static Stream<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>(List.of(new CommandLine(Commonwatt.class)));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(all.get(i).getSubcommands().values());
    }
    return all.stream();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo --nope             | Unknown option: '--nope'
          demo --homes=0          | --homes must be 1 to 17, not 0
          demo --homes=18         | --homes must be 1 to 17, not 18
          demo --homes=many       | many
          demo --slots=97         | --slots must be 1 to 96, not 97
          demo --days=0           | --days must be 1 to 56
          demo --port=65536       | --port must be 0 to 65535
          demo --start=yesterday  | yesterday
          frobnicate              | frobnicate
          serve                   | --data
          simulate                | devices
          audit                   | verify
          init                    | DIR
          """)
  void aBadOptionIsNamed(String arguments, String message) throws InterruptedException {
    assertRefused(BAD_OPTION, message, arguments.split(" "));
  }

  @Test
  void aTakenPortIsNamed() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "--port=" + taken.getLocalPort();
      String message = "port " + taken.getLocalPort() + ": it is taken";
      assertRefused(NOT_ALLOWED, message, "demo", port, "--data=" + temp.resolve("new"));
      Cli.Result doctor = Cli.run("doctor", port);
      assertThat(doctor.exitCode()).isEqualTo(CHECK_FAILED);
      assertThat(doctor.out()).contains("WRONG port " + taken.getLocalPort());
    }
  }

  @Test
  void aUsedFolderIsRefusedAndLeftAlone() throws IOException, InterruptedException {
    Files.writeString(temp.resolve("mine"), "precious");
    assertRefused(NOT_ALLOWED, "already used", "demo", "--port=0", "--data=" + temp);
    assertRefused(NOT_ALLOWED, "already used", "init", temp.toString());
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).containsExactly(temp.resolve("mine"));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException, InterruptedException {
    Path folder = Files.writeString(temp.resolve("file"), "no folder").resolve("data");
    assertRefused(NOT_ALLOWED, "cannot write to " + folder, "demo", "--port=0", "--data=" + folder);
    assertRefused(NOT_ALLOWED, "cannot write to " + folder, "init", folder.toString());
  }

  @Test
  void aFolderInUseIsRefused() throws InterruptedException {
    try (DataFolder used = DataFolder.create(temp.resolve("used"))) {
      used.writeCommunity("");
      // In processes of their own: a second look at the lock from this one would free it.
      for (String command : List.of("serve --port=0", "audit verify")) {
        Cli.Result refused = Cli.runAlone((command + " --data=" + used.root()).split(" "));
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(NOT_ALLOWED);
        assertThat(refused.err()).startsWith("commonwatt: ").contains("is in use");
      }
      assertThat(Cli.runAlone("doctor", "--data=" + used.root()).out())
          .contains("in use by another");
    }
  }

  @Test
  void aFolderOfADemoIsNotServed() throws InterruptedException {
    try (DataFolder demo = DataFolder.create(temp.resolve("demo"))) {
      demo.writeCommunity("");
      demo.markDemo();
    }
    assertRefused(
        NOT_ALLOWED, "holds a demo", "serve", "--port=0", "--data=" + temp.resolve("demo"));
  }

  @Test
  void aFolderWithoutACommunityIsRefused() throws InterruptedException {
    assertRefused(NOT_ALLOWED, "commonwatt init", "serve", "--port=0", "--data=" + temp);
    assertRefused(NOT_ALLOWED, "commonwatt init", "audit", "verify", "--data=" + temp);
  }

  @Test
  void initWritesACommunityOnceAndDoctorFindsItWell() throws IOException, InterruptedException {
    String folder = temp.resolve("new").toString();
    assertThat(Cli.run("init", folder, "--homes=2").exitCode()).isZero();
    String written = Files.readString(temp.resolve("new/community.yaml"));
    assertThat(written).contains("home-02").doesNotContain("home-03", "${");
    assertRefused(NOT_ALLOWED, "already used", "init", folder);
    assertThat(Files.readString(temp.resolve("new/community.yaml"))).isEqualTo(written);
    assertRefused(NOT_ALLOWED, "has no log yet", "audit", "verify", "--data=" + folder);
    Cli.Result doctor = Cli.run("doctor", "--port=" + TestPorts.pick(), "--data=" + folder);
    assertThat(doctor.out()).contains("ok    folder").doesNotContain("WRONG");
    assertThat(doctor.exitCode()).isZero();
  }

  @Test
  void bundlesAreAskedForAndCheckedWithWhatIsThere() throws IOException, InterruptedException {
    String[] bundle = {"audit", "bundle", "--out=" + temp.resolve("b.zip"), "--data=" + temp};
    for (String slots : List.of("today", "2022-08-02T08:00:00Z..2022-08-02T07:00:00Z")) {
      String[] asked = Arrays.copyOf(bundle, bundle.length + 1);
      asked[bundle.length] = "--slots=" + slots;
      assertThat(Cli.run(asked).exitCode()).as(slots).isEqualTo(BAD_OPTION);
    }
    String file = temp.resolve("none.zip").toString();
    assertRefused(NOT_ALLOWED, "cannot read", "audit", "check", file);
    assertThat(Cli.run("audit", "check").err()).contains("name a bundle, or --receipts");
    try (RandomAccessFile large = new RandomAccessFile(file, "rw")) {
      large.setLength(1L << 31); // a hole: nothing is written
    }
    assertRefused(NOT_ALLOWED, "2 GiB or more", "audit", "check", file);
    Files.writeString(temp.resolve("none.zip"), "no bundle");
    Cli.Result checked = Cli.run("audit", "check", file);
    assertThat(checked.exitCode()).isEqualTo(CHECK_FAILED);
    assertThat(checked.out()).contains("BUNDLE_UNREADABLE", "Nobody vouched", "Audit: fail");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theHelpExplainsEveryOption(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
    for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
      assertThat(help).contains(option.longestName());
      assertThat(String.join("", option.description())).as(option.longestName()).isNotBlank();
    }
    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
  }

  private static void assertRefused(int exitCode, String message, String... arguments)
      throws InterruptedException {
    Cli.Result result = Cli.run(arguments);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    assertThat(result.err().lines()).as(result.toString()).hasSize(1);
    assertThat(result.err()).startsWith("commonwatt: ").contains(message);
  }
}
