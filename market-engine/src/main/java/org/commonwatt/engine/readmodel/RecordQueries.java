package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/** Questions about settlement batches and refused readings. */
public final class RecordQueries {
  private static final String BATCHES =
      """
      select * from (
        select market, batch_id, slot_start, slot_minutes, 0 as run, rulebook_version, bill_root,
          bill_line_count, predecessor, transaction_id, block_number from batch
        union all
        select market, batch_id, slot_start, slot_minutes, run, rulebook_version, bill_root,
          bill_line_count, predecessor, transaction_id, block_number from settlement_run) b
      where market = ? order by slot_start desc, run desc limit ?
      """;
  private static final String REJECTED =
      """
      select id, nullif(meter, '') as meter, reading_time, code, message, raw_hex
      from rejected_reading where market = ?
      order by reading_time desc nulls last, id limit ?
      """;

  private final Database database;
  private final String market;

  /**
   * A settlement batch and its place on the ledger.
   *
   * @param run settlement run of the slot, 0 for the initial one
   * @param billRoot RFC 6962 root over its bill lines
   * @param billLineCount number of leaves
   * @param transactionId the ledger's transaction, null until it is recorded
   * @param blockNumber the ledger's block, null until it is recorded
   */
  public record BatchRow(
      String batchId,
      DeliverySlot slot,
      int run,
      int rulebookVersion,
      String billRoot,
      int billLineCount,
      String predecessor,
      @Nullable String transactionId,
      @Nullable Long blockNumber) {}

  /**
   * A refused reading.
   *
   * @param id SHA-256 of raw record and code
   * @param meter null when it could not be read
   * @param time null when it could not be read
   */
  public record RejectedRow(
      String id,
      @Nullable String meter,
      @Nullable OffsetDateTime time,
      String code,
      String message,
      String rawHex) {}

  /** Asks about one market. */
  public RecordQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** The latest batches, latest slot first, and of a slot the latest run. */
  public List<BatchRow> batches(int limit) throws SQLException {
    return database.read(c -> rows(c, BATCHES, limit, RecordQueries::batch));
  }

  /** The latest refused readings, latest first, those without a time last. */
  public List<RejectedRow> rejected(int limit) throws SQLException {
    return database.read(c -> rows(c, REJECTED, limit, RecordQueries::rejectedRow));
  }

  private interface RowReader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T> List<T> rows(Connection connection, String sql, int limit, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, market);
      query.setInt(2, limit);
      List<T> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    }
  }

  private static BatchRow batch(ResultSet rows) throws SQLException {
    return new BatchRow(
        rows.getString("batch_id"),
        BillQueries.slot(rows),
        rows.getInt("run"),
        rows.getInt("rulebook_version"),
        rows.getString("bill_root"),
        rows.getInt("bill_line_count"),
        rows.getString("predecessor"),
        rows.getString("transaction_id"),
        rows.getObject("block_number", Long.class));
  }

  private static RejectedRow rejectedRow(ResultSet rows) throws SQLException {
    return new RejectedRow(
        rows.getString("id"),
        rows.getString("meter"),
        rows.getObject("reading_time", OffsetDateTime.class),
        rows.getString("code"),
        rows.getString("message"),
        rows.getString("raw_hex"));
  }
}
