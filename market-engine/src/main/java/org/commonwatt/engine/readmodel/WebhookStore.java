package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where participants want to be told, and how far each was told. No read model: it is not derived
 * from the log, and a rebuild leaves it.
 */
public final class WebhookStore {
  private static final String PUT =
      """
      insert into webhook (market, participant, url, secret, created_at, delivered_sequence)
      values (?, ?, ?, ?, ?, ?)
      on conflict (market, participant) do update set url = excluded.url,
        secret = excluded.secret, created_at = excluded.created_at, attempts = 0,
        last_fault = null, last_fault_code = null, next_attempt_at = null, claimed_until = null,
        turn = excluded.turn
      """;
  private static final String ONE = "select * from webhook where market = ? and participant = ?";
  private static final String DELETE = "delete from webhook where market = ? and participant = ?";
  private static final String DELETE_DEAD =
      "delete from webhook_dead_letter where market = ? and participant = ?";
  private static final String PENDING =
      """
      select count(*) from notice n join webhook w on n.market = w.market
        and n.participant = w.participant and n.sequence > w.delivered_sequence
      where w.market = ? and w.participant = ?
      """;
  private static final String DEAD_LETTERS =
      """
      select * from webhook_dead_letter where market = ? and participant = ?
      order by sequence desc limit ?
      """;

  private final Database database;
  private final String market;

  /**
   * A receiver.
   *
   * @param secret signs what is posted; a new one with each new address
   * @param deliveredSequence number of the last notice that it took, or that was given up
   */
  public record Webhook(
      String market,
      String participant,
      String url,
      String secret,
      Instant createdAt,
      long deliveredSequence,
      Trouble trouble) {}

  /**
   * What is wrong with a receiver.
   *
   * @param attempts how often the next notice was tried in vain
   * @param code of what went wrong last; null when the last notice was taken
   * @param fault a sentence that says it
   * @param nextAttemptAt not before; null: at once
   */
  public record Trouble(
      int attempts,
      @Nullable String code,
      @Nullable String fault,
      @Nullable Instant nextAttemptAt) {
    /** What a receiver is doing that so many notices wait for. */
    public State state(long pending) {
      if (code != null) {
        return attempts > 0 ? State.RETRYING : State.GIVEN_UP;
      }
      return pending > 0 ? State.DELIVERING : State.UP_TO_DATE;
    }
  }

  /** What a receiver is doing. */
  public enum State {
    /** Nothing waits for it. */
    UP_TO_DATE,
    /** Notices wait for their turn; the last one was taken. */
    DELIVERING,
    /** The next notice was not taken and is tried again. */
    RETRYING,
    /** The last notice was given up. */
    GIVEN_UP
  }

  /** A notice that was given up. */
  public record DeadLetter(long sequence, int attempts, String fault, Instant givenUpAt) {}

  /** Of one market. */
  public WebhookStore(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * Registers a receiver, or gives it another address; a known one goes on where it was.
   *
   * @param sequence a new one is told what comes after it
   */
  public void put(String participant, String url, String secret, Instant now, long sequence)
      throws SQLException {
    database.write(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setString(1, market);
            statement.setString(2, participant);
            statement.setString(3, url);
            statement.setString(4, secret);
            statement.setObject(5, now.atOffset(ZoneOffset.UTC));
            statement.setLong(6, sequence);
            return statement.executeUpdate();
          }
        });
  }

  /** A participant's receiver, empty when it has none. */
  public Optional<Webhook> one(String participant) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ONE)) {
            query.setString(1, market);
            query.setString(2, participant);
            return webhooks(query).stream().findFirst();
          }
        });
  }

  /** Takes a receiver and its dead letters away; false when there was none. */
  public boolean delete(String participant) throws SQLException {
    return database.write(
        connection ->
            run(connection, DELETE_DEAD, participant) >= 0
                && run(connection, DELETE, participant) > 0);
  }

  /** How many notices wait for a participant's receiver; 0 when it has none. */
  public long pending(String participant) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(PENDING)) {
            query.setString(1, market);
            query.setString(2, participant);
            try (ResultSet rows = query.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /** Notices that were given up, the latest first. */
  public List<DeadLetter> deadLetters(String participant, int limit) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(DEAD_LETTERS)) {
            query.setString(1, market);
            query.setString(2, participant);
            query.setInt(3, limit);
            return deadLetters(query);
          }
        });
  }

  private int run(Connection connection, String sql, String participant) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, market);
      statement.setString(2, participant);
      return statement.executeUpdate();
    }
  }

  private static List<DeadLetter> deadLetters(PreparedStatement query) throws SQLException {
    List<DeadLetter> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(
            new DeadLetter(
                rows.getLong("sequence"),
                rows.getInt("attempts"),
                rows.getString("fault"),
                rows.getObject("given_up_at", OffsetDateTime.class).toInstant()));
      }
    }
    return found;
  }

  private static List<Webhook> webhooks(PreparedStatement query) throws SQLException {
    List<Webhook> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(webhook(rows));
      }
    }
    return found;
  }

  /** The receiver of a row. */
  static Webhook webhook(ResultSet rows) throws SQLException {
    OffsetDateTime next = rows.getObject("next_attempt_at", OffsetDateTime.class);
    return new Webhook(
        rows.getString("market"),
        rows.getString("participant"),
        rows.getString("url"),
        rows.getString("secret"),
        rows.getObject("created_at", OffsetDateTime.class).toInstant(),
        rows.getLong("delivered_sequence"),
        new Trouble(
            rows.getInt("attempts"),
            rows.getString("last_fault_code"),
            rows.getString("last_fault"),
            next == null ? null : next.toInstant()));
  }
}
