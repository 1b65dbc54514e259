package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreasTest {
  private static final AreaLink LINK = new AreaLink("east", "west", -5, 7, 10);

  @Test
  void aLinkIsAPartyThatNoParticipantCanBe() {
    assertThat(LINK.party()).isEqualTo("east>west");
    assertThat(AreaLink.isParty(LINK.party())).isTrue();
    assertThat(Ids.isValid(LINK.party())).isFalse();
    assertThat(AreaLink.isParty("east")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "east, east, 0, 0, 0, two different areas",
    "'no id', west, 0, 0, 0, is not an id",
    "east, 'no id', 0, 0, 0, is not an id",
    "east, west, 1, 2, 0, minFlowWh must be",
    "east, west, -1000000000001, 0, 0, minFlowWh must be",
    "east, west, -5, -1, 0, maxFlowWh must be",
    "east, west, 0, 1000000000001, 0, maxFlowWh must be",
    "east, west, 0, 0, -1, feeMicroPerKwh must be",
    "east, west, 0, 0, 10000000001, feeMicroPerKwh must be",
    "east, west, 0, 0, 9223372036854775807, feeMicroPerKwh must be"
  })
  void impossibleLinksAreRefused(
      String from, String to, long min, long max, long fee, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AreaLink(from, to, min, max, fee))
        .withMessageContaining(message);
  }

  @Test
  void areasAndLinksAreNamedOnce() {
    assertRefused(List.of(), List.of(), "1 to 1000 areas");
    assertRefused(Collections.nCopies(1001, "a"), List.of(), "1 to 1000 areas");
    assertRefused(List.of("east", "east"), List.of(), "area east is named twice");
    assertRefused(List.of("east"), List.of(LINK), "link east>west names the unknown area west");
    AreaLink reverse = new AreaLink("west", "east", 0, 9, 0);
    assertRefused(List.of("east", "west"), List.of(LINK, LINK), "two links join east and west");
    assertRefused(List.of("east", "west"), List.of(LINK, reverse), "two links join west and east");
  }

  @Test
  void linksNeedAGridOperatorOtherThanTheRentsAccount() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Areas(List.of("east", "west"), List.of(LINK), null))
        .withMessageContaining("gridOperator");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Areas(List.of("east"), List.of(), Areas.CONGESTION_RENT))
        .withMessageContaining("reserved");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Areas(List.of("east"), List.of(), "no id"));
  }

  @Test
  void areasMayStandAlone() {
    assertThat(Areas.single("east").isSingle()).isTrue();
    assertThat(new Areas(List.of("east", "west"), List.of(), null).isSingle()).isFalse();
    assertThat(new Areas(List.of("east", "west"), List.of(LINK), "grid").isSingle()).isFalse();
  }

  private static void assertRefused(List<String> ids, List<AreaLink> links, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Areas(ids, links, "grid"))
        .withMessageContaining(message);
  }
}
