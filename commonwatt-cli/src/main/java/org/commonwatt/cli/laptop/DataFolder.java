package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.engine.evidence.EvidenceStore;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.log.seal.FileKeyring;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds everything of one community: the log, the database, the ledger, the spool. At
 * most one process uses it at a time.
 */
public final class DataFolder implements AutoCloseable {
  /** Name of the file with the key that the folder's ingest signs readings with. */
  public static final String INGEST_KEY = "ingest.key";

  private static final String KEYS = "keys";
  private static final String LOCK = "commonwatt.lock";
  private static final String DEMO_MARK = "demo.txt";
  private static final String ENGINE_KEY = "engine.key";
  private static final String LOG_PROPERTY = "commonwatt.log";

  private final Path root;
  private final FileChannel channel;

  private DataFolder(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /**
   * Takes a folder that does not exist yet or is empty.
   *
   * @throws UserError when it is used or cannot be written
   */
  public static DataFolder create(Path root) {
    if (Files.exists(root) && !isEmpty(root)) {
      throw new UserError(
          root + " is already used: name a new folder with --data, or remove this one");
    }
    return lock(root);
  }

  /**
   * Takes a folder that {@code init} or an earlier run has made.
   *
   * @throws UserError when it holds no community, another process uses it, or it cannot be written
   */
  public static DataFolder open(Path root) {
    if (!Files.isRegularFile(root.resolve(CommunityFile.NAME))) {
      throw new UserError(
          root
              + " holds no "
              + CommunityFile.NAME
              + ": make one with `commonwatt init "
              + root
              + "`");
    }
    return lock(root);
  }

  /** The process that uses a folder, or null when it is free. */
  public static @Nullable String user(Path root) {
    Path file = root.resolve(LOCK);
    if (!Files.exists(file)) {
      return null;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null ? "another commonwatt process" : null;
    } catch (OverlappingFileLockException e) {
      return "this process";
    } catch (IOException e) {
      return "something that prevents opening " + file;
    }
  }

  /**
   * Sends the log of this process into the folder, so that the terminal stays readable. Must be
   * called before anything logs; the first call counts.
   */
  public void takeLog() {
    System.setProperty(LOG_PROPERTY, root.resolve("commonwatt.log").toString());
  }

  /** The community file. */
  public Path communityFile() {
    return root.resolve(CommunityFile.NAME);
  }

  /** A part's own folder. */
  public Path part(String name) {
    return root.resolve(name);
  }

  /** Documents about batteries, in {@code evidence}; a gibibyte of the disk is left free. */
  public EvidenceStore evidence() {
    return new EvidenceStore(part("evidence"), 1L << 30);
  }

  /**
   * The key of the engine that runs over this folder, made on first use.
   *
   * @throws UserError when it cannot be read or made, or others may read it
   */
  public EngineKey engineKey() {
    try {
      return EngineKey.open(part(ENGINE_KEY));
    } catch (IOException e) {
      throw new UserError("cannot use the engine's key: " + e.getMessage(), e);
    }
  }

  /** The folder of the keys that personal payloads of this folder are sealed with. */
  public Path keyFolder() {
    return part(KEYS);
  }

  /** The keys that personal payloads of this folder are sealed with. */
  public FileKeyring keyring() {
    return new FileKeyring(keyFolder());
  }

  /** The folder itself. */
  public Path root() {
    return root;
  }

  /** Notes that the folder holds a demo's simulated time. */
  public void markDemo() {
    write(root.resolve(DEMO_MARK), "This folder holds a demo: its clock was simulated.\n");
  }

  /** Whether the folder holds a demo. */
  public boolean isDemo() {
    return Files.exists(root.resolve(DEMO_MARK));
  }

  /** Writes the community file. */
  public void writeCommunity(String text) {
    write(communityFile(), text);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UserError("cannot release " + root, e);
    }
  }

  private static DataFolder lock(Path root) {
    FileChannel channel = null;
    try {
      Files.createDirectories(root);
      channel =
          FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw inUse(root);
      }
      return new DataFolder(root.toRealPath(), channel);
    } catch (OverlappingFileLockException e) {
      throw inUse(root);
    } catch (IOException e) {
      throw new UserError(
          "cannot write to "
              + root
              + " ("
              + e.getClass().getSimpleName()
              + "): name a folder you may write with --data",
          e);
    }
  }

  private static UserError inUse(Path root) {
    return new UserError(root + " is in use by another commonwatt process: stop that one first");
  }

  private static boolean isEmpty(Path root) {
    if (!Files.isDirectory(root)) {
      return false;
    }
    try (Stream<Path> children = Files.list(root)) {
      return children.findAny().isEmpty();
    } catch (IOException e) {
      throw new UserError("cannot look into " + root, e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UserError("cannot write " + file, e);
    }
  }
}
