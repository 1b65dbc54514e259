package org.commonwatt.cli.laptop;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Starts a database, writes a row and dies without closing it, as {@code kill -9} would have it.
 */
final class DyingDatabase {
  static final int EXIT_CODE = 9;

  private DyingDatabase() {}

  public static void main(String[] args) throws SQLException {
    EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]));
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept (n int)");
      statement.execute("insert into kept values (7)");
    }
    if (args[1].equals("without-guard")) {
      ProcessHandle.current()
          .children()
          .filter(child -> child.info().commandLine().orElse("").contains("guard"))
          .forEach(ProcessHandle::destroyForcibly);
    }
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
