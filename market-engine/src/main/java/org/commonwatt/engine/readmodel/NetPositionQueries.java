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
import org.jspecify.annotations.Nullable;

/**
 * Questions about net positions, whose stream job writes the rows of accounts; those of areas are
 * their sums. Net energy is positive when it is sold or injected.
 */
public final class NetPositionQueries {
  private static final String OF_ACCOUNT =
      """
      select * from net_position where market = ? and participant = ?
        and slot_start >= ? and slot_start < ? order by slot_start limit ?
      """;
  private static final String ERROR_OF_ACCOUNT =
      """
      select '' as area, count(*) as slots, sum(abs(first_forecast_wh - metered_wh)) as first_wh,
        sum(abs(forecast_wh - metered_wh)) as latest_wh
      from net_position where market = ? and participant = ? and slot_start >= ?
        and slot_start < ? and metered_wh is not null and forecast_wh is not null
      """;

  /**
   * What is not known of every account that the area has in the slot is not known of the area: the
   * sum of the others is wrong, and beside the whole one it tells of those that are missing.
   */
  private static final String AREAS =
      """
      select p.area, p.slot_start, p.slot_minutes, count(*) as accounts,
        case when count(*) >= m.accounts then sum(contracted_wh) end as contracted_wh,
        case when count(metered_wh) = m.accounts then sum(metered_wh) end as metered_wh,
        case when count(first_forecast_wh) = m.accounts then sum(first_forecast_wh) end
          as first_forecast_wh,
        case when count(forecast_wh) = m.accounts then sum(forecast_wh) end as forecast_wh,
        case when count(imbalance_to_date_wh) = m.accounts then sum(imbalance_to_date_wh) end
          as imbalance_to_date_wh
      from net_position p left join area_members m
        on m.market = p.market and m.area = p.area and m.slot_start = p.slot_start
      where p.market = ? and (?::text is null or p.area = ?) and p.slot_start >= ?
        and p.slot_start < ? group by p.area, p.slot_start, p.slot_minutes, m.accounts
      """;

  private static final String PARTICIPANTS =
      """
      select distinct participant from net_position where market = ? and area = ?
        and slot_start >= ? and slot_start < ? order by participant
      """;
  private static final String OF_AREAS = AREAS + " order by slot_start, area limit ?";
  private static final String ERROR_OF_AREAS =
      """
      select area, count(*) as slots, sum(abs(first_forecast_wh - metered_wh)) as first_wh,
        sum(abs(forecast_wh - metered_wh)) as latest_wh
      from (%s) sums where metered_wh is not null and forecast_wh is not null
      group by area order by area
      """
          .formatted(AREAS);

  private final Database database;
  private final String market;

  /**
   * A net position of an account.
   *
   * @param area where its meters are
   * @param quality of what was metered, null before it is
   * @param figures its energy
   */
  public record AccountRow(
      String area, DeliverySlot slot, @Nullable Quality quality, Figures figures) {}

  /**
   * A net position of an area.
   *
   * @param accounts how many accounts of it have a position
   * @param figures their energy
   */
  public record AreaRow(String area, DeliverySlot slot, int accounts, Figures figures) {}

  /**
   * Energy of a net position, Wh.
   *
   * @param contractedWh sold minus bought, null when an account of an area is missing
   * @param meteredWh export minus import, null before it is metered
   * @param firstForecastWh what was expected first, null without a forecast
   * @param forecastWh what was expected last before delivery, null without a forecast
   * @param imbalanceToDateWh metered minus contracted of the local day up to and with this slot,
   *     null before it is metered, and for a slot that was never open
   */
  public record Figures(
      @Nullable Long contractedWh,
      @Nullable Long meteredWh,
      @Nullable Long firstForecastWh,
      @Nullable Long forecastWh,
      @Nullable Long imbalanceToDateWh) {}

  /**
   * How far forecasts were from what was metered.
   *
   * @param area which, empty of an account
   * @param slots how many have a forecast and were metered
   * @param firstWh mean absolute error of the first forecasts, Wh, rounded down
   * @param latestWh the same of the last ones
   */
  public record ForecastError(String area, long slots, long firstWh, long latestWh) {}

  /** Asks about one market. */
  public NetPositionQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** The positions of an account, by slot. */
  public List<AccountRow> ofAccount(String participant, Range range) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = asked(connection, OF_ACCOUNT, participant, range)) {
            query.setInt(5, range.limit());
            List<AccountRow> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                @Nullable String quality = rows.getString("quality");
                found.add(
                    new AccountRow(
                        rows.getString("area"),
                        BillQueries.slot(rows),
                        quality == null ? null : Quality.valueOf(quality),
                        figures(rows)));
              }
            }
            return found;
          }
        });
  }

  /** Who has positions in an area, by id. */
  public List<String> participants(String area, Range range) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = asked(connection, PARTICIPANTS, area, range);
              ResultSet rows = query.executeQuery()) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
              found.add(rows.getString(1));
            }
            return found;
          }
        });
  }

  /** The error of an account's forecasts; no slots when there is none. */
  public ForecastError errorOfAccount(String participant, Range range) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = asked(connection, ERROR_OF_ACCOUNT, participant, range)) {
            return errors(query).get(0); // a sum without groups has one row
          }
        });
  }

  /**
   * The positions of areas, by slot and area.
   *
   * @param area null for all
   */
  public List<AreaRow> ofAreas(@Nullable String area, Range range) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = askedOfAreas(connection, OF_AREAS, area, range)) {
            query.setInt(6, range.limit());
            List<AreaRow> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                found.add(
                    new AreaRow(
                        rows.getString("area"),
                        BillQueries.slot(rows),
                        rows.getInt("accounts"),
                        figures(rows)));
              }
            }
            return found;
          }
        });
  }

  /**
   * The errors of the forecasts of areas, by area; only those with one.
   *
   * @param area null for all
   */
  public List<ForecastError> errorsOfAreas(@Nullable String area, Range range) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = askedOfAreas(connection, ERROR_OF_AREAS, area, range)) {
            return errors(query);
          }
        });
  }

  private PreparedStatement asked(Connection connection, String sql, String who, Range range)
      throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setString(1, market);
    query.setString(2, who);
    query.setObject(3, range.from().atOffset(ZoneOffset.UTC));
    query.setObject(4, range.to().atOffset(ZoneOffset.UTC));
    return query;
  }

  private PreparedStatement askedOfAreas(
      Connection connection, String sql, @Nullable String area, Range range) throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setString(1, market);
    query.setString(2, area);
    query.setString(3, area);
    query.setObject(4, range.from().atOffset(ZoneOffset.UTC));
    query.setObject(5, range.to().atOffset(ZoneOffset.UTC));
    return query;
  }

  private static List<ForecastError> errors(PreparedStatement query) throws SQLException {
    List<ForecastError> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        long slots = rows.getLong("slots");
        long each = Math.max(slots, 1);
        found.add(
            new ForecastError(
                rows.getString("area"),
                slots,
                rows.getLong("first_wh") / each,
                rows.getLong("latest_wh") / each));
      }
    }
    return found;
  }

  private static Figures figures(ResultSet rows) throws SQLException {
    return new Figures(
        GridQueries.number(rows, "contracted_wh"),
        GridQueries.number(rows, "metered_wh"),
        GridQueries.number(rows, "first_forecast_wh"),
        GridQueries.number(rows, "forecast_wh"),
        GridQueries.number(rows, "imbalance_to_date_wh"));
  }
}
