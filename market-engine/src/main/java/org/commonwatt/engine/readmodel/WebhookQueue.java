package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.readmodel.NoticeQueries.Notice;
import org.commonwatt.engine.readmodel.WebhookStore.Webhook;

/**
 * Which notice is posted next to whom, and what became of it. A receiver is claimed before it is
 * called: until its claim is noted, or has run out after {@value #LEASE_SECONDS} seconds of the
 * database's clock, nobody else gets it, whichever engine asks.
 */
public final class WebhookQueue {
  /** Much longer than a call takes. */
  static final int LEASE_SECONDS = 60;

  private static final int MAX_FAULT = 300;

  /** Who was called longest ago comes first; the number of the turn is the claim. */
  private static final String CLAIM =
      """
      with chosen as (
        select w.market, w.participant from webhook w where w.market = ?
          and (w.next_attempt_at is null or w.next_attempt_at <= ?)
          and (w.claimed_until is null or w.claimed_until < now())
          and not w.participant = any(?)
          and exists (select 1 from notice n where n.market = w.market
            and n.participant = w.participant and n.sequence > w.delivered_sequence)
        order by w.turn limit ? for update skip locked
      ), claimed as (
        update webhook w set turn = nextval('webhook_turn'),
          claimed_until = now() + ? * interval '1 second'
        from chosen c where w.market = c.market and w.participant = c.participant
        returning w.*
      )
      select c.url, c.secret, c.created_at, c.delivered_sequence, c.attempts, c.last_fault,
        c.last_fault_code, c.next_attempt_at, c.turn, n.*
      from claimed c cross join lateral (select * from notice n where n.market = c.market
        and n.participant = c.participant and n.sequence > c.delivered_sequence
        order by n.sequence limit 1) n
      order by c.turn
      """;

  private static final String CLAIMED =
      " where market = ? and participant = ? and turn = ? and claimed_until is not null";
  private static final String DELIVERED =
      """
      update webhook set claimed_until = null, delivered_sequence = ?, attempts = 0,
        last_fault = null, last_fault_code = null, next_attempt_at = null
      """
          + CLAIMED;
  private static final String FAILED =
      """
      update webhook set claimed_until = null, attempts = ?, last_fault_code = ?, last_fault = ?,
        next_attempt_at = ?
      """
          + CLAIMED;
  private static final String GIVEN_UP =
      """
      update webhook set claimed_until = null, attempts = 0, last_fault_code = ?, last_fault = ?,
        delivered_sequence = ?, next_attempt_at = null
      """
          + CLAIMED;
  private static final String DEAD =
      """
      insert into webhook_dead_letter (market, participant, sequence, attempts, fault, given_up_at)
      values (?, ?, ?, ?, ?, ?) on conflict do nothing
      """;

  private final Database database;
  private final String market;

  /**
   * A notice for a receiver that was claimed.
   *
   * @param turn number of the claim
   */
  public record Delivery(Webhook webhook, Notice notice, long turn) {
    /** The same for each attempt, and of no other notice of the market. */
    public String id() {
      return webhook.participant() + "-" + notice.sequence();
    }
  }

  /**
   * An attempt in vain.
   *
   * @param count how many there were
   * @param code of what went wrong
   * @param fault a sentence that says it
   * @param at when the next one is due, or when it was given up
   */
  public record Attempt(int count, String code, String fault, Instant at) {}

  /** Of one market. */
  public WebhookQueue(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * Claims receivers that a notice waits for and that may be called now, in turns.
   *
   * @param busy participants whose receivers are left out
   * @param limit the most
   * @return the next notice of each
   */
  public List<Delivery> claim(Instant now, List<String> busy, int limit) throws SQLException {
    return database.write(
        connection -> {
          try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setString(1, market);
            claim.setObject(2, now.atOffset(ZoneOffset.UTC));
            claim.setArray(3, connection.createArrayOf("text", busy.toArray()));
            claim.setInt(4, limit);
            claim.setInt(5, LEASE_SECONDS);
            return deliveries(claim);
          }
        });
  }

  /** A notice was taken. Here and below: nothing changes when the claim is not valid any more. */
  public void delivered(Delivery delivery) throws SQLException {
    long sequence = delivery.notice().sequence();
    database.write(connection -> update(connection, DELIVERED, delivery, sequence));
  }

  /** A notice was not taken and will be tried again. */
  public void failed(Delivery delivery, Attempt attempt) throws SQLException {
    database.write(
        connection ->
            update(
                connection,
                FAILED,
                delivery,
                attempt.count(),
                attempt.code(),
                cut(attempt.fault()),
                attempt.at().atOffset(ZoneOffset.UTC)));
  }

  /** A notice was not taken and will not be tried again: the next one follows. */
  public void giveUp(Delivery delivery, Attempt attempt) throws SQLException {
    String fault = cut(attempt.fault());
    long sequence = delivery.notice().sequence();
    database.write(
        connection -> {
          int changed = update(connection, GIVEN_UP, delivery, attempt.code(), fault, sequence);
          return changed == 0 ? 0 : addDead(connection, delivery, attempt);
        });
  }

  private int addDead(Connection connection, Delivery delivery, Attempt attempt)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DEAD)) {
      statement.setString(1, market);
      statement.setString(2, delivery.webhook().participant());
      statement.setLong(3, delivery.notice().sequence());
      statement.setInt(4, attempt.count());
      statement.setString(5, cut(attempt.fault()));
      statement.setObject(6, attempt.at().atOffset(ZoneOffset.UTC));
      return statement.executeUpdate();
    }
  }

  private int update(Connection connection, String sql, Delivery delivery, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int at = 0;
      for (Object value : values) {
        statement.setObject(++at, value);
      }
      statement.setString(++at, market);
      statement.setString(++at, delivery.webhook().participant());
      statement.setLong(++at, delivery.turn());
      return statement.executeUpdate();
    }
  }

  private static List<Delivery> deliveries(PreparedStatement claim) throws SQLException {
    List<Delivery> found = new ArrayList<>();
    try (ResultSet rows = claim.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Delivery(
                WebhookStore.webhook(rows), NoticeQueries.notice(rows), rows.getLong("turn")));
      }
    }
    return found;
  }

  private static String cut(String text) {
    return text.length() > MAX_FAULT ? text.substring(0, MAX_FAULT) : text;
  }
}
