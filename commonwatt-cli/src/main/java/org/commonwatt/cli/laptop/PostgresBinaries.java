package org.commonwatt.cli.laptop;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Where the programs of the embedded PostgreSQL are unpacked to: once for a user, in the cache
 * folder of the system, so that a new data folder starts some seconds sooner. Processes that start
 * at the same time wait for the one that unpacks.
 *
 * @param folder holds a folder for each version, whose name is the hash of its archive
 */
record PostgresBinaries(Path folder) {
  private static final Object IN_THIS_PROCESS = new Object();
  private static final String CACHE = "XDG_CACHE_HOME";
  private static final String LOCK = "unpacking.lock";

  /**
   * The user's own, or those of a data folder where the user has no home that can be written to.
   *
   * @param data the data folder of the database
   */
  static PostgresBinaries beside(Path data) {
    String cache = System.getenv(CACHE);
    Path home =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    Path shared = home.resolve("commonwatt").resolve("postgres");
    try {
      Files.createDirectories(shared);
      return new PostgresBinaries(
          Files.isWritable(shared) ? shared.toRealPath() : data.resolve("binaries"));
    } catch (IOException e) {
      return new PostgresBinaries(data.resolve("binaries"));
    }
  }

  /** Starts a server with these programs, which are unpacked first if they are not yet. */
  EmbeddedPostgres start(EmbeddedPostgres.Builder server) throws IOException {
    server.setOverrideWorkingDirectory(folder.toFile());
    if (areUnpacked()) {
      return server.start();
    }
    synchronized (IN_THIS_PROCESS) { // a file lock is of the whole process
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock alone = channel.lock()) {
        assert alone.isValid();
        return server.start();
      }
    }
  }

  /** The library puts a file beside a version when it is whole. */
  private boolean areUnpacked() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> versions = Files.list(folder)) {
      return versions.anyMatch(version -> Files.exists(version.resolve(".exists")));
    }
  }
}
