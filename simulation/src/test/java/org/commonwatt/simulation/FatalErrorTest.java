package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.simulation.Simulation.Wiring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The Java machine of the leader fails amid a step: it halts and says so, nothing of the step is on
 * the log, and the standby goes on with all that was acknowledged.
 */
class FatalErrorTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Where it fails, and how. */
  enum Failure {
    NO_MEMORY_AS_IT_READS(new OutOfMemoryError("planted")),
    NO_MEMORY_AS_IT_WRITES(new OutOfMemoryError("planted")),
    NO_STACK_AS_IT_WRITES(new StackOverflowError("planted")),
    NO_CLASS_AS_IT_WRITES(new NoClassDefFoundError("planted"));

    private final Error error;

    Failure(Error error) {
      this.error = error;
    }

    boolean isReading() {
      return this == NO_MEMORY_AS_IT_READS;
    }
  }

  private static final long ROOMY = 3; // a seed whose market has room for all orders of one owner

  private boolean armed;

  @ParameterizedTest
  @EnumSource
  void anEngineWhoseMachineFailsHaltsAndTheStandbyHasAllThatWasAcknowledged(Failure failure) {
    Site site = Site.of(ROOMY, Wiring.STRAIGHT.withLog(log -> failing(log, failure)));
    site.chance().stopFaults();
    History history = new History(site);
    SimulatedProcess leader = new SimulatedProcess(site, 1);
    site.scheduler().run(LONG);
    assertThat(leader.leads()).isTrue();
    SimulatedProcess standby = new SimulatedProcess(site, 2);
    List<Event.OrderAccepted> acknowledged = new ArrayList<>();
    ask(leader, new Command.ActivateRulebook(Rulebooks.plain()), acknowledged);
    ask(leader, new Command.Tick(Community.START - 45 * Community.MINUTE), acknowledged);
    for (String home : Community.HOMES) {
      ask(leader, new Command.ReportCollateral(home, 1L << 50, 0), acknowledged);
    }
    site.scheduler().run(LONG);
    ask(leader, order("before"), acknowledged);
    site.scheduler().run(LONG);
    assertThat(acknowledged).extracting(Event.OrderAccepted::clientOrderId).contains("before");

    armed = true;
    ask(leader, order("amid"), acknowledged);
    assertThatThrownBy(() -> site.scheduler().run(LONG)).isSameAs(failure.error);
    assertThat(leader.health().state()).isEqualTo(EngineState.HALTED);
    assertThat(leader.health().detail()).contains("the Java machine failed", "planted");
    assertThat(acknowledged).hasSize(1);
    leader.kill();

    site.scheduler().run(LONG);
    assertThat(standby.leads()).isTrue();
    ask(standby, order("amid"), new ArrayList<>());
    ask(standby, order("after"), acknowledged);
    site.scheduler().run(LONG);
    assertThat(history.catchUp()).isNull();
    assertThat(
            history.events().stream()
                .map(envelope -> envelope.event())
                .filter(Event.OrderAccepted.class::isInstance)
                .map(event -> ((Event.OrderAccepted) event).clientOrderId()))
        .as("what was unknown came true once")
        .containsExactly("before", "amid", "after");
    assertThat(acknowledged).hasSize(2);
  }

  @Test
  void withoutAFailureTheLeaderGoesOn() {
    Site site = Site.of(1, Wiring.STRAIGHT.withLog(log -> failing(log, Failure.values()[1])));
    site.chance().stopFaults();
    SimulatedProcess leader = new SimulatedProcess(site, 1);
    ask(leader, new Command.ActivateRulebook(Rulebooks.plain()), new ArrayList<>());
    site.scheduler().run(LONG);
    assertThat(leader.leads()).isTrue();
  }

  private static Command order(String id) {
    Command.PlaceOrder any =
        Community.order(
            new Chance(1), Community.HOMES.get(0), id, Community.START - 45 * Community.MINUTE);
    return new Command.PlaceOrder(
        any.participant(), id, any.area(), Community.START, any.side(), 100_000, 100);
  }

  private static void ask(
      SimulatedProcess engine, Command command, List<Event.OrderAccepted> acknowledged) {
    engine.handle(
        List.of(command),
        results -> results.get(0).first(Event.OrderAccepted.class).ifPresent(acknowledged::add));
  }

  /** A log at which, once armed, the next read or write of the leader meets the failure. */
  private MarketLog failing(MarketLog log, Failure failure) {
    return new PlantedBugs.Log(log) {
      @Override
      public RecordReader commands() {
        return new PlantedBugs.Reader(log.commands()) {
          @Override
          public List<LogEntry> poll(Duration timeout) {
            List<LogEntry> read = reader.poll(timeout);
            if (failure.isReading() && !read.isEmpty()) {
              strike(failure);
            }
            return read;
          }
        };
      }

      @Override
      public EventWriter eventWriter() {
        EventWriter writer = log.eventWriter();
        return new PlantedBugs.Writer(writer) {
          @Override
          public void write(List<byte[]> records) {
            if (!failure.isReading()) {
              strike(failure);
            }
            writer.write(records);
          }
        };
      }
    };
  }

  private void strike(Failure failure) {
    if (armed) {
      armed = false;
      throw failure.error;
    }
  }
}
