package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Once warm, commands of all types leave no garbage. */
class AllocationTest {
  private static final int COMMANDS = 400_000;

  private final ContinuousBook book = new ContinuousBook(BookSettings.ring(FeeMode.FROM_BID));
  private final OrderTicket ticket = new OrderTicket();
  private final CountingSink sink = new CountingSink();
  private long nextId = 1;

  @Test
  void allocatesNothingOnceWarm() {
    book.openSlot(0, SlotRules.plain(-1_000, 1_000));
    for (int link = 0; link < 3; link++) {
      book.limitLink(0, link, new LinkLimits(-1_000_000_000, 1_000_000_000, 0));
    }
    run();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(sink.events).isGreaterThan(COMMANDS);
    assertThat(least).as("bytes in %d commands", COMMANDS).isLessThan(1_000); // the test's own
  }

  private void run() {
    Random random = new Random(1);
    for (int i = 0; i < COMMANDS; i++) {
      int kind = random.nextInt(10);
      if (kind < 3 || book.size() > 500) {
        book.cancel(nextId - 1 - random.nextInt(1_000), sink);
      } else if (kind < 4) {
        book.amend(nextId - 1 - random.nextInt(100), 1 + random.nextInt(40), price(random), sink);
      } else {
        place(random);
      }
    }
  }

  private void place(Random random) {
    ticket
        .start(nextId++, 0, random.nextInt(3))
        .limit(random.nextBoolean() ? Side.BUY : Side.SELL, 20 + random.nextInt(40), price(random))
        .owner(1 + random.nextInt(50), SelfTradeMode.DECREMENT_AND_CANCEL);
    switch (random.nextInt(8)) {
      case 0 -> ticket.allOrNone();
      case 1 -> ticket.minimum(5);
      case 2 -> ticket.peak(7);
      case 3 -> ticket.fillOrKill();
      case 4 -> ticket.goodTill(1_000);
      case 5 -> ticket.postOnly();
      default -> ticket.immediateOrCancel();
    }
    book.place(ticket, sink);
  }

  private static long price(Random random) {
    return random.nextInt(81) - 40L;
  }
}
