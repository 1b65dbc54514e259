package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the content of a file has changed, or of those that it names. A file that cannot be
 * read has not.
 */
final class WatchedFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  private final Path file;
  private final Map<Path, byte[]> others = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(WatchedFile::daemon);
  private byte[] known;

  /** Takes the file's present content for known: make it before the file is read. */
  WatchedFile(Path file) {
    this.file = file;
    this.known = content(file);
  }

  /**
   * Looks at these files, too, and no longer at those of before.
   *
   * @param files what the file names
   * @param readFrom when they were begun to be read: one that was written since counts as changed
   */
  synchronized void also(List<Path> files, Instant readFrom) {
    others.clear();
    for (Path other : files) {
      others.put(other, isOlder(other, readFrom) ? content(other) : new byte[0]);
    }
  }

  private static boolean isOlder(Path file, Instant time) {
    try {
      // A file system may keep whole seconds only.
      return Files.getLastModifiedTime(file).toInstant().isBefore(time.minusSeconds(1));
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Begins to look.
   *
   * @param every time between looks
   * @param changed called from a thread of its own, after each change that is seen
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the task catches everything itself
  void follow(Duration every, Runnable changed) {
    thread.scheduleWithFixedDelay(
        () -> look(changed), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look(Runnable changed) {
    if (!hasChanged()) {
      return;
    }
    try {
      changed.run();
    } catch (RuntimeException e) {
      LOG.error("{} has changed, and that could not be followed", file, e);
    }
  }

  private synchronized boolean hasChanged() {
    byte[] now = content(file);
    boolean changed = now.length > 0 && !Arrays.equals(now, known);
    if (changed) {
      known = now;
    }
    for (Map.Entry<Path, byte[]> other : others.entrySet()) {
      byte[] content = content(other.getKey());
      if (content.length > 0 && !Arrays.equals(content, other.getValue())) {
        other.setValue(content);
        changed = true;
      }
    }
    return changed;
  }

  /** Empty when it cannot be read, as while an editor replaces it. */
  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "watched-file");
    thread.setDaemon(true);
    return thread;
  }
}
