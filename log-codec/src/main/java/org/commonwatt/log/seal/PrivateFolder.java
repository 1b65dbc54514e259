package org.commonwatt.log.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of small text files that only its owner may read, whole or not there, and durable. */
final class PrivateFolder {
  private static final String ASIDE = "writing";
  private static final String ASIDE_END = ".tmp";

  private final Path path;

  PrivateFolder(Path path) {
    this.path = path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Names with an end, sorted; none when there is no folder. */
  List<String> names(String end) {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName() + "")
          .filter(n -> n.endsWith(end))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + path, e);
    }
  }

  /** A file's lines; none when it is not there. */
  List<String> lines(String name) {
    try {
      return Files.readAllLines(file(name));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file(name), e);
    }
  }

  /** Writes a file unless it is there: aside, forced, then linked into place, the folder forced. */
  void writeNew(String name, String text) throws IOException {
    makeFolder();
    Path aside = Files.createTempFile(path, ASIDE, ASIDE_END, mode(path, "rw-------"));
    try {
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        write(channel, text.getBytes(StandardCharsets.UTF_8));
      }
      Files.createLink(file(name), aside);
    } catch (FileAlreadyExistsException e) {
      return;
    } finally {
      discard(aside, List.of(name));
    }
  }

  /** Removes what killed writers have left aside, so that no copy outlives what it is of. */
  void sweep() throws IOException {
    for (String name : names(ASIDE_END)) {
      if (name.startsWith(ASIDE)) {
        discard(file(name), names(""));
      }
    }
  }

  boolean exists(String name) {
    return Files.exists(file(name));
  }

  /** Overwrites a file with zeros and removes it; nothing when it is not there. */
  void destroy(String name) throws IOException {
    destroy(file(name));
  }

  /** Destroys a file, unless it is only another name of one of these: then the name is removed. */
  private void discard(Path aside, List<String> names) throws IOException {
    for (String name : names) {
      Path other = file(name);
      if (!other.equals(aside) && Files.exists(other) && Files.isSameFile(other, aside)) {
        Files.delete(aside);
        force();
        return;
      }
    }
    destroy(aside);
  }

  private void destroy(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      write(channel, new byte[(int) channel.size()]);
    }
    Files.delete(file);
    force();
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(path)) {
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try {
        Files.createDirectory(path, mode(path, "rwx------"));
      } catch (FileAlreadyExistsException e) {
        // Another process made it.
        return;
      }
    }
  }

  private void force() throws IOException {
    try (FileChannel entries = FileChannel.open(path, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
    channel.force(true);
  }

  /** Where the file system knows owners and modes; elsewhere the folder's own rights must do. */
  private static FileAttribute<?>[] mode(Path path, String mode) {
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
