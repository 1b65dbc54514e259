package org.commonwatt.identity;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Where the tables of the accounts are, and how they come there. */
final class IdentitySchema {
  static final String NAME = "identity";
  private static final long MIGRATION_LOCK = 0x6964_656e_7469_7479L; // "identity"

  private IdentitySchema() {}

  /** One engine after the other: two that make the schema at once would fail. */
  static void migrate(Identity.Access access) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(access.url(), access.user(), access.password())
            .schemas(NAME)
            .locations("classpath:db/identity")
            .connectRetries(3)
            .load();
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        PreparedStatement lock = connection.prepareStatement("select pg_advisory_lock(?)")) {
      lock.setLong(1, MIGRATION_LOCK);
      lock.execute();
      flyway.migrate(); // the lock ends with the connection
    } catch (SQLException e) {
      throw new FlywayException("the database of the accounts does not answer", e);
    }
  }
}
