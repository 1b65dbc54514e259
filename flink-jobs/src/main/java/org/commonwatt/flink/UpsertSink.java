package org.commonwatt.flink;

import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows at least once, at the latest with each checkpoint, in batches of one transaction. The
 * statement must be an upsert, so that repeats after a restart change nothing. Of elements that are
 * one row a batch has the newest only: the driver makes one statement of many rows, and such a
 * statement may touch a row once.
 *
 * <p>Rows of which there are very many are {@link Appended}: they are new as a rule, and copied
 * into their table, which costs PostgreSQL about half as much. When one of them is there already it
 * refuses the copy as a whole, and the batch is upserted like any other.
 *
 * <p>Flink's own JDBC sink throws once more when a failed writer is closed, and that stops a
 * cluster embedded in a process for good; this one fails while it writes and closes quietly, so the
 * job restarts.
 */
final class UpsertSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private static final int BATCH = 4_096; // the driver puts up to 128 rows into a statement

  private final MeteringJobConfig.Database database;
  private final String sql;
  private final Row<T> row;

  UpsertSink(MeteringJobConfig.Database database, String sql, Row<T> row) {
    this.database = database;
    this.sql = sql;
    this.row = row;
  }

  /** Sets the parameters of the statement from an element. */
  interface Binder<T> extends Serializable {
    void bind(PreparedStatement statement, T element) throws SQLException, IOException;
  }

  /** Sets the values of a row, wherever they go, from an element. */
  interface Values<T> extends Serializable {
    void put(RowValues row, T element) throws SQLException, IOException;
  }

  /** How an element is a row. */
  interface Row<T> extends Binder<T> {
    /** What the table's key is made of; equal for elements of one row. */
    Object key(T element);

    /** Whether an element takes the place of one that came before it. */
    boolean replaces(T next, T held);

    /** Whether the held element must be in the table before one that takes its place. */
    default boolean needs(T next, T held) {
      return false;
    }
  }

  /** A row whose highest version counts. */
  record Versioned<T>(
      SerializableFunction<T, Object> keys,
      SerializableFunction<T, Long> versions,
      Binder<T> binder)
      implements Row<T> {
    @Override
    public Object key(T element) {
      return keys.apply(element);
    }

    @Override
    public boolean replaces(T next, T held) {
      return versions.apply(next) > versions.apply(held);
    }

    @Override
    public void bind(PreparedStatement statement, T element) throws SQLException, IOException {
      binder.bind(statement, element);
    }
  }

  /** Whether an element takes the place of one that came before it. */
  interface Order<T> extends Serializable {
    boolean replaces(T next, T held);
  }

  /**
   * A table that rows are copied into.
   *
   * @param columns their names, with commas between
   */
  record Target(String table, String columns) implements Serializable {
    /** The statement that copies rows. */
    String copy() {
      return "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)";
    }

    /** How many columns these are. */
    int count() {
      return columns.split(",", -1).length;
    }
  }

  /**
   * A row that is new as a rule.
   *
   * @param first whether an element is most likely the first of its row
   * @param target where rows are copied to, with the columns of the upsert in its order
   */
  record Appended<T>(
      SerializableFunction<T, Object> keys,
      Order<T> order,
      SerializableFunction<T, Boolean> first,
      Target target,
      Values<T> values)
      implements Row<T> {
    @Override
    public Object key(T element) {
      return keys.apply(element);
    }

    @Override
    public boolean replaces(T next, T held) {
      return order.replaces(next, held);
    }

    @Override
    public void bind(PreparedStatement statement, T element) throws SQLException, IOException {
      values.put(new BoundValues(statement), element);
    }
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(this);
  }

  private static final class Writer<T> implements SinkWriter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(UpsertSink.class);
    private static final int PATIENCE_SECONDS = 5;

    /** Batches that are upserted after one with a row that was there: most likely a replay. */
    private static final int REPLAY = 64;

    private final UpsertSink<T> sink;
    private final Map<Object, T> pending = new LinkedHashMap<>(); // by key
    private @Nullable Connection connection;
    private int upserts; // of so many batches more nothing is copied

    Writer(UpsertSink<T> sink) {
      this.sink = sink;
    }

    @Override
    public void write(T element, Context context) throws IOException {
      Object key = sink.row.key(element);
      T held = pending.get(key);
      if (held != null) {
        if (!sink.row.replaces(element, held)) {
          return;
        }
        if (sink.row.needs(element, held)) {
          flush(false);
        }
      }
      pending.put(key, element);
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
        if (!(sink.row instanceof Appended<T> row) || !append(open, row)) {
          upsert(open, pending.values());
        }
        open.commit();
        pending.clear();
      } catch (SQLException e) {
        throw new IOException("cannot write to the database: " + e.getMessage(), e);
      }
    }

    /**
     * Copies the first versions and upserts the others.
     *
     * @return false when nothing was written: a row is there already, or it is likely
     */
    private boolean append(Connection open, Appended<T> row) throws SQLException, IOException {
      if (upserts > 0) {
        upserts--;
        return false;
      }
      CopiedRows first = new CopiedRows(row.target().count());
      List<T> others = new ArrayList<>();
      for (T element : pending.values()) {
        if (row.first().apply(element)) {
          first.begin();
          row.values().put(first, element);
        } else {
          others.add(element);
        }
      }
      try {
        first.send(open, row.target().copy());
      } catch (SQLException e) {
        if (!PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState())) {
          throw e;
        }
        open.rollback();
        upserts = REPLAY;
        return false;
      }
      upsert(open, others);
      return true;
    }

    private void upsert(Connection open, Collection<T> elements) throws SQLException, IOException {
      if (elements.isEmpty()) {
        return;
      }
      try (PreparedStatement rows = open.prepareStatement(sink.sql)) {
        for (T element : elements) {
          sink.row.bind(rows, element);
          rows.addBatch();
        }
        rows.executeBatch();
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
        source.setReWriteBatchedInserts(true);
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
