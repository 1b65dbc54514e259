package org.commonwatt.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of who looked at whose personal data. Equal looks of one day are one row, so that who
 * looks again and again neither fills the table nor pushes anything out of sight.
 */
final class LookRows {
  /** Behind rows that are added: those that are there are counted. */
  static final String AGAIN =
      " on conflict (market, participant, viewer, role, purpose, what, seen_on) do update set times"
          + " = personal_view.times + 1, last_seen_at = greatest(personal_view.last_seen_at,"
          + " excluded.last_seen_at)";

  /** Before the rows that are added. */
  static final String INSERT =
      "insert into personal_view (market, participant, viewer, role, purpose, what, seen_at,"
          + " last_seen_at) ";

  private LookRows() {}

  /** Keeps looks. */
  static void add(Connection connection, String market, List<PersonalView> views)
      throws SQLException {
    List<PersonalView> sorted = new ArrayList<>(views); // two that look at once wait in one order
    sorted.sort(Comparator.comparing(PersonalView::participant));
    List<Object[]> rows = new ArrayList<>();
    for (PersonalView view : sorted) {
      PersonalView.Look look = view.look();
      rows.add(
          new Object[] {
            market,
            view.participant(),
            view.viewer(),
            view.role().word(),
            look.purpose(),
            look.what(),
            look.at(),
            look.at()
          });
    }
    Sql.insert(connection, INSERT + "values (?, ?, ?, ?, ?, ?, ?, ?)" + AGAIN, rows);
  }

  /** Looks at a participant's data that are before a number, the latest of a kind first. */
  static List<KeptView> before(
      Connection connection, String market, String participant, long before, int limit)
      throws SQLException {
    List<KeptView> found = new ArrayList<>();
    Sql.each(
        connection,
        "select viewer, role, purpose, what, seen_at, id, times, last_seen_at from personal_view"
            + " where market = ? and participant = ? and id < ? order by id desc limit ?",
        row ->
            found.add(
                new KeptView(
                    row.getLong(6),
                    new PersonalView(
                        participant,
                        row.getString(1),
                        Sql.role(row.getString(2)),
                        new PersonalView.Look(
                            row.getString(3), row.getString(4), Sql.requireInstant(row, 5))),
                    row.getLong(7),
                    Sql.requireInstant(row, 8))),
        market,
        participant,
        before,
        limit);
    return found;
  }
}
