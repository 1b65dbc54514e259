package org.commonwatt.fabric.network;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to run the network of a folder; the system gives it up when the process dies. The file
 * names the process, for whoever waits for it.
 */
final class FolderLock implements AutoCloseable {
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
   * Takes it, making the folder when needed.
   *
   * @throws FabricException when somebody else has it
   */
  static synchronized FolderLock take(Path file) {
    Path name = nameOf(file);
    if (TAKEN.contains(name)) {
      throw inUse(file);
    }
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
        TAKEN.add(name);
        return new FolderLock(channel, name);
      }
      channel.close();
    } catch (IOException e) {
      throw new FabricException("cannot write to " + file.getParent(), e);
    }
    throw inUse(file);
  }

  /** Whether somebody runs the network. */
  static synchronized boolean isTaken(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    if (TAKEN.contains(nameOf(file))) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
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
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new FabricException("cannot give up the network's folder", e);
    } finally {
      TAKEN.remove(name);
    }
  }

  /** One name for a file, whatever its folder was called; makes the folder. */
  private static Path nameOf(Path file) {
    try {
      Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      return folder.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new FabricException("cannot write to " + file.getParent(), e);
    }
  }

  private static FabricException inUse(Path file) {
    return new FabricException(
        "a network runs in "
            + file.getParent()
            + " already: stop it with `commonwatt fabric down` first");
  }
}
