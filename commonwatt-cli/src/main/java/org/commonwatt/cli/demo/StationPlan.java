package org.commonwatt.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.model.DeliverySlot;

/**
 * What the demo's storage station does on its days, as far as the slots go. What does not fit is
 * left out, and said.
 *
 * @param demo slots and rules
 */
record StationPlan(DemoPlan demo) {
  private static final int SLOTS_PER_DAY = 96;
  private static final Duration LEASE_LEAD = Duration.ofMinutes(60);
  private static final Duration CALL_LEAD = Duration.ofMinutes(30);
  private static final Duration RECALL_LEAD = Duration.ofMinutes(5);
  private static final Duration BID_LEAD = Duration.ofMinutes(45);

  /** Windows in which wind is stored, and when it is released: slots of a day. */
  private static final int[][] SHIFTS = {{0, 4}, {12, 26}, {40, 68}, {52, 72}};

  /** In this slot of a day, behind all releases, the owner charges for itself. */
  private static final int REFILL = 84;

  /** Slots in which what was stored in a window is released. */
  static final int RELEASE_SLOTS = 2;

  /**
   * Wind that is stored in a window and released later.
   *
   * @param window its first slot
   * @param release the first slot of its release
   */
  record Shift(DeliverySlot window, DeliverySlot release) {}

  /** Slots of a day for which a share of the station is leased. */
  record Day(DeliverySlot first, int slots) {
    DeliverySlot end() {
      return first.plus(slots);
    }
  }

  /** When the station comes: an hour before the first slot. */
  Instant start() {
    return start(demo.firstSlot()).minus(LEASE_LEAD);
  }

  /** The day whose lease is negotiated at an instant. */
  Optional<Day> dayLeasedAt(Instant now) {
    return days().stream()
        .filter(day -> start(day.first()).equals(now.plus(LEASE_LEAD)))
        .findFirst();
  }

  /** What is auctioned, and bid for, at an instant: a quarter of an hour before its gate. */
  Optional<Shift> shiftAt(Instant now) {
    return shifts().stream()
        .filter(one -> start(one.window()).equals(now.plus(BID_LEAD)))
        .findFirst();
  }

  /** The slot for which the grid operator calls at an instant. */
  Optional<DeliverySlot> calledAt(Instant now) {
    return days().stream()
        .filter(day -> day.slots() > 1)
        .map(StationPlan::called)
        .filter(slot -> start(slot).equals(now.plus(CALL_LEAD)))
        .findFirst();
  }

  /** The slot in which the owner charges for itself, at an instant: on the eve of another day. */
  Optional<DeliverySlot> refilledAt(Instant now) {
    return days().stream()
        .filter(day -> day.end().compareTo(end()) < 0)
        .map(day -> day.first().plus(REFILL))
        .filter(slot -> start(slot).equals(now.plus(CALL_LEAD)))
        .findFirst();
  }

  /** A quarter into the day, but not in its first slot. */
  private static DeliverySlot called(Day day) {
    return day.first().plus(Math.max(1, day.slots() / 4));
  }

  /** The slots from which on a module is recalled, at an instant in the slot before. */
  Optional<Day> recalledAt(Instant now) {
    Day day = days().get(0);
    int before = Math.max(2, day.slots() / 2); // behind the call
    DeliverySlot from = day.first().plus(before);
    return day.slots() > before && start(from).equals(now.plus(RECALL_LEAD))
        ? Optional.of(new Day(from, day.slots() - before))
        : Optional.empty();
  }

  /** What the slots have no room for. */
  List<String> leftOut() {
    List<String> out = new ArrayList<>();
    for (Day day : days()) {
      if (day.slots() < 2) {
        out.add("the call on %s, which needs a second slot".formatted(start(day.first())));
      }
    }
    if (demo.slots() < 3) {
      out.add("the recall, which needs a third slot");
    }
    for (Shift one : shifts()) {
      DeliverySlot released = one.release().plus(RELEASE_SLOTS);
      if (released.compareTo(end()) > 0) {
        out.add(
            "the release until %s of what is stored from %s on"
                .formatted(start(released), start(one.window())));
      }
    }
    for (Day day : days()) {
      for (int[] shift : SHIFTS) {
        if (shift[0] >= day.slots()) {
          out.add("the auction from %s on".formatted(start(day.first().plus(shift[0]))));
        }
      }
    }
    return out;
  }

  private DeliverySlot end() {
    return demo.firstSlot().plus(demo.slots());
  }

  private List<Day> days() {
    List<Day> days = new ArrayList<>();
    for (int first = 0; first < demo.slots(); first += SLOTS_PER_DAY) {
      days.add(
          new Day(demo.firstSlot().plus(first), Math.min(SLOTS_PER_DAY, demo.slots() - first)));
    }
    return days;
  }

  private List<Shift> shifts() {
    List<Shift> all = new ArrayList<>();
    for (Day day : days()) {
      for (int[] shift : SHIFTS) {
        if (shift[0] < day.slots()) {
          all.add(new Shift(day.first().plus(shift[0]), day.first().plus(shift[1])));
        }
      }
    }
    return all;
  }

  static Instant start(DeliverySlot slot) {
    return Instant.ofEpochMilli(slot.startMillis());
  }

  /** The slots of a window. */
  static int windowSlots() {
    return StationTemplate.WINDOW_SLOTS;
  }
}
