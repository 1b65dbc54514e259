package org.commonwatt.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayDeque;
import java.util.List;
import org.commonwatt.core.StateTest.Tape;
import org.junit.jupiter.api.Test;

/** A market keeps a bill of each slot of days; what they have in common is there once. */
class DisputableBillTest {
  @Test
  void restoredBillsOfTheSameMembersShareOneList() {
    Tape saved = new Tape(new ArrayDeque<>());
    saved.number(0);
    saved.number(3);
    bill(saved, START, "home-01", "home-02");
    bill(saved, START + QUARTER, "home-01", "home-02");
    bill(saved, START + 2 * QUARTER, "home-01", "home-03");
    saved.number(0); // last runs
    saved.number(0); // disputes
    Disputes disputes = new Disputes();
    disputes.restore(saved);
    List<String> first = members(disputes, START);
    assertThat(first).containsExactly("home-01", "home-02").isUnmodifiable();
    assertThat(members(disputes, START + QUARTER)).isSameAs(first);
    assertThat(members(disputes, START + 2 * QUARTER)).containsExactly("home-01", "home-03");
  }

  private static List<String> members(Disputes disputes, long slotStart) {
    return requireNonNull(disputes.bill(slotStart, 0)).members();
  }

  private static void bill(Tape out, long slotStart, String... members) {
    out.number(slotStart);
    out.number(15);
    out.number(0); // the initial run
    out.number(slotStart + QUARTER);
    out.number(5);
    out.number(members.length);
    for (String member : members) {
      out.text(new String(member.toCharArray()));
    }
    out.number(1);
    out.number(1);
    out.number(0); // no corrections are posted
  }
}
