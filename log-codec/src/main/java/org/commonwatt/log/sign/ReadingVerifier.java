package org.commonwatt.log.sign;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.commonwatt.model.Hash;

/**
 * Verifies the signatures of readings. What was found of a root is kept for the other readings
 * under it, so most cost a few hashes only. For one thread.
 */
public final class ReadingVerifier {
  private static final int KEPT = 1_024;

  private final Map<Long, Ed25519PublicKeyParameters> keys = new HashMap<>();
  private final Map<Head, Boolean> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Head, Boolean> eldest) {
          return size() > KEPT;
        }
      };

  private record Head(long keyId, Hash root, Hash signature) {}

  /** What is found of a signature. */
  public enum Verdict {
    /** The owner of a known key has signed the reading. */
    RIGHT,
    /** No known key has the id. */
    UNKNOWN_KEY,
    /** It is not the signature of this reading. */
    WRONG
  }

  /**
   * Knows keys.
   *
   * @param publicKeys of Ed25519, as X.509 has them
   * @throws IllegalArgumentException when one is none
   */
  public ReadingVerifier(Collection<byte[]> publicKeys) {
    for (byte[] publicKey : publicKeys) {
      keys.put(ReadingProof.keyId(publicKey), parse(publicKey));
    }
  }

  /** Judges a signature. */
  public Verdict judge(ReadingProof proof) {
    Ed25519PublicKeyParameters key = keys.get(proof.keyId());
    if (key == null) {
      return Verdict.UNKNOWN_KEY;
    }
    Hash root = proof.root();
    if (root == null) {
      return Verdict.WRONG;
    }
    Head head = new Head(proof.keyId(), root, Hash.of(proof.signature()));
    Boolean right = known.get(head);
    if (right == null) {
      right = verify(key, ReadingProof.signedBytes(root), proof.signature());
      known.put(head, right);
    }
    return right ? Verdict.RIGHT : Verdict.WRONG;
  }

  private static boolean verify(Ed25519PublicKeyParameters key, byte[] message, byte[] signature) {
    return key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
  }

  private static Ed25519PublicKeyParameters parse(byte[] publicKey) {
    try {
      if (PublicKeyFactory.createKey(publicKey) instanceof Ed25519PublicKeyParameters key) {
        return key;
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "not a public key of Ed25519 as X.509 has it: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("the public key is not of Ed25519");
  }
}
