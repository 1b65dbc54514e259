package org.commonwatt.flink;

import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows at least once, at the latest with each checkpoint, in batches of one transaction. The
 * statement must be an upsert, so that repeats after a restart change nothing.
 *
 * <p>Flink's own JDBC sink throws once more when a failed writer is closed, and that stops a
 * cluster embedded in a process for good; this one fails while it writes and closes quietly, so the
 * job restarts.
 */
final class UpsertSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private static final int BATCH = 500;

  private final MeteringJobConfig.Database database;
  private final String sql;
  private final RowBinder<T> binder;

  UpsertSink(MeteringJobConfig.Database database, String sql, RowBinder<T> binder) {
    this.database = database;
    this.sql = sql;
    this.binder = binder;
  }

  /** Sets the parameters of the statement from an element. */
  interface RowBinder<T> extends Serializable {
    void bind(PreparedStatement row, T element) throws SQLException;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(this);
  }

  private static final class Writer<T> implements SinkWriter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(UpsertSink.class);
    private static final int PATIENCE_SECONDS = 5;

    private final UpsertSink<T> sink;
    private final List<T> pending = new ArrayList<>();
    private @Nullable Connection connection;

    Writer(UpsertSink<T> sink) {
      this.sink = sink;
    }

    @Override
    public void write(T element, Context context) throws IOException {
      pending.add(element);
      if (pending.size() >= BATCH) {
        flush(false);
      }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (pending.isEmpty()) {
        return;
      }
      try {
        Connection open = connected();
        try (PreparedStatement rows = open.prepareStatement(sink.sql)) {
          for (T element : pending) {
            sink.binder.bind(rows, element);
            rows.addBatch();
          }
          rows.executeBatch();
          open.commit();
        }
        pending.clear();
      } catch (SQLException e) {
        throw new IOException("cannot write to the database: " + e.getMessage(), e);
      }
    }

    private Connection connected() throws SQLException {
      Connection open = connection;
      if (open == null || !open.isValid(PATIENCE_SECONDS)) {
        close();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(sink.database.jdbcUrl());
        source.setUser(sink.database.user());
        source.setPassword(sink.database.password());
        open = source.getConnection();
        open.setAutoCommit(false);
        connection = open;
      }
      return open;
    }

    @Override
    public void close() {
      Connection open = connection;
      connection = null;
      if (open != null) {
        try {
          open.close();
        } catch (SQLException e) {
          LOG.warn("a database connection did not close", e);
        }
      }
    }
  }
}
