package org.commonwatt.audit.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.commonwatt.audit.bundle.BundleSigner;
import org.commonwatt.model.Hash;

/**
 * What an engine signs of a market's log and ledger at a moment, and who witnessed it.
 *
 * @param market id of the market
 * @param marketTimeMillis the market's clock at the last event, 0 before it was first told
 * @param heads the heads of the trees
 * @param publicKey the engine's key as X.509 has it, in Base64
 * @param signature the engine's, in Base64
 * @param witnesses who signed beside it, in order
 */
public record TreeHead(
    String market,
    long marketTimeMillis,
    Heads heads,
    String publicKey,
    String signature,
    List<CoSignature> witnesses) {
  static final String KIND = "commonwatt-tree-head-1";
  private static final String WITNESS_KIND = "commonwatt-witness-1";
  private static final String ALGORITHM = "Ed25519";
  private static final int NAME_DIGITS = 16;

  /** Copies the list. */
  public TreeHead {
    witnesses = List.copyOf(witnesses);
  }

  /**
   * That a witness has found a head to go on from the last one that it signed.
   *
   * @param publicKey the witness's key as X.509 has it, in Base64
   * @param witnessedAt when, as the witness says, such as {@code 2026-11-30T12:00:00Z}
   * @param signature the witness's, in Base64
   */
  public record CoSignature(String publicKey, String witnessedAt, String signature) {
    /** {@code witness-} and the first digits of the SHA-256 of its key. */
    public String witness() {
      return name("witness-", publicKey);
    }
  }

  /** A head that an engine signs. */
  public static TreeHead signed(
      String market, long marketTimeMillis, Heads heads, BundleSigner engine) {
    String key = Base64.getEncoder().encodeToString(engine.publicKey());
    TreeHead bare = new TreeHead(market, marketTimeMillis, heads, key, "", List.of());
    String signature = Base64.getEncoder().encodeToString(engine.sign(bare.signedText()));
    return new TreeHead(market, marketTimeMillis, heads, key, signature, List.of());
  }

  /** The same with one more witness. */
  public TreeHead witnessed(BundleSigner witness, String witnessedAt) {
    String key = Base64.getEncoder().encodeToString(witness.publicKey());
    CoSignature bare = new CoSignature(key, witnessedAt, "");
    String signature = Base64.getEncoder().encodeToString(witness.sign(witnessText(bare)));
    List<CoSignature> all = new ArrayList<>(witnesses);
    all.add(new CoSignature(key, witnessedAt, signature));
    return new TreeHead(market, marketTimeMillis, heads, publicKey, this.signature, all);
  }

  /** The engine's name, which follows from its key. */
  public String engine() {
    return name("engine-", publicKey);
  }

  /** Whether the engine whose key it has signed it. */
  boolean isSigned() {
    return verifies(publicKey, signedText(), signature);
  }

  /** Whether a witness whose signature it carries has given it. */
  boolean isWitnessed(CoSignature one) {
    return verifies(one.publicKey(), witnessText(one), one.signature());
  }

  private byte[] signedText() {
    String text =
        KIND + '\n' + market + '\n' + marketTimeMillis + '\n' + heads.lines() + engine() + '\n';
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] witnessText(CoSignature one) {
    String text =
        WITNESS_KIND
            + '\n'
            + Hash.of(signedText())
            + '\n'
            + one.witnessedAt()
            + '\n'
            + one.witness()
            + '\n';
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static boolean verifies(String key, byte[] text, String signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
      check.update(text);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // bytes that cannot be a key or a signature are none
    }
  }

  private static String name(String prefix, String key) {
    try {
      return prefix + Hash.of(Base64.getDecoder().decode(key)).hex().substring(0, NAME_DIGITS);
    } catch (IllegalArgumentException e) {
      return prefix + "unknown";
    }
  }
}
