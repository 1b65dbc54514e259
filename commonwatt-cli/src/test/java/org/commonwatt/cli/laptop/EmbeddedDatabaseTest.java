package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  @TempDir private Path folder;

  @Test
  void rowsOutliveTheServer() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      execute(database, "create table kept (n int)");
      execute(database, "insert into kept values (7)");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder);
        Connection connection = DriverManager.getConnection(database.jdbcUrl(), "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select n from kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void theServerStopsWhenItsProcessIsKilled() throws Exception {
    killAfterStart("with-guard");
    assertThat(awaitNoServer()).isTrue();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void aServerLeftOverByAKilledProcessIsReplaced() throws Exception {
    killAfterStart("without-guard");
    long leftOver = serverPid();
    assertThat(ProcessHandle.of(leftOver))
        .hasValueSatisfying(p -> assertThat(p.isAlive()).isTrue());
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      assertThat(count(database)).isEqualTo(1);
      assertThat(ProcessHandle.of(leftOver).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void processesThatStartTogetherUnpackTheProgramsOnceForAllFolders() throws Exception {
    Path cache = folder.resolve("cache");
    List<Process> both = new ArrayList<>();
    for (String name : List.of("one", "other")) {
      ProcessBuilder dying = dying(folder.resolve(name), "with-guard");
      dying.environment().put("XDG_CACHE_HOME", cache.toString());
      both.add(dying.redirectOutput(folder.resolve(name + ".log").toFile()).start());
    }
    for (Process process : both) {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(DyingDatabase.EXIT_CODE);
    }
    try (Stream<Path> unpacked = Files.list(cache.resolve("commonwatt/postgres"))) {
      assertThat(unpacked.filter(Files::isDirectory)).hasSize(1);
    }
    assertThat(folder.resolve("one/binaries")).doesNotExist();
    for (String name : List.of("one", "other")) {
      Path pid = folder.resolve(name).resolve("data/postmaster.pid");
      for (int i = 0; i < 1_800 && Files.exists(pid); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(pid).as("the guard has stopped the server").doesNotExist();
    }
  }

  private static ProcessBuilder dying(Path folder, String guard) {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            DyingDatabase.class.getName(),
            folder.toString(),
            guard)
        .redirectErrorStream(true);
  }

  /** Runs {@link DyingDatabase} in a process of its own until it has killed itself. */
  private void killAfterStart(String guard) throws IOException, InterruptedException {
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    Process process = dying(folder, guard).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(DyingDatabase.EXIT_CODE);
  }

  private boolean awaitNoServer() throws InterruptedException {
    for (int i = 0; i < 1_800; i++) {
      if (!Files.exists(folder.resolve("data/postmaster.pid"))) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return false;
  }

  private long serverPid() throws IOException {
    return Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0).trim());
  }

  private static int count(EmbeddedDatabase database) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from kept")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
