package org.commonwatt.ledger.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.commonwatt.ledger.LedgerException;

/** The right to use a ledger's folder; the operating system gives it up when the process dies. */
final class FolderLock implements Closeable {
  /**
   * What this process has. The system gives a lock up when any channel of the process on its file
   * closes, so a file that we have locked is not even opened a second time.
   */
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Path name;

  private FolderLock(FileChannel channel, Path name) {
    this.channel = channel;
    this.name = name;
  }

  /**
   * Takes the folder, making it when needed.
   *
   * @throws LedgerException when somebody else has it
   */
  static synchronized FolderLock take(Path folder) {
    try {
      Path name = Files.createDirectories(folder).toRealPath();
      if (!TAKEN.contains(name)) {
        FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isGranted(channel)) {
          TAKEN.add(name);
          return new FolderLock(channel, name);
        }
      }
    } catch (IOException e) {
      throw new LedgerException("cannot lock the folder " + folder, e);
    }
    throw new LedgerException(
        "the ledger in " + folder + " is in use: close the other user of it first");
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new LedgerException("cannot give up the lock of the ledger's folder", e);
    } finally {
      TAKEN.remove(name);
    }
  }

  /** Locks a file; whoever does not get it closes its channel. */
  private static boolean isGranted(FileChannel channel) throws IOException {
    boolean granted = false;
    try {
      granted = channel.tryLock() != null;
      return granted;
    } finally {
      if (!granted) {
        channel.close();
      }
    }
  }
}
