package org.commonwatt.engine.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Snapshots as files of a folder. A file is written under a temporary name, forced to the disk,
 * renamed, and the folder is forced, too: a crash leaves a temporary file and never half a
 * snapshot.
 */
public final class SnapshotFolder implements SnapshotStore {
  private static final String PREFIX = "snapshot-";
  private static final String TEMPORARY = "writing";

  private final Path folder;
  private final int kept;

  /**
   * A folder that need not exist yet.
   *
   * @param folder holds nothing else
   * @param kept how many snapshots are kept, at least 1
   */
  public SnapshotFolder(Path folder, int kept) {
    if (kept < 1) {
      throw new IllegalArgumentException("at least one snapshot is kept, not " + kept);
    }
    this.folder = folder;
    this.kept = kept;
  }

  @Override
  public List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(PREFIX))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    return Files.newInputStream(folder.resolve(name));
  }

  @Override
  public void write(long sequence, Content content) throws IOException {
    Files.createDirectories(folder);
    Path temporary = folder.resolve(TEMPORARY);
    try (FileChannel file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(file);
      content.writeTo(out);
      out.flush();
      file.force(true);
    }
    Path name = folder.resolve(name(sequence));
    Files.move(
        temporary, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force();
    dropAhead(name.getFileName().toString());
    List<String> all = names();
    for (String old : all.subList(Math.min(kept, all.size()), all.size())) {
      Files.delete(folder.resolve(old));
    }
  }

  @Override
  public int dropBefore(long sequence) throws IOException {
    String oldest = name(sequence);
    int dropped = 0;
    for (String name : names()) {
      if (name.compareTo(oldest) < 0) {
        Files.delete(folder.resolve(name));
        dropped++;
      }
    }
    // What a crash left half written is as old as any.
    Files.deleteIfExists(folder.resolve(TEMPORARY));
    if (Files.isDirectory(folder)) {
      force();
    }
    return dropped;
  }

  /** The log was cut, or restored from a backup: what is ahead of it is of another log now. */
  private void dropAhead(String newest) throws IOException {
    for (String name : names()) {
      if (name.compareTo(newest) > 0) {
        Files.delete(folder.resolve(name));
      }
    }
  }

  private static String name(long sequence) {
    return PREFIX + "%019d".formatted(sequence);
  }

  private void force() throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
