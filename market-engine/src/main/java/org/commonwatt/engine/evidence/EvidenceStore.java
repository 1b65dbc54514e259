package org.commonwatt.engine.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.commonwatt.model.Hash;

/**
 * Documents in a folder, each under the SHA-256 of its bytes: {@code ab/abcd…} of one whose hash
 * begins with {@code ab}. The same document is kept once, and none is changed. Thread-safe, also
 * between processes.
 */
public final class EvidenceStore {
  /** The longest document, in bytes. */
  public static final int MOST_BYTES = 4 << 20;

  private static final int PREFIX_DIGITS = 2;

  private final Path folder;
  private final long sparedBytes;

  /**
   * A store in a folder, which is made when it first keeps something.
   *
   * @param sparedBytes that are left free on the disk: who has less takes no more documents
   */
  public EvidenceStore(Path folder, long sparedBytes) {
    this.folder = folder;
    this.sparedBytes = sparedBytes;
  }

  /** That the disk has no room left for more documents. */
  public static final class FullException extends IOException {
    private static final long serialVersionUID = 1L;

    FullException(String message) {
      super(message);
    }
  }

  /**
   * Keeps a document; on disk when this returns.
   *
   * @param content 1 to {@link #MOST_BYTES} bytes
   * @return its SHA-256
   * @throws IllegalArgumentException when it is empty or too long
   * @throws FullException when the disk is
   * @throws IOException when it cannot be written
   */
  public Hash put(byte[] content) throws IOException {
    if (content.length == 0 || content.length > MOST_BYTES) {
      throw new IllegalArgumentException("a document has 1 to " + MOST_BYTES + " bytes");
    }
    Hash hash = Hash.of(content);
    Path place = place(hash);
    if (Files.exists(place)) {
      return hash;
    }
    Path beside = Files.createDirectories(directory(hash));
    if (Files.getFileStore(beside).getUsableSpace() - content.length < sparedBytes) {
      throw new FullException("less than " + sparedBytes + " bytes would be left on the disk");
    }
    Path written = Files.createTempFile(beside, "new-", ".part");
    try {
      write(written, content);
      Files.move(written, place, StandardCopyOption.ATOMIC_MOVE);
      sync(beside);
    } finally {
      Files.deleteIfExists(written);
    }
    return hash;
  }

  /**
   * A document by its SHA-256, empty when it is not kept.
   *
   * @throws IOException when it cannot be read, or is not what was kept
   */
  public Optional<byte[]> get(Hash hash) throws IOException {
    try {
      byte[] content = Files.readAllBytes(place(hash));
      if (!Hash.of(content).equals(hash)) {
        throw new IOException("the document " + hash.hex() + " was changed on the disk");
      }
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path place(Hash hash) {
    return directory(hash).resolve(hash.hex());
  }

  private Path directory(Hash hash) {
    return folder.resolve(hash.hex().substring(0, PREFIX_DIGITS));
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
