package org.commonwatt.core;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Whose the lines of a settlement run of a slot are, while they may be disputed. */
final class DisputableBill {
  private static final long MILLIS_PER_HOUR = 3_600_000;

  private final DeliverySlot slot;
  private final int run;
  private final long untilMillis;
  private final int decisionHours;
  private final List<String> members; // sorted
  private final int[] owners; // of each line: place among the members, from 1; 0 for no member
  private final @Nullable LineParties parties; // null when no corrections are posted
  private final Map<Integer, Long> disputes = new HashMap<>(); // open and decided ones, by line
  private final Map<String, Integer> open = new HashMap<>(); // how many, by participant

  private DisputableBill(
      Run run, Times times, List<String> members, int[] owners, @Nullable LineParties parties) {
    this.slot = run.slot();
    this.run = run.number();
    this.parties = parties;
    this.untilMillis = times.untilMillis();
    this.decisionHours = times.decisionHours();
    this.members = members;
    this.owners = owners;
  }

  /**
   * A settlement run of a slot.
   *
   * @param number 0 for the initial one
   */
  record Run(DeliverySlot slot, int number) {}

  /** Until when lines may be disputed, and how long a decision may take. */
  private record Times(long untilMillis, int decisionHours) {}

  /**
   * The bill of a run that was made just now.
   *
   * @param settled the slot
   * @param run with all lines
   * @param rules those of its rulebook
   */
  static DisputableBill of(SlotState settled, SlotRevised run, DisputeRules rules, long nowMillis) {
    List<BillLine> lines = run.billLines();
    List<String> members = settled.parties();
    int[] owners = new int[lines.size()];
    for (int line = 0; line < owners.length; line++) {
      int place = Collections.binarySearch(members, lines.get(line).participant());
      owners[line] = Math.max(place + 1, 0);
    }
    long until = Math.addExact(nowMillis, rules.windowHours() * MILLIS_PER_HOUR);
    Rulebook rulebook = settled.rules().rulebook();
    return new DisputableBill(
        new Run(settled.slot(), run.run()),
        new Times(until, rules.decisionHours()),
        members,
        owners,
        rules.corrections() ? LineParties.of(run.batch(), lines, members, rulebook) : null);
  }

  /** The number of the run, 0 for the initial one. */
  int run() {
    return run;
  }

  /** What a correction of a line goes by; null when none is posted. */
  @Nullable DisputedLine line(int index) {
    return parties == null ? null : parties.line(index);
  }

  /** Whether an upheld dispute of a line leads to a correction. */
  boolean isCorrectable() {
    return parties != null;
  }

  DeliverySlot slot() {
    return slot;
  }

  /** The last instant at which a line may be disputed. */
  long untilMillis() {
    return untilMillis;
  }

  /** Until when a dispute that is opened now should be decided. */
  long decideByMillis(long nowMillis) {
    return Math.addExact(nowMillis, decisionHours * MILLIS_PER_HOUR);
  }

  /** Those that its slot settled, sorted; never changes. */
  List<String> members() {
    return members;
  }

  boolean isMember(String participant) {
    return Collections.binarySearch(members, participant) >= 0;
  }

  /** Whether a participant's bill has a line with this index. */
  boolean has(String participant, int line) {
    return line >= 0
        && line < owners.length
        && owners[line] > 0
        && members.get(owners[line] - 1).equals(participant);
  }

  /** The dispute of a line, null when there is none. */
  @Nullable Long disputeOf(int line) {
    return disputes.get(line);
  }

  /** The disputes that were not withdrawn. */
  Iterable<Long> disputes() {
    return disputes.values();
  }

  /** How many open disputes of its lines a participant has. */
  int openOf(String participant) {
    return open.getOrDefault(participant, 0);
  }

  /** Takes a dispute of one of its lines. */
  void add(DisputeEntry dispute) {
    disputes.put(dispute.line(), dispute.id());
    if (!dispute.isDecided()) {
      open.merge(dispute.participant(), 1, Integer::sum);
    }
  }

  /** One of its disputes was decided or withdrawn; a withdrawn one leaves its line free. */
  void close(DisputeEntry dispute) {
    open.merge(dispute.participant(), -1, Integer::sum);
    if (!dispute.isDecided()) {
      disputes.remove(dispute.line());
    }
  }

  void save(StateWriter out) {
    out.number(slot.startMillis());
    out.number(slot.minutes());
    out.number(run);
    out.number(untilMillis);
    out.number(decisionHours);
    out.number(members.size());
    members.forEach(out::text);
    out.number(owners.length);
    for (int owner : owners) {
      out.number(owner);
    }
    out.number(parties == null ? 0 : 1);
    if (parties != null) {
      parties.save(out);
    }
  }

  /**
   * Reads a bill; its disputes are added afterwards. Bills of the same members share one list, as
   * they did before they were saved: a market keeps hundreds of bills.
   *
   * @param before the bill that was read before, null for the first
   */
  static DisputableBill restore(StateReader in, @Nullable DisputableBill before) {
    Run run = new Run(new DeliverySlot(in.number(), in.count()), in.count());
    Times times = new Times(in.number(), in.count());
    String[] members = new String[in.count()];
    for (int i = 0; i < members.length; i++) {
      members[i] = in.text();
    }
    int[] owners = new int[in.count()];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = in.count();
    }
    List<String> read = List.of(members);
    List<String> known = before == null ? read : before.members;
    List<String> shared = known.equals(read) ? known : read;
    LineParties parties = in.number() == 1 ? LineParties.restore(in, shared, owners.length) : null;
    return new DisputableBill(run, times, shared, owners, parties);
  }
}
