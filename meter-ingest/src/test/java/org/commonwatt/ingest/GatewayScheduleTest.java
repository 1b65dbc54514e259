package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.junit.jupiter.api.Test;

class GatewayScheduleTest {
  private static final DeviceResult<MeterRegisters> READ =
      DeviceResult.ok(new MeterRegisters(1, 1, 1, 1));
  private static final DeviceResult<MeterRegisters> SILENT =
      DeviceResult.failed(FailureCode.TIMEOUT, "no answer");

  @Test
  void anotherUnitIsFirstInEachRound() {
    GatewaySchedule schedule = schedule(3);
    assertThat(round(schedule, Set.of())).containsExactly("u1", "u2", "u0");
    assertThat(round(schedule, Set.of())).containsExactly("u2", "u0", "u1");
    assertThat(round(schedule, Set.of())).containsExactly("u0", "u1", "u2");
  }

  @Test
  void whoDidNotAnswerIsAskedLast() {
    GatewaySchedule schedule = schedule(3);
    round(schedule, Set.of("u2"));
    assertThat(round(schedule, Set.of())).containsExactly("u0", "u1", "u2");
    assertThat(round(schedule, Set.of())).as("it answered").containsExactly("u0", "u1", "u2");
    assertThat(round(schedule, Set.of())).containsExactly("u1", "u2", "u0");
  }

  @Test
  void whoIsSilentThreeTimesRestsAndIsSaidToFailAsBefore() {
    GatewaySchedule schedule = schedule(2);
    for (int i = 0; i < 3; i++) {
      assertThat(round(schedule, Set.of("u1"))).hasSize(2);
    }
    assertThat(round(schedule, Set.of("u1"))).containsExactly("u0");
    assertThat(schedule.resting())
        .singleElement()
        .satisfies(polled -> assertThat(polled.source().meter()).isEqualTo("u1"))
        .satisfies(
            polled ->
                assertThat(polled.result())
                    .isEqualTo(
                        DeviceResult.failed(
                            FailureCode.TIMEOUT,
                            "no answer; not asked this time, after 3 failures")));
    assertThat(round(schedule, Set.of())).containsExactly("u0", "u1");
    assertThat(round(schedule, Set.of())).as("it answered").hasSize(2);
  }

  @Test
  void aUnitRestsForItsOwnPollsAndNotForThoseOfOthers() {
    GatewaySchedule schedule = schedule(2);
    for (int i = 0; i < 3; i++) {
      round(schedule, Set.of("u1"));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(schedule.next(unit -> unit.unit() == 0)).hasSize(1);
      assertThat(schedule.resting()).as("not due").isEmpty();
    }
    assertThat(round(schedule, Set.of())).as("its first poll since").containsExactly("u0");
    assertThat(round(schedule, Set.of())).containsExactlyInAnyOrder("u0", "u1");
  }

  @Test
  void aUnitAloneAtItsAddressNeverRests() {
    GatewaySchedule schedule = schedule(1);
    for (int i = 0; i < 20; i++) {
      assertThat(round(schedule, Set.of("u0"))).containsExactly("u0");
    }
  }

  @Test
  void aConnectionThatIsAwayCostsNobodyTimeAndNobodyRests() {
    GatewaySchedule schedule = schedule(1);
    for (int i = 0; i < 9; i++) {
      assertThat(schedule.next(unit -> true)).hasSize(1);
      schedule.told(unit(0), DeviceResult.failed(FailureCode.DISCONNECTED, "away"));
    }
  }

  /** Whatever the failures: a unit that is not asked rests, and after 15 rounds it is asked. */
  @Property
  void nobodyIsForgotten(
      @ForAll @IntRange(min = 1, max = 9) int units,
      @ForAll @Size(max = 60) List<@IntRange(max = 511) Integer> silences) {
    GatewaySchedule schedule = schedule(units);
    int[] lastAsked = new int[units];
    for (int round = 1; round <= silences.size(); round++) {
      List<MeterSource> turn = schedule.next(unit -> true);
      List<MeterSource> resting = schedule.resting().stream().map(Polled::source).toList();
      assertThat(turn.size() + resting.size()).isEqualTo(units);
      assertThat(turn).filteredOn(resting::contains).isEmpty();
      for (MeterSource unit : turn) {
        boolean silent = ((silences.get(round - 1) >> unit.unit()) & 1) == 1;
        schedule.told(unit, silent ? SILENT : READ);
        lastAsked[unit.unit()] = round;
      }
      for (int last : lastAsked) {
        assertThat(round - last).isLessThanOrEqualTo(15);
      }
    }
  }

  /** Asks who is to be asked; returns their ids in order. */
  private static List<String> round(GatewaySchedule schedule, Set<String> silent) {
    List<MeterSource> turn = schedule.next(unit -> true);
    for (MeterSource unit : turn) {
      schedule.told(unit, silent.contains(unit.meter()) ? SILENT : READ);
    }
    return turn.stream().map(MeterSource::meter).toList();
  }

  private static GatewaySchedule schedule(int units) {
    return new GatewaySchedule(
        IntStream.range(0, units).mapToObj(GatewayScheduleTest::unit).toList());
  }

  private static MeterSource unit(int number) {
    return new MeterSource("u" + number, new Endpoint("gateway", 502), number, 1);
  }
}
