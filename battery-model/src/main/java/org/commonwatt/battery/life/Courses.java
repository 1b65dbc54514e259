package org.commonwatt.battery.life;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The course of a life, from its registration to its end. */
final class Courses {
  private Courses() {}

  static void register(Work work, LifeAction.Register action) {
    work.requireNext(work.statement.asset(), 0);
    boolean made = work.signer(Role.MAKER).isPresent();
    String owner =
        work.requireRole(
            made
                ? new Role[] {Role.MAKER}
                : new Role[] {Role.MAKER, Role.SCRAPPER, Role.SERVICE, Role.SECOND_LIFE});
    Draft asset =
        new Draft(work.statement.asset(), action.kind(), action.codes(), owner)
            .rated(action.ratedWh(), action.massG());
    asset.historyKnown = made;
    asset.state = made ? LifeState.MANUFACTURED : LifeState.REMOVED;
    asset.passport = action.passport();
    work.create(asset);
    if (action.passport() != null) {
      work.issue(
          new Passport(
              action.passport(), asset.id, List.of(), owner, work.statement.eventMillis(), 0));
    }
  }

  static void install(Work work) {
    Draft about = work.about();
    work.requireRole(Role.CARMAKER, Role.SERVICE, Role.SCRAPPER);
    Work.requireRoot(about);
    Work.requireUnheld(about);
    Work.become(about, LifeState.IN_VEHICLE);
  }

  static void remove(Work work) {
    Draft about = work.about();
    work.requireRole(Role.CARMAKER, Role.SERVICE, Role.SCRAPPER);
    Work.become(about, LifeState.REMOVED);
  }

  static void commission(Work work) {
    Draft about = work.about();
    work.requireRole(Role.OPERATOR);
    work.requireRole(Role.LAB);
    work.requireOwner(about);
    Work.requireRoot(about);
    Work.requireUnheld(about);
    Work.become(about, LifeState.COMMISSIONED);
  }

  static void decommission(Work work) {
    Draft about = work.about();
    work.requireRole(Role.OPERATOR);
    work.requireOwner(about);
    Work.requireState(about, LifeState.COMMISSIONED);
    Work.become(about, LifeState.DECOMMISSIONED);
  }

  static void transfer(Work work, LifeAction.Transfer action) {
    Draft about = work.about();
    work.requireOwner(about);
    if (!work.signed(action.to())) {
      throw new Refused(
          LifeRefusal.SIGNATURE_MISSING, action.to() + " gets " + about.id + " and must sign, too");
    }
    Work.requireRoot(about);
    about.ownerOrg = action.to();
  }

  static void discard(Work work) {
    Draft about = work.about();
    work.requireOwner(about);
    Work.requireRoot(about);
    Work.become(about, LifeState.WASTE);
  }

  static void recycle(Work work) {
    Draft about = work.about();
    work.requireRole(Role.RECYCLER);
    work.requireOwnerOrRegulator(about);
    requireNoParts(work, about);
    Work.become(about, LifeState.RECYCLED);
    work.closePassport(about);
  }

  private static void requireNoParts(Work work, Draft about) {
    for (String part : about.parts) {
      if (!work.asset(part).state.closed()) {
        throw new Refused(
            LifeRefusal.PARTS_LEFT, part + " is in " + about.id + ": take it out first");
      }
    }
  }

  static void destroy(Work work) {
    Draft about = work.about();
    work.requireOwnerOrRegulator(about);
    destroy(work, about);
  }

  /** All of its parts go with it; what holds them still holds what they are in. */
  static void destroy(Work work, Draft draft) {
    Deque<Draft> left = new ArrayDeque<>(List.of(draft));
    while (!left.isEmpty()) {
      Draft next = left.remove();
      if (!next.state.closed()) {
        Work.become(next, LifeState.DESTROYED);
        work.closePassport(next);
      }
      next.parts.forEach(part -> left.add(work.asset(part)));
    }
  }
}
