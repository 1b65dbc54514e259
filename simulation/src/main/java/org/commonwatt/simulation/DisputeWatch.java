package org.commonwatt.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Follows disputes from their opening to their end: only a line of one's own is disputed, once at a
 * time, only the decider decides, only its owner takes it back, nothing happens to one that is
 * closed, and none is forgotten.
 */
final class DisputeWatch {
  private final Sights sights;
  private final Map<DeliverySlot, List<BillLine>> bills = new HashMap<>();
  private final Map<Long, Dispute> disputes = new HashMap<>();

  private enum State {
    OPEN,
    DECIDED,
    WITHDRAWN
  }

  private record Dispute(String owner, DeliverySlot slot, int line, State state) {
    boolean isOf(String participant) {
      return owner.equals(participant);
    }

    boolean disputes(DeliverySlot of, int which) {
      return slot.equals(of) && line == which && state != State.WITHDRAWN;
    }
  }

  DisputeWatch(Sights sights) {
    this.sights = sights;
  }

  /**
   * What is wrong after an event, null when nothing is; bills must be whole.
   *
   * @param command what it comes of
   */
  @Nullable String take(Event event, Command command) {
    String problem = null;
    if (event instanceof Event.SlotSettled settled) {
      bills.put(settled.batch().slot(), settled.billLines());
    } else if (event instanceof Event.DisputeOpened opened) {
      problem = open(opened, command);
    } else if (event instanceof Event.DisputeEvidenceAdded added) {
      sights.see(Sight.DISPUTE_EVIDENCE);
      problem = isOpen(added.disputeId(), added.participant());
    } else if (event instanceof Event.DisputeDecided decided) {
      problem = decide(decided, command);
    } else if (event instanceof Event.DisputeWithdrawn withdrawn) {
      problem = isOpen(withdrawn.disputeId(), withdrawn.participant());
      sights.see(Sight.DISPUTE_WITHDRAWN);
      close(withdrawn.disputeId(), State.WITHDRAWN);
    } else if (event instanceof Event.DisputeRejected refused) {
      problem = refuse(refused, command);
    }
    return problem == null ? null : problem + ": " + event;
  }

  private @Nullable String open(Event.DisputeOpened opened, Command command) {
    List<BillLine> bill = bills.getOrDefault(opened.slot(), List.of());
    boolean asked =
        new Command.OpenDispute(
                opened.participant(),
                opened.slot().startMillis(),
                opened.run(),
                opened.line(),
                opened.reason(),
                opened.evidence())
            .equals(command);
    if (!asked) {
      return "its command disputes something else";
    } else if (opened.line() >= bill.size()
        || !bill.get(opened.line()).participant().equals(opened.participant())) {
      return "a line is disputed by somebody whose it is not";
    } else if (disputes.values().stream()
        .anyMatch(other -> other.disputes(opened.slot(), opened.line()))) {
      return "a line is disputed twice";
    }
    Dispute before =
        disputes.put(
            opened.disputeId(),
            new Dispute(opened.participant(), opened.slot(), opened.line(), State.OPEN));
    sights.see(Sight.DISPUTE_OPENED);
    return before == null && opened.disputeId() == disputes.size()
        ? null
        : "disputes are not numbered one by one";
  }

  private @Nullable String decide(Event.DisputeDecided decided, Command command) {
    String problem = isOpen(decided.disputeId(), decided.participant());
    boolean asked =
        new Command.DecideDispute(
                decided.decider(), decided.participant(), decided.disputeId(), decided.ruling())
            .equals(command);
    sights.see(Sight.DISPUTE_DECIDED);
    close(decided.disputeId(), State.DECIDED);
    if (problem == null && !asked) {
      return "its command decides otherwise";
    }
    return problem == null && !decided.decider().equals(Community.OPERATOR)
        ? "somebody decided who may not"
        : problem;
  }

  /** Null while a dispute is open and a participant's own. */
  private @Nullable String isOpen(long id, String participant) {
    Dispute dispute = disputes.get(id);
    if (dispute == null || !dispute.isOf(participant)) {
      return "there is no such dispute of " + participant;
    }
    return dispute.state() == State.OPEN ? null : "the dispute was closed before";
  }

  private void close(long id, State state) {
    disputes.computeIfPresent(
        id, (same, dispute) -> new Dispute(dispute.owner(), dispute.slot(), dispute.line(), state));
  }

  /**
   * What is there is not called unknown, and what is open not closed; who withdraws leaves none.
   */
  private @Nullable String refuse(Event.DisputeRejected refused, Command command) {
    RejectionCode code = refused.rejection().code();
    Dispute dispute = disputes.get(refused.disputeId());
    if (code == RejectionCode.UNKNOWN_DISPUTE) {
      boolean there =
          dispute != null && dispute.isOf(ownerIn(command)) && dispute.state() != State.WITHDRAWN;
      return there ? "a dispute is forgotten" : null;
    } else if (code == RejectionCode.DISPUTE_CLOSED) {
      sights.see(Sight.DISPUTE_WAS_CLOSED);
      return dispute == null || dispute.state() != State.DECIDED ? "no decision was told" : null;
    } else if (code == RejectionCode.LINE_DISPUTED
        && command instanceof Command.OpenDispute asked) {
      sights.see(Sight.LINE_DISPUTED);
      DeliverySlot slot = new DeliverySlot(asked.slotStartMillis(), Community.SLOT_MINUTES);
      return disputes.values().stream().noneMatch(other -> other.disputes(slot, asked.line()))
          ? "nobody disputes the line"
          : null;
    }
    return null;
  }

  private static String ownerIn(Command command) {
    if (command instanceof Command.DecideDispute decide) {
      return decide.participant();
    } else if (command instanceof Command.WithdrawDispute withdraw) {
      return withdraw.participant();
    }
    return command instanceof Command.AddEvidence evidence ? evidence.participant() : "";
  }
}
