package org.commonwatt.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.commonwatt.identity.RecoveryException.Fault;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Lost logins: an administrator or the regulator asks, two of different accounts approve, one of
 * them an administrator at least, and a code is told that gives the account a new key, once. Then
 * no login from before is taken. Every step is kept, and is told to whom the account acts for as a
 * look at its data.
 */
public final class Recoveries {
  /** How long two may take to approve. */
  public static final Duration TO_APPROVE = Duration.ofDays(3);

  /** How long a code may be used. */
  public static final Duration TO_USE = Duration.ofDays(1);

  private static final int CODE_BYTES = 32;
  private static final int ID_BYTES = 9;
  private static final String COLUMNS = "recovery_id, account, reason, state, ends_at, code_hash";

  private final IdentityStore store;
  private final String market;
  private final InstantSource wall;
  private final SecureRandom random = new SecureRandom();

  Recoveries(IdentityStore store, String market, InstantSource wall) {
    this.store = store;
    this.market = market;
    this.wall = wall;
  }

  /**
   * What became of an approval.
   *
   * @param recovery as it stands now
   * @param code told this one time, when two have approved
   */
  public record Approved(Recovery recovery, Optional<String> code) {
    /** Does not tell the code. */
    @Override
    public String toString() {
      return "approved: " + recovery;
    }
  }

  /** A recovery and the hash of its code, null before two have approved. */
  private record Row(Recovery recovery, @Nullable String codeHash) {}

  /** Work about a recovery in a transaction. */
  private interface Work<T> {
    T run(Connection connection) throws SQLException, RecoveryException;
  }

  /** Asks for a new login of an account. */
  public Recovery request(Principal by, String account, String reason)
      throws SQLException, RecoveryException {
    return inTransaction(
        connection -> {
          Instant now = wall.instant();
          if (!store.lock(connection, account)) {
            throw new RecoveryException(Fault.UNKNOWN_ACCOUNT);
          }
          String open =
              "select count(*) from recovery where market = ? and account = ? and ends_at > ? and"
                  + " state in ('open', 'approved')";
          if (Sql.count(connection, open, market, account, now) > 0) {
            throw new RecoveryException(Fault.RECOVERY_OPEN);
          }
          String id = "r" + drawn(ID_BYTES);
          Sql.update(
              connection,
              "insert into recovery values (?, ?, ?, ?, 'open', ?, null)",
              market,
              id,
              account,
              reason,
              now.plus(TO_APPROVE));
          step(connection, locked(connection, id).recovery(), "requested", by);
          return locked(connection, id).recovery();
        });
  }

  /** Approves a recovery; the second who does is told the code. */
  public Approved approve(Principal by, String id) throws SQLException, RecoveryException {
    return inTransaction(
        connection -> {
          Recovery recovery = locked(connection, id).recovery();
          requireState(recovery, Recovery.State.OPEN);
          requireOther(recovery, by);
          List<Recovery.Step> before =
              recovery.steps().stream().filter(step -> step.what().equals("approved")).toList();
          if (before.stream().anyMatch(step -> by.account().id().equals(step.by()))) {
            throw new RecoveryException(Fault.SECOND_PERSON_NEEDED);
          }
          boolean isLast = !before.isEmpty();
          if (isLast
              && by.account().role() != Role.ADMINISTRATOR
              && before.stream().noneMatch(step -> step.role() == Role.ADMINISTRATOR)) {
            throw new RecoveryException(Fault.ADMINISTRATOR_NEEDED);
          }
          step(connection, recovery, "approved", by);
          String code = drawn(CODE_BYTES);
          if (isLast) {
            Sql.update(
                connection,
                "update recovery set state = 'approved', ends_at = ?, code_hash = ? where market ="
                    + " ? and recovery_id = ?",
                wall.instant().plus(TO_USE),
                hash(code),
                market,
                id);
          }
          return new Approved(
              locked(connection, id).recovery(), isLast ? Optional.of(code) : Optional.empty());
        });
  }

  /**
   * Refuses a recovery for good, also one whose code was told; not one of the own account, which a
   * thief would refuse each time.
   */
  public Recovery refuse(Principal by, String id) throws SQLException, RecoveryException {
    return inTransaction(
        connection -> {
          Recovery recovery = locked(connection, id).recovery();
          if (recovery.state() != Recovery.State.APPROVED) {
            requireState(recovery, Recovery.State.OPEN);
          }
          requireOther(recovery, by);
          Sql.update(
              connection,
              "update recovery set state = 'refused', code_hash = null where market = ? and"
                  + " recovery_id = ?",
              market,
              id);
          step(connection, recovery, "refused", by);
          return locked(connection, id).recovery();
        });
  }

  /** Uses a code up: no login of the account from before is taken, and its new key is there. */
  void complete(String id, String code, String keyId) throws SQLException, RecoveryException {
    inTransaction(
        connection -> {
          Row row = locked(connection, id);
          Recovery recovery = row.recovery();
          if (row.codeHash() == null
              || !MessageDigest.isEqual(bytes(row.codeHash()), bytes(hash(code)))) {
            throw new RecoveryException(Fault.UNKNOWN_RECOVERY);
          }
          requireState(recovery, Recovery.State.APPROVED);
          store.lock(connection, recovery.account());
          store.renewLogins(connection, recovery.account(), keyId, wall.instant());
          Sql.update(
              connection,
              "update recovery set state = 'done', code_hash = null where market = ? and"
                  + " recovery_id = ?",
              market,
              id);
          step(connection, recovery, "done", null);
          return recovery;
        });
  }

  /**
   * Recoveries, latest first.
   *
   * @param account whose; null: everybody's
   */
  public List<Recovery> list(@Nullable String account, int limit) throws SQLException {
    return store.transaction(
        connection -> {
          List<Recovery> found = new ArrayList<>();
          String sql =
              "select "
                  + COLUMNS
                  + " from recovery where market = ? and (?::text is null or account = ?) order by"
                  + " (select min(id) from recovery_step s where s.market = recovery.market and"
                  + " s.recovery_id = recovery.recovery_id) desc limit ?";
          for (Row row : Sql.query(connection, sql, this::rows, market, account, account, limit)) {
            found.add(withSteps(connection, row).recovery());
          }
          return found;
        });
  }

  private Row locked(Connection connection, String id) throws SQLException, RecoveryException {
    String sql =
        "select " + COLUMNS + " from recovery where market = ? and recovery_id = ? for update";
    List<Row> found = Sql.query(connection, sql, this::rows, market, id);
    if (found.isEmpty()) {
      throw new RecoveryException(Fault.UNKNOWN_RECOVERY);
    }
    return withSteps(connection, found.get(0));
  }

  private List<Row> rows(ResultSet rows) throws SQLException {
    List<Row> found = new ArrayList<>();
    while (rows.next()) {
      found.add(
          new Row(
              new Recovery(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  Recovery.State.of(rows.getString(4)),
                  Sql.requireInstant(rows, 5),
                  List.of()),
              rows.getString(6)));
    }
    return found;
  }

  private Row withSteps(Connection connection, Row row) throws SQLException {
    Recovery plain = row.recovery();
    String sql =
        "select step, account, role, at from recovery_step where market = ? and recovery_id = ?"
            + " order by id";
    List<Recovery.Step> steps = Sql.query(connection, sql, Recoveries::steps, market, plain.id());
    return new Row(
        new Recovery(
                plain.id(), plain.account(), plain.reason(), plain.state(), plain.endsAt(), steps)
            .at(wall.instant()),
        row.codeHash());
  }

  private static List<Recovery.Step> steps(ResultSet rows) throws SQLException {
    List<Recovery.Step> steps = new ArrayList<>();
    while (rows.next()) {
      String role = rows.getString(3);
      steps.add(
          new Recovery.Step(
              rows.getString(1),
              rows.getString(2),
              role == null ? null : Sql.role(role),
              Sql.requireInstant(rows, 4)));
    }
    return steps;
  }

  /** Keeps a step, and shows it to whom the account acts for. */
  private void step(Connection connection, Recovery recovery, String what, @Nullable Principal by)
      throws SQLException {
    Instant now = wall.instant();
    Account own = by == null ? null : by.account();
    Sql.update(
        connection,
        "insert into recovery_step (market, recovery_id, step, account, role, at) values (?, ?, ?,"
            + " ?, ?, ?)",
        market,
        recovery.id(),
        what,
        own == null ? null : own.id(),
        own == null ? null : own.role().word(),
        now);
    Sql.update(
        connection,
        LookRows.INSERT
            + "select market, participant, coalesce(?, account), coalesce(?, (select role from"
            + " account a where a.market = acts_for.market and a.account = acts_for.account)), ?,"
            + " ?, ?::timestamptz, ?::timestamptz from acts_for where market = ? and account = ?"
            + " and until is null"
            + LookRows.AGAIN,
        own == null ? null : own.id(),
        own == null ? null : own.role().word(),
        recovery.reason(),
        "login recovery " + what,
        now,
        now,
        market,
        recovery.account());
  }

  private static void requireState(Recovery recovery, Recovery.State state)
      throws RecoveryException {
    if (recovery.state() != state) {
      throw new RecoveryException(Fault.RECOVERY_ENDED);
    }
  }

  private static void requireOther(Recovery recovery, Principal by) throws RecoveryException {
    if (recovery.account().equals(by.account().id())) {
      throw new RecoveryException(Fault.OWN_ACCOUNT);
    }
  }

  private <T> T inTransaction(Work<T> work) throws SQLException, RecoveryException {
    try {
      return store.transaction(
          connection -> {
            try {
              return work.run(connection);
            } catch (RecoveryException e) {
              throw new Carried(e);
            }
          });
    } catch (Carried e) {
      throw e.carried;
    }
  }

  /** Takes a fault out of a transaction, which is rolled back. */
  private static final class Carried extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RecoveryException carried;

    Carried(RecoveryException carried) {
      super(carried);
      this.carried = carried;
    }
  }

  private String drawn(int count) {
    byte[] drawn = new byte[count];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }

  private static String hash(String code) {
    return Hash.of(bytes(code)).hex();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
