package org.commonwatt.engine.receipt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.model.Hash;

/**
 * The key pair of one engine: Ed25519, kept in a file that only its owner may read. The engine's
 * name is that of its key, so no two engines share one.
 */
public final class EngineKey {
  /** The algorithm, as the JDK calls it. */
  public static final String ALGORITHM = "Ed25519";

  private static final int NAME_DIGITS = 16;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Pattern PEM =
      Pattern.compile("(?s)-----BEGIN (PRIVATE|PUBLIC) KEY-----\\s(.*?)-----END \\1 KEY-----");

  private final PrivateKey privateKey;
  private final byte[] publicKey;
  private final String engine;

  private EngineKey(PrivateKey privateKey, byte[] publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.engine = engineOf(publicKey);
  }

  /**
   * Reads the key of a file, or makes one on first use.
   *
   * @throws IOException when the file cannot be read or written, is no key, or may be read by
   *     others; the message names it
   */
  public static EngineKey open(Path file) throws IOException {
    return Files.exists(file) ? read(file) : make(file);
  }

  /** The engine's name: {@code engine-} and the first digits of its public key's SHA-256. */
  public String engine() {
    return engine;
  }

  /** The public key as X.509 has it. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** The name of the engine that has a public key. */
  public static String engineOf(byte[] publicKey) {
    return "engine-" + Hash.of(publicKey).hex().substring(0, NAME_DIGITS);
  }

  /** The 64 bytes of a signature. */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with the engine's key", e);
    }
  }

  private static EngineKey make(Path file) throws IOException {
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
    String text = pem("PRIVATE", pair.getPrivate().getEncoded());
    text += pem("PUBLIC", pair.getPublic().getEncoded());
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    Path temporary = folder.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    return new EngineKey(pair.getPrivate(), pair.getPublic().getEncoded());
  }

  private static EngineKey read(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new IOException(
          file
              + " holds the engine's key and may be used by others ("
              + PosixFilePermissions.toString(permissions)
              + "): chmod 600 it");
    }
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      PrivateKey secret = keys.generatePrivate(new PKCS8EncodedKeySpec(part(text, "PRIVATE")));
      PublicKey known = keys.generatePublic(new X509EncodedKeySpec(part(text, "PUBLIC")));
      EngineKey key = new EngineKey(secret, known.getEncoded());
      key.requirePair(known);
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " is no key of an engine: " + e.getMessage(), e);
    }
  }

  private void requirePair(PublicKey known) throws GeneralSecurityException {
    byte[] probe = engine.getBytes(StandardCharsets.UTF_8);
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initVerify(known);
    signature.update(probe);
    if (!signature.verify(sign(probe))) {
      throw new InvalidKeyException("its two halves do not belong together");
    }
  }

  private static byte[] part(String text, String kind) {
    Matcher matcher = PEM.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(kind)) {
        return Base64.getMimeDecoder().decode(matcher.group(2));
      }
    }
    throw new IllegalArgumentException("it has no " + kind + " KEY");
  }

  private static String pem(String kind, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + " KEY-----\n" + body + "\n-----END " + kind + " KEY-----\n";
  }
}
