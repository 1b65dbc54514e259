package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.flink.MeteringJobConfig;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.commonwatt.log.kafka.Durability;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobNodeTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "'', 0, 0",
    "'', 72, 72",
    "'settlement: {finalHours: 1}', 0, 25",
    "'settlement: {revisedHours: [24], finalHours: 72}', 95, 96",
    "'settlement: {revisedHours: [24], finalHours: 72}', 97, 97",
  })
  void lateReadingsCorrectAtLeastAsLongAsTheSettlementRunsNeed(
      String settlement, int chosenHours, int hours) throws IOException {
    JobNode.Settings settings =
        new JobNode.Settings(
            community(settlement),
            new EngineNode.Log("127.0.0.1:9", Durability.BY_CLUSTER),
            new Database.Access("jdbc:postgresql://127.0.0.1:9/none", "nobody", ""),
            temp.resolve("checkpoints"),
            temp.resolve("keys"),
            new JobNode.Choices(MeteringJobConfig.Options.NONE, Duration.ofHours(chosenHours)),
            new JobNode.Watch(SurveillanceRules.DEFAULT, temp.resolve("surveillance")));
    assertThat(JobNode.config(settings).rules().corrections()).isEqualTo(Duration.ofHours(hours));
  }

  private Community community(String settlement) throws IOException {
    Path file = temp.resolve("community.yaml");
    Files.writeString(
        file,
        CommunityTemplate.render(
                new CommunityTemplate.Settings(
                    2, List.of(5_020), "next", 60, Hash.of(new byte[] {1}), false))
            .replace(
                "  # Bill lines are hashed", "  " + settlement + "\n  # Bill lines are hashed"));
    return CommunityFile.read(file);
  }
}
