package org.commonwatt.ledger.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.commonwatt.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/** The right to use a ledger's folder; the operating system gives it up when the process dies. */
final class FolderLock implements Closeable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, making it when needed.
   *
   * @throws LedgerException when somebody else has it
   */
  static FolderLock take(Path folder) {
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new LedgerException("cannot use the folder " + folder, e);
    }
    FolderLock taken = new FolderLock(channel);
    try {
      if (taken.isGranted()) {
        return taken;
      }
    } catch (IOException e) {
      taken.close();
      throw new LedgerException("cannot lock the folder " + folder, e);
    }
    taken.close();
    throw new LedgerException(
        "the ledger in " + folder + " is in use: close the other user of it first");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LedgerException("cannot give up the lock of the ledger's folder", e);
    }
  }

  private boolean isGranted() throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another ledger of this very process has it.
      return false;
    }
  }
}
