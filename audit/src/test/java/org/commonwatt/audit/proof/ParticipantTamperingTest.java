package org.commonwatt.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.junit.jupiter.api.Test;

/**
 * Bundles of a participant that the market forges and signs: what is left out or changed is found,
 * and by its name. Random ones, by both verifiers: {@link TamperingsTest}.
 */
class ParticipantTamperingTest {
  private static final Map<Integer, FindingCode> FOUND =
      Map.ofEntries(
          Map.entry(0, FindingCode.TRADE_NOT_SETTLED),
          Map.entry(1, FindingCode.BILL_LINE_NOT_INCLUDED),
          Map.entry(2, FindingCode.BILL_LINE_DIFFERS),
          Map.entry(3, FindingCode.BILL_PART_DIFFERS),
          Map.entry(4, FindingCode.BATCH_NOT_INCLUDED),
          Map.entry(5, FindingCode.BLOCK_NOT_INCLUDED),
          Map.entry(6, FindingCode.BATCH_DIFFERS),
          Map.entry(7, FindingCode.BLOCK_NOT_INCLUDED),
          Map.entry(8, FindingCode.TRADE_NOT_SETTLED),
          Map.entry(9, FindingCode.TRADE_NOT_SETTLED),
          Map.entry(10, FindingCode.BILL_LINE_DIFFERS),
          Map.entry(11, FindingCode.BILL_LINE_DIFFERS),
          Map.entry(12, FindingCode.BATCH_DIFFERS),
          Map.entry(13, FindingCode.EVENT_UNEXPECTED),
          Map.entry(14, FindingCode.MANIFEST_DIFFERS),
          Map.entry(15, FindingCode.BILL_LINE_DIFFERS),
          Map.entry(16, FindingCode.BUNDLE_SIGNATURE_WRONG));

  @Test
  void eachForgeryIsFoundByItsName() {
    assertThat(FOUND).hasSize(ParticipantTamperings.WAYS);
    FOUND.forEach(
        (way, code) ->
            assertThat(codes(ParticipantTamperings.forged(way, 6)))
                .as("way " + way)
                .contains(code));
  }

  @Test
  void onlyAForgeryOfASignatureIsOne() {
    for (int way = 0; way < ParticipantTamperings.WAYS - 1; way++) {
      assertThat(codes(ParticipantTamperings.forged(way, 6)))
          .as("way " + way)
          .doesNotContain(FindingCode.BUNDLE_SIGNATURE_WRONG);
    }
  }

  @Test
  void whatIsNoBundleIsUnreadable() {
    for (String text : List.of("", "{", "[]", "{\"kind\":\"commonwatt-participant-bundle-1\"}")) {
      assertThat(codes(text.getBytes(StandardCharsets.UTF_8)))
          .containsExactly(FindingCode.BUNDLE_UNREADABLE);
    }
  }

  private static List<FindingCode> codes(byte[] file) {
    HeadCheck.Anchors anchors = new HeadCheck.Anchors(ProofExample.ENGINE.engine(), null);
    return ParticipantBundleCheck.run(file, List.of(), anchors).findings().stream()
        .map(Finding::code)
        .toList();
  }
}
