package org.commonwatt.battery.life;

import java.util.List;

/** The state machine: takes statements, and keeps what follows from them. */
public final class Lives {
  private final LifeRules rules;

  /** A machine with these numbers. */
  public Lives(LifeRules rules) {
    this.rules = rules;
  }

  /**
   * Applies a statement, or refuses it and changes nothing.
   *
   * @param signers who has signed it, at least one, in the order of the signatures
   * @param reportedMillis when it is reported, milliseconds since the epoch
   */
  public LifeOutcome apply(
      Statement statement, List<Signer> signers, long reportedMillis, LifeStore store) {
    Work work = new Work(statement, signers, rules, store);
    try {
      run(work);
    } catch (Refused refused) {
      return refused.outcome();
    }
    return new LifeOutcome.Accepted(work.write(reportedMillis));
  }

  private static void run(Work work) {
    LifeAction action = work.statement.action();
    switch (work.statement.operation()) {
      case REGISTER -> Courses.register(work, (LifeAction.Register) action);
      case INSTALL -> Courses.install(work);
      case REMOVE -> Courses.remove(work);
      case TEST -> Health.test(work, (LifeAction.Test) action);
      case GRADE -> Health.grade(work);
      case ATTACH -> Composition.attach(work, (LifeAction.Attach) action);
      case DISMANTLE -> Composition.dismantle(work, (LifeAction.Dismantle) action);
      case REPURPOSE -> Composition.repurpose(work, (LifeAction.Repurpose) action);
      case SWAP -> Composition.swap(work, (LifeAction.Swap) action);
      case COMMISSION -> Courses.commission(work);
      case DECOMMISSION -> Courses.decommission(work);
      case THROUGHPUT -> Health.throughput(work, (LifeAction.Throughput) action);
      case HOLD -> Holds.raise(work, (LifeAction.Raise) action);
      case CLEAR -> Holds.clear(work, (LifeAction.Clear) action);
      case ISOLATE -> Holds.isolate(work);
      case REJOIN -> Holds.rejoin(work);
      case TRANSFER -> Courses.transfer(work, (LifeAction.Transfer) action);
      case DISCARD -> Courses.discard(work);
      case RECYCLE -> Courses.recycle(work);
      case DESTROY -> Courses.destroy(work);
      case CORRECT_TEST -> Health.correct(work, (LifeAction.CorrectTest) action);
      case CORRECT_NAMEPLATE -> Health.correct(work, (LifeAction.CorrectNameplate) action);
    }
  }
}
