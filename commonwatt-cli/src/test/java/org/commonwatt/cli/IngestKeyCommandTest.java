package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ingest key}. */
class IngestKeyCommandTest {
  @TempDir private Path folder;
  private Path community;

  @BeforeEach
  void writeACommunity() throws Exception {
    String text =
        CommunityTemplate.render(
            new CommunityTemplate.Settings(
                2, List.of(6001), "next", 60, Hash.of(new byte[] {1}), false));
    community = Files.writeString(folder.resolve(CommunityFile.NAME), text);
  }

  @Test
  void whatItSaysIsPutIntoTheCommunityFileAsItIs() throws Exception {
    String said = run(0, "ingest", "key", "--data=" + folder);
    Files.writeString(community, Files.readString(community) + "\n" + said);
    List<String> known = CommunityFile.read(community).signers().publicKeys();
    assertThat(known).hasSize(1);
    assertThat(said).contains("  - " + known.get(0) + " # ");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    assertThat(run(0, "ingest", "key", "--data=" + folder)).isEqualTo(said);
    String next = run(0, "ingest", "key", "--new", "--data=" + folder);
    assertThat(next).isNotEqualTo(said);
    assertThat(run(0, "ingest", "key", "--data=" + folder)).isEqualTo(next);
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws Exception {
    run(0, "ingest", "key", "--data=" + folder);
    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(run(UserError.EXIT_CODE, "ingest", "key", "--data=" + folder))
        .contains("chmod 600 it");
  }

  /** Otherwise it would poll, and the job would refuse all that it reads. */
  @Test
  void anIngestWhoseKeyTheCommunityFileDoesNotNameDoesNotStart() throws Exception {
    String said = run(0, "ingest", "key", "--data=" + folder);
    Files.writeString(community, Files.readString(community) + "\n" + said);
    run(0, "ingest", "key", "--new", "--data=" + folder);
    String next = CommunityFile.read(community).signers().publicKeys().get(0);
    String nobody = "--bootstrap=127.0.0.1:" + TestPorts.pick();
    assertThat(run(UserError.EXIT_CODE, "ingest", "run", "--data=" + folder, nobody))
        .contains("have not the key of this ingest")
        .doesNotContain(next)
        .doesNotContain("no broker");
    Path file = Files.writeString(folder.resolve("past.csv"), "meter,time,importWh\n");
    assertThat(
            run(
                UserError.EXIT_CODE,
                "meter",
                "import",
                file.toString(),
                "--data=" + folder,
                nobody))
        .contains("have not the key of this ingest");
  }

  private Path key() {
    return folder.resolve("ingest.key");
  }

  private static String run(int exitCode, String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine line =
        Commonwatt.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said, true));
    assertThat(line.execute(arguments)).as(said.toString()).isEqualTo(exitCode);
    return said.toString();
  }
}
