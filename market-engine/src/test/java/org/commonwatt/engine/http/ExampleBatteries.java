package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** Batteries on a ledger, whose organisations have the same keys each time. */
final class ExampleBatteries {
  /** A legible code of a module that was made on 2021-12-04. */
  static final String CODE = "04QMB76836300JBC40000903";

  /** A document that all statements name, and its hash. */
  static final String DOCUMENT = "capacity 80 %";

  static final String HASH = Hash.of(DOCUMENT.getBytes(StandardCharsets.UTF_8)).hex();

  private static final long START = 1_659_312_000_000L;
  private static final int KEY_BYTES = 32;

  private final BatteryLedger batteries;

  /** Registers the organisations: a maker, a lab, a second-life firm, an operator. */
  ExampleBatteries(Ledger ledger) {
    batteries = new BatteryLedger(ledger);
    organisation("maker", Role.MAKER, Role.CARMAKER);
    organisation("lab", Role.LAB);
    organisation("again", Role.SECOND_LIFE);
    organisation("power", Role.OPERATOR);
  }

  /** Registers an organisation. */
  void organisation(String org, Role... roles) {
    Organisation organisation =
        new Organisation(org, publicKey(org), Arrays.stream(roles).sorted().toList(), List.of());
    assertThat(batteries.register(organisation)).isInstanceOf(SubmitOutcome.Committed.class);
  }

  /** Module 1, made in time and with a passport, tested. */
  void moduleOne() {
    does("module-1", 1, made(AssetKind.MODULE, List.of(CODE), "passport-1"), "maker");
    does("module-1", 2, test(4_800), "lab");
  }

  /** A module that somebody owns, who is registered without a role. */
  void moduleOf(String owner, String id) {
    organisation(owner);
    does(id, 1, made(AssetKind.MODULE, List.of(), null), "maker");
    does(id, 2, new LifeAction.Transfer(owner), "maker", owner);
  }

  /** Something new that is rated at 6,000 Wh. */
  static LifeAction made(AssetKind kind, List<String> codes, @Nullable String passport) {
    return new LifeAction.Register(kind, codes, 6_000, 60_000, passport);
  }

  /** A test of an accredited lab. */
  static LifeAction test(long energyWh) {
    return new LifeAction.Test(
        SohTest.Basis.ACCREDITED, "GB/T 34015", 100_000, energyWh, 1_500, "");
  }

  /** States something that is taken. */
  void does(String asset, long sequence, LifeAction action, String... orgs) {
    assertThat(batteries.submit(signed(asset, sequence, action, orgs)))
        .isInstanceOf(SubmitOutcome.Committed.class);
  }

  /** A statement with the signatures of these organisations. */
  static SignedStatement signed(String asset, long sequence, LifeAction action, String... orgs) {
    Statement statement =
        Statement.of(asset, sequence, START + 1_000 * sequence, action).withEvidence(HASH);
    return new SignedStatement(
        statement,
        Arrays.stream(orgs)
            .map(org -> new SignedStatement.Signature(org, sign(org, statement.signedBytes())))
            .toList());
  }

  private static String publicKey(String org) {
    byte[] x509 = key(org).getPublic().getEncoded();
    return HexFormat.of().formatHex(Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length));
  }

  private static String sign(String org, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key(org).getPrivate());
      signature.update(bytes);
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key that the organisation's name leads to: no key to sign anything else with. */
  private static KeyPair key(String org) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Named(org));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives the hash of a name instead of random bytes. */
  private static final class Named extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      try {
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        System.arraycopy(hash, 0, bytes, 0, bytes.length);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
