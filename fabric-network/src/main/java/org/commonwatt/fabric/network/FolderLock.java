package org.commonwatt.fabric.network;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to run the network of a folder; the system gives it up when the process dies. The file
 * names the process, for whoever waits for it.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes it, making the folder when needed.
   *
   * @throws FabricException when somebody else has it
   */
  static FolderLock take(Path file) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isGranted(channel)) {
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
        return new FolderLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new FabricException("cannot write to " + file.getParent(), e);
    }
    throw new FabricException(
        "a network runs in "
            + file.getParent()
            + " already: stop it with `commonwatt fabric down` first");
  }

  /** Whether somebody runs the network. */
  static boolean isTaken(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !isGranted(channel);
    } catch (IOException e) {
      throw new FabricException("cannot look at " + file, e);
    }
  }

  /** The id of the process that took it last. */
  static String owner(Path file) {
    try {
      return Files.readString(file, US_ASCII);
    } catch (IOException e) {
      throw new FabricException("cannot look at " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new FabricException("cannot give up the network's folder", e);
    }
  }

  private static boolean isGranted(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another network of this very process has it.
      return false;
    }
  }
}
