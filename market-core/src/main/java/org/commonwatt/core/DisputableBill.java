package org.commonwatt.core;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.jspecify.annotations.Nullable;

/** Whose the lines of a settled slot's bill are, while they may be disputed. */
final class DisputableBill {
  private static final long MILLIS_PER_HOUR = 3_600_000;

  private final DeliverySlot slot;
  private final long untilMillis;
  private final int decisionHours;
  private final List<String> members; // sorted
  private final int[] owners; // of each line: place among the members, from 1; 0 for no member
  private final Map<Integer, Long> disputes = new HashMap<>(); // open and decided ones, by line
  private final Map<String, Integer> open = new HashMap<>(); // how many, by participant

  private DisputableBill(DeliverySlot slot, Times times, List<String> members, int[] owners) {
    this.slot = slot;
    this.untilMillis = times.untilMillis();
    this.decisionHours = times.decisionHours();
    this.members = members;
    this.owners = owners;
  }

  /** Until when lines may be disputed, and how long a decision may take. */
  private record Times(long untilMillis, int decisionHours) {}

  /**
   * The bill of a slot that was settled just now.
   *
   * @param settled the slot
   * @param lines all lines of its bill
   * @param rules those of its rulebook
   */
  static DisputableBill of(
      SlotState settled, List<BillLine> lines, DisputeRules rules, long nowMillis) {
    List<String> members = settled.parties();
    int[] owners = new int[lines.size()];
    for (int line = 0; line < owners.length; line++) {
      int place = Collections.binarySearch(members, lines.get(line).participant());
      owners[line] = Math.max(place + 1, 0);
    }
    long until = Math.addExact(nowMillis, rules.windowHours() * MILLIS_PER_HOUR);
    return new DisputableBill(
        settled.slot(), new Times(until, rules.decisionHours()), members, owners);
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
    out.number(untilMillis);
    out.number(decisionHours);
    out.number(members.size());
    members.forEach(out::text);
    out.number(owners.length);
    for (int owner : owners) {
      out.number(owner);
    }
  }

  /**
   * Reads a bill; its disputes are added afterwards. Bills of the same members share one list, as
   * they did before they were saved: a market keeps hundreds of bills.
   *
   * @param before the bill that was read before, null for the first
   */
  static DisputableBill restore(StateReader in, @Nullable DisputableBill before) {
    DeliverySlot slot = new DeliverySlot(in.number(), in.count());
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
    return new DisputableBill(slot, times, known.equals(read) ? known : read, owners);
  }
}
