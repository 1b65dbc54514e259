package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderState;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.readmodel.Database.Access;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.OrderTerms;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Rows that older versions of the tables hold are brought up to date with the tables. Each is
 * written as its version wrote it, then everything is migrated, and the rows are read as rows of
 * today. A new migration that fills columns of older rows gets its rows here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationTest {
  private static final Instant START = Instant.parse("2022-08-02T07:00:00Z");

  private Access access;
  private Database database;
  private HistoryQueries history;

  @BeforeAll
  void start() throws Exception {
    access = TestInfra.newDatabase();
    migrateTo("1");
    execute(
        "insert into auction values ('m', 'village', '2022-08-02T07:00Z', 15,"
            + " 200000, 150000, 250000, 1300, 65000000)");
    migrateTo("2");
    execute(order(1, "buy", 300_000, 1_000, 0, "OPEN"));
    execute(order(2, "buy", 300_000, 1_000, 1_000, "MATCHED"));
    execute(order(3, "sell", 100_000, 1_000, 700, "MATCHED"));
    execute(order(4, "sell", 900_000, 500, 0, "EXPIRED"));
    execute(order(5, "buy", 100_000, 400, 0, "CANCELLED"));
    execute(order(6, "sell", 100_000, 600, 600, "MATCHED"));
    execute(trade(1, 2, 3, 700, 200_000));
    execute(trade(2, 2, 6, 300, 200_001));
    execute(trade(3, 0, 6, 300, -5)); // bought by a link
    execute(
        "insert into batch values ('m', 'm.1.initial', '2022-08-02T07:00Z', 15, 1, '', '', '', '',"
            + " 0, '', null, null)");
    execute(
        "insert into recorded_position values ('m', 'home-01', '2022-08-02T07:00Z', 15, 2, 5, 0,"
            + " 'ESTIMATED')");
    execute(
        "insert into bill_line values ('m', '2022-08-02T07:00Z', 0, 'home-01',"
            + " 'RESIDUAL_WITHDRAWAL', 'sup', 0, 5, 300000, -1500000, '"
            + Hash.ZERO
            + "')");
    database = Database.open(access);
    history = new HistoryQueries(database, "m");
  }

  @AfterAll
  void stop() throws Exception {
    database.close();
  }

  @Test
  void anAuctionOfVersionOneSoldWhatItBought() throws Exception {
    Event.AuctionCleared auction =
        history.auctions(START, START.plusSeconds(1)).stream().findFirst().orElseThrow();
    assertThat(auction.areas())
        .containsExactly(
            new Event.AreaCleared("village", 200_000L, 150_000L, 250_000L, 1_300, 1_300));
    assertThat(auction.links()).isEmpty();
    assertThat(auction.welfareNano()).isEqualTo(BigInteger.valueOf(65_000_000));
  }

  @Test
  void anOpenOrderIsOpenWithAllItsEnergy() throws Exception {
    Order open = find(1);
    assertThat(open.state()).isEqualTo(OrderState.OPEN);
    assertThat(open.openWh()).isEqualTo(1_000);
    assertThat(open.energyWh()).isEqualTo(1_000);
    assertThat(open.cancelReason()).isNull();
    assertThat(open.terms()).isEqualTo(OrderTerms.DEFAULT);
  }

  @Test
  void anOrderThatEndedSaysWhatWasLeftAndWhy() throws Exception {
    assertEnded(2, OrderState.MATCHED, 0, null);
    assertEnded(3, OrderState.MATCHED, 300, CancelReason.EXPIRED);
    assertEnded(4, OrderState.EXPIRED, 500, CancelReason.EXPIRED);
    assertEnded(5, OrderState.CANCELLED, 400, CancelReason.BY_OWNER);
    assertEnded(6, OrderState.MATCHED, 0, null);
  }

  @Test
  void theMoneyOfFillsIsTheSumOverTheTradesOfEitherSide() throws Exception {
    assertThat(filledNano(1)).isEqualTo("0");
    assertThat(filledNano(2)).isEqualTo("" + (700 * 200_000L + 300 * 200_001L));
    assertThat(filledNano(3)).isEqualTo("" + 700 * 200_000L);
    assertThat(filledNano(4)).isEqualTo("0");
    assertThat(filledNano(6)).isEqualTo("" + (300 * 200_001L - 300 * 5));
  }

  @Test
  void aLineThatWasSettledBeforeQualitiesWereKeptTellsNone() throws Exception {
    BillQueries.Range range = new BillQueries.Range(START, START.plusSeconds(1), 10);
    assertThat(new BillQueries(database, "m").lines("home-01", range))
        .singleElement()
        .extracting(BillQueries.IndexedLine::quality)
        .isNull();
  }

  private Order find(long orderId) throws SQLException {
    return history.order(orderId).orElseThrow();
  }

  private void assertEnded(
      long orderId, OrderState state, long cancelledWh, @Nullable CancelReason reason)
      throws SQLException {
    Order order = find(orderId);
    assertThat(order.state()).as("order %d", orderId).isEqualTo(state);
    assertThat(order.openWh()).as("order %d", orderId).isZero();
    assertThat(order.cancelledWh()).as("order %d", orderId).isEqualTo(cancelledWh);
    assertThat(order.cancelReason()).as("order %d", orderId).isEqualTo(reason);
  }

  private String filledNano(long orderId) throws SQLException {
    return database.read(
        connection -> {
          try (Statement query = connection.createStatement();
              var row =
                  query.executeQuery(
                      "select filled_nano from market_order where order_id = " + orderId)) {
            row.next();
            return row.getBigDecimal(1).toPlainString();
          }
        });
  }

  private void migrateTo(String version) {
    Flyway.configure()
        .dataSource(access.url(), access.user(), access.password())
        .locations("classpath:db/migration")
        .target(version)
        .load()
        .migrate();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String order(
      long id, String side, long price, long energyWh, long filledWh, String status) {
    return "insert into market_order values ('m', %d, 'home-01', 'c-%d', 'village', '%s', 15, '%s',"
            .formatted(id, id, START, side)
        + " %d, %d, %d, '%s', '2022-08-02T06:00Z')".formatted(price, energyWh, filledWh, status);
  }

  private static String trade(long id, long buyOrder, long sellOrder, long energyWh, long price) {
    return "insert into trade values ('m', %d, '%s', 15, %d, %d, 'b', 's', %d, %d)"
        .formatted(id, START, buyOrder, sellOrder, energyWh, price);
  }
}
