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
  private static final int MAX_FAULT = 300;
  private static final String PUT =
      """
      insert into webhook (market, participant, url, secret, created_at, delivered_sequence)
      values (?, ?, ?, ?, ?, ?)
      on conflict (market, participant) do update set url = excluded.url,
        secret = excluded.secret, created_at = excluded.created_at, attempts = 0,
        last_fault = null, next_attempt_at = null
      """;
  private static final String ONE = "select * from webhook where market = ? and participant = ?";
  private static final String DELETE = "delete from webhook where market = ? and participant = ?";
  private static final String DELETE_DEAD =
      "delete from webhook_dead_letter where market = ? and participant = ?";
  private static final String DUE =
      """
      select w.* from webhook w where w.market = ?
        and (w.next_attempt_at is null or w.next_attempt_at <= ?)
        and exists (select 1 from notice n where n.market = w.market
          and n.participant = w.participant and n.sequence > w.delivered_sequence)
      order by w.next_attempt_at nulls first, w.participant limit ?
      """;
  private static final String DELIVERED =
      """
      update webhook set delivered_sequence = ?, attempts = 0, last_fault = null,
        next_attempt_at = null
      where market = ? and participant = ? and secret = ?
      """;
  private static final String FAILED =
      """
      update webhook set attempts = ?, last_fault = ?, next_attempt_at = ?
      where market = ? and participant = ? and secret = ?
      """;
  private static final String DEAD =
      """
      insert into webhook_dead_letter (market, participant, sequence, attempts, fault, given_up_at)
      values (?, ?, ?, ?, ?, ?) on conflict do nothing
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
   * @param attempts how often the next one was tried in vain
   * @param lastFault what went wrong last; null when nothing did
   * @param nextAttemptAt not before; null: at once
   */
  public record Webhook(
      String market,
      String participant,
      String url,
      String secret,
      Instant createdAt,
      long deliveredSequence,
      int attempts,
      @Nullable String lastFault,
      @Nullable Instant nextAttemptAt) {}

  /**
   * What became of an attempt.
   *
   * @param count how many there were
   * @param at when the next one is due, or when it was given up
   */
  public record Attempt(int count, String fault, Instant at) {}

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

  /** Receivers that a notice waits for and that may be called now. */
  public List<Webhook> due(Instant now, int limit) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(DUE)) {
            query.setString(1, market);
            query.setObject(2, now.atOffset(ZoneOffset.UTC));
            query.setInt(3, limit);
            return webhooks(query);
          }
        });
  }

  /** A notice was taken; nothing changes when the receiver has changed meanwhile. */
  public void delivered(Webhook webhook, long sequence) throws SQLException {
    database.write(connection -> delivered(connection, webhook, sequence));
  }

  /** A notice was not taken and will be tried again. */
  public void failed(Webhook webhook, Attempt attempt) throws SQLException {
    database.write(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FAILED)) {
            statement.setInt(1, attempt.count());
            statement.setString(2, cut(attempt.fault()));
            statement.setObject(3, attempt.at().atOffset(ZoneOffset.UTC));
            statement.setString(4, market);
            statement.setString(5, webhook.participant());
            statement.setString(6, webhook.secret());
            return statement.executeUpdate();
          }
        });
  }

  /** A notice is not tried any more: it becomes a dead letter, and the next one follows. */
  public void giveUp(Webhook webhook, long sequence, Attempt attempt) throws SQLException {
    database.write(
        connection -> {
          if (delivered(connection, webhook, sequence) == 0) {
            return 0;
          }
          try (PreparedStatement statement = connection.prepareStatement(DEAD)) {
            statement.setString(1, market);
            statement.setString(2, webhook.participant());
            statement.setLong(3, sequence);
            statement.setInt(4, attempt.count());
            statement.setString(5, cut(attempt.fault()));
            statement.setObject(6, attempt.at().atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
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

  private int delivered(Connection connection, Webhook webhook, long sequence) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DELIVERED)) {
      statement.setLong(1, sequence);
      statement.setString(2, market);
      statement.setString(3, webhook.participant());
      statement.setString(4, webhook.secret());
      return statement.executeUpdate();
    }
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
        OffsetDateTime next = rows.getObject("next_attempt_at", OffsetDateTime.class);
        found.add(
            new Webhook(
                rows.getString("market"),
                rows.getString("participant"),
                rows.getString("url"),
                rows.getString("secret"),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                rows.getLong("delivered_sequence"),
                rows.getInt("attempts"),
                rows.getString("last_fault"),
                next == null ? null : next.toInstant()));
      }
    }
    return found;
  }

  private static String cut(String text) {
    return text.length() > MAX_FAULT ? text.substring(0, MAX_FAULT) : text;
  }
}
