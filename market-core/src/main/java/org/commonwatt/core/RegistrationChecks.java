package org.commonwatt.core;

import org.commonwatt.model.AccountState;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** What accounts, meter points and deposits have in common: who asks, and who decides. */
final class RegistrationChecks {
  private final SlotSchedule schedule;

  RegistrationChecks(SlotSchedule schedule) {
    this.schedule = schedule;
  }

  /** Who of a registration's officers decides something. */
  interface Duty {
    /** The id of who has the duty. */
    String of(Registration registration);
  }

  /** Refuses what is no id, before the market has rules, and who is no participant. */
  @Nullable Rejection known(String participant) {
    return OrderChecks.stranger(participant, schedule);
  }

  /** Refuses who does not have a duty, when somebody decides about a participant. */
  @Nullable Rejection officer(String officer, String participant, Duty duty) {
    Rejection rejection = Refusals.unlessId("officer", officer);
    if (rejection == null) {
      rejection = known(participant);
    }
    return rejection == null ? named(officer, duty) : rejection;
  }

  /** Refuses who does not have a duty. */
  @Nullable Rejection named(String officer, Duty duty) {
    Rules rules = schedule.rules();
    if (rules == null) {
      return null;
    }
    Registration registration = rules.rulebook().registration();
    String named = registration == null ? null : duty.of(registration);
    return officer.equals(named)
        ? null
        : new Rejection(
            RejectionCode.NOT_REGISTRAR,
            officer
                + " does not decide this: under rulebook "
                + rules.rulebook().version()
                + (named == null ? " nobody does" : " that is " + named));
  }

  /** Refuses a participant whose account is not active. */
  @Nullable Rejection active(String participant) {
    Roster roster = schedule.roster();
    AccountState state = roster.account(participant);
    if (roster.isFrozen(participant)) {
      return Refusals.notActive(participant, AccountState.FROZEN);
    }
    return state == null || state == AccountState.ACTIVE
        ? null
        : Refusals.notActive(participant, state);
  }

  /** Refuses everything in a market that registers nobody. */
  @Nullable Rejection inRules() {
    Rules rules = schedule.rules();
    return rules == null || rules.rulebook().registration() != null
        ? null
        : new Rejection(
            RejectionCode.NOT_IN_RULES,
            "rulebook "
                + rules.rulebook().version()
                + " has no registration: its members and meters are those that it names");
  }

  static Rejection full(String message) {
    return new Rejection(RejectionCode.REGISTRATIONS_FULL, message);
  }
}
