package org.commonwatt.chaincode.batteries.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A good statement of each operation with one value in the place of another, signed all the same:
 * whatever it is, it is taken or refused.
 */
class SpoiltStatementsTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final KeyPair KEY = key();
  private static final List<String> OTHERS =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "1.5",
          "1e3",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "\"m\"",
          "\" \"",
          "[]",
          "[null]",
          "[\"m\"]",
          "[[]]",
          "{}",
          "{\"passport\":null}");
  private static final LifeAction.Test TEST =
      new LifeAction.Test(SohTest.Basis.ACCREDITED, "discharge", 1, 5_000, 1, "balanced");

  static List<Statement> good() {
    List<LifeAction> actions =
        List.of(
            new LifeAction.Install("ab".repeat(32)),
            new LifeAction.Remove(),
            TEST,
            new LifeAction.Grade("B"),
            new LifeAction.Attach(List.of("c")),
            new LifeAction.Dismantle(
                List.of(new LifeAction.Accounted("c", LifeAction.Fate.REUSED)),
                List.of(
                    new LifeAction.Found(
                        "f", AssetKind.CELL, List.of("f"), 1, 1, LifeAction.Fate.WASTE))),
            new LifeAction.Swap("c", "d"),
            new LifeAction.Commission(),
            new LifeAction.Decommission(),
            new LifeAction.Throughput("w", 0, 5, 4),
            new LifeAction.Raise("h", Hold.Cause.RECALL),
            new LifeAction.Clear("h"),
            new LifeAction.Isolate(),
            new LifeAction.Rejoin(),
            new LifeAction.Transfer("all"),
            new LifeAction.Discard(),
            new LifeAction.Recycle(),
            new LifeAction.Destroy("fire"),
            new LifeAction.CorrectTest(1, "typo", TEST),
            new LifeAction.CorrectNameplate(1, "typo", 6_000, 60_000));
    List<Statement> good = new ArrayList<>();
    good.add(Statement.of("n", 1, NOW, module("pass-n")));
    good.add(
        Statement.of(
            "n",
            1,
            NOW,
            new LifeAction.Repurpose(
                AssetKind.ESS, List.of("n"), 6_000, 60_000, List.of("m"), "pass-n", "all")));
    actions.forEach(action -> good.add(Statement.of("m", 2, NOW, action)));
    return good.stream().map(one -> one.withEvidence("cd".repeat(32))).toList();
  }

  private static LifeAction module(String passport) {
    return new LifeAction.Register(AssetKind.MODULE, List.of("n"), 6_000, 60_000, passport);
  }

  @Test
  void thereIsOneOfEachOperation() {
    Set<Operation> all = EnumSet.noneOf(Operation.class);
    good().forEach(statement -> all.add(statement.operation()));
    assertThat(all).isEqualTo(EnumSet.allOf(Operation.class));
  }

  @ParameterizedTest
  @MethodSource("good")
  void everySpoiltStatementIsTakenOrRefused(Statement statement) throws Exception {
    MapState state = registered();
    JsonNode whole = MAPPER.readTree(statement.text());
    int refused = 0;
    for (String other : OTHERS) {
      for (JsonNode spoilt : spoilt(whole, MAPPER.readTree(other))) {
        state.written.clear();
        try {
          new Batteries(state).submit(signed(spoilt.toString()));
        } catch (Refusal refusal) {
          assertThat(refusal.getMessage()).isNotBlank();
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(OTHERS.size());
  }

  @Test
  void onlyARegistrationMayHaveNoPassport() {
    Statement repurposed = good().get(1);
    assertRefused(repurposed, "\"passport\":\"pass-n\"", "\"passport\":null");
    MapState state = registered();
    state.written.clear();
    new Batteries(state).submit(signed(Statement.of("k", 1, NOW, none()).text()));
    assertThat(state.written).isNotEmpty();
  }

  private static LifeAction none() {
    return new LifeAction.Register(AssetKind.MODULE, List.of(), 6_000, 60_000, null);
  }

  @Test
  void nothingHappenedAtTheBeginningOfTime() {
    assertRefused(good().get(0), "\"eventMillis\":" + NOW, "\"eventMillis\":0");
  }

  private static void assertRefused(Statement statement, String part, String other) {
    String spoilt = statement.text().replace(part, other);
    assertThat(spoilt).isNotEqualTo(statement.text());
    assertThatThrownBy(() -> new Batteries(registered()).submit(signed(spoilt)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.MALFORMED));
  }

  /** The tree with the other value at each place in turn. */
  private static List<JsonNode> spoilt(JsonNode tree, JsonNode other) {
    List<JsonNode> all = new ArrayList<>();
    if (tree instanceof ObjectNode object) {
      for (String name : names(object)) {
        ObjectNode with = object.deepCopy();
        all.add(with.set(name, other));
        for (JsonNode within : spoilt(object.get(name), other)) {
          ObjectNode deeper = object.deepCopy();
          all.add(deeper.set(name, within));
        }
      }
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        ArrayNode with = array.deepCopy();
        with.set(i, other);
        all.add(with);
        for (JsonNode within : spoilt(array.get(i), other)) {
          ArrayNode deeper = array.deepCopy();
          deeper.set(i, within);
          all.add(deeper);
        }
      }
    }
    return all;
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** An organisation that may do everything, and a module of its own. */
  private static MapState registered() {
    MapState state = new MapState();
    state.timestampMillis = NOW;
    byte[] x509 = KEY.getPublic().getEncoded();
    Organisation all =
        new Organisation(
            "all",
            HexFormat.of().formatHex(Arrays.copyOfRange(x509, x509.length - 32, x509.length)),
            Arrays.stream(Role.values()).filter(role -> role != Role.REGULATOR).toList(),
            List.of());
    new Batteries(state).register(all.text());
    state.commit();
    new Batteries(state).submit(signed(Statement.of("m", 1, NOW, none()).text()));
    state.commit();
    return state;
  }

  private static String signed(String statement) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(KEY.getPrivate());
      signature.update(
          ("commonwatt battery statement 1\n" + statement + "\n").getBytes(StandardCharsets.UTF_8));
      return "{\"statement\":"
          + statement
          + ",\"signatures\":[{\"org\":\"all\",\"signature\":\""
          + HexFormat.of().formatHex(signature.sign())
          + "\"}]}";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair key() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
