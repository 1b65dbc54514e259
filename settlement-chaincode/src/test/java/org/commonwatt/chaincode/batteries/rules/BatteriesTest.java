package org.commonwatt.chaincode.batteries.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.LifeRefusal;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatteriesTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final LifeAction.Register MODULE =
      new LifeAction.Register(AssetKind.MODULE, List.of(), 6_000, 60_000, null);

  private final MapState state = new MapState();
  private final Map<String, KeyPair> keys = new TreeMap<>();

  @BeforeEach
  void registerSome() {
    state.timestampMillis = NOW;
    for (Organisation one : List.of(org("maker", Role.MAKER), org("lab", Role.LAB))) {
      batteries().register(one.text());
      state.commit();
    }
  }

  @ParameterizedTest
  @EnumSource(LifeRefusal.class)
  void everyRefusalOfTheRulesIsOneOfTheContracts(LifeRefusal refusal) {
    assertThat(EnumSet.allOf(RefusalCode.class)).extracting(Enum::name).contains(refusal.name());
  }

  @Test
  void aStatementWritesItsAssetItsEventAndItself() {
    SignedStatement signed = sign(Statement.of("m", 1, NOW, MODULE), "maker");
    String event = batteries().submit(signed.text());
    assertThat(state.written).hasSize(3);
    assertThat(state.event)
        .endsWith(" {\"asset\":\"m\",\"sequence\":1,\"operation\":\"REGISTER\"}");
    state.commit();
    assertThat(batteries().history("m", "0"))
        .isEqualTo(
            "{\"events\":[{\"event\":"
                + event
                + ",\"statement\":{\"signed\":"
                + signed.text()
                + ",\"transactionId\":\"tx\"}}],\"next\":null}");
    assertThat(event)
        .isEqualTo(
            "{\"asset\":\"m\",\"sequence\":1,\"operation\":\"REGISTER\",\"about\":\"m\","
                + "\"aboutSequence\":1,\"actors\":[\"maker\"],\"eventMillis\":1700000000000,"
                + "\"reportedMillis\":1700000000000,\"evidence\":[],\"state\":\"MANUFACTURED\"}");
  }

  @Test
  void aRefusedStatementLeavesNothingThatWouldBeCommitted() {
    assertThat(refused(sign(Statement.of("m", 1, NOW, MODULE), "lab").text()))
        .isEqualTo(RefusalCode.ROLE_MISSING);
    assertThat(state.written).isEmpty();
    assertThat(refused(sign(Statement.of("m", 1, NOW + 300_001, MODULE), "maker").text()))
        .isEqualTo(RefusalCode.EVENT_AHEAD);
    assertThat(refused(sign(Statement.of("m", 1, NOW, MODULE), "maker", "maker").text()))
        .isEqualTo(RefusalCode.MALFORMED);
  }

  @Test
  void aKeyThatChangedSignsFromThenOn() {
    SignedStatement before = sign(Statement.of("m", 1, NOW, MODULE), "maker");
    keys.clear();
    batteries().register(org("maker", Role.MAKER).text());
    state.commit();
    assertThat(refused(before.text())).isEqualTo(RefusalCode.SIGNATURE_WRONG);
  }

  @Test
  void onlyAnAuditorOfTheRegulatorRegistersARegulator() {
    String authority = org("authority", Role.REGULATOR).text();
    assertThatThrownBy(() -> batteries().register(authority)).isInstanceOf(Refusal.class);
    state.caller = new Caller("RegulatorMSP", "");
    assertThatThrownBy(() -> batteries().register(authority)).isInstanceOf(Refusal.class);
    state.caller = new Caller("RegulatorMSP", "auditor");
    assertThat(batteries().register(authority)).isEqualTo(authority);
  }

  @Property(tries = 300)
  void everyTextIsTakenOrRefused(@ForAll String text, @ForAll String name) {
    MapState empty = new MapState();
    assertThatThrownBy(() -> new Batteries(empty).submit(text)).isInstanceOf(Refusal.class);
    String like = "{\"statement\":{\"operation\":\"GRADE\",\"asset\":\"" + name + "\"}}";
    assertThatThrownBy(() -> new Batteries(empty).submit(like)).isInstanceOf(Refusal.class);
  }

  private RefusalCode refused(String json) {
    try {
      batteries().submit(json);
    } catch (Refusal refusal) {
      return refusal.code();
    }
    throw new AssertionError(json + " was taken");
  }

  private Batteries batteries() {
    return new Batteries(state);
  }

  private Organisation org(String name, Role... roles) {
    byte[] x509 = key(name).getPublic().getEncoded();
    return new Organisation(
        name,
        HexFormat.of().formatHex(Arrays.copyOfRange(x509, x509.length - 32, x509.length)),
        List.of(roles),
        List.of());
  }

  private SignedStatement sign(Statement statement, String... orgs) {
    return new SignedStatement(
        statement,
        Arrays.stream(orgs)
            .map(org -> new SignedStatement.Signature(org, sign(org, statement.signedBytes())))
            .toList());
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
