package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.readmodel.BillQueries.Range;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;

/** Questions about what a participant's meters measured, slot by slot. */
public final class UsageQueries {
  private static final String OF_PARTICIPANT =
      """
      select slot_start, slot_minutes, version, import_wh, export_wh, quality
      from recorded_position where market = ? and participant = ?
        and slot_start >= ? and slot_start < ? order by slot_start limit ?
      """;

  private final Database database;
  private final String market;

  /**
   * The newest position of a slot.
   *
   * @param version counts up with corrections, from 1
   * @param importWh withdrawn from the grid
   * @param exportWh fed into it
   */
  public record SlotUsage(
      DeliverySlot slot, int version, long importWh, long exportWh, Quality quality) {}

  /** Asks about one market. */
  public UsageQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** What was measured in slots of a range, by slot. */
  public List<SlotUsage> of(String participant, Range range) throws SQLException {
    return database.read(connection -> of(connection, participant, range));
  }

  private List<SlotUsage> of(Connection connection, String participant, Range range)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OF_PARTICIPANT)) {
      query.setString(1, market);
      query.setString(2, participant);
      query.setObject(3, range.from().atOffset(ZoneOffset.UTC));
      query.setObject(4, range.to().atOffset(ZoneOffset.UTC));
      query.setInt(5, range.limit());
      List<SlotUsage> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(
              new SlotUsage(
                  BillQueries.slot(rows),
                  rows.getInt("version"),
                  rows.getLong("import_wh"),
                  rows.getLong("export_wh"),
                  Quality.valueOf(rows.getString("quality"))));
        }
      }
      return found;
    }
  }
}
