package org.commonwatt.flink;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows in PostgreSQL's binary format of {@code COPY}, which has no text to be quoted or parsed. */
final class CopiedRows implements RowValues {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int END = -1;
  private static final long MILLIS_FROM_1970_TO_2000 = 946_684_800_000L;

  private final int columns;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private boolean any;

  /**
   * No rows yet.
   *
   * @param columns how many values each row has
   */
  CopiedRows(int columns) throws IOException {
    this.columns = columns;
    out.write(SIGNATURE);
    out.writeInt(0); // no flags
    out.writeInt(0); // no extension of the header
  }

  /** Begins a row; as many values as there are columns must follow. */
  void begin() throws IOException {
    out.writeShort(columns);
    any = true;
  }

  @Override
  public void text(String value) throws IOException {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
  }

  /** PostgreSQL counts microseconds from the year 2000 on. */
  @Override
  public void instant(long millis) throws IOException {
    bigint(Math.multiplyExact(Math.subtractExact(millis, MILLIS_FROM_1970_TO_2000), 1_000));
  }

  @Override
  public void integer(int value) throws IOException {
    out.writeInt(Integer.BYTES);
    out.writeInt(value);
  }

  @Override
  public void bigint(long value) throws IOException {
    out.writeInt(Long.BYTES);
    out.writeLong(value);
  }

  /**
   * Sends all rows; without any the database is not asked.
   *
   * @param sql the statement, {@code COPY … FROM STDIN (FORMAT binary)}
   * @throws SQLException when one of them cannot be stored; then none is
   */
  void send(Connection connection, String sql) throws SQLException, IOException {
    if (!any) {
      return;
    }
    out.writeShort(END);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      byte[] all = bytes.toByteArray();
      copy.writeToCopy(all, 0, all.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
