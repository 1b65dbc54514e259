package org.commonwatt.log.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.commonwatt.model.Hash;

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

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int BLOCK = 64;
  private static final String HMAC = "HmacSHA256";

  private final String id;
  private final byte[] encryption;
  private final byte[] secrets;

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

  /** The payload, encrypted and bound to its context; always the same bytes. */
  public byte[] seal(Context context, byte[] payload) {
    byte[] padded = pad(payload);
    GCMSIVBlockCipher cipher = cipher(true, context);
    byte[] sealed = new byte[cipher.getOutputSize(padded.length)];
    int length = cipher.processBytes(padded, 0, padded.length, sealed, 0);
    try {
      length += cipher.doFinal(sealed, length);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("encryption has nothing to verify", e);
    }
    return length == sealed.length ? sealed : Arrays.copyOf(sealed, length);
  }

  /**
   * The payload of a seal.
   *
   * @throws BrokenSealException when any bit of it or of the context is not as it was sealed, or
   *     this is not its key
   */
  public byte[] open(Context context, byte[] sealed) {
    if (sealed.length < TAG_BITS / 8) {
      throw new BrokenSealException("the sealed payload is cut short");
    }
    GCMSIVBlockCipher cipher = cipher(false, context);
    byte[] padded = new byte[cipher.getOutputSize(sealed.length)];
    int length = cipher.processBytes(sealed, 0, sealed.length, padded, 0);
    try {
      length += cipher.doFinal(padded, length);
    } catch (InvalidCipherTextException e) {
      throw new BrokenSealException("the sealed payload does not open under key " + id, e);
    }
    return unpad(padded, length);
  }

  /** 32 bytes that only the owner of the key can know, for salts. */
  public Hash secret(Context context) {
    return Hash.ofBytes(hmac(secrets, context.bytes()));
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

  private GCMSIVBlockCipher cipher(boolean seals, Context context) {
    byte[] bound = context.bytes();
    byte[] nonce = Arrays.copyOf(Hash.of(bound).bytes(), NONCE_BYTES);
    GCMSIVBlockCipher cipher = new GCMSIVBlockCipher(AESEngine.newInstance());
    cipher.init(seals, new AEADParameters(new KeyParameter(encryption), TAG_BITS, nonce, bound));
    return cipher;
  }

  private static byte[] pad(byte[] payload) {
    int content = Math.addExact(Integer.BYTES, payload.length);
    int blocks = (content + BLOCK - 1) / BLOCK;
    return ByteBuffer.allocate(Math.multiplyExact(blocks, BLOCK))
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  private static byte[] unpad(byte[] padded, int length) {
    int content = length < Integer.BYTES ? -1 : ByteBuffer.wrap(padded).getInt();
    if (content < 0 || content > length - Integer.BYTES) {
      throw new BrokenSealException("the sealed payload has a length that cannot be");
    }
    return Arrays.copyOfRange(padded, Integer.BYTES, Integer.BYTES + content);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
