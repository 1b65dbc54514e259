package org.commonwatt.battery.life;

import java.util.Arrays;

/** What can be stated; each has a form of its own. */
public enum Operation {
  /** An asset is made known. */
  REGISTER(LifeAction.Register.class),
  /** Put into a vehicle. */
  INSTALL(LifeAction.Install.class),
  /** Taken out of it. */
  REMOVE(LifeAction.Remove.class),
  /** Tested. */
  TEST(LifeAction.Test.class),
  /** Found good. */
  GRADE(LifeAction.Grade.class),
  /** Parts are put into it. */
  ATTACH(LifeAction.Attach.class),
  /** Taken apart. */
  DISMANTLE(LifeAction.Dismantle.class),
  /** Made of parts of others, with a passport of its own. */
  REPURPOSE(LifeAction.Repurpose.class),
  /** One part is changed for another. */
  SWAP(LifeAction.Swap.class),
  /** Begins to work. */
  COMMISSION(LifeAction.Commission.class),
  /** Ends to work. */
  DECOMMISSION(LifeAction.Decommission.class),
  /** A window of metering. */
  THROUGHPUT(LifeAction.Throughput.class),
  /** Held. */
  HOLD(LifeAction.Raise.class),
  /** A hold ends. */
  CLEAR(LifeAction.Clear.class),
  /** A part that is held is cut off from the whole. */
  ISOLATE(LifeAction.Isolate.class),
  /** And joined again. */
  REJOIN(LifeAction.Rejoin.class),
  /** Goes to another owner. */
  TRANSFER(LifeAction.Transfer.class),
  /** Becomes waste. */
  DISCARD(LifeAction.Discard.class),
  /** Recycled. */
  RECYCLE(LifeAction.Recycle.class),
  /** Burnt or lost. */
  DESTROY(LifeAction.Destroy.class),
  /** A test was written down wrongly. */
  CORRECT_TEST(LifeAction.CorrectTest.class),
  /** Rated energy or mass were. */
  CORRECT_NAMEPLATE(LifeAction.CorrectNameplate.class);

  private final Class<? extends LifeAction> form;

  Operation(Class<? extends LifeAction> form) {
    this.form = form;
  }

  /** What the operation's statement has beside what all have. */
  public Class<? extends LifeAction> form() {
    return form;
  }

  static Operation of(LifeAction action) {
    return Arrays.stream(values())
        .filter(one -> one.form == action.getClass())
        .findFirst()
        .orElseThrow();
  }
}
