package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.config.Devices;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketDevicesTest {
  private static final String FILE =
      """
      devices:
        - {meter: meter-01, host: a, unit: 1, ratedPowerW: 9000, map: abb-b23-b24}
        - {meter: meter-02, host: a, unit: 2, ratedPowerW: 9000, pollSeconds: 300}
      """;

  @TempDir private Path temp;

  @Test
  void theMetersOfACommunityAreReadAsTheFileSays() throws IOException {
    Devices devices = read(FILE);
    assertThat(devices.devices())
        .extracting(MeterSource::meter)
        .containsExactly("meter-01", "meter-02");
    assertThat(devices.devices().get(1).pollSeconds()).isEqualTo(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "meter-02|meter-03|has no device for meter-02",
        "pollSeconds: 300|pollSeconds: 420|pollSeconds of meter meter-02 must divide the slot of 900 s",
        "abb-b23-b24|abb|line 2: map is",
        "devices:|pollSeconds: 30\\ndevices:|a multiple of the community's 60",
      })
  void whatDoesNotFitTheCommunityIsNamed(String part, String instead, String complaint) {
    assertThatThrownBy(() -> read(FILE.replace(part, instead.replace("\\n", "\n"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("devices.yaml")
        .hasMessageContaining(complaint);
  }

  @Test
  void aMeterThatTheCommunityHasNotIsNamed() {
    assertThatThrownBy(
            () -> read(FILE + "  - {meter: meter-09, host: b, unit: 2, ratedPowerW: 9000}\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("names meters that the community has not: meter-09");
  }

  private Devices read(String text) throws IOException {
    Path community = temp.resolve("community.yaml");
    Files.writeString(
        community,
        CommunityTemplate.render(
            new CommunityTemplate.Settings(
                2, List.of(5_020), "next", 60, Hash.of(new byte[] {1}), true)));
    Community read = CommunityFile.read(community);
    return MarketDevices.read(Files.writeString(temp.resolve("devices.yaml"), text), read);
  }
}
