package org.commonwatt.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.Test;

/** The optional parts of a community file. */
class SafeguardsSectionTest {
  private static final String SECURED =
      """
        guarantees:
          exchange: house
          referencePriceMicroPerKwh: 300000
          revisionPpm: 100000
          revisionHours: 24
      """
          .indent(0);

  private static final String ON_FILE =
      """
      connections:
        - {home: home-01, feedInW: 8000, loadW: 17250}
      collateral:
        - {account: home-01, collateralNano: 50000000000, fundShareNano: 1000}
        - {account: house, collateralNano: 0, fundShareNano: 9000}
      """;

  @Test
  void aFileWithoutThemHasNone() throws JsonProcessingException {
    Community plain = CommunityFile.parse(template());
    assertThat(plain.rulebook().safeguards()).isEqualTo(Safeguards.NONE);
    assertThat(plain.registrations()).isEmpty();
  }

  @Test
  void guaranteesAreAPartOfTheRulebookAndOfItsHash() throws JsonProcessingException {
    Community secured = CommunityFile.parse(secured());
    assertThat(secured.rulebook().guarantees())
        .isEqualTo(new Guarantees("house", 300_000, 100_000, 24));
    assertThat(secured.rulebook().documentHash())
        .isNotEqualTo(CommunityFile.parse(template()).rulebook().documentHash());
  }

  @Test
  void whatIsOnFileIsNoPartOfTheRulebook() throws JsonProcessingException {
    Community filed = CommunityFile.parse(template() + ON_FILE);
    assertThat(filed.registrations())
        .isEqualTo(
            List.of(
                new Registration("home-01", new Registration.Connection(8_000, 17_250), null),
                new Registration("home-01", null, new Registration.Pledge(50_000_000_000L, 1_000)),
                new Registration("house", null, new Registration.Pledge(0, 9_000))));
    assertThat(filed.rulebook()).isEqualTo(CommunityFile.parse(template()).rulebook());
  }

  @Test
  void aMissingFigureAnUnknownOneAndADoubledLineAreErrors() {
    assertThatThrownBy(
            () -> CommunityFile.parse(template() + ON_FILE.replace(", loadW: 17250", "")))
        .hasMessageContaining("loadW");
    assertThatThrownBy(() -> CommunityFile.parse(secured().replace("revisionPpm", "ppm")))
        .hasMessageContaining("revisionPpm");
    assertThatThrownBy(() -> CommunityFile.parse(template() + ON_FILE.replace("house", "home-01")))
        .hasMessageContaining("collateral: home-01 is listed twice");
    assertThatThrownBy(
            () -> CommunityFile.parse(secured().replace("exchange: house", "exchange: home-01")))
        .hasMessageContaining("home-01");
  }

  private static String secured() {
    return template().replaceFirst("(?m)^( *saltSeed: .*)$", "$1\n" + SECURED.stripTrailing());
  }

  private static String template() {
    return CommunityTemplate.render(
        new CommunityTemplate.Settings(
            3, List.of(6001), "2022-08-02T07:00:00Z", 300, Hash.of(new byte[] {1}), false));
  }
}
