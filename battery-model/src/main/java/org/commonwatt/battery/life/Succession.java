package org.commonwatt.battery.life;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which passport follows on which: those of what a battery is made of come before its own. */
final class Succession {
  private Succession() {}

  /**
   * A part goes into a whole that has a passport, or is in something that has: the part's own ends,
   * and the other one names it.
   */
  static void join(Work work, Draft part, Draft whole) {
    @Nullable Passport next = openAbove(work, whole);
    @Nullable String before = passportOf(work, part);
    if (next == null || before == null) {
      return;
    }
    work.closePassport(part);
    if (!next.id().equals(before) && !next.predecessors().contains(before)) {
      List<String> predecessors = new ArrayList<>(next.predecessors());
      predecessors.add(before);
      work.change(
          new Passport(
              next.id(),
              next.asset(),
              predecessors,
              next.operatorOrg(),
              next.issuedMillis(),
              next.closedMillis()));
    }
  }

  /** A part leaves a whole, and keeps in mind whose part it was. */
  static void leave(Work work, Draft part, Draft whole) {
    @Nullable Passport open = openAbove(work, whole);
    @Nullable String former = open == null ? passportOf(work, whole) : open.id();
    if (former != null) {
      part.formerPassport = former;
    }
  }

  private static @Nullable Passport openAbove(Work work, Draft whole) {
    List<Draft> all = new ArrayList<>(work.wholes(whole));
    all.add(0, whole);
    for (Draft one : all) {
      @Nullable Passport passport = open(work, one);
      if (passport != null) {
        return passport;
      }
    }
    return null;
  }

  private static @Nullable Passport open(Work work, Draft draft) {
    @Nullable Passport passport = draft.passport == null ? null : work.passport(draft.passport);
    return passport != null && passport.closedMillis() == 0 ? passport : null;
  }

  /** The open passport of an asset, or that of what it was last a part of. */
  private static @Nullable String passportOf(Work work, Draft draft) {
    boolean former = open(work, draft) == null && draft.formerPassport != null;
    return former ? draft.formerPassport : draft.passport;
  }
}
