package org.commonwatt.battery.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatteryCodesTest {
  private static final BatteryCodes CODES = BatteryCodes.builtIn();

  @Test
  void aCellOfTheFourthOfDecember() {
    DecodedCode decoded = CODES.decode("04QCB76836300JBC40000903");
    assertThat(decoded.errors()).isEmpty();
    assertThat(decoded.scheme()).isEqualTo(CodeScheme.GBT_34014);
    assertThat(decoded.normalised()).isEqualTo("04QCB76836300JBC40000903");
    assertThat(decoded.parts())
        .isEqualTo(
            new DecodedCode.Parts(
                "04Q",
                AssetKind.CELL,
                "LFP",
                "76",
                "836300J",
                LocalDate.of(2021, 12, 4),
                List.of(),
                "0000903",
                null));
  }

  @Test
  void lowerCaseAndWhiteSpaceAreNormalised() {
    DecodedCode decoded = CODES.decode(" 001cb240000003b3c0221953\r\n");
    assertThat(decoded.normalised()).isEqualTo("001CB240000003B3C0221953");
    assertThat(decoded.parts().date()).isEqualTo(LocalDate.of(2021, 3, 12));
    assertThat(decoded.input()).isEqualTo(" 001cb240000003b3c0221953\r\n");
  }

  @Test
  void whereDecodersDisagreeThereIsNoDayButCandidates() {
    DecodedCode decoded = CODES.decode("07HCBC1P22G06AC700002596");
    assertThat(decoded.valid()).isTrue();
    assertThat(decoded.parts().date()).isNull();
    assertThat(decoded.parts().dateCandidates()).containsExactly(LocalDate.of(2022, 7, 31));
    assertThat(CODES.decode("07HCBC1P22G06AC7V0002596").parts().dateCandidates())
        .containsExactly(LocalDate.of(2022, 7, 27), LocalDate.of(2022, 7, 28));
  }

  @Test
  void catenaXsOwnExampleIsAModuleOfAYearThatSourcesReadDifferently() {
    DecodedCode decoded = CODES.decode("X12MCPM27KLPCLX2M2382320");
    assertThat(decoded.valid()).isTrue();
    assertThat(decoded.parts().kind()).isEqualTo(AssetKind.MODULE);
    assertThat(decoded.parts().date()).isNull();
    assertThat(decoded.parts().dateCandidates())
        .containsExactly(LocalDate.of(2039, 2, 21), LocalDate.of(2040, 2, 21));
  }

  @Test
  void aSecondLifeCodeHasNoTraceability() {
    DecodedCode decoded = CODES.decode("001PB24B3C0221953RM");
    assertThat(decoded.errors()).isEmpty();
    assertThat(decoded.parts())
        .isEqualTo(
            new DecodedCode.Parts(
                "001",
                AssetKind.PACK,
                "LFP",
                "24",
                null,
                LocalDate.of(2021, 3, 12),
                List.of(),
                "0221953",
                "MODULE"));
  }

  @Test
  void aSecondLifeCodeOfAStorageBatteryIsTakenWhole() {
    DecodedCode decoded = CODES.decode("abc12345-r00000001");
    assertThat(decoded.errors()).isEmpty();
    assertThat(decoded.scheme()).isEqualTo(CodeScheme.GBT_45565);
    assertThat(decoded.normalised()).isEqualTo("ABC12345-R00000001");
    assertThat(decoded.parts().reuse()).isEqualTo("R");
    assertThat(decoded.parts().vendor()).as("its layout is not known").isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "25SLE0000000003130221953",
        "25SLA0000000003130221953",
        "25SOD0000000003130221953"
      })
  void aUniqueIdentifierMayHaveTheLengthOfAnother(String code) {
    DecodedCode decoded = CODES.decode(code);
    assertThat(decoded.errors()).isEmpty();
    assertThat(decoded.scheme()).isEqualTo(CodeScheme.ISO_15459);
    assertThat(decoded.normalised()).isEqualTo(code);
  }

  @Test
  void uniqueIdentifiersHaveTheirCompanyWhereItsLengthIsKnown() {
    DecodedCode item = CODES.decode("25sUN123456789battery7");
    assertThat(item.errors()).isEmpty();
    assertThat(item.scheme()).isEqualTo(CodeScheme.ISO_15459);
    assertThat(item.normalised()).isEqualTo("25SUN123456789BATTERY7");
    assertThat(item.parts().vendor()).isEqualTo("UN123456789");
    assertThat(item.parts().serial()).isEqualTo("BATTERY7");
    DecodedCode trade = CODES.decode("(01)09506000134352(21)Ab-1");
    assertThat(trade.errors()).isEmpty();
    assertThat(trade.parts().spec()).isEqualTo("09506000134352");
    assertThat(trade.parts().serial()).as("case counts").isEqualTo("Ab-1");
    assertThat(CODES.decode("(8004)95060001343520001").valid()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                         | EMPTY     | 1",
        "A765101015                 | LENGTH    | 11",
        "jbc4000090304qcb76836300   | KIND      | 4",
        "04QCB76836300JBC400009031  | LENGTH    | 25",
        "04QEB76836300JBC40000903   | KIND      | 4",
        "04QCH76836300JBC40000903   | CHEMISTRY | 5",
        "04QCB7-836300JBC40000903   | CHARACTER | 7",
        "04QCB76836300JIC40000903   | YEAR      | 15",
        "04QCB76836300JBD40000903   | MONTH     | 16",
        "04QCB76836300JBCO0000903   | DAY       | 17",
        "04QCB76836300JB2Y0000903   | DATE      | 17",
        "04QCB76836300JB2X0000903   | DATE      | 17",
        "04QCB76836300JBC4000O903   | SERIAL    | 21",
        "001PB24B3C0221953QM        | REUSE     | 18",
        "001PB24B3C0221953RX        | REUSE     | 19",
        "ABC-R                      | LENGTH    | 6",
        "ABC12345-R0000_001         | CHARACTER | 15",
        "ABC12345-R-R00001          | CHARACTER | 11",
        "NOT-READABLE               | SERIAL    | 12",
        "25SQQ123                   | ISSUER    | 4",
        "25SUN123456789             | LENGTH    | 15",
        "25S                        | LENGTH    | 4",
        "(01)09506000134351(21)1    | CHECK_DIGIT | 18",
        "(01)0950600013435X(21)1    | CHARACTER | 18",
        "(01)0950600013             | LENGTH    | 15",
        "(8004)                     | LENGTH    | 7"
      })
  void theFirstErrorNamesItsPosition(String text, CodeError.Code code, int position) {
    DecodedCode decoded = CODES.decode(text);
    assertThat(decoded.valid()).isFalse();
    assertThat(decoded.normalised()).isNull();
    assertThat(decoded.errors().get(0).code()).isEqualTo(code);
    assertThat(decoded.errors().get(0).position()).isEqualTo(position);
  }

  @Test
  void a29thOfFebruaryIsInLeapYearsOnly() {
    assertThat(CODES.decode("04QCB76836300JA2X0000903").parts().date())
        .isEqualTo(LocalDate.of(2020, 2, 29));
  }

  @Test
  void tablesThatAreNotAsTheFormatSaysAreRefusedByLine() {
    List<String> agencies = List.of("issuer,companyLength,agency");
    List<String> characters = List.of("table,character,value,source", "hour,1,1,all");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new CodeTables(characters, agencies))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hour,1,1,all");
    List<String> both = List.of("table,character,value,source", "day,V,27,all", "day,V,28,other");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new CodeTables(both, agencies))
        .hasMessageContaining("day,V,28,other: agreed and not");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new CodeTables(List.of("table,character,value,source"), agencies))
        .hasMessageContaining("[chemistry, day, month, year]");
  }
}
