package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonwatt.core.book.RandomBook.Mix;
import org.commonwatt.core.book.RandomBook.Setting;
import org.junit.jupiter.api.Test;

/** A book of more orders than its stores begin with does what the reference book does. */
class LargeBookTest {
  private static final int ORDERS = 5_000;
  private static final int STEPS = 1_500;
  private static final Mix OF_LIVING_ORDERS = new Mix(350, 60, true, 20, 0, false, 0);
  private static final Setting SETTING =
      new Setting(BookNetwork.SINGLE, BookSettings.WIDE, ORDERS - 1_000, 30, OF_LIVING_ORDERS);

  private final RandomBook random = new RandomBook(17, SETTING);

  @Test
  void doesWhatTheReferenceBookDoesWithThousandsOfOrders() {
    random.fill(ORDERS);
    assertSameEvents("filling");
    assertSameState();
    assertThat(random.book().size()).isEqualTo(ORDERS);

    tradeOn();
    assertThat(random.book().size()).isGreaterThan(ORDERS / 2);
    random.restart();
    assertSameState();
    tradeOn();
  }

  private void tradeOn() {
    for (int i = 0; i < STEPS; i++) {
      random.stepOfOneOrder();
      assertSameEvents("step " + i);
    }
    assertSameState();
  }

  private void assertSameEvents(String when) {
    assertThat(random.events()).as(when).isEqualTo(random.reference().sink.take());
  }

  private void assertSameState() {
    assertThat(SnapshotDump.of(random.book().snapshot(), SETTING.network()))
        .isEqualTo(random.reference().dump());
  }
}
