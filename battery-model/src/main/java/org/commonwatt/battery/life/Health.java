package org.commonwatt.battery.life;

/** Tests, grades, metered energy, and corrections of what was written down wrongly. */
final class Health {
  private Health() {}

  static void test(Work work, LifeAction.Test action) {
    Draft about = work.about();
    String lab = requireTester(work, about, action.basis());
    if (about.state == LifeState.WASTE) {
      throw new Refused(LifeRefusal.WRONG_STATE, about.id + " is WASTE: there is nothing to test");
    }
    if (about.test != null && work.statement.eventMillis() <= about.test.atMillis()) {
      throw new Refused(
          LifeRefusal.TEST_NOT_NEWER,
          "a test of " + about.test.atMillis() + " is known: correct that, or state a later one");
    }
    takeHealth(work, about, action);
    about.test = said(action, lab, work.statement.eventMillis());
    about.testSequence = work.statement.sequence();
    if (about.state == LifeState.REMOVED || about.state == LifeState.DECOMMISSIONED) {
      Work.become(about, LifeState.TESTED);
    }
  }

  private static SohTest said(LifeAction.Test action, String lab, long atMillis) {
    return new SohTest(
        action.basis(),
        action.method(),
        action.capacityMilliAh(),
        action.energyWh(),
        action.resistanceMicroOhm(),
        lab,
        atMillis);
  }

  private static String requireTester(Work work, Draft about, SohTest.Basis basis) {
    return switch (basis) {
      case ACCREDITED -> work.requireRole(Role.LAB);
      case IN_HOUSE -> {
        String firm = work.requireRole(Role.SECOND_LIFE, Role.SERVICE, Role.OPERATOR);
        work.requireOwner(about);
        yield firm;
      }
      case NAMEPLATE -> {
        work.requireOwner(about);
        yield work.root(about).ownerOrg;
      }
    };
  }

  /** Small rises must not add up: later tests are held to the least figure, not to the last. */
  private static void takeHealth(Work work, Draft about, LifeAction.Test action) {
    boolean first = about.testSequence == 0;
    boolean rises =
        !first
            && !work.rules.fits(
                action.energyWh(), about.healthWh, work.rules.healthTolerancePermille());
    boolean explained = action.basis() == SohTest.Basis.ACCREDITED && !action.reason().isBlank();
    if (rises && !explained) {
      throw new Refused(
          LifeRefusal.HEALTH_RISES,
          about.id
              + " had "
              + about.healthWh
              + " Wh: more needs a test of an accredited lab, and a reason");
    }
    about.healthWh =
        first || explained ? action.energyWh() : Math.min(about.healthWh, action.energyWh());
  }

  static void grade(Work work) {
    Draft about = work.about();
    work.requireRole(Role.LAB);
    Work.requireRoot(about);
    Work.become(about, LifeState.GRADED);
  }

  static void throughput(Work work, LifeAction.Throughput action) {
    Draft about = work.about();
    work.requireRole(Role.METER);
    Work.requireState(about, LifeState.COMMISSIONED, LifeState.DECOMMISSIONED);
    MeterTotals.Window booked = work.store.window(about.id, action.windowId());
    long next = booked == null ? 0 : booked.revision() + 1;
    if (action.revision() != next) {
      throw new Refused(
          LifeRefusal.WINDOW_BOOKED,
          "window " + action.windowId() + " of " + about.id + " wants revision " + next);
    }
    MeterTotals.Window old = booked == null ? new MeterTotals.Window(0, 0, 0) : booked;
    about.totals =
        new MeterTotals(
            Math.addExact(about.totals.chargeWh(), action.chargeWh() - old.chargeWh()),
            Math.addExact(about.totals.dischargeWh(), action.dischargeWh() - old.dischargeWh()),
            action.windowId());
    work.store.putWindow(
        about.id,
        action.windowId(),
        new MeterTotals.Window(next, action.chargeWh(), action.dischargeWh()));
  }

  static void correct(Work work, LifeAction.CorrectTest action) {
    Draft about = work.about();
    LifeEvent event = requireCorrectable(work, about, action.supersedes());
    SohTest known = about.test;
    if (known == null || about.testSequence != action.supersedes()) {
      throw notCorrectable("event " + event.sequence() + " is not the newest test");
    }
    String lab = requireTester(work, about, action.test().basis());
    takeHealth(work, about, action.test());
    about.test = said(action.test(), lab, known.atMillis());
    about.testSequence = work.statement.sequence();
  }

  static void correct(Work work, LifeAction.CorrectNameplate action) {
    Draft about = work.about();
    work.requireOwner(about);
    LifeEvent event = requireCorrectable(work, about, action.supersedes());
    boolean states =
        event.operation() == Operation.REGISTER
            || event.operation() == Operation.REPURPOSE
            || event.operation() == Operation.CORRECT_NAMEPLATE
            || (event.operation() == Operation.DISMANTLE && event.sequence() == 1);
    if (!states || about.nameplateSequence != action.supersedes()) {
      throw notCorrectable("event " + event.sequence() + " does not say what stands");
    }
    long moreWh = action.ratedWh() - about.ratedWh;
    long moreG = action.massG() - about.massG;
    about.ratedWh = action.ratedWh();
    about.massG = action.massG();
    about.nameplateSequence = work.statement.sequence();
    Composition.requireRoom(work, about);
    if (about.parent != null) {
      Draft whole = work.asset(about.parent);
      whole.partsWh += moreWh;
      whole.partsG += moreG;
      Composition.requireRoom(work, whole);
    }
    for (String source : about.sources) {
      Draft from = work.asset(source);
      Work.requireOpen(from);
      from.dismantledWh += moreWh;
      from.dismantledG += moreG;
      Composition.requireRoom(work, from);
    }
  }

  /** Whoever said it and another one must sign. */
  private static LifeEvent requireCorrectable(Work work, Draft about, long sequence) {
    LifeEvent event = work.store.event(about.id, sequence);
    if (event == null) {
      throw notCorrectable(about.id + " has no event " + sequence);
    }
    boolean same = !work.counted(signer -> event.actors().contains(signer.org())).isEmpty();
    if (work.countedOrgs() < 2) {
      work.countAnother(); // any other will do
    }
    if (!same || work.countedOrgs() < 2) {
      throw new Refused(
          LifeRefusal.SIGNATURE_MISSING,
          "a correction is signed by one of " + event.actors() + " and by another organisation");
    }
    return event;
  }

  private static Refused notCorrectable(String why) {
    return new Refused(LifeRefusal.NOT_CORRECTABLE, why + ": look at the newest events");
  }
}
