package org.commonwatt.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import org.commonwatt.model.Hash;

/**
 * The secret that the secrets of all keys of a market are derived from: that of a key is the
 * HMAC-SHA256 of its id. So no secret lies in the database, and a copy of that lets nobody in.
 * Whoever has this key is everybody: it is kept in a file that only its owner may read, or its
 * group, as a cluster mounts secrets.
 */
public final class MasterKey {
  private static final int BYTES = 32;
  private static final String DOMAIN = "commonwatt-key-1\n";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> AT_MOST =
      PosixFilePermissions.fromString("rw-r-----");

  private final byte[] bytes;

  private MasterKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads the key of a file, or makes a random one on first use.
   *
   * @throws IOException when the file cannot be read or written, is no key, or may be read by
   *     others; the message names it
   */
  public static MasterKey open(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      writeOwnerOnly(file, Base64.getEncoder().encodeToString(random) + "\n");
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!AT_MOST.containsAll(permissions)) {
      throw new IOException(
          file
              + " is the master key of all logins and may be used by others ("
              + PosixFilePermissions.toString(permissions)
              + "): chmod 600 it");
    }
    try {
      return of(Base64.getDecoder().decode(Files.readString(file).trim()));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no master key: " + e.getMessage(), e);
    }
  }

  /**
   * A key that anybody can make again: for simulated markets and tests, whose logins are no secret.
   */
  public static MasterKey ofSeed(String seed) {
    return of(Hash.of(("commonwatt-seed\n" + seed).getBytes(StandardCharsets.UTF_8)).bytes());
  }

  private static MasterKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("it has " + bytes.length + " bytes, not " + BYTES);
    }
    return new MasterKey(bytes);
  }

  /** Writes the key where {@link #open} finds it. */
  public void write(Path file) throws IOException {
    writeOwnerOnly(file, Base64.getEncoder().encodeToString(bytes) + "\n");
  }

  /** The login of a key: its id and its secret. */
  public KeyToken token(String keyId) {
    return new KeyToken(
        keyId, Signatures.hmac(bytes, (DOMAIN + keyId).getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes a text into a new file that only its owner may read, at once and as a whole.
   *
   * @throws FileAlreadyExistsException when it is there
   */
  public static void writeOwnerOnly(Path file, String text) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    Path temporary =
        Files.createTempFile(folder, ".", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(temporary, text);
      Files.createLink(file, temporary);
    } finally {
      Files.delete(temporary);
    }
  }
}
