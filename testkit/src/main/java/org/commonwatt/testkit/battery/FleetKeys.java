package org.commonwatt.testkit.battery;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Signer;
import org.commonwatt.battery.life.Statement;

/** Keys of organisations, which are made when they are first asked for. */
public final class FleetKeys {
  private static final int KEY_BYTES = 32;

  private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();

  /** The statement with the signatures of these organisations, in this order. */
  public SignedStatement sign(Statement statement, List<String> orgs) {
    return new SignedStatement(
        statement,
        orgs.stream()
            .map(org -> new SignedStatement.Signature(org, sign(org, statement.signedBytes())))
            .toList());
  }

  /** An organisation with its key, as it is registered. */
  public Organisation organisation(Signer signer) {
    return new Organisation(
        signer.org(),
        publicKey(signer.org()),
        signer.roles().stream().sorted().toList(),
        signer.actsFor().stream().sorted().toList());
  }

  /** Likewise. */
  public Organisation organisation(String org, Role... roles) {
    return organisation(new Signer(org, roles));
  }

  private String publicKey(String org) {
    byte[] x509 = key(org).getPublic().getEncoded();
    return HexFormat.of().formatHex(Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length));
  }

  private String sign(String org, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key(org).getPrivate());
      signature.update(bytes);
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyPair key(String org) {
    return keys.computeIfAbsent(
        org,
        one -> {
          try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
