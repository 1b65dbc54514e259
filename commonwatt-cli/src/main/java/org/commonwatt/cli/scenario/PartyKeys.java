package org.commonwatt.cli.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ServiceTerms;

/** A key for each party, derived from the seed, so that the same seed gives the same log. */
final class PartyKeys {
  private final long seed;
  private final Map<String, Ed25519PrivateKeyParameters> keys = new HashMap<>();

  PartyKeys(long seed) {
    this.seed = seed;
  }

  /** The public half, 64 hexadecimal digits. */
  String publicKey(String party) {
    return HexFormat.of().formatHex(key(party).generatePublicKey().getEncoded());
  }

  /** A party's signature of terms. */
  String sign(String party, ServiceTerms terms) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key(party));
    byte[] text = terms.signedBytes();
    signer.update(text, 0, text.length);
    return HexFormat.of().formatHex(signer.generateSignature());
  }

  private Ed25519PrivateKeyParameters key(String party) {
    return keys.computeIfAbsent(
        party,
        of -> {
          byte[] secret = Hash.of(("scenario " + seed + " " + of).getBytes(UTF_8)).bytes();
          return new Ed25519PrivateKeyParameters(secret, 0);
        });
  }
}
