package org.commonwatt.log.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * One 256-bit key: seals and opens payloads with AES-GCM-SIV (RFC 8452), and derives secrets.
 *
 * <p>The nonce is the first 12 bytes of the SHA-256 of the context, so that equal payloads in equal
 * places have equal bytes; two payloads in one place would only show whether they are equal. A
 * payload is padded to multiples of 64 bytes, so that its length does not tell small amounts from
 * large ones. Thread-safe.
 */
public final class SealKey {
  /** Length of a key, bytes. */
  public static final int KEY_BYTES = 32;

  /** Length of a key's id, bytes. */
  public static final int ID_BYTES = 8;

  private static final int BLOCK = 64;
  private static final String HMAC = "HmacSHA256";

  private final String id;
  private final byte[] encryption;
  private final byte[] secrets;
  private final AtomicReference<@Nullable Sealer> idle = new AtomicReference<>();
  private volatile boolean destroyed;

  private SealKey(byte[] key) {
    byte[] named = Hash.of(ascii("commonwatt key id 1"), key).bytes();
    id = HexFormat.of().formatHex(named, 0, ID_BYTES);
    encryption = hmac(key, ascii("commonwatt seal encryption 1"));
    secrets = hmac(key, ascii("commonwatt seal secrets 1"));
  }

  /**
   * Takes a key's bytes; the array may be wiped afterwards.
   *
   * @throws IllegalArgumentException unless there are {@value #KEY_BYTES}
   */
  public static SealKey of(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
    }
    return new SealKey(key);
  }

  /** Names the key without telling it: 16 hexadecimal digits. */
  public String id() {
    return id;
  }

  /**
   * The payload, encrypted and bound to its context; always the same bytes.
   *
   * @throws IllegalStateException when the key was destroyed, as {@link #open} and {@link #secret}
   */
  public byte[] seal(Context context, byte[] payload) {
    try {
      return process(true, context, pad(payload));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("encryption has nothing to verify", e);
    }
  }

  /**
   * The payload of a seal.
   *
   * @throws BrokenSealException when any bit of it or of the context is not as it was sealed, or
   *     this is not its key
   */
  public byte[] open(Context context, byte[] sealed) {
    if (sealed.length < Sealer.TAG_BITS / 8) {
      throw new BrokenSealException("the sealed payload is cut short");
    }
    try {
      return unpad(process(false, context, sealed));
    } catch (InvalidCipherTextException e) {
      throw new BrokenSealException("the sealed payload does not open under key " + id, e);
    }
  }

  /**
   * Forgets the key: its bytes are overwritten, and what was set up for it is let go of. Copies
   * that the virtual machine made while it moved objects are beyond reach.
   */
  void destroy() {
    destroyed = true;
    idle.set(null);
    Arrays.fill(encryption, (byte) 0);
    Arrays.fill(secrets, (byte) 0);
  }

  /** Whether nothing of the key is here any more. */
  boolean isDestroyed() {
    byte[] nothing = new byte[encryption.length];
    return destroyed
        && idle.get() == null
        && Arrays.equals(encryption, nothing)
        && Arrays.equals(secrets, nothing);
  }

  /** 32 bytes that only the owner of the key can know, for salts. */
  public Hash secret(Context context) {
    Hash secret = Hash.ofBytes(hmac(secrets, context.bytes()));
    requireThere();
    return secret;
  }

  /** Names the key and hides it. */
  @Override
  public String toString() {
    return "SealKey[" + id + "]";
  }

  /** HMAC-SHA256, here and for keys that derive from a seed. */
  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /** With the cipher that is idle, if there is one: who finds none sets one up. */
  private byte[] process(boolean seals, Context context, byte[] in)
      throws InvalidCipherTextException {
    Sealer sealer = idle.getAndSet(null);
    if (sealer == null) {
      sealer = new Sealer(encryption);
    }
    requireThere();
    byte[] bound = context.bytes();
    byte[] nonce = Arrays.copyOf(Hash.of(bound).bytes(), Sealer.NONCE_BYTES);
    byte[] out = sealer.process(seals, nonce, bound, in);
    idle.set(sealer);
    if (destroyed) {
      idle.set(null);
    }
    return out;
  }

  /** Looked at after the key's bytes were taken: they may have been overwritten meanwhile. */
  private void requireThere() {
    if (destroyed) {
      throw new IllegalStateException("key " + id + " was destroyed");
    }
  }

  private static byte[] pad(byte[] payload) {
    int content = Math.addExact(Integer.BYTES, payload.length);
    int blocks = (content + BLOCK - 1) / BLOCK;
    return ByteBuffer.allocate(Math.multiplyExact(blocks, BLOCK))
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  private static byte[] unpad(byte[] padded) {
    int content = padded.length < Integer.BYTES ? -1 : ByteBuffer.wrap(padded).getInt();
    if (content < 0 || content > padded.length - Integer.BYTES) {
      throw new BrokenSealException("the sealed payload has a length that cannot be");
    }
    return Arrays.copyOfRange(padded, Integer.BYTES, Integer.BYTES + content);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
