package org.commonwatt.flink;

import java.io.Serializable;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.log.sign.ReadingVerifier;
import org.jspecify.annotations.Nullable;

/** Looks whether a known ingest has signed a reading or a tick. */
final class SignatureCheck implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ReadingKeys keys;
  private transient @Nullable ReadingVerifier verifier;

  SignatureCheck(ReadingKeys keys) {
    this.keys = keys;
  }

  /**
   * Why something is not taken, or null.
   *
   * @param what it is, for people
   * @param proof its signature, if it has one
   * @param timeMillis its instant
   */
  @Nullable String complaint(String what, @Nullable ReadingProof proof, long timeMillis) {
    if (!keys.areNeeded()) {
      return null;
    }
    if (proof == null) {
      return timeMillis < keys.signedFromMillis()
          ? null
          : "the "
              + what
              + " is not signed; see who but the ingest writes to this topic, or set"
              + " signedFrom in the community file for readings from before";
    }
    return switch (verifier().judge(proof)) {
      case RIGHT -> null;
      case UNKNOWN_KEY ->
          "no ingest with the key "
              + ReadingProof.keyName(proof.keyId())
              + " is known; add its public key to the community file, and start the job without its"
              + " checkpoint: it reads the log anew";
      case WRONG ->
          "the signature by the key "
              + ReadingProof.keyName(proof.keyId())
              + " is not of this "
              + what
              + ": it was changed, or somebody else signed it";
    };
  }

  private ReadingVerifier verifier() {
    ReadingVerifier known = verifier;
    if (known == null) {
      known = keys.verifier();
      verifier = known;
    }
    return known;
  }
}
