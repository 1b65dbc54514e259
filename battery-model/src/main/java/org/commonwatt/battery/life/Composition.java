package org.commonwatt.battery.life;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.commonwatt.battery.AssetKind;

/** What is a part of what, and that a whole never gives more than it was. */
final class Composition {
  private Composition() {}

  static void attach(Work work, LifeAction.Attach action) {
    Draft whole = work.about();
    work.requireRole(Role.MAKER, Role.SECOND_LIFE, Role.OPERATOR);
    work.requireOwner(whole);
    requireNamed(action.parts());
    Work.requireUnheld(whole);
    Work.requireState(whole, LifeState.MANUFACTURED, LifeState.INTEGRATED);
    String owner = work.root(whole).ownerOrg;
    for (String id : action.parts()) {
      Draft part = work.asset(id);
      requireOwnedBy(work, part, owner);
      put(work, part, whole);
    }
    requireRoom(work, whole);
  }

  static void dismantle(Work work, LifeAction.Dismantle action) {
    Draft whole = work.about();
    boolean waste = whole.state == LifeState.WASTE;
    work.requireRole(
        waste
            ? new Role[] {Role.SECOND_LIFE, Role.SCRAPPER, Role.RECYCLER}
            : new Role[] {Role.SECOND_LIFE});
    work.requireOwner(whole);
    List<String> named =
        new ArrayList<>(action.accounted().stream().map(LifeAction.Accounted::part).toList());
    action.found().forEach(found -> named.add(found.id()));
    requireNamed(named);
    Work.requireRoot(whole);
    requireAllNamed(whole, named);
    if (!waste) {
      Work.requireUnheld(whole);
      Work.requireState(whole, LifeState.GRADED);
      Work.become(whole, LifeState.DISMANTLED);
    }
    for (LifeAction.Accounted accounted : action.accounted()) {
      Draft part = work.asset(accounted.part());
      requirePartOf(part, whole);
      take(work, part, whole);
      whole.dismantledWh += part.ratedWh;
      whole.dismantledG += part.massG;
      part.sources.add(whole.id);
      part.ownerOrg = whole.ownerOrg;
      end(work, part, accounted.fate(), waste);
    }
    for (LifeAction.Found found : action.found()) {
      find(work, found, whole, waste);
    }
    work.closePassport(whole);
    requireRoom(work, whole);
  }

  private static void find(Work work, LifeAction.Found found, Draft whole, boolean waste) {
    Draft part =
        new Draft(found.id(), found.kind(), found.codes(), whole.ownerOrg)
            .rated(found.ratedWh(), found.massG());
    part.state = LifeState.INTEGRATED;
    part.sources.add(whole.id);
    work.create(part);
    Succession.leave(work, part, whole);
    requireFits(part, whole);
    whole.dismantledWh += part.ratedWh;
    whole.dismantledG += part.massG;
    end(work, part, found.fate(), waste);
  }

  /** What is got from waste is waste. */
  private static void end(Work work, Draft part, LifeAction.Fate fate, boolean waste) {
    if (part.state.closed()) {
      return;
    }
    if (waste && fate == LifeAction.Fate.REUSED) {
      throw new Refused(
          LifeRefusal.WRONG_STATE, part.id + " is got from waste and cannot be reused");
    }
    switch (fate) {
      case REUSED -> Work.become(part, LifeState.DISMANTLED);
      case WASTE -> Work.become(part, LifeState.WASTE);
      case MISSING -> Courses.destroy(work, part);
    }
  }

  static void repurpose(Work work, LifeAction.Repurpose action) {
    work.requireNext(work.statement.asset(), 0);
    requireMaker(work, action.maker());
    requireNamed(action.parts());
    for (String id : action.parts()) {
      work.requireOwner(work.asset(id));
    }
    Draft whole = repurposed(work, action);
    work.create(whole);
    work.issue(
        new Passport(
            action.passport(),
            whole.id,
            List.of(),
            action.maker(),
            work.statement.eventMillis(),
            0));
    for (String id : action.parts()) {
      Draft part = work.asset(id);
      Succession.join(work, part, whole);
      part.ownerOrg = action.maker();
      put(work, part, whole);
    }
    requireRoom(work, whole);
  }

  /** The statement names its maker: whoever adds a signature to it does not become that. */
  private static void requireMaker(Work work, String maker) {
    if (!work.signed(maker)) {
      work.requireRole(Role.SECOND_LIFE);
      throw Work.signatureMissing(maker + " makes " + work.statement.asset());
    }
    if (!work.signedAs(maker, Role.SECOND_LIFE)) {
      throw new Refused(
          LifeRefusal.ROLE_MISSING, maker + " must have the role SECOND_LIFE to be the maker");
    }
  }

  private static Draft repurposed(Work work, LifeAction.Repurpose action) {
    Draft whole =
        new Draft(work.statement.asset(), action.kind(), action.codes(), action.maker())
            .rated(action.ratedWh(), action.massG());
    whole.state = LifeState.INTEGRATED;
    whole.historyKnown = true;
    whole.passport = action.passport();
    return whole;
  }

  static void swap(Work work, LifeAction.Swap action) {
    Draft whole = work.about();
    work.requireRole(Role.OPERATOR, Role.SECOND_LIFE, Role.SERVICE);
    work.requireOwner(whole);
    requireNamed(List.of(action.out(), action.in()));
    Draft out = work.asset(action.out());
    Draft in = work.asset(action.in());
    requirePartOf(out, whole);
    requireFreeOfOwnHold(work, whole);
    Work.requireState(whole, LifeState.INTEGRATED, LifeState.COMMISSIONED);
    String owner = work.root(whole).ownerOrg;
    requireOwnedBy(work, in, owner);
    if (in.kind != out.kind) {
      throw new Refused(
          LifeRefusal.DOES_NOT_FIT, in.id + " must be a " + out.kind + " as " + out.id + " is");
    }
    take(work, out, whole);
    out.ownerOrg = owner;
    if (!out.state.closed()) {
      Work.become(out, LifeState.DECOMMISSIONED);
    }
    put(work, in, whole);
    requireRoom(work, whole);
  }

  /** A part of what is held itself does not come free by being taken out. */
  private static void requireFreeOfOwnHold(Work work, Draft whole) {
    List<Draft> all = new ArrayList<>(work.wholes(whole));
    all.add(0, whole);
    for (Draft one : all) {
      if (one.holds.stream().anyMatch(hold -> hold.origin().equals(one.id))) {
        Work.requireUnheld(one);
      }
    }
  }

  private static void put(Work work, Draft part, Draft whole) {
    Work.requireOpen(part);
    Work.requireRoot(part);
    Work.requireUnheld(part);
    requireFits(part, whole);
    boolean contains =
        part.id.equals(whole.id)
            || work.wholes(whole).stream().anyMatch(one -> one.id.equals(part.id));
    if (contains) {
      throw new Refused(LifeRefusal.DOES_NOT_FIT, whole.id + " is in " + part.id);
    }
    requireNotTooDeep(work, part, whole);
    if (part.dismantledWh > 0) {
      throw new Refused(LifeRefusal.WRONG_STATE, part.id + " was taken apart and is empty");
    }
    if (whole.parts.size() >= LifeRules.MOST_PARTS) {
      throw new Refused(
          LifeRefusal.DOES_NOT_FIT,
          whole.id + " has " + LifeRules.MOST_PARTS + " parts, which is the most");
    }
    if (part.state != LifeState.MANUFACTURED) { // what is new comes before nothing
      Succession.join(work, part, whole);
    }
    if (part.state != LifeState.INTEGRATED) { // a storage made of parts is so from the beginning
      Work.become(part, LifeState.INTEGRATED);
    }
    part.parent = whole.id;
    whole.parts.add(part.id);
    whole.partsWh += part.ratedWh;
    whole.partsG += part.massG;
  }

  /** Storages stand in storages; how deep, bounds what every hold and every owner is looked for. */
  private static void requireNotTooDeep(Work work, Draft part, Draft whole) {
    if (part.kind == AssetKind.ESS) {
      int above = work.wholes(whole).size() + 1;
      if (above + storages(work, part) > LifeRules.MOST_STORAGES) {
        throw new Refused(
            LifeRefusal.DOES_NOT_FIT,
            "more than " + LifeRules.MOST_STORAGES + " storages would stand in one another");
      }
    }
  }

  /** How many storages stand in one another, this one included. */
  private static int storages(Work work, Draft storage) {
    int deepest = 0;
    for (String id : storage.parts) {
      Draft part = work.asset(id);
      if (part.kind == AssetKind.ESS) {
        deepest = Math.max(deepest, storages(work, part));
      }
    }
    return deepest + 1;
  }

  private static void take(Work work, Draft part, Draft whole) {
    whole.parts.remove(part.id);
    whole.partsWh -= part.ratedWh;
    whole.partsG -= part.massG;
    Succession.leave(work, part, whole);
    Holds.leave(work, part);
  }

  static void requireRoom(Work work, Draft whole) {
    LifeRules rules = work.rules;
    long energyWh = Math.addExact(whole.partsWh, whole.dismantledWh);
    long massG = Math.addExact(whole.partsG, whole.dismantledG);
    if (!rules.fits(energyWh, whole.ratedWh, rules.energyTolerancePermille())) {
      throw exceeds(whole, energyWh + " Wh", whole.ratedWh + " Wh");
    }
    if (!rules.fits(massG, whole.massG, rules.massTolerancePermille())) {
      throw exceeds(whole, massG + " g", whole.massG + " g");
    }
  }

  private static Refused exceeds(Draft whole, String parts, String most) {
    return new Refused(
        LifeRefusal.EXCEEDS_WHOLE,
        "the parts of " + whole.id + " would have " + parts + ", it has " + most);
  }

  private static void requireFits(Draft part, Draft whole) {
    if (!part.kind.fitsInto(whole.kind)) {
      throw new Refused(
          LifeRefusal.DOES_NOT_FIT,
          part.id + " is a " + part.kind + " and " + whole.id + " a " + whole.kind);
    }
  }

  private static void requireOwnedBy(Work work, Draft part, String owner) {
    if (!work.root(part).ownerOrg.equals(owner)) {
      throw new Refused(
          LifeRefusal.SIGNATURE_MISSING,
          part.id + " belongs to " + work.root(part).ownerOrg + ": transfer it to " + owner);
    }
  }

  private static void requirePartOf(Draft part, Draft whole) {
    if (!whole.id.equals(part.parent)) {
      throw new Refused(LifeRefusal.NOT_A_PART, part.id + " is no part of " + whole.id);
    }
  }

  private static void requireNamed(List<String> ids) {
    if (ids.isEmpty() || new HashSet<>(ids).size() != ids.size()) {
      throw new Refused(LifeRefusal.NOTHING_NAMED, "name at least one part, and none twice");
    }
  }

  private static void requireAllNamed(Draft whole, List<String> named) {
    List<String> left = new ArrayList<>(whole.parts);
    left.removeAll(named);
    if (!left.isEmpty()) {
      throw new Refused(
          LifeRefusal.PARTS_LEFT, "say of " + left.get(0) + ", too, what became of it");
    }
  }
}
