package org.commonwatt.benchmarks.book;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.OrderTicket;

/**
 * What a warm book allocates, by two witnesses: the Java machine's count of the bytes of a thread,
 * and Flight Recorder's events of allocations. That both see something is shown by the same
 * commands with a ticket made for each.
 */
final class Garbage {
  private final Commands commands;
  private final ContinuousBook book;

  private Garbage(Commands commands) {
    this.commands = commands;
    this.book = OwnBook.empty(commands.products);
    OwnBook.run(commands, book);
    OwnBook.run(commands, book);
  }

  static void print(Commands commands) throws IOException {
    Garbage garbage = new Garbage(commands);
    garbage.measure("as it is", false); // the first recording starts what records
    garbage.measure("as it is", false);
    garbage.measure("with a ticket made for each command", true);
  }

  private void measure(String what, boolean wasteful) throws IOException {
    book.clear();
    OwnBook.open(book, commands.products);
    VolumeSink sink = new VolumeSink();
    OrderTicket ticket = new OrderTicket();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ObjectAllocationInNewTLAB").withoutThreshold();
      recording.enable("jdk.ObjectAllocationOutsideTLAB").withoutThreshold();
      recording.start();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < commands.count(); i++) {
        OwnBook.apply(commands, i, book, wasteful ? new OrderTicket() : ticket, sink);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      recording.stop();
      System.out.printf(
          "%s: %d commands allocated %,d bytes (ThreadMXBean), %d allocation events (JFR)%n",
          what, commands.count(), bytes, events(recording));
    }
  }

  /**
   * Allocations inside the loop of commands: some method of the book or of this loop is at work.
   */
  private static long events(Recording recording) throws IOException {
    Path file = Files.createTempFile("book", ".jfr");
    try {
      recording.dump(file);
      String thread = Thread.currentThread().getName();
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getThread() != null)
          .filter(event -> event.getThread().getJavaName().equals(thread))
          .filter(Garbage::isOfTheLoop)
          .count();
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isOfTheLoop(RecordedEvent event) {
    return event.getStackTrace() != null
        && event.getStackTrace().getFrames().stream()
            .anyMatch(frame -> frame.getMethod().getName().equals("measure"))
        && event.getStackTrace().getFrames().stream()
            .noneMatch(frame -> frame.getMethod().getType().getName().startsWith("jdk.jfr"));
  }
}
