package org.commonwatt.cli.community;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.commonwatt.engine.settlement.OriginSubmitter.Injection;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Hash;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageAuctionRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The community file of the demo, which has a storage station and a wind plant. */
class StationTemplateTest {
  @TempDir private Path folder;

  @Test
  void theFileHasTheStationsMembersMetersAndRules() throws IOException {
    Path file = folder.resolve("community.yaml");
    Files.writeString(
        file,
        CommunityTemplate.render(
            new CommunityTemplate.Settings(
                    2, List.of(6001), "next", 300, Hash.of(new byte[] {1}), true)
                .withStation(new StationTemplate.Meters(6009, 25_000))));
    Community community = CommunityFile.read(file);
    Rulebook rulebook = community.rulebook();
    assertThat(rulebook.members())
        .extracting(Rulebook.Member::participant)
        .containsExactly("home-01", "home-02", "station-owner", "wind-plant");
    assertThat(community.meters().get(3))
        .isEqualTo(new MeterPoint("meter-wind-plant", "127.0.0.1", 6009, 2, 25_000, 0));
    assertThat(community.sources().subList(2, 4))
        .containsExactly(
            new Injection(
                "station-owner", "sierra-crest", null, new OriginStorage(48_000, 900_000)),
            new Injection("wind-plant", "sierra-crest", EnergySource.WIND, null));
    assertThat(rulebook.storage()).as("services are settled").isNotNull();
    StorageAuctionRules auction = Objects.requireNonNull(rulebook.safeguards().storageAuction());
    assertThat(auction.windowSlots()).isEqualTo(StationTemplate.WINDOW_SLOTS);
    assertThat(Objects.requireNonNull(rulebook.registration()).meterOrganisation())
        .isEqualTo(StationTemplate.OFFICER);
    assertThat(Objects.requireNonNull(rulebook.fallbacks()).operator())
        .isEqualTo(rulebook.areas().gridOperator())
        .isEqualTo(StationTemplate.OPERATOR);
  }
}
