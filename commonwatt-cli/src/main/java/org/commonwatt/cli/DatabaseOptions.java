package org.commonwatt.cli;

import org.commonwatt.engine.readmodel.Database;
import picocli.CommandLine.Option;

/** The user of a database whose password stands in the environment, never on a command line. */
final class DatabaseOptions {
  private static final String PASSWORD = "COMMONWATT_DATABASE_PASSWORD";

  @Option(
      names = "--database-user",
      paramLabel = "NAME",
      defaultValue = "postgres",
      description = {
        "The role at the database; the environment's " + PASSWORD + " is its password."
      })
  private String user;

  /** How to reach a database. */
  Database.Access access(String url) {
    return new Database.Access(url, user, System.getenv().getOrDefault(PASSWORD, ""));
  }
}
