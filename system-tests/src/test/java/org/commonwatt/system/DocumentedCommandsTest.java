package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonwatt.cli.Commonwatt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the pages tell a reader to type exists. */
class DocumentedCommandsTest {
  private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
  private static final Pattern JSON = Pattern.compile("(?ms)^```json\\n(.*?)^```");
  private static final Pattern CURL =
      Pattern.compile(
          "(?s)curl -s (?:-X ([A-Z]+) )?http://127\\.0\\.0\\.1:8080(\\S+)(?:[^\\n']*'"
              + "Content-Type: application/json' -d '(.*?)')?\\n");
  private static final Set<String> MAVEN =
      Set.of(
          "verify",
          "package",
          "test",
          "spotless:apply",
          "-Psystem",
          "-Pall-tests",
          "-q",
          "-B",
          "-am",
          "-Pmodbus4j",
          "-Pdist",
          "-Pdist,image",
          "-DskipTests",
          "-Dtest='Modbus4j*Test'",
          "-Dsurefire.failIfNoSpecifiedTests=false");

  private static final String BEFORE = "  # Bill lines are hashed";
  private static final String FALLBACKS =
      """
        fallbacks:
          operator: operator
          missedGate: late-auction
          gateToleranceSeconds: 60
          cancelMinutes: 10
          bustMinutes: 10
          curtailment: continuous-first
      """;

  @TempDir private Path temp;

  static Stream<String> ours() throws IOException {
    return Stream.concat(lines("./commonwatt"), lines("/opt/commonwatt/commonwatt"));
  }

  static Stream<String> mavens() throws IOException {
    return lines("mvn");
  }

  @ParameterizedTest
  @MethodSource("ours")
  void theCommandLineKnows(String line) {
    String[] arguments = words(line);
    CommandLine parser =
        new CommandLine(Commonwatt.class)
            .setCaseInsensitiveEnumValuesAllowed(true); // as the command line does
    assertThatCode(() -> parser.parseArgs(arguments)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void mavenKnows(String line) {
    List<String> words = List.of(words(line));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-pl")) {
        i++;
        assertThat(Repository.ROOT.resolve(words.get(i)).resolve("pom.xml")).exists();
      } else {
        assertThat(MAVEN).contains(word);
      }
    }
  }

  @Test
  void theClearingsThatThePagesTypeGiveTheResultsThatAreShown() throws Exception {
    List<String> commands = ours().filter(line -> line.startsWith("./commonwatt clear ")).toList();
    List<String> shown = fenced(JSON, Repository.ROOT.resolve("docs/formats/clearing.md"));
    assertThat(commands).hasSize(2);
    assertThat(shown).as("case and result of each").hasSize(4);
    ObjectMapper json = new ObjectMapper();
    for (int i = 0; i < commands.size(); i++) {
      String file = words(commands.get(i))[1];
      Cli.Result result = Cli.run("clear", Repository.ROOT.resolve(file).toString());
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(json.readTree(Repository.read(file))).isEqualTo(json.readTree(shown.get(2 * i)));
      assertThat(json.readTree(result.out())).isEqualTo(json.readTree(shown.get(2 * i + 1)));
    }
  }

  /** All on one market, of which the operator's page then takes back what was traded. */
  @Test
  void theRequestsAndTheOperatorsCommandsAreAnsweredOneAfterTheOther() throws Exception {
    try (SmallLaptop laptop =
        new SmallLaptop(temp, 2, true, file -> file.replace(BEFORE, FALLBACKS + BEFORE))) {
      request(laptop, "README.md");
      request(laptop, "docs/trading.md");
      String off = "{\"participant\": \"home-01\", \"seconds\": 0}"; // the page's switch
      assertThat(laptop.api().send("POST", "/v1/orders/cancel-after", off).status()).isEqualTo(200);
      for (String side : List.of("buy", "sell")) {
        String home = side.equals("buy") ? "home-01" : "home-02";
        laptop.api().postOrder(Api.order(home, "operated-" + side, SmallLaptop.START, side));
      }
      laptop.advanceTo(SmallLaptop.START.minus(Duration.ofMinutes(15)));
      operate(laptop);
    }
  }

  private static void request(SmallLaptop laptop, String page) throws Exception {
    List<Matcher> requests = new ArrayList<>();
    for (String block : blocks(Repository.ROOT.resolve(page))) {
      Matcher matcher = CURL.matcher(block);
      while (matcher.find()) {
        requests.add(CURL.matcher(matcher.group()));
      }
    }
    assertThat(requests).hasSizeGreaterThanOrEqualTo(2);
    String order = "";
    for (Matcher request : requests) {
      assertThat(request.matches()).isTrue();
      String method = request.group(1) == null ? "GET" : request.group(1);
      String path = request.group(2).replace("SLOT", "" + SmallLaptop.START);
      String body = request.group(3);
      Api.Answer answer =
          laptop
              .api()
              .send(
                  method,
                  path.replace("ORDER", order),
                  body == null
                      ? ""
                      : body.replace("SLOT", "" + SmallLaptop.START).replace("ORDER", order));
      assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
      if (answer.body().has("clientOrderId")) {
        order = answer.text("orderId");
      }
    }
  }

  private static void operate(SmallLaptop laptop) throws Exception {
    String stranger = "operator bust 1 --operator home-01 --reason typo";
    assertThat(operate(laptop, stranger, 1).err()).contains("NOT_OPERATOR");
    List<String> said = new ArrayList<>();
    for (String block : blocks(Repository.ROOT.resolve("docs/operator.md"))) {
      for (String line : block.lines().toList()) {
        said.add(operate(laptop, String.join(" ", words(line)), 0).out());
      }
    }
    assertThat(said).hasSize(4);
    assertThat(said.get(0)).contains("stands     trade 1, home-01 buys 100 Wh of home-02");
    assertThat(said.get(1)).contains("Trade 1 is taken back.");
    assertThat(said.get(2)).contains("is cancelled.");
    assertThat(said.get(3)).contains("the link foothill>sierra-crest carries -100 to 100 Wh.");
    String after = operate(laptop, "operator show " + SmallLaptop.START, 0).out();
    assertThat(after)
        .contains(
            "cancelled: outage", "erroneous: typo", "sierra-crest carries -100 to 100 Wh: outage")
        .doesNotContain("stands");
  }

  private static Cli.Result operate(SmallLaptop laptop, String line, int exitCode)
      throws Exception {
    assertThat(laptop.parts().market().awaitProjected(SmallLaptop.PATIENCE)).isTrue();
    int port = laptop.parts().market().httpPort();
    Cli.Result result = Cli.run((line + " --url=http://127.0.0.1:" + port).split(" "));
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    return result;
  }

  private static Stream<String> lines(String command) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : Repository.pages()) {
      for (String block : blocks(page)) {
        block.lines().filter(line -> line.startsWith(command + " ")).forEach(found::add);
      }
    }
    assertThat(found).isNotEmpty();
    return found.stream().distinct();
  }

  private static List<String> blocks(Path page) throws IOException {
    return fenced(SHELL, page);
  }

  private static List<String> fenced(Pattern kind, Path page) throws IOException {
    return kind.matcher(Files.readString(page)).results().map(r -> r.group(1)).toList();
  }

  /** The words behind the command, without a trailing comment. */
  private static String[] words(String line) {
    String[] all = line.replaceFirst("\\s#.*", "").trim().split("\\s+");
    return Arrays.copyOfRange(all, 1, all.length);
  }
}
