package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.commonwatt.ledger.OriginLedger.Residual;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.SourceDeclaration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginJsonTest {
  private static final Origin SUN = new Origin("east", EnergySource.SOLAR);
  private static final OriginRun RUN =
      new OriginRun(
          "m",
          "m.1659423600.initial",
          new Hash("ab".repeat(32)),
          new DeliverySlot(1_659_423_600_000L, 15),
          new OriginEntries(
              List.of(new Amount("home-02", SUN, 600)),
              List.of(
                  new Move(7, "home-02", "east>west", SUN, 500),
                  new Move(8, "east>west", "home-01", SUN, 500)),
              List.of(new Amount("home-01", SUN, 400)),
              List.of(new Unguaranteed("east", 250))));

  private static String golden() throws IOException {
    return Files.readString(Path.of("..", "docs", "formats", "origin-run.example.json")).strip();
  }

  @Test
  void aRunIsTheGoldenFile() throws IOException {
    assertThat(OriginJson.write(RUN)).isEqualTo(golden());
    assertThat(OriginJson.readRun(golden())).isEqualTo(RUN);
  }

  @Test
  void aDeclarationIsReadBack() {
    SourceDeclaration sun = new SourceDeclaration("m", "a", "east", EnergySource.SOLAR, 7);
    String json =
        "{\"market\":\"m\",\"account\":\"a\",\"area\":\"east\",\"source\":\"solar\","
            + "\"fromMillis\":7}";
    assertThat(OriginJson.write(sun)).isEqualTo(json);
    assertThat(OriginJson.readDeclaration(json)).isEqualTo(sun);
    SourceDeclaration none = new SourceDeclaration("m", "a", "east", null, 7);
    assertThat(OriginJson.readDeclaration(OriginJson.write(none))).isEqualTo(none);
  }

  @Test
  void whatStoragesKeepIsWrittenWhereThereIsSome() {
    OriginEntries kept =
        new OriginEntries(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Stored(
                List.of(),
                List.of(new Amount("b", SUN, 8)),
                List.of(new Amount("b", SUN, 2)),
                List.of(new Flow("b", 0, 12))));
    OriginRun run = new OriginRun("m", "m.1.initial", Hash.ZERO, RUN.slot(), kept);
    assertThat(OriginJson.write(run))
        .endsWith(
            "\"unguaranteed\":[],"
                + "\"released\":[{\"account\":\"b\",\"area\":\"east\",\"source\":\"solar\",\"wh\":8}],"
                + "\"lost\":[{\"account\":\"b\",\"area\":\"east\",\"source\":\"solar\",\"wh\":2}],"
                + "\"flows\":[{\"account\":\"b\",\"chargedWh\":0,\"takenWh\":12}]}");
    assertThat(OriginJson.readRun(OriginJson.write(run))).isEqualTo(run);
    SourceDeclaration bank =
        new SourceDeclaration("m", "b", "east", null, new OriginStorage(164_000, 820_000), 7);
    assertThat(OriginJson.write(bank))
        .contains("\"source\":\"storage\",\"capacityWh\":164000,\"roundTripPpm\":820000,\"from");
    assertThat(OriginJson.readDeclaration(OriginJson.write(bank))).isEqualTo(bank);
  }

  @Test
  void aSlotIsReadWithItsResidual() {
    String run = OriginJson.write(RUN);
    String slot =
        "{\"slotStartMillis\":1659423600000,\"slotMinutes\":15,\"runs\":2,\"batchId\":\"b\","
            + run.substring(run.indexOf("\"issued\""), run.length() - 1)
            + ",\"residual\":[{\"area\":\"east\",\"source\":\"solar\",\"wh\":200}],"
            + "\"transactionId\":\"tx\"}";
    assertThat(OriginJson.readSlots("[" + slot + "]"))
        .containsExactly(
            new OriginLedger.SlotGuarantees(
                RUN.slot(), 2, "b", RUN.entries(), List.of(new Residual(SUN, 200)), "tx"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "\"wh\":600|\"wh\":\"600\"|wh",
        "\"wh\":600|\"wh\":6e2|wh",
        "\"wh\":600|\"wh\":9223372036854775808|wh",
        "\"slotMinutes\":15|\"slotMinutes\":4294967311|slotMinutes",
        "\"source\":\"solar\"|\"source\":\"coal\"|coal",
        "\"issued\":[|\"issued\":7,\"x\":[|array",
        "\"batchHash\":\"ab|\"batchHash\":\"|64",
      })
  void nothingIsCutToFitOrTakenForSomethingElse(String part, String other, String named)
      throws IOException {
    String spoilt =
        golden().replaceFirst(part.replace("[", "\\["), Matcher.quoteReplacement(other));
    assertThat(spoilt).isNotEqualTo(golden());
    assertThatThrownBy(() -> OriginJson.readRun(spoilt))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(named);
  }
}
