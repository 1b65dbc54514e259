package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.cli.battery.PassportDocument;
import org.commonwatt.cli.community.CommunityFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A battery's way through the commands: signed, handed in, shown, exported. */
class BatteryLedgerCommandTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final String CODE = "001PB240000003B3C0221953";
  private static final String PASSPORT = "550e8400-e29b-41d4-a716-446655440001";
  private static final Path MAKERS =
      Path.of("src/test/resources/battery/catenax-BatteryPass-6.1.0.json");

  private static final Path MEASURED =
      Path.of("src/test/resources/battery/idta-ProductConditionBattery-1.0.1.json");

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void aFolderInWhichSomethingHasRun() throws IOException {
    Files.writeString(folder.resolve(CommunityFile.NAME), "");
    Files.createDirectories(folder.resolve("kafka"));
    Files.createDirectories(folder.resolve("ledger"));
  }

  @Test
  void aPackIsRegisteredTestedHeldShownAndExported() throws Exception {
    Statement made =
        Statement.of(
            "p-1",
            1,
            NOW,
            new LifeAction.Register(AssetKind.PACK, List.of(CODE), 50_000, 400_000, PASSPORT));
    Path file = Files.writeString(folder.resolve("made.json"), made.text());
    String key = sign(file, "maker");
    assertThat(submit(file).out()).contains("Not done: ORGANISATION_NOT_FOUND");
    assertThat(submit(file).code()).isEqualTo(1);
    assertThat(register("maker", key, "--role=MAKER").code()).isZero();
    assertThat(submit(file).out()).startsWith("In block ");
    assertThat(submit(file).out()).contains("ASSET_EXISTS");

    Statement tested =
        Statement.of(
            "p-1",
            2,
            NOW + 1,
            new LifeAction.Test(SohTest.Basis.ACCREDITED, "GB/T 34015", 100_000, 40_000, 0, ""));
    Path test = Files.writeString(folder.resolve("test.json"), tested.text());
    assertThat(register("lab", sign(test, "lab"), "--role=LAB").code()).isZero();
    assertThat(submit(test).code()).isZero();
    Statement recalled =
        Statement.of("p-1", 3, NOW + 2, new LifeAction.Raise("recall-7", Hold.Cause.RECALL));
    Path recall = Files.writeString(folder.resolve("recall.json"), recalled.text());
    assertThat(register("authority", sign(recall, "authority"), "--role=REGULATOR").code())
        .isZero();
    assertThat(submit(recall).code()).isZero();

    assertThat(run("show", "p-1", data()).out().strip())
        .isEqualTo(
            "p-1 PACK MANUFACTURED 50000 Wh rated, 40000 Wh tested (ACCREDITED), held: recall-7");
    assertThat(run("history", CODE, data()).out().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("REGISTER") && line.contains("[maker]"));
    Run export = run("passport", "p-1", "--maker=" + MAKERS, data());
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(PassportDocument.read(new ObjectMapper().readTree(export.out())).codes())
        .containsExactly(CODE);
    Run condition = run("condition", "p-1", "--measured=" + MEASURED, data());
    assertThat(condition.code()).as(condition.err()).isZero();
    assertThat(new ObjectMapper().readTree(condition.out()).at("/RemainingEnergy").toString())
        .startsWith("{\"RemainingEnergyValue\":40");
    assertThat(run("condition", "p-1", "--measured=" + MAKERS, data()).err())
        .contains("TemperatureInformation is missing");
    assertThat(run("show", "p-2", data()).err()).contains("there is no battery p-2");
    assertThat(run("show", "(01)1", data()).err()).contains("there is no battery (01)1");
  }

  @Test
  void samplesOfOtherDataModelsAreImported() throws Exception {
    Statement any = Statement.of("x", 1, NOW, new LifeAction.Remove());
    String key = sign(Files.writeString(folder.resolve("any.json"), any.text()), "maker");
    String[] roles = {"--role=MAKER", "--role=SECOND_LIFE"};
    run("register-organisation", "--org=maker", "--key=" + key, roles[0], roles[1], data());
    String[] signed = {"--as=maker", "--key=" + folder.resolve("maker.key"), data()};
    Run tried = imported(MAKERS, signed, "--dry-run");
    assertThat(tried.out()).as(tried.err()).contains("line 1: REGISTER SN12345678 1");
    assertThat(imported(MAKERS, signed).out()).endsWith("1 of 1 taken, 0 refused.\n");
    Run tested = imported(MEASURED, signed, "--asset=SN12345678");
    assertThat(tested.out()).contains("line 1: TEST SN12345678 2");
    assertThat(run("show", "SN12345678", data()).out()).contains("30000 Wh tested (IN_HOUSE)");
    Path code = MAKERS.resolveSibling("catenax-TractionBatteryCode-2.0.0.json");
    Run wrong = imported(code, signed);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.out())
        .contains("its position 4 says MODULE")
        .contains("Nothing was handed in");
    String[] said = {"--kind=MODULE", "--rated-wh=2000", "--mass-g=12000"};
    assertThat(imported(code, signed, said).code()).isZero();
  }

  private static Run imported(Path file, String[] signed, String... options) {
    List<String> all = new ArrayList<>(List.of("import", file.toString()));
    all.addAll(List.of(signed));
    all.addAll(List.of(options));
    return run(all.toArray(String[]::new));
  }

  @Test
  void whatIsNoStatementIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("x.json"), "{\"operation\":\"GRADE\"}");
    assertThat(run("submit", file.toString(), data()).err()).contains("x.json: not the JSON");
    Files.writeString(
        file, Statement.of("m", 2, NOW, new LifeAction.Remove()).text().replace("[]", "[1]"));
    assertThat(run("sign", file.toString(), "--as=a", "--key=" + folder.resolve("k")).err())
        .contains("x.json: not the JSON")
        .contains("evidence");
    assertThat(run("sign", file.toString(), "--as=a b", "--key=" + folder.resolve("k")).code())
        .isEqualTo(2);
    assertThat(run("submit", folder.resolve("none").toString(), data()).err())
        .contains("there is no file");
  }

  private String sign(Path file, String org) {
    Run run = run("sign", file.toString(), "--as=" + org, "--key=" + folder.resolve(org + ".key"));
    assertThat(run.code()).as(run.err()).isZero();
    return run.out().replaceAll("(?s).* with key ([0-9a-f]{64})\\.\\s*$", "$1");
  }

  private Run register(String org, String key, String role) {
    return run("register-organisation", "--org=" + org, "--key=" + key, role, data());
  }

  private Run submit(Path file) {
    return run("submit", file.toString(), data());
  }

  private String data() {
    return "--data=" + folder;
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[arguments.length + 1];
    all[0] = "battery";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int code =
        Commonwatt.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all);
    return new Run(code, out.toString(), err.toString());
  }
}
