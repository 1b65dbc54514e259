package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/**
 * An identity of an organisation, with its own key: the one that endorses, or a client.
 *
 * @param name the organisation's, such as {@code Exchange}
 * @param key its private key
 * @param certificate its certificate
 * @param serialized its identity as transactions carry it: MSP id and certificate
 */
record Organisation(
    String name, PrivateKey key, X509Certificate certificate, ByteString serialized) {
  private static final String ALGORITHM = "SHA256withECDSA";

  static Organisation of(String name, PrivateKey key, X509Certificate certificate, String pem) {
    ByteString identity =
        SerializedIdentity.newBuilder()
            .setMspid(name + "MSP")
            .setIdBytes(ByteString.copyFromUtf8(pem))
            .build()
            .toByteString();
    return new Organisation(name, key, certificate, identity);
  }

  String mspId() {
    return name + "MSP";
  }

  ByteString sign(ByteString message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message.asReadOnlyByteBuffer());
      return Bytes.string(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new LedgerException(name + " cannot sign with its key", e);
    }
  }

  /** Whether this organisation has signed the message. */
  boolean verifies(ByteString message, ByteString signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(certificate.getPublicKey());
      signature.update(message.asReadOnlyByteBuffer());
      return signature.verify(signed.toByteArray());
    } catch (GeneralSecurityException e) {
      // A malformed signature is an exception in Java, but just a wrong one here.
      return false;
    }
  }
}
