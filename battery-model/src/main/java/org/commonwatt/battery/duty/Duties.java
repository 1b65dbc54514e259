package org.commonwatt.battery.duty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Role;

/** Duties of a data file, and what was reported too late by them. */
public final class Duties {
  private static final String HEADER = "duty,role,operation,workingDays,source";
  private static final int MOST_DAYS = 366;

  private final List<Duty> duties;

  private Duties(List<Duty> duties) {
    this.duties = List.copyOf(duties);
  }

  /** The duties that come with the product. */
  public static Duties builtIn() {
    try (InputStream bytes = Duties.class.getResourceAsStream("duties.csv")) {
      if (bytes == null) {
        throw new IllegalStateException("duties.csv is missing");
      }
      return read(
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
              .lines()
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a data file.
   *
   * @throws IllegalArgumentException naming the first line that is wrong
   */
  public static Duties read(List<String> lines) {
    List<Duty> duties = new ArrayList<>();
    boolean begun = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!begun) {
        require(line.equals(HEADER), i, "the columns are " + HEADER);
        begun = true;
      } else {
        duties.add(duty(line, i));
      }
    }
    require(begun, lines.size(), "there are no columns");
    return new Duties(duties);
  }

  private static Duty duty(String line, int at) {
    String[] cells = line.split(",", -1);
    require(cells.length == 5 && !cells[0].isBlank(), at, "a duty has five cells");
    require(cells[3].matches("[0-9]{1,3}"), at, "workingDays must be a number");
    int days = Integer.parseInt(cells[3]);
    require(days >= 1 && days <= MOST_DAYS, at, "workingDays must be 1 to " + MOST_DAYS);
    require(cells[4].equals("C") || cells[4].equals("S"), at, "source must be C or S");
    try {
      return new Duty(
          cells[0], Role.valueOf(cells[1]), Operation.valueOf(cells[2]), days, cells[4]);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "line " + (at + 1) + ": no role or operation of this name: " + line, e);
    }
  }

  private static void require(boolean holds, int at, String message) {
    if (!holds) {
      throw new IllegalArgumentException("line " + (at + 1) + ": " + message);
    }
  }

  /** All of them, in the order of the file. */
  public List<Duty> all() {
    return duties;
  }

  /**
   * A report that came too late.
   *
   * @param event what was reported
   * @param duty by which duty
   * @param org whose
   * @param dueOn the last day on which it would have been in time
   * @param reportedOn the day on which it was
   */
  public record Overdue(
      LifeEvent event, Duty duty, String org, LocalDate dueOn, LocalDate reportedOn) {}

  /**
   * What was reported too late, by the day on which it was due. Only events of the statement's own
   * asset count: the others follow from it.
   *
   * @param roles of an organisation
   */
  public List<Overdue> overdue(
      List<LifeEvent> events, Function<String, Set<Role>> roles, WorkingDays calendar) {
    List<Overdue> late = new ArrayList<>();
    for (LifeEvent event : events) {
      if (event.asset().equals(event.about())) {
        for (String org : event.actors()) {
          Set<Role> has = roles.apply(org);
          duties.stream()
              .filter(duty -> duty.operation() == event.operation() && has.contains(duty.role()))
              .forEach(duty -> judge(event, duty, org, calendar, late));
        }
      }
    }
    late.sort(
        Comparator.comparing(Overdue::dueOn)
            .thenComparing(one -> one.event().asset())
            .thenComparing(one -> one.event().sequence())
            .thenComparing(Overdue::org));
    return List.copyOf(late);
  }

  private static void judge(
      LifeEvent event, Duty duty, String org, WorkingDays calendar, List<Overdue> late) {
    LocalDate due = calendar.after(calendar.day(event.eventMillis()), duty.workingDays());
    LocalDate reported = calendar.day(event.reportedMillis());
    if (reported.isAfter(due)) {
      late.add(new Overdue(event, duty, org, due, reported));
    }
  }
}
