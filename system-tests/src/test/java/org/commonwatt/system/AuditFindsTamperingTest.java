package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonwatt.cli.laptop.EmbeddedDatabase;
import org.commonwatt.engine.settlement.OriginSubmitter.Injection;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.MasterKey;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.CommandAppender;
import org.commonwatt.log.kafka.FencedEventWriter;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code audit verify} passes over an honest folder and names the place of any change. */
@Tag("slow")
class AuditFindsTamperingTest {
  private static final String MARKET = "fontana";

  @TempDir private static Path temp;
  @TempDir private Path scratch;
  private static Path honest;

  @BeforeAll
  static void settleASlot() throws Exception {
    try (SmallLaptop laptop = new SmallLaptop(temp)) {
      laptop
          .parts()
          .market()
          .declareSources(List.of(new Injection("home-01", "sierra-crest", EnergySource.SOLAR)));
      honest = laptop.dataFolder();
      laptop.api().postOrder(Api.order("home-01", "b", SmallLaptop.START, "buy"));
      laptop.api().postOrder(Api.order("home-02", "s", SmallLaptop.START, "sell"));
      laptop.advanceTo(SmallLaptop.START.plusSeconds(900));
      laptop.awaitRecorded(1);
      assertThat(laptop.parts().market().awaitRegistered(SmallLaptop.PATIENCE)).isTrue();
      assertThat(laptop.parts().market().awaitGuaranteesOfOrigin(SmallLaptop.PATIENCE)).isTrue();
      Files.write(temp.resolve("told.json"), laptop.api().treeHead());
    }
  }

  @Test
  void anHonestFolderPasses() throws Exception {
    Cli.Result result = verify(copy());
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.out()).contains("2 orders, 1 trades", "Audit: pass");
  }

  @Test
  void aChangedByteOfABlockIsFound() throws Exception {
    Path folder = copy();
    Path block = newestBlockFile(folder);
    byte[] bytes = Files.readAllBytes(block);
    bytes[bytes.length / 2] ^= 1;
    Files.write(block, bytes);
    Cli.Result result = verify(folder);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.out()).contains("Audit: fail").containsPattern("block.? ?\\d");
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @Test
  void aForeignCommandIsFound() throws Exception {
    Path folder = copy();
    long offset;
    try (KafkaChild broker = broker(folder);
        CommandAppender appender = new CommandAppender(broker.bootstrapServers(), MARKET, 0)) {
      CommandFrame frame =
          new CommandFrame(
              "foreign",
              1,
              List.of(new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(1))));
      offset = appender.append(frame).get(120, TimeUnit.SECONDS);
    }
    Cli.Result result = verify(folder);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.out()).contains("COMMAND_WITHOUT_EVENTS (offset " + offset, "Audit: fail");
  }

  @Test
  void aForeignEventIsFound() throws Exception {
    Path folder = copy();
    EventEnvelope foreign =
        new EventEnvelope(10_000, 0, 0, 1, 77, Hash.ZERO, new Event.TimeAdvanced(5));
    try (KafkaChild broker = broker(folder);
        FencedEventWriter writer = new FencedEventWriter(broker.bootstrapServers(), 0)) {
      writer.takeOver();
      writer.write(
          List.of(EventCodec.encodeFrame(MARKET, List.of(EventCodec.encodeEvent(foreign)))));
    }
    Cli.Result result = verify(folder);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.out())
        .contains("EVENTS_WITHOUT_COMMAND (offset 10000", "HASH_CHAIN_BROKEN", "Audit: fail");
  }

  @Test
  void theRegistryIsShownAndInvoicesAreIssuedPaidAndAudited() throws Exception {
    Path folder = copy();
    Cli.Result registry = Cli.run("ledger", "registry", "--auctions", "--data=" + folder);
    assertThat(registry.exitCode()).as(registry.toString()).isZero();
    assertThat(registry.out())
        .contains("market      " + MARKET, "rulebook    1  ", "of registered rulebooks 1")
        .containsPattern("  event [0-9]+  [0-9a-f]{64}");
    Cli.Result issued = invoice(folder, "issue", "--participant=home-01");
    assertThat(issued.exitCode()).as(issued.toString()).isZero();
    assertThat(issued.out()).containsPattern("1 +home-01 +1 +-?[0-9]+ +ISSUED");
    Cli.Result again = invoice(folder, "issue", "--participant=home-01");
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.err()).contains("was sent invoices for all batches");
    Path page = scratch.resolve("invoice.html");
    Cli.Result printed = invoice(folder, "print", "--number=1", "--format=HTML", "--out=" + page);
    assertThat(printed.exitCode()).as(printed.toString()).isZero();
    assertThat(Files.readString(page)).contains("<title>Invoice 1</title>", "home-01");
    assertThat(invoice(folder, "print", "--number=2", "--out=" + scratch.resolve("b")).err())
        .contains("no invoice 2 was issued");
    assertThat(invoice(folder, "pay", "--number=1", "--payment=bank-1").out()).contains("PAID");
    Cli.Result twice = invoice(folder, "pay", "--number=1", "--payment=bank-2");
    assertThat(twice.exitCode()).isEqualTo(1);
    assertThat(twice.out()).contains("WRONG_STATUS");
    assertThat(invoice(folder, "reverse", "--number=1", "--payment=bank-3").exitCode()).isZero();
    assertThat(invoice(folder, "issue", "--replaces=1").out())
        .containsPattern("1 +home-01 .* REVERSED\\n +2 +home-01 .* ISSUED");
    Cli.Result audit = verify(folder);
    assertThat(audit.out()).contains("Audit: pass").doesNotContain("REGISTRY_PENDING");
  }

  @Test
  void guaranteesOfOriginAreShown() throws Exception {
    Path folder = copy();
    String data = "--data=" + folder;
    assertThat(ok("origin", "sources", data)).contains("home-01", "solar");
    assertThat(ok("origin", "show", data)).contains("issued", SmallLaptop.START.toString());
    assertThat(ok("origin", "mix", data)).contains("Wh were used without a guarantee");
    Cli.Result wrong = Cli.run("origin", "mix", "--day=yesterday", data);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("such as 2022-08-02");
    for (String day : List.of("1969-12-31", "+999999999-01-01")) {
      Cli.Result beyond = Cli.run("origin", "show", "--day=" + day, data);
      assertThat(beyond.exitCode()).as(beyond.toString()).isEqualTo(2);
      assertThat(beyond.err()).contains("--day must be within 1970 to 4000");
    }
    assertThat(verify(folder).out()).contains("Audit: pass").doesNotContain("ORIGIN_");
  }

  /** As docs/registration.md has it: the bank's side is the grid operator's client. */
  @Test
  void accountsAreKeptOnTheLedgerAndAudited() throws Exception {
    Path folder = copy();
    assertThat(accounts(folder, "register", "home-01", "--role=MEMBER").out()).contains("ACTIVE");
    Cli.Result bank =
        accounts(
            folder,
            "register",
            "bank",
            "--role=BANK",
            "--msp=GridOperatorMSP",
            "--attribute=observer");
    assertThat(bank.exitCode()).as(bank.toString()).isZero();
    String[] said = {
      "--bank=bank",
      "--reference=tr-1",
      "--direction=DEPOSIT",
      "--participant=home-01",
      "--nano=5000",
      "--expires=2999-01-01T00:00:00Z",
      "--as=GridOperatorMSP"
    };
    assertThat(accounts(folder, "propose", said).out()).contains("\"proposedBy\":\"BANK\"");
    Cli.Result same = accounts(folder, "confirm", said);
    assertThat(same.exitCode()).isEqualTo(1);
    assertThat(same.out()).contains("SAME_SIDE");
    said[6] = "--as=ExchangeMSP";
    assertThat(accounts(folder, "confirm", said).out()).contains("CONFIRMED");
    Cli.Result updated = accounts(folder, "update");
    assertThat(updated.exitCode()).as(updated.toString()).isZero();
    assertThat(updated.out()).containsPattern("posted [1-9][0-9]* batches, booked 0 steps");
    assertThat(accounts(folder, "update").out()).contains("posted 0 batches");
    String list = accounts(folder, "list").out();
    assertThat(list)
        .containsPattern("home-01 +MEMBER +ExchangeMSP submitter")
        .containsPattern("tr-1 +DEPOSIT +home-01 5000 nano, CONFIRMED by BANK");
    long cash =
        Pattern.compile("(?m)^[a-z0-9-]+ +(-?[0-9]+) +0 +0 +0 +0 +\\1 *$")
            .matcher(list)
            .results()
            .mapToLong(account -> Long.parseLong(account.group(1)))
            .sum();
    assertThat(cash).as("what was settled without guarantees is cash, too").isEqualTo(5_000);
    said[6] = "--as=MarsMSP";
    Cli.Result strange = accounts(folder, "confirm", said);
    assertThat(strange.exitCode()).isEqualTo(2);
    assertThat(strange.err()).contains("MarsMSP is no organisation of this ledger");
    said[5] = "--expires=soon";
    assertThat(accounts(folder, "propose", said).err()).contains("2026-08-02T12:00:00Z");
    assertThat(verify(folder).out()).contains("Audit: pass");
  }

  @Test
  void aBilateralContractGoesFromItsTermsToTheLedgerAndTheAudit() throws Exception {
    Path folder = copy();
    Path file = scratch.resolve("contract.json");
    List<String> terms = new ArrayList<>(List.of("bilateral", "terms", "--market=" + MARKET));
    terms.addAll(List.of("--contract=b-1", "--buyer=home-01", "--seller=home-02"));
    terms.addAll(List.of("--area=sierra-crest", "--energy-wh=500", "--price=271828"));
    terms.addAll(List.of("--from=" + SmallLaptop.START.plusSeconds(86_400), "--out=" + file));
    terms.add("--to=" + SmallLaptop.START.plusSeconds(86_401));
    assertThat(Cli.run(terms.toArray(new String[0])).err()).contains("borders of slots");
    terms.set(terms.size() - 1, "--to=" + SmallLaptop.START.plusSeconds(90_000));
    assertThat(Cli.run(terms.toArray(new String[0])).out()).contains("4 slots");
    assertThat(Files.getPosixFilePermissions(file))
        .as("it has the price")
        .containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(bilateral(folder, "record", file.toString()).err())
        .contains("is not signed by both");
    for (String side : List.of("buyer", "seller")) {
      String own = "--key=" + scratch.resolve(side);
      Cli.Result signed = Cli.run("bilateral", "sign", file.toString(), "--as=" + side, own);
      assertThat(signed.out()).contains("Price: 271828 ", "Signed by home-0");
      String key = signed.out().strip().replaceFirst("(?s).* with key ([0-9a-f]{64})\\.", "$1");
      String home = side.equals("buyer") ? "home-01" : "home-02";
      Cli.Result known = bilateral(folder, "register-key", "--participant=" + home, "--key=" + key);
      assertThat(known.out()).as(known.toString()).contains("In block ");
    }
    assertThat(bilateral(folder, "record", file.toString()).out()).contains("In block ");
    Cli.Result again = bilateral(folder, "record", file.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.out()).contains("Not done: CONTRACT_EXISTS: ");
    assertThat(bilateral(folder, "list").out())
        .containsPattern("b-1 +home-01 +home-02 +sierra-crest .* 500")
        .doesNotContain("271828");
    assertThat(bilateral(folder, "price", "--contract=b-1").out())
        .contains("{\"priceMicroPerKwh\":271828,");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("271828", "271829"));
    assertThat(bilateral(folder, "record", file.toString()).err()).contains("is not the one");
    assertThat(verify(folder).out()).contains("Audit: pass");
  }

  private static Cli.Result bilateral(Path folder, String action, String... options)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("bilateral", action, "--data=" + folder));
    words.addAll(List.of(options));
    return Cli.run(words.toArray(new String[0]));
  }

  private static Cli.Result accounts(Path folder, String action, String... options)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("ledger", "accounts", action));
    words.add("--data=" + folder);
    words.addAll(List.of(options));
    return Cli.run(words.toArray(new String[0]));
  }

  private static Cli.Result invoice(Path folder, String action, String... options)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("invoice", action, "--data=" + folder));
    words.addAll(List.of(options));
    return Cli.run(words.toArray(new String[0]));
  }

  @Test
  void aBundleIsCheckedWithoutTheFolder() throws Exception {
    Path folder = copy();
    Path bundle = scratch.resolve("bundle.zip");
    String slots = "--slots=" + SmallLaptop.START;
    Cli.Result made = Cli.run("audit", "bundle", slots, "--out=" + bundle, "--data=" + folder);
    assertThat(made.exitCode()).as(made.toString()).isZero();
    String engine = made.out().strip().replaceFirst("(?s).*signed by ", "");
    Cli.Result checked = check(bundle, engine);
    assertThat(checked.exitCode()).as(checked.toString()).isZero();
    assertThat(checked.out())
        .contains("signed by " + engine, "2 orders, 1 trades", "Audit: pass")
        .doesNotContain("Nobody vouched");
    assertThat(Cli.run("audit", "bundle", slots, "--out=" + bundle, "--data=" + folder).err())
        .contains("exists");

    Cli.Result closed = Cli.run("audit", "check", bundle.toString(), "--engine=" + engine);
    assertThat(closed.exitCode()).as(closed.toString()).isZero();
    assertThat(closed.out())
        .contains("Audit: pass", "SEALED_NOT_OPENED")
        .doesNotContain("_ERASED", "ERASURE_NOT_RECORDED");

    assertTheSecondVerifierPasses(bundle, engine, "1 trades", "1 batches", "(0 sealed)");
    assertThat(check(bundle, "engine-0000000000000000").out()).contains("BUNDLE_SIGNATURE_WRONG");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle, bytes);
    Cli.Result changed = check(bundle, engine);
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.out()).contains("ENTRY_DIFFERS", "BUNDLE_NOT_CANONICAL", "Audit: fail");
  }

  /** What the market has of one participant is a file of its own, and a look that it sees. */
  @Test
  void aParticipantsBundleIsCheckedAndLookedAtForAPurpose() throws Exception {
    Path folder = honest; // with its database, which alone changes
    Path file = scratch.resolve("home-01.json");
    String[] asked = {
      "audit",
      "bundle",
      "--participant=home-01",
      "--slots=" + SmallLaptop.START,
      "--out=" + file,
      "--data=" + folder,
      "--purpose=a complaint"
    };
    for (String purpose : List.of("", "caf\u00e9", "x".repeat(201))) {
      String[] wrong = asked.clone();
      wrong[6] = "--purpose=" + purpose;
      assertThat(Cli.run(wrong).err()).contains("--purpose: say what for");
    }
    assertThat(Cli.run(Arrays.copyOf(asked, 6)).err()).contains("--purpose: say what for");
    String[] stranger = Arrays.copyOf(asked, 8);
    stranger[7] = "--viewer=nobody";
    assertThat(Cli.run(stranger).err()).contains("no account nobody");
    assertThat(file).doesNotExist();
    String engine = ok(asked).strip().replaceFirst("(?s).*signed by ", "");
    assertThat(Files.readString(file)).contains("home-01").doesNotContain("meter-02");
    assertThat(ok("audit", "check", file.toString(), "--engine=" + engine))
        .contains("asked for by administrator, administrator: a complaint")
        .contains("1 trades", "1 settlements", "Bundle: pass");
    assertThat(looks(folder)).containsExactly("administrator a complaint auditBundle 1");
    inIdentity(
        folder,
        identity -> {
          Account home = new Account("home-01", Role.PROSUMER, Set.of("home-01"));
          identity.ensure(home, "home-01.key", Set.of(Scope.READ));
          return home;
        });
    String[] claimed = Arrays.copyOf(asked, 8); // nobody checks who has the folder
    claimed[4] = "--out=" + scratch.resolve("claimed.json");
    claimed[7] = "--viewer=home-01";
    ok(claimed);
    assertThat(looks(folder))
        .containsExactly(
            "home-01 a complaint auditBundle 1", "administrator a complaint auditBundle 1");
    assertTheSecondVerifierPasses(file, engine, "1 trades", "1 settlements of home-01");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(Cli.run("audit", "check", file.toString()).out()).contains("Bundle: fail");
  }

  private static List<String> looks(Path folder) throws Exception {
    return inIdentity(
        folder,
        identity ->
            identity.views("home-01", Long.MAX_VALUE, 10).stream()
                .map(
                    kept ->
                        "%s %s %s %d"
                            .formatted(
                                kept.first().viewer(),
                                kept.first().look().purpose(),
                                kept.first().look().what(),
                                kept.times()))
                .toList());
  }

  /** What is done with the accounts and looks of a folder. */
  private interface Accounts<T> {
    T with(Identity identity) throws Exception;
  }

  private static <T> T inIdentity(Path folder, Accounts<T> work) throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("postgres"));
        Identity identity =
            Identity.open(
                new Identity.Access(database.jdbcUrl(), "postgres", ""),
                MARKET,
                MasterKey.ofSeed("looks"),
                InstantSource.system())) {
      return work.with(identity);
    }
  }

  /** As docs/audit.md has it: a head, witnessed, a line proven under it, and a cut ledger found. */
  @Test
  void headsAreWitnessedAndLinesAreProvenUnderThem() throws Exception {
    Path folder = copy();
    String data = "--data=" + folder;
    Path head = scratch.resolve("head-1.json");
    String made = ok("audit", "head", "--out=" + head, data);
    String engine = made.strip().replaceFirst("(?s).*signed by ", "");
    String key = "--key=" + scratch.resolve("witness.key");
    String last = "--last=" + scratch.resolve("last.json");
    assertThat(Cli.run("audit", "witness", head.toString(), key, last).err()).contains("--engine");
    String signed = ok("audit", "witness", head.toString(), key, last, "--engine=" + engine);
    String witness = signed.strip().replaceFirst("(?s).*signed by ", "");
    Path next = scratch.resolve("head-2.json");
    ok("audit", "head", "--since=" + head, "--out=" + next, data);
    ok("audit", "witness", next.toString(), key, last);

    Path told = temp.resolve("told.json"); // by the API of the engine that ran
    assertThat(ok("audit", "verify", data, "--heads=" + told)).contains("Audit: pass");
    Path early = scratch.resolve("early.json");
    String first = "--bill=" + SmallLaptop.START + "/0/0";
    ok("audit", "prove", first, "--head=" + told, "--out=" + early, data);
    assertThat(ok("audit", "check-proof", early.toString(), "--heads=" + told))
        .contains("Proof: pass")
        .doesNotContain("note:");

    Path proof = scratch.resolve("proof.json");
    String bill = "--bill=" + SmallLaptop.START + "/0";
    String who = "--participant=home-01";
    ok("audit", "prove", bill, who, "--head=" + next, "--block", "--out=" + proof, data);
    String[] anchors = {"--engine=" + engine, "--witness=" + witness, "--heads=" + head};
    assertThat(ok("audit", "check-proof", proof.toString(), anchors[0], anchors[1], anchors[2]))
        .contains("home-01 TRADE_BUY home-02", "which is in the proof", "Proof: pass");
    assertThat(ok("audit", "verify", data, "--heads=" + head, anchors[1])).contains("Audit: pass");

    Path bundle = scratch.resolve("whole.zip");
    ok("audit", "bundle", "--slots=" + SmallLaptop.START, "--to-end", "--out=" + bundle, data);
    String keys = "--keys=" + honest.resolve("keys");
    ok("audit", "check", bundle.toString(), keys, "--heads=" + head, "--complete");

    Path report = scratch.resolve("explained.json");
    String slot = "--slot=" + SmallLaptop.START;
    assertThat(ok("audit", "explain", who, slot, "--json=" + report, data))
        .contains("position  version 1", "trade     1 AUCTION", "/0/0 TRADE_BUY", "valid");
    assertThat(Files.readString(report)).contains("\"onLedger\" : true");

    Files.delete(newestBlockFile(folder));
    assertThat(Cli.run("audit", "verify", data, "--heads=" + head).out())
        .contains("HEAD_TRUNCATED", "Audit: fail");
  }

  private static String ok(String... arguments) throws InterruptedException {
    Cli.Result result = Cli.run(arguments);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result.out();
  }

  private static void assertTheSecondVerifierPasses(Path bundle, String engine, String... told)
      throws InterruptedException, IOException {
    Path verifier = Repository.ROOT.resolve("audit/python/verify.py");
    List<String> words =
        List.of(
            "python3",
            "-B",
            verifier.toString(),
            bundle.toString(),
            "--engine",
            engine,
            "--keys",
            honest.resolve("keys").toString());
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      assertThat(System.getenv("COMMONWATT_PYTHON_REQUIRED")).as(e.getMessage()).isNull();
      System.err.println("SKIPPED: the verifier in Python was not tried: there is no python3");
      return;
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out).contains(told).contains("Verifier: pass");
    assertThat(process.waitFor()).isZero();
  }

  private static Cli.Result check(Path bundle, String engine) throws InterruptedException {
    return Cli.run(
        "audit",
        "check",
        bundle.toString(),
        "--engine=" + engine,
        "--keys=" + honest.resolve("keys"));
  }

  private static Cli.Result verify(Path folder) throws InterruptedException {
    return Cli.run("audit", "verify", "--data=" + folder);
  }

  private static KafkaChild broker(Path folder) {
    return KafkaChild.start(KafkaChildOptions.in(folder.resolve("kafka")));
  }

  /** What an audit needs of the folder; the database is not part of it. */
  private Path copy() throws IOException {
    for (String part : List.of("community.yaml", "kafka", "keys", "ledger")) {
      try (Stream<Path> files = Files.walk(honest.resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, scratch.resolve(honest.relativize(file).toString()));
        }
      }
    }
    return scratch;
  }

  private static Path newestBlockFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("ledger/blocks"))) {
      return files.filter(Files::isRegularFile).max(Path::compareTo).orElseThrow();
    }
  }
}
