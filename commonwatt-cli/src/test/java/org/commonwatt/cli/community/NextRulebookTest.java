package org.commonwatt.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import org.commonwatt.cli.UserError;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;

class NextRulebookTest {
  private static final long NOW = Instant.parse("2026-01-01T10:07:00Z").toEpochMilli();

  @Test
  void aNewMarketStartsWithTheNextSlotThatCanBeMetered() throws Exception {
    assertThat(start(community(3, "next"), NOW)).isEqualTo("2026-01-01T10:15:00Z");
    long late = Instant.parse("2026-01-01T10:14:00Z").toEpochMilli();
    assertThat(start(community(3, "next"), late)).isEqualTo("2026-01-01T10:30:00Z");
  }

  @Test
  void aNewMarketMayStartLater() throws Exception {
    assertThat(start(community(3, "2026-02-01T00:00:00Z"), NOW)).isEqualTo("2026-02-01T00:00:00Z");
  }

  @Test
  void aNewMarketCannotStartInThePast() throws Exception {
    Community past = community(3, "2026-01-01T10:00:00Z");
    assertThatThrownBy(() -> NextRulebook.of(null, past, NOW))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("2026-01-01T10:15:00Z or later");
  }

  @Test
  void anUnchangedFileActivatesNothing() throws Exception {
    Rulebook last = NextRulebook.of(null, community(3, "next"), NOW).orElseThrow();
    assertThat(NextRulebook.of(last, community(3, "next"), NOW + 86_400_000L)).isEmpty();
  }

  @Test
  void aChangedFileIsTheNextVersionAndKeepsTheStartOfTrading() throws Exception {
    Rulebook last = NextRulebook.of(null, community(3, "next"), NOW).orElseThrow();
    Rulebook next = NextRulebook.of(last, community(4, "next"), NOW + 86_400_000L).orElseThrow();
    assertThat(next.version()).isEqualTo(2);
    assertThat(next.members()).hasSize(4);
    assertThat(next.timing()).isEqualTo(last.timing());
  }

  @Test
  void aMemberCannotLeave() throws Exception {
    Rulebook last = NextRulebook.of(null, community(3, "next"), NOW).orElseThrow();
    Community smaller = community(2, "next");
    assertThatThrownBy(() -> NextRulebook.of(last, smaller, NOW))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("home-03")
        .hasMessageContaining("meter-03");
  }

  private static String start(Community community, long now) {
    return Instant.ofEpochMilli(
            NextRulebook.of(null, community, now).orElseThrow().timing().tradingStartMillis())
        .toString();
  }

  private static Community community(int homes, String start) throws JsonProcessingException {
    return CommunityFile.parse(
        CommunityTemplate.render(
            new CommunityTemplate.Settings(
                homes, List.of(6001, 6002, 6003), start, 60, Hash.of(new byte[] {1}), false)));
  }
}
