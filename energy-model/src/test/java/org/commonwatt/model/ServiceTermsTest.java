package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.model.StorageCommitment.Kind;
import org.junit.jupiter.api.Test;

/** What is signed of a storage service is what docs/formats/storage-service.md says. */
class ServiceTermsTest {
  private static final ServiceTerms TERMS =
      new ServiceTerms(
          "m",
          "noon-1",
          "station",
          "ann",
          120_000,
          new StorageCommitment(
              "noon",
              "bob",
              Kind.CHARGE_SERVICE,
              1_659_423_600_000L,
              1_659_427_200_000L,
              1_000,
              500,
              0,
              0,
              List.of()));

  @Test
  void theTextAndItsHashAreThoseOfThePage() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "formats", "storage-service.md"));
    assertThat(page).contains("```json\n" + TERMS.text() + "\n```").contains(TERMS.hash().hex());
    assertThat(new String(TERMS.signedBytes(), StandardCharsets.UTF_8))
        .isEqualTo("commonwatt storage service 1\n" + TERMS.text() + "\n");
  }

  @Test
  void energiesOfAFirmScheduleAreListed() {
    ServiceTerms firm =
        new ServiceTerms(
            "m",
            "n",
            "station",
            "ann",
            0,
            new StorageCommitment(
                "plan", "", Kind.FIRM_SCHEDULE, 0, 1_800_000, 0, 0, 0, 0, List.of(-500L, 400L)));
    assertThat(firm.text()).endsWith("\"injectionWh\":[-500,400]}}");
    assertThat(firm.isStanding()).isTrue();
    assertThat(TERMS.isStanding()).isFalse();
    assertThat(TERMS.customer()).isEqualTo("bob");
  }
}
