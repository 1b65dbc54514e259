package org.commonwatt.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Ruling;
import org.jspecify.annotations.Nullable;

/**
 * What homes want of bills that they think wrong, and what becomes of that: lines of their own and
 * of others, evidence, withdrawals, and decisions by the operator and by somebody who is none.
 */
final class Complaints {
  private static final Hash EVIDENCE = Hash.of(new byte[] {7});

  private final Site site;
  private final Supplier<List<Event.SlotSettled>> bills;

  /**
   * Nobody has complained.
   *
   * @param bills those that were settled, whole
   */
  Complaints(Site site, Supplier<List<Event.SlotSettled>> bills) {
    this.site = site;
    this.bills = bills;
  }

  /** A dispute of some line of some bill, if there is any. */
  Optional<Command> any() {
    List<Event.SlotSettled> settled = bills.get();
    if (settled.isEmpty()) {
      return Optional.empty();
    }
    Chance chance = site.chance();
    Event.SlotSettled bill = settled.get(chance.upTo(settled.size()));
    int line = chance.upTo(bill.billLines().size() + 1);
    @Nullable BillLine disputed =
        line < bill.billLines().size() ? bill.billLines().get(line) : null;
    String home =
        disputed != null && Community.HOMES.contains(disputed.participant()) && chance.upTo(8) > 0
            ? disputed.participant()
            : Community.HOMES.get(chance.upTo(Community.HOMES.size()));
    return Optional.of(
        new Command.OpenDispute(
            home,
            bill.batch().slot().startMillis(),
            0,
            line,
            text(home, "not so much"),
            chance.upTo(2) == 0 ? EVIDENCE : null));
  }

  /** What may follow on a dispute that was opened. */
  Command next(Event.DisputeOpened opened) {
    Chance chance = site.chance();
    String home = opened.participant();
    String decider = chance.upTo(4) == 0 ? home : Community.OPERATOR;
    return switch (chance.upTo(6)) {
      case 0 -> new Command.WithdrawDispute(home, opened.disputeId());
      case 1 -> new Command.AddEvidence(home, opened.disputeId(), EVIDENCE);
      case 2 -> new Command.WithdrawDispute(Community.HOMES.get(0), opened.disputeId());
      default ->
          new Command.DecideDispute(
              decider,
              home,
              opened.disputeId(),
              new Ruling(true, -chance.upTo(1_000_000), text(home, "it was less")));
    };
  }

  private PersonalText text(String home, String text) {
    @Nullable SealKey key = site.keys().current(Subject.participant(home));
    return key == null ? PersonalText.clear(text) : PersonalText.sealed(text, key.id());
  }
}
