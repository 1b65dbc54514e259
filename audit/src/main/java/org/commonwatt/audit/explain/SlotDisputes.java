package org.commonwatt.audit.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.audit.explain.Explanation.At;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.DisputeDecided;
import org.commonwatt.model.Event.DisputeOpened;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Ruling;
import org.jspecify.annotations.Nullable;

/** The disputes of one participant's lines of one slot, in the order in which the log has them. */
final class SlotDisputes {
  private static final String NONE = "";

  private final String participant;
  private final long start;
  private final Set<Long> ids = new HashSet<>();
  private final List<Explanation.Dispute> found = new ArrayList<>();

  SlotDisputes(String participant, long start) {
    this.participant = participant;
    this.start = start;
  }

  List<Explanation.Dispute> found() {
    return found;
  }

  void event(At at, Event event) {
    if (event instanceof DisputeOpened one) {
      opened(at, one);
    } else if (event instanceof DisputeDecided one && ids.contains(one.disputeId())) {
      decided(at, one);
    } else if (event instanceof Event.DisputeWithdrawn one && ids.contains(one.disputeId())) {
      add(at, one.disputeId(), "WITHDRAWN", null, NONE);
    } else if (event instanceof Event.DisputeOverdue one && ids.contains(one.disputeId())) {
      add(at, one.disputeId(), "OVERDUE", null, NONE);
    }
  }

  private void opened(At at, DisputeOpened one) {
    if (one.slot().startMillis() == start && one.participant().equals(participant)) {
      ids.add(one.disputeId());
      String line = Explainer.lineId(start, one.run(), one.line());
      add(at, one.disputeId(), "OPENED", line, said(one.reason()));
    }
  }

  private void decided(At at, DisputeDecided one) {
    Ruling ruling = one.ruling();
    String what = ruling.upheld() ? "UPHELD" : "DISMISSED";
    String amount =
        ruling.upheld() && !ruling.reason().erased()
            ? "the line's amount should be " + ruling.correctedNano() + ": "
            : NONE;
    add(at, one.disputeId(), what, null, amount + said(ruling.reason()));
  }

  private void add(At at, long id, String what, @Nullable String line, String said) {
    found.add(new Explanation.Dispute(at, id, what, line, said));
  }

  private static String said(PersonalText text) {
    return text.erased() ? "its text was erased" : text.text();
  }
}
