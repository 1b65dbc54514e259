package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.cli.community.CommunityFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many statements from files, and what is looked for among batteries. */
class BatteryImportCommandTest {
  private static final String PASSPORT = "7e0b8f51-7b53-4c2f-9b3f-0d3f6f3a2c11";
  private static final String VIN = "cd".repeat(32);

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void aFolderWithOrganisations() throws IOException {
    Files.writeString(folder.resolve(CommunityFile.NAME), "");
    Files.createDirectories(folder.resolve("kafka"));
    Files.createDirectories(folder.resolve("ledger"));
    register("maker", "MAKER", "CARMAKER");
    register("lab", "LAB");
    register("again", "SECOND_LIFE");
  }

  @Test
  void aFileIsTriedAndThenHandedIn() throws IOException {
    Path file = packs();
    String before = run("show", "p-1").err();
    Run tried = imported(file, "--dry-run", "--as=maker", "--key=" + key("maker"));
    assertThat(tried.code()).as(tried.err()).isZero();
    assertThat(tried.out().lines())
        .containsExactly(
            "line 2: REGISTER p-1 1",
            "line 3: REGISTER m-1 1",
            "line 4: ATTACH p-1 2",
            "line 5: INSTALL p-1 3",
            "4 of 4 would be taken, 0 refused.");
    assertThat(run("show", "p-1").err()).as("nothing was handed in").isEqualTo(before);
    Run taken = imported(file, "--as=maker", "--key=" + key("maker"));
    assertThat(taken.out()).endsWith("4 of 4 taken, 0 refused.\n");
    Run again = imported(file, "--as=maker", "--key=" + key("maker"));
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out())
        .contains("line 2: refused: ASSET_EXISTS: p-1 is known")
        .contains("line 5: refused: WRONG_STATE")
        .endsWith("0 of 4 taken, 4 refused.\n");
  }

  @Test
  void aDryRunRefusesWhatTheContractWould() throws IOException {
    Path file =
        file(
            "x.csv",
            "asset,time,kind,codes,ratedWh,massG,passport",
            "m-1,2023-01-01T00:00:00Z,MODULE,,6000,60000,",
            "m-1,2023-01-01T00:00:00Z,MODULE,,6000,60000,",
            "m-2,2023-01-01T00:00:00Z,MODULE,,0,60000,",
            "m-3,2023-01-01T00:00:00Z,PACK,04QMB76836300JBC40000903,6000,60000,",
            "m-4,2999-01-01T00:00:00Z,MODULE,,6000,60000,");
    String key = "--key=" + key("maker");
    for (boolean dry : List.of(true, false)) {
      Run run =
          dry ? imported(file, "--dry-run", "--as=maker", key) : imported(file, "--as=maker", key);
      assertThat(run.code()).as(run.err()).isEqualTo(1);
      assertThat(run.out())
          .contains("line 2: REGISTER m-1 1")
          .contains("line 3: refused: ASSET_EXISTS")
          .contains("line 4: refused: MALFORMED: ")
          .contains("line 5: refused: CODE_KIND")
          .contains("line 6: refused: EVENT_AHEAD");
    }
  }

  /** Found by fuzzing. */
  @Test
  void aFirstLineThatIsNoCsvIsNamedAsAnyOther() throws IOException {
    Path file = file("x.csv", "\"asset\"x,time", "m-1,2023-01-01T00:00:00Z");
    Run run = imported(file, "--as=maker", "--key=" + key("maker"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("line 1: refused: not CSV");
  }

  @Test
  void whenALineCannotBeReadNothingIsHandedIn() throws IOException {
    Path file =
        file(
            "x.CSV",
            "operation,asset,time,kind,codes,ratedWh,massG,passport,grade",
            ",m-1,2023-01-01T00:00:00Z,MODULE,,6000,60000,,",
            "",
            ",,2023-01-01T00:00:00Z,MODULE,,6000,60000,,",
            ",m-2,yesterday,MODULE,,6000,60000,,",
            ",m-3,2023-01-01T00:00:00Z,MODULE,,a lot,60000,,",
            ",m-4,2023-01-01T00:00:00Z,BRICK,,6000,60000,,",
            ",m-5,2023-01-01T00:00:00Z,MODULE,,6000,60000,,A",
            "INVENT,m-6,2023-01-01T00:00:00Z,MODULE,,6000,60000,,",
            "DISMANTLE,m-7,2023-01-01T00:00:00Z,,,,,,");
    Run run = imported(file, "--as=maker", "--key=" + key("maker"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out())
        .contains("line 4: refused: asset is missing")
        .contains("line 5: refused: time must be an instant")
        .contains("line 6: refused: ratedWh must be a whole number, not \"a lot\"")
        .contains("line 7: refused: not the JSON of a statement")
        .contains("line 8: refused: REGISTER has no column grade")
        .contains("line 9: refused: operation: there is no operation INVENT")
        .contains("line 10: refused: DISMANTLE is no statement for a row")
        .endsWith("Nothing was handed in.\n");
    assertThat(run("show", "m-1").err()).contains("there is no battery m-1");
    Path json = file("x.jsonl", "{\"operation\":\"GRADE\"}", "{", "[]");
    assertThat(imported(json).out())
        .contains("line 1: refused: not the JSON of a statement")
        .contains("line 2: refused: ")
        .contains("line 3: refused: ");
    assertThat(imported(folder.resolve("none.csv")).err()).contains("cannot read");
    assertThat(imported(json, "--as=maker").err()).contains("as often as each other");
    assertThat(imported(json, "--as=maker", "--key=" + folder.resolve("no.key")).err())
        .contains("there is no key");
  }

  @Test
  void statementsThatAreSignedAlreadyAreHandedInAsTheyAre() throws IOException {
    imported(packs(), "--as=maker", "--key=" + key("maker"));
    Path one = file("one.json", test("p-1", 4, 5_000).text());
    assertThat(run("sign", one.toString(), "--as=lab", "--key=" + key("lab")).code()).isZero();
    Path lines =
        file("tests.jsonl", Files.readString(one).strip(), "", test("p-1", 5, 4_900).text());
    Run run = imported(lines);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("line 1: TEST p-1 4")
        .contains("line 3: refused: nobody has signed it: say --as and --key");
  }

  @Test
  void aStorageIsTracedBackToItsCarAndForwardByARecall() throws IOException {
    imported(packs(), "--as=maker", "--key=" + key("maker"));
    Path later =
        file(
            "later.csv",
            "operation,asset,time,grade,to,basis,method,capacityMilliAh,energyWh,resistanceMicroOhm,reason",
            "REMOVE,p-1,2023-02-01T00:00:00Z,,,,,,,,",
            "TEST,p-1,2023-02-02T00:00:00Z,,,ACCREDITED,GB/T 34015,0,5000,0,",
            "GRADE,p-1,2023-02-03T00:00:00Z,B,,,,,,,",
            "TRANSFER,p-1,2023-02-04T00:00:00Z,,again,,,,,,");
    List<String> signers = new ArrayList<>();
    for (String org : List.of("maker", "lab", "again")) {
      signers.addAll(List.of("--as=" + org, "--key=" + key(org)));
    }
    Run moved = imported(later, signers.toArray(String[]::new));
    assertThat(moved.code()).as(moved.out()).isZero();
    Path apart =
        file(
            "apart.jsonl",
            Statement.of(
                    "p-1",
                    8,
                    1_675_600_000_000L,
                    new LifeAction.Dismantle(
                        List.of(new LifeAction.Accounted("m-1", LifeAction.Fate.REUSED)),
                        List.of()))
                .text());
    assertThat(imported(apart, "--as=again", "--key=" + key("again")).code()).isZero();
    Path rack =
        file(
            "rack.csv",
            "operation,asset,time,kind,codes,ratedWh,massG,parts,passport,maker",
            "REPURPOSE,rack,2023-02-06T00:00:00Z,ESS,,6000,60000,m-1,pass-2,again");
    assertThat(imported(rack, "--as=again", "--key=" + key("again")).code()).isZero();

    assertThat(run("tree", "rack").out().lines().map(String::strip))
        .containsExactly(
            "rack ESS INTEGRATED 6000 Wh rated, not tested",
            "m-1 MODULE INTEGRATED 6000 Wh rated, not tested, from [p-1]",
            "from p-1 PACK DISMANTLED 6000 Wh rated, 5000 Wh tested (ACCREDITED)",
            "into a vehicle 2023-01-03T00:00:00Z by [maker]",
            "out of it 2023-02-01T00:00:00Z by [maker]");
    List<String> timeline = run("timeline", "m-1").out().lines().toList();
    assertThat(timeline).hasSize(13).isSortedAccordingTo((a, b) -> time(a).compareTo(time(b)));
    assertThat(timeline.get(12)).startsWith("rack ").contains("REPURPOSE");
    Run recall =
        run(
            "recall-preview",
            "--maker=maker",
            "--kind=PACK",
            "--from=2023-01-01",
            "--to=2023-01-31");
    assertThat(recall.out().lines())
        .as("the pack is a shell, but what was in it is in a rack")
        .contains(
            "m-1 MODULE INTEGRATED owned by again, got from p-1, in rack INTEGRATED (REGISTERED)")
        .endsWith("2 batteries.");
    assertCertificate();
    assertThat(run("recall-preview", "--maker=maker", "--from=2023-01-02", "--to=2023-01-01").err())
        .contains("--to must not be before --from");
  }

  private void assertCertificate() throws IOException {
    Path file = folder.resolve("rack.pdf");
    String service = "--service=https://market.example";
    Run printed = run("certificate", "rack", "--out=" + file, service);
    assertThat(printed.code()).as(printed.err()).isZero();
    byte[] first = Files.readAllBytes(file);
    try (PdfReader pdf = new PdfReader(first)) {
      assertThat(new PdfTextExtractor(pdf).getTextFromPage(1))
          .contains("Battery rack")
          .contains("known from the beginning, by again")
          .contains("REPURPOSE")
          .contains("https://market.example/passports/pass-2");
    }
    Path page = folder.resolve("rack.html");
    assertThat(run("certificate", "rack", "--out=" + page, service).code()).isZero();
    assertThat(page)
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains(
            "<h1>Battery rack</h1>", "known from the beginning, by again", "<td>REPURPOSE</td>")
        .contains("<svg", "<p>https://market.example/passports/pass-2</p>")
        .doesNotContain("<script");
    run("certificate", "rack", "--out=" + file, service);
    assertThat(Files.readAllBytes(file)).as("nothing of chance").isEqualTo(first);
    assertThat(run("certificate", "rack", "--out=" + file, "--service=market").err())
        .contains("--service must be an address");
  }

  @Test
  void aRoleOfTheRegulatorsIsTakenBack() throws IOException {
    register("authority", "REGULATOR");
    assertThat(run("register-organisation", "--org=authority", "--key=" + hex("authority")).code())
        .isZero();
    Path hold =
        file(
            "hold.csv",
            "operation,asset,time,hold,cause",
            "HOLD,p-1,2023-01-05T00:00:00Z,h,RECALL");
    imported(packs(), "--as=maker", "--key=" + key("maker"));
    assertThat(imported(hold, "--as=authority", "--key=" + key("authority")).out())
        .contains("refused: ROLE_MISSING");
  }

  @Test
  void whatTheMarketMeteredIsStatedOnceForEachDayAndCorrectedByRevisions() throws IOException {
    register("power", "OPERATOR");
    register("meters", "METER");
    Path storage =
        file(
            "storage.csv",
            "operation,asset,time,kind,ratedWh,massG,to",
            "REGISTER,ess,2023-01-01T00:00:00Z,ESS,6000,60000,",
            "TRANSFER,ess,2023-01-02T00:00:00Z,,,,power",
            "COMMISSION,ess,2023-01-03T00:00:00Z,,,,");
    List<String> signers = new ArrayList<>();
    for (String org : List.of("maker", "lab", "power")) {
      signers.addAll(List.of("--as=" + org, "--key=" + key(org)));
    }
    Run built = imported(storage, signers.toArray(String[]::new));
    assertThat(built.code()).as(built.out()).isZero();

    Run first = throughput("ess", usage(100, 40));
    assertThat(first.code()).as(first.out() + first.err()).isZero();
    assertThat(first.out()).contains("2023-02-01: In block ", "2023-02-02: In block ");
    assertThat(run("show", "ess").out()).contains("COMMISSIONED");
    assertThat(throughput("ess", usage(100, 40)).out())
        .isEqualTo("2023-02-01: known\n2023-02-02: known\n");
    assertThat(throughput("ess", usage(100, 41)).out())
        .contains("2023-02-01: known", "2023-02-02: In block ");
    List<String> events = run("history", "ess").out().lines().toList();
    assertThat(events).filteredOn(line -> line.contains("THROUGHPUT")).hasSize(3);
    Path page = folder.resolve("ess.html");
    run("certificate", "ess", "--out=" + page);
    assertThat(page).content().contains("1100 Wh taken, 441 Wh given");

    assertThat(run("throughput", "ess", usage(1, 1).toString()).err()).contains("nobody signs");
    assertThat(throughput("ess", file("half.json", "{\"truncated\":true,\"slots\":[]}")).err())
        .contains("not the whole answer");
    assertThat(throughput("ess", file("odd.json", slots("\"importWh\":-1,\"exportWh\":0"))).err())
        .contains("this is no slot");
    assertThat(run("throughput", "ess", usage(1, 1).toString(), "--as=lab", "--key=" + key("lab")))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(1))
        .satisfies(refused -> assertThat(refused.out()).contains("Not done: ROLE_MISSING"));
  }

  private Run throughput(String battery, Path usage) {
    return run("throughput", battery, usage.toString(), "--as=meters", "--key=" + key("meters"));
  }

  /** Two days of the market: 1,000 Wh in and 400 out on the first, on the second as given. */
  private Path usage(long importWh, long exportWh) throws IOException {
    String second =
        "{\"slotStart\":\"2023-02-02T23:45:00Z\",\"slotMinutes\":15,\"version\":1,"
            + "\"importWh\":%d,\"exportWh\":%d,\"quality\":\"ACTUAL\"}"
                .formatted(importWh, exportWh);
    return file(
        "usage.json",
        slots(
            "\"importWh\":700,\"exportWh\":0},"
                + "{\"slotStart\":\"2023-02-01T12:00:00Z\",\"slotMinutes\":15,"
                + "\"importWh\":300,\"exportWh\":400},"
                + second.substring(0, second.length() - 1)));
  }

  private static String slots(String rest) {
    return "{\"participant\":\"storage-co\",\"truncated\":false,\"slots\":["
        + "{\"slotStart\":\"2023-02-01T00:00:00Z\",\"slotMinutes\":15,"
        + rest
        + "}]}";
  }

  @Test
  void aDocumentIsKeptAndFetchedByItsHash() throws IOException {
    Path report = Files.writeString(folder.resolve("report.txt"), "capacity 80 %");
    Run kept = run("keep", report.toString());
    assertThat(kept.code()).as(kept.err()).isZero();
    String hash = "c049c99f4a567065a38f4f91958576a26b72af7277ecad00bfc7d9d6a8f3fc75";
    assertThat(kept.out()).isEqualTo(hash + "  " + report + "\n");
    Path copy = folder.resolve("copy.txt");
    assertThat(run("fetch", hash, "--out=" + copy).code()).isZero();
    assertThat(copy).hasContent("capacity 80 %");
    assertThat(run("fetch", hash, "--out=" + copy).err()).contains("exists");
    assertThat(run("fetch", VIN, "--out=" + copy).err()).contains("no document");
    assertThat(run("fetch", "abc", "--out=" + copy).err()).contains("no SHA-256");
    assertThat(run("keep", folder.toString()).err()).contains("is no file");
  }

  private static String time(String line) {
    return line.replaceAll(".*?(20[0-9T:.-]+Z).*", "$1");
  }

  private static Statement test(String asset, long sequence, long energyWh) {
    return Statement.of(
        asset,
        sequence,
        1_675_000_000_000L + sequence,
        new LifeAction.Test(
            org.commonwatt.battery.life.SohTest.Basis.ACCREDITED,
            "GB/T 34015",
            0,
            energyWh,
            0,
            ""));
  }

  private Path packs() throws IOException {
    return file(
        "packs.csv",
        "operation,asset,time,kind,codes,ratedWh,massG,passport,parts,vinHash",
        "REGISTER,p-1,2023-01-01T00:00:00Z,PACK,\"worn, torn\",6000,60000," + PASSPORT + ",,",
        ",m-1,2023-01-01T00:00:01Z,MODULE,,6000,60000,,,",
        "ATTACH,p-1,2023-01-02T00:00:00Z,,,,,,m-1,",
        "INSTALL,p-1,2023-01-03T00:00:00Z,,,,,,," + VIN);
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private Path key(String org) {
    return folder.resolve(org + ".key");
  }

  private String hex(String org) throws IOException {
    Path any = file("any.json", test("x", 1, 1).text());
    return run("sign", any.toString(), "--as=" + org, "--key=" + key(org))
        .out()
        .replaceAll("(?s).* with key ([0-9a-f]{64})\\.\\s*$", "$1");
  }

  private void register(String org, String... roles) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("register-organisation", "--org=" + org, "--key=" + hex(org)));
    List.of(roles).forEach(role -> arguments.add("--role=" + role));
    Run run = run(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  private Run imported(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("import", file.toString()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("battery"));
    all.addAll(List.of(arguments));
    if (!arguments[0].equals("sign")) {
      all.add("--data=" + folder);
    }
    int code =
        Commonwatt.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }
}
