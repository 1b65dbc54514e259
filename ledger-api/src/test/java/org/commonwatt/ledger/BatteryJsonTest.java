package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that somebody has written by hand. */
class BatteryJsonTest {
  private static final SignedStatement SIGNED =
      new SignedStatement(
          Statement.of(
                  "m",
                  1,
                  5,
                  new LifeAction.Register(AssetKind.MODULE, List.of("c"), 6_000, 60_000, null))
              .withEvidence("ab".repeat(32)),
          List.of(new SignedStatement.Signature("maker", "00".repeat(64))));
  private static final Statement REPURPOSED =
      Statement.of(
          "e",
          1,
          5,
          new LifeAction.Repurpose(AssetKind.ESS, List.of(), 1, 1, List.of("m"), "p", "again"));

  @Test
  void aStatementIsReadWithItsSignaturesOrAlone() {
    assertThat(BatteryJson.readStatement(SIGNED.text())).isEqualTo(SIGNED);
    assertThat(BatteryJson.readStatement(" " + SIGNED.text().replace(",", " ,\n")))
        .isEqualTo(SIGNED);
    assertThat(BatteryJson.readStatement(SIGNED.statement().text()))
        .isEqualTo(new SignedStatement(SIGNED.statement(), List.of()));
    assertThat(BatteryJson.readStatement(REPURPOSED.text()).statement()).isEqualTo(REPURPOSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"evidence\":[\"ab | \"evidence\":[1,\"ab | evidence",
        "\"evidence\":[\"ab | \"evidence\":[null,\"ab | evidence",
        "\"REGISTER\" | null | operation",
        "\"REGISTER\" | 0 | operation",
        "\"REGISTER\" | \"\" | Operation",
        "\"MODULE\" | 1 | AssetKind",
        "\"MODULE\" | null | kind",
        "[\"c\"] | [null] | null",
        "[\"c\"] | null | codes",
        "[\"c\"] | [1] | not the JSON",
        "\"passport\":null | \"passport\":null,\"x\":1 | x",
        "\"passport\":null} | \"passport\":null},\"x\":1 | no others",
        "\"sequence\":1 | \"sequence\":1,\"sequence\":2 | sequence",
        "\"sequence\":1 | \"sequence\":1.0 | sequence",
        "\"signatures\":[ | \"signatures\":[null, | objects",
        "\"signatures\":[ | \"signatures\":[7, | objects",
        "\"signatures\":[ | \"x\":1,\"signatures\":[ | no others",
        "{\"org\" | {\"x\":1,\"org\" | no others",
        "\"maker\" | null | org"
      })
  void whatDiffersIsNamedAndNothingIsDropped(String part, String other, String named) {
    String spoilt = SIGNED.text().replace(part, other);
    assertThat(spoilt).isNotEqualTo(SIGNED.text());
    assertThatThrownBy(() -> BatteryJson.readStatement(spoilt))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "7", "{}", "{\"statement\":null}", "{\"statement\":[]}", "{"})
  void otherTextsAreNoStatements(String text) {
    assertThatThrownBy(() -> BatteryJson.readStatement(text)).isInstanceOf(LedgerException.class);
  }

  @Test
  void onlyARegistrationMayHaveNoPassport() {
    String without = REPURPOSED.text().replace("\"passport\":\"p\"", "\"passport\":null");
    assertThatThrownBy(() -> BatteryJson.readStatement(without))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("passport must not be null");
  }
}
