package org.commonwatt.battery.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Role;
import org.junit.jupiter.api.Test;

class DutiesTest {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final WorkingDays WEEKDAYS = WorkingDays.weekdays(CHINA);
  private static final Map<String, Set<Role>> ROLES =
      Map.of(
          "recycler", Set.of(Role.RECYCLER),
          "scrap", Set.of(Role.SCRAPPER),
          "both", Set.of(Role.SCRAPPER, Role.SECOND_LIFE));

  @Test
  void theDutiesOf2018AreThereWithTheirSources() {
    List<Duty> all = Duties.builtIn().all();
    assertThat(all)
        .contains(
            new Duty("cn-2018-factory", Role.CARMAKER, Operation.INSTALL, 15, "S"),
            new Duty("cn-2018-recycler-finished", Role.RECYCLER, Operation.RECYCLE, 30, "C"));
    assertThat(all).extracting(Duty::workingDays).containsOnly(15, 30);
  }

  @Test
  void aReportIsDueOnTheSoManiethWorkingDay() {
    LocalDate friday = LocalDate.of(2022, 7, 1);
    assertThat(WEEKDAYS.after(friday, 1)).isEqualTo(LocalDate.of(2022, 7, 4));
    assertThat(WEEKDAYS.after(friday, 15)).isEqualTo(LocalDate.of(2022, 7, 22));
    WorkingDays golden =
        new WorkingDays(
            CHINA,
            Set.of(LocalDate.of(2022, 10, 3), LocalDate.of(2022, 10, 4)),
            Set.of(LocalDate.of(2022, 10, 8)));
    assertThat(golden.after(LocalDate.of(2022, 9, 30), 1)).isEqualTo(LocalDate.of(2022, 10, 5));
    assertThat(golden.after(LocalDate.of(2022, 10, 7), 1))
        .as("a Saturday that is worked")
        .isEqualTo(LocalDate.of(2022, 10, 8));
  }

  @Test
  void whatIsReportedADayTooLateIsOverdue() {
    LocalDate day = LocalDate.of(2022, 7, 1);
    LifeEvent inTime = event("a", Operation.REMOVE, day, LocalDate.of(2022, 7, 22), "scrap");
    LifeEvent late = event("b", Operation.REMOVE, day, LocalDate.of(2022, 7, 25), "scrap");
    List<Duties.Overdue> overdue = overdue(List.of(inTime, late));
    assertThat(overdue).hasSize(1);
    assertThat(overdue.get(0).event()).isEqualTo(late);
    assertThat(overdue.get(0).org()).isEqualTo("scrap");
    assertThat(overdue.get(0).dueOn()).isEqualTo(LocalDate.of(2022, 7, 22));
    assertThat(overdue.get(0).reportedOn()).isEqualTo(LocalDate.of(2022, 7, 25));
  }

  @Test
  void eachDutyOfAnOrganisationCountsAndOnlyItsOwn() {
    LocalDate day = LocalDate.of(2022, 7, 1);
    LocalDate year = day.plusYears(1);
    LifeEvent handed = event("a", Operation.TRANSFER, day, year, "both", "recycler", "unknown");
    assertThat(overdue(List.of(handed)))
        .extracting(one -> one.duty().id())
        .containsExactlyInAnyOrder(
            "cn-2018-scrap-hand-over",
            "cn-2018-second-life-hand-over",
            "cn-2018-recycler-received");
    assertThat(overdue(List.of(event("a", Operation.TEST, day, year, "both")))).isEmpty();
    LifeEvent follows =
        new LifeEvent(
            "part",
            1,
            Operation.REMOVE,
            "whole",
            1,
            List.of("scrap"),
            0,
            Long.MAX_VALUE / 2_000_000,
            List.of(),
            LifeState.REMOVED);
    assertThat(overdue(List.of(follows))).as("it follows from another's").isEmpty();
  }

  @Test
  void aWrongLineOfADataFileIsNamed() {
    String header = "duty,role,operation,workingDays,source";
    assertThatThrownBy(() -> Duties.read(List.of("duty,role"))).hasMessageContaining("line 1");
    assertThatThrownBy(() -> Duties.read(List.of("# x", header, "a,MAKER,REGISTER,0,C")))
        .hasMessageContaining("line 3: workingDays");
    assertThatThrownBy(() -> Duties.read(List.of(header, "a,MAKER,REGISTER,5,X")))
        .hasMessageContaining("source");
    assertThatThrownBy(() -> Duties.read(List.of(header, "a,KING,REGISTER,5,C")))
        .hasMessageContaining("a,KING,REGISTER,5,C");
    assertThatThrownBy(() -> Duties.read(List.of(header, "a,MAKER")))
        .hasMessageContaining("five cells");
    assertThatThrownBy(() -> Duties.read(List.of("# nothing"))).hasMessageContaining("no columns");
  }

  private static List<Duties.Overdue> overdue(List<LifeEvent> events) {
    return Duties.builtIn().overdue(events, org -> ROLES.getOrDefault(org, Set.of()), WEEKDAYS);
  }

  private static LifeEvent event(
      String asset, Operation operation, LocalDate on, LocalDate reported, String... actors) {
    return new LifeEvent(
        asset,
        1,
        operation,
        asset,
        1,
        List.of(actors),
        on.atTime(9, 0).atZone(CHINA).toInstant().toEpochMilli(),
        reported.atTime(23, 59).atZone(CHINA).toInstant().toEpochMilli(),
        List.of(),
        LifeState.REMOVED);
  }
}
