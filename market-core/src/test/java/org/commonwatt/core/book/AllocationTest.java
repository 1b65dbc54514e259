package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.commonwatt.core.book.RandomBook.Command;
import org.commonwatt.core.book.RandomBook.Setting;
import org.junit.jupiter.api.Test;

/**
 * Once warm, the random commands of the model test leave no garbage in any of its markets. The
 * opening of a slot takes memory, and so would more than eight orders with a minimum on one side.
 */
class AllocationTest {
  private static final int COMMANDS = 10_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void allocatesNothingOnceWarm() {
    for (int i = 0; i < BookSettings.ALL.size(); i++) {
      Setting setting = BookSettings.ALL.get(i);
      List<Command> commands = commands(setting);
      ContinuousBook book = new ContinuousBook(setting.network());
      CountingSink sink = new CountingSink();
      run(commands, book, sink);
      run(commands, book, sink);
      long least = Long.MAX_VALUE;
      for (int pass = 0; pass < 3; pass++) {
        least = Math.min(least, run(commands, book, sink));
      }

      assertThat(sink.events).as("market %d", i).isGreaterThan(4 * COMMANDS);
      assertThat(least).as("bytes in market %d", i).isLessThan(1_000); // the test's own
    }
  }

  /** What the commands allocate in a run from an empty book, but for the opening of slots. */
  private static long run(List<Command> commands, ContinuousBook book, CountingSink sink) {
    book.clear();
    long opening = 0;
    long start = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      if (command.opens()) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        command.give(book, sink);
        opening += THREADS.getCurrentThreadAllocatedBytes() - before;
      } else {
        command.give(book, sink);
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - start - opening;
  }

  private static List<Command> commands(Setting setting) {
    RandomBook random = new RandomBook(5, setting, true);
    for (int i = 0; i < COMMANDS; i++) {
      random.step();
      random.events();
    }
    return random.commands();
  }
}
