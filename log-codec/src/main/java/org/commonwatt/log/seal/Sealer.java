package org.commonwatt.log.seal;

import java.util.Arrays;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-GCM-SIV (RFC 8452) under one key, set up once for many short messages: the key's own schedule
 * is kept, and the authenticator does without tables, which would be filled anew for every message.
 * Every message has a key of its own, derived from the nonce. Not thread-safe.
 */
final class Sealer {
  /** Length of a nonce, bytes. */
  static final int NONCE_BYTES = 12;

  /** Length of what authenticates a message, bits. */
  static final int TAG_BITS = 128;

  private final KeyParameter key;
  private final GCMSIVBlockCipher cipher;

  /**
   * Sets up a key.
   *
   * @param key 32 bytes, which are copied
   */
  Sealer(byte[] key) {
    this.key = new KeyParameter(key);
    this.cipher = new GCMSIVBlockCipher(new ScheduledAes(this.key), new BasicGCMMultiplier());
  }

  /** AES that keeps the schedule of one key beside that of the message under way. */
  private static final class ScheduledAes implements BlockCipher {
    private final KeyParameter key;
    private final BlockCipher ofKey = AESEngine.newInstance();
    private final BlockCipher ofMessage = AESEngine.newInstance();
    private BlockCipher current = ofKey;

    ScheduledAes(KeyParameter key) {
      this.key = key;
      ofKey.init(true, key);
    }

    @Override
    public void init(boolean encrypts, CipherParameters parameters) {
      if (parameters == key) { // the very object: the mode passes on what it was given
        current = ofKey;
      } else {
        ofMessage.init(true, parameters);
        current = ofMessage;
      }
    }

    @Override
    public String getAlgorithmName() {
      return current.getAlgorithmName();
    }

    @Override
    public int getBlockSize() {
      return current.getBlockSize();
    }

    @Override
    public int processBlock(byte[] in, int inOffset, byte[] out, int outOffset) {
      return current.processBlock(in, inOffset, out, outOffset);
    }

    @Override
    public void reset() {
      current.reset();
    }
  }

  /**
   * Encrypts, or decrypts and verifies.
   *
   * @param nonce 12 bytes
   * @param bound what is authenticated with the message
   * @param in the message, in clear or sealed
   * @throws InvalidCipherTextException when a sealed message is not as it was sealed; this object
   *     must then not be used any more
   */
  byte[] process(boolean seals, byte[] nonce, byte[] bound, byte[] in)
      throws InvalidCipherTextException {
    cipher.init(seals, new AEADParameters(key, TAG_BITS, nonce, bound));
    byte[] out = new byte[cipher.getOutputSize(in.length)];
    int length = cipher.processBytes(in, 0, in.length, out, 0);
    length += cipher.doFinal(out, length);
    return length == out.length ? out : Arrays.copyOf(out, length);
  }
}
