package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;

/**
 * Holds what a {@link MixedLoad} was told against the committed events: what was done is there,
 * once, what was refused is not, and the events are a chain without gap and repeat. Reads on where
 * it stopped.
 */
final class LoadOnLog {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String bootstrap;
  private final MixedLoad load;
  private final Map<Said.Place, List<Event>> events = new HashMap<>();
  private final Map<String, Long> accepted = new HashMap<>();
  private final Set<String> once = new HashSet<>();
  private final Map<String, Integer> massCancels = new HashMap<>();
  private final Map<String, Integer> kinds = new TreeMap<>();
  private Hash last = Hash.ZERO;
  private long sequence;
  private long next;
  private int checked;

  /** Nothing is read yet. */
  LoadOnLog(String bootstrap, MixedLoad load) {
    this.bootstrap = bootstrap;
    this.load = load;
  }

  /** How many events of each kind were read. */
  Map<String, Integer> kinds() {
    return kinds;
  }

  /** The order's id if it was accepted, 0 if not. */
  long accepted(Asked.Place.Who who) {
    return accepted.getOrDefault(who.participant() + " " + who.clientOrderId(), 0L);
  }

  /** Reads on and checks what was said meanwhile; what was committed last is visible soon. */
  void check() throws Exception {
    Eventually.passes(
        PATIENCE,
        () -> {
          readOn();
          List<Said> all = new ArrayList<>(load.said());
          for (; checked < all.size(); checked++) {
            check(all.get(checked));
          }
          assertMassCancelsWereAskedFor();
        });
  }

  private void readOn() {
    List<LogEntry> entries = new ArrayList<>();
    try (LogReader reader = new LogReader(bootstrap, Topics.EVENTS, 0)) {
      reader.seek(next);
      reader.readTo(reader.committedEnd(), entries::add);
      next = reader.position();
    }
    for (LogEntry entry : entries) {
      EventCodec.splitFrame(entry.value()).forEach(this::read);
    }
  }

  private void read(byte[] bytes) {
    EventEnvelope envelope = EventCodec.decodeEvent(bytes);
    require(envelope.sequence() == ++sequence, "a gap or a repeat at " + envelope);
    require(envelope.previousHash().equals(last), "a break of the chain at " + envelope);
    last = EventCodec.hash(bytes);
    Event event = envelope.event();
    kinds.merge(event.getClass().getSimpleName(), 1, Integer::sum);
    Said.Place place = new Said.Place(envelope.commandOffset(), envelope.commandIndex());
    events.computeIfAbsent(place, at -> new ArrayList<>(2)).add(event);
    String name = onlyOnce(event);
    require(name.isEmpty() || once.add(name), "twice: " + name);
    if (event instanceof Event.OrderAccepted order) {
      accepted.put(order.participant() + " " + order.clientOrderId(), order.orderId());
    } else if (event instanceof Event.MassCancelled mass) {
      massCancels.merge(mass.participant() + " " + mass.slotStartMillis(), 1, Integer::sum);
    }
  }

  /** What will not mend itself by waiting is no assertion that is tried again. */
  private static void require(boolean holds, String trouble) {
    if (!holds) {
      throw new IllegalStateException(trouble);
    }
  }

  /** A name of what may happen once, empty of other events; no order is amended to terms twice. */
  private static String onlyOnce(Event event) {
    if (event instanceof Event.OrderAccepted order) {
      return "order " + order.participant() + " " + order.clientOrderId();
    } else if (event instanceof Event.OrderCancelled order) {
      return "end of " + order.orderId();
    } else if (event instanceof Event.OrderAmended order) {
      return "amended " + order.orderId() + " " + order.priceMicroPerKwh();
    } else if (event instanceof Event.ContinuousTrade trade) {
      return "trade " + trade.tradeId();
    } else if (event instanceof Event.PositionRecorded metered) {
      return "position " + metered.position().participant() + " " + metered.position().slot();
    } else if (event instanceof Event.SlotSettled settled) {
      return "batch " + settled.batch().batchId();
    }
    return "";
  }

  private void check(Said said) {
    Said.Place place = said.body().place();
    assertThat(place).as("receipt of " + said).isNotNull();
    List<Event> there = events.get(place);
    assertThat(there).as("lost: " + said).isNotNull();
    if (said.isDone()) {
      assertThat(there).as(said.toString()).anyMatch(event -> isDone(said, event));
      if (said.asked() instanceof Asked.CancelAll) {
        assertThat(there).hasSize(1 + (int) said.body().number());
      }
      return;
    }
    assertThat(said.body().code())
        .as("an expected refusal: " + said)
        .isIn("UNKNOWN_PARTICIPANT", "ORDER_NOT_OPEN");
    assertThat(there).as(said.toString()).singleElement().matches(event -> isRefused(said, event));
    if (said.asked() instanceof Asked.Place order) {
      assertThat(accepted(order.who())).as("came true: " + said).isZero();
    }
  }

  private static boolean isDone(Said said, Event event) {
    Asked asked = said.asked();
    if (asked instanceof Asked.Place order) {
      return event instanceof Event.OrderAccepted accepted
          ? accepted.orderId() == said.body().number()
              && accepted.clientOrderId().equals(order.who().clientOrderId())
          : event instanceof Event.OrderRepeated repeated
              && repeated.orderId() == said.body().number();
    } else if (asked instanceof Asked.Amend amend) {
      return event instanceof Event.OrderAmended amended
          && amended.orderId() == amend.orderId()
          && amended.priceMicroPerKwh() == amend.priceMicroPerKwh()
          && amended.energyWh() == amend.openWh();
    } else if (asked instanceof Asked.Cancel cancel) {
      return event instanceof Event.OrderCancelled cancelled
          && cancelled.orderId() == cancel.orderId()
          && cancelled.reason() == CancelReason.BY_OWNER;
    }
    Asked.CancelAll all = (Asked.CancelAll) asked;
    return event instanceof Event.MassCancelled mass
        && mass.participant().equals(all.participant())
        && mass.orders() == said.body().number();
  }

  private static boolean isRefused(Said said, Event event) {
    if (said.asked() instanceof Asked.Place) {
      return event instanceof Event.OrderRejected;
    } else if (said.asked() instanceof Asked.Amend) {
      return event instanceof Event.AmendRejected;
    }
    return event instanceof Event.CancelRejected;
  }

  /** Neither more than were asked for nor fewer than were answered. */
  private void assertMassCancelsWereAskedFor() {
    Map<String, Integer> answered = new HashMap<>();
    for (Said said : load.said()) {
      if (said.isDone() && said.asked() instanceof Asked.CancelAll all) {
        answered.merge(name(all), 1, Integer::sum);
      }
    }
    Map<String, Integer> most = new HashMap<>(answered);
    for (Asked asked : load.unknown()) {
      if (asked instanceof Asked.CancelAll all) {
        most.merge(name(all), 1, Integer::sum);
      }
    }
    massCancels.forEach(
        (name, count) ->
            assertThat(count)
                .as("mass cancels of " + name)
                .isBetween(answered.getOrDefault(name, 0), most.getOrDefault(name, 0)));
  }

  private static String name(Asked.CancelAll all) {
    return all.participant() + " " + all.slot().toEpochMilli();
  }

  /** Requires that an engine finds exactly those of the unknown orders that are on the log. */
  void assertUnknownOrdersAreAnswered(Api leader) throws Exception {
    Eventually.passes(
        PATIENCE,
        () -> {
          readOn();
          for (Asked asked : load.unknown()) {
            if (asked instanceof Asked.Place order) {
              Api.Answer answer =
                  leader.get(
                      "/v1/orders?participant="
                          + order.who().participant()
                          + "&clientOrderId="
                          + order.who().clientOrderId());
              assertThat(answer.status())
                  .as(order + ": " + answer)
                  .isEqualTo(accepted(order.who()) > 0 ? 200 : 404);
            }
          }
        });
  }
}
