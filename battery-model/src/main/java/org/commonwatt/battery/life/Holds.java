package org.commonwatt.battery.life;

import java.util.List;

/** Holds, and how far they reach: to every whole, until a part on the way is isolated. */
final class Holds {
  private Holds() {}

  static void raise(Work work, LifeAction.Raise action) {
    Draft about = work.about();
    requireMayRaise(work, about, action.cause());
    if (about.holds.stream().anyMatch(hold -> hold.id().equals(action.hold()))) {
      throw new Refused(LifeRefusal.HOLD_EXISTS, about.id + " has a hold " + action.hold());
    }
    requireRoom(about);
    Hold hold = new Hold(action.hold(), action.cause(), about.id);
    about.holds.add(hold);
    reach(work, about, List.of(hold));
  }

  private static void requireRoom(Draft draft) {
    if (draft.holds.size() >= LifeRules.MOST_HOLDS) {
      throw new Refused(
          LifeRefusal.HOLDS_FULL,
          draft.id
              + " has "
              + LifeRules.MOST_HOLDS
              + " holds, which is the most: hold the whole, or clear some");
    }
  }

  private static void requireMayRaise(Work work, Draft about, Hold.Cause cause) {
    if (cause == Hold.Cause.INCIDENT) {
      work.requireRole(Role.OPERATOR, Role.REGULATOR);
      work.requireOwnerOrRegulator(about);
      return;
    }
    boolean regulator = work.signer(Role.REGULATOR).isPresent();
    boolean made = about.historyKnown && work.signedAs(about.registeredBy, Role.MAKER);
    if (!regulator && !made) {
      String caller = work.requireRole(Role.REGULATOR, Role.MAKER);
      throw new Refused(
          LifeRefusal.ROLE_MISSING,
          caller + " is not known to have made " + about.id + ": ask the regulator to recall it");
    }
  }

  static void clear(Work work, LifeAction.Clear action) {
    Draft about = work.asset(work.statement.asset());
    work.requireNext(about.id, about.sequence);
    if (about.state == LifeState.RECYCLED) {
      Work.requireOpen(about);
    }
    work.requireRole(Role.REGULATOR);
    work.requireRole(Role.LAB);
    work.requireEvidence();
    Hold hold =
        about.holds.stream()
            .filter(one -> one.id().equals(action.hold()) && one.origin().equals(about.id))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refused(
                        LifeRefusal.HOLD_NOT_FOUND,
                        about.id + " has no hold " + action.hold() + " of its own"));
    work.wholes(about).stream()
        .filter(whole -> whole.state == LifeState.RECYCLED)
        .forEach(Work::requireOpen);
    about.holds.remove(hold);
    lift(work, about, List.of(hold));
  }

  static void isolate(Work work) {
    Draft about = work.about();
    work.requireRole(Role.OPERATOR);
    work.requireOwner(about);
    work.requireEvidence();
    if (about.parent == null) {
      throw new Refused(LifeRefusal.NOT_A_PART, about.id + " is a part of nothing");
    }
    if (about.holds.isEmpty() || about.isolated) {
      throw new Refused(
          LifeRefusal.HOLD_NOT_FOUND, about.id + " has no hold that reaches " + about.parent);
    }
    lift(work, about, about.holds);
    about.isolated = true;
  }

  static void rejoin(Work work) {
    Draft about = work.about();
    work.requireRole(Role.OPERATOR);
    work.requireRole(Role.LAB);
    work.requireOwner(about);
    work.requireEvidence();
    if (!about.isolated) {
      throw new Refused(LifeRefusal.WRONG_STATE, about.id + " is not isolated");
    }
    Work.requireUnheld(about);
    about.isolated = false;
  }

  /** A part leaves: what only it brings no longer holds its former wholes. */
  static void leave(Work work, Draft part) {
    lift(work, part, part.holds);
    part.isolated = false;
    part.parent = null;
  }

  /** Adds holds to the wholes of an asset. */
  private static void reach(Work work, Draft from, List<Hold> holds) {
    Draft at = from;
    while (at.parent != null && !at.isolated) {
      at = work.asset(at.parent);
      requireRoom(at);
      at.holds.addAll(holds);
    }
  }

  private static void lift(Work work, Draft from, List<Hold> holds) {
    Draft at = from;
    while (at.parent != null && !at.isolated) {
      at = work.asset(at.parent);
      at.holds.removeAll(holds);
    }
  }
}
