package org.commonwatt.cli.battery;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.log.sign.SigningKey;

/**
 * An organisation that signs statements.
 *
 * @param org its id
 * @param key its key
 */
public record StatementSigner(String org, SigningKey key) {

  /** The statement with this signature in place of another of the same organisation. */
  public SignedStatement sign(SignedStatement before) {
    List<SignedStatement.Signature> signatures = new ArrayList<>(before.signatures());
    signatures.removeIf(one -> one.org().equals(org));
    signatures.add(
        new SignedStatement.Signature(
            org, HexFormat.of().formatHex(key.sign(before.statement().signedBytes()))));
    return new SignedStatement(before.statement(), signatures);
  }
}
