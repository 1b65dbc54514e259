package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The files of the pages: how they are sent, how large they are, and what may not be in them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/web");
  private static final List<String> NAMESPACES =
      List.of(
          "http://www.w3.org/2000/svg",
          "http://www.w3.org/2005/Atom",
          "http://naesb.org/espi",
          "http://www.acer.europa.eu/REMIT/REMITTable1_V3.xsd");
  private static final int MOST_BYTES = 300_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final HttpClient http = HttpClient.newHttpClient();
  private ExampleMarket market;
  private ApiClient api;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = ExampleMarket.start(dir);
    api = new ApiClient(market.port());
  }

  @AfterAll
  void stop() {
    api.close();
    market.close();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + market.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(FOLDER)) {
      return found.sorted().toList();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private static JsonNode words(String language) throws IOException {
    return MAPPER.readTree(text(FOLDER.resolve("text-" + language + ".json")));
  }

  @Test
  void everyFileIsSentWithTheStrictPolicyAsItsType() throws Exception {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      String path = name.equals("index.html") ? "/" : "/web/" + name;
      HttpResponse<byte[]> answer = get(path);
      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(Files.readAllBytes(file));
      assertThat(header(answer, "Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
          .contains("require-trusted-types-for 'script'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "http:", "https:", "*");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "Set-Cookie")).isEmpty();
      assertThat(header(answer, "Content-Type")).isNotEmpty();
    }
  }

  @Test
  void aFileThatHasNotChangedIsNotSentAgain() throws Exception {
    HttpResponse<byte[]> first = get("/web/app.js");
    assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
    HttpResponse<byte[]> again = get("/web/app.js", "If-None-Match", header(first, "ETag"));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/web/app.js", "If-None-Match", "\"older\"").statusCode()).isEqualTo(200);
    assertThat(get("/", "If-None-Match", header(get("/"), "ETag")).statusCode()).isEqualTo(304);
  }

  @Test
  void aFileIsCompressedForWhoTakesThat() throws Exception {
    byte[] plain = Files.readAllBytes(FOLDER.resolve("app.js"));
    for (String accepted : List.of("gzip", "br, gzip;q=0.5", "GZIP")) {
      HttpResponse<byte[]> answer = get("/web/app.js", "Accept-Encoding", accepted);
      assertThat(header(answer, "Content-Encoding")).as(accepted).isEqualTo("gzip");
      assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain);
      }
    }
    for (String accepted : List.of("br", "gzip;q=0", "gzip; q=0.0", "identity")) {
      HttpResponse<byte[]> answer = get("/web/app.js", "Accept-Encoding", accepted);
      assertThat(header(answer, "Content-Encoding")).as(accepted).isEmpty();
      assertThat(answer.body()).isEqualTo(plain);
    }
  }

  @Test
  void whatIsNoFileOfThePagesIsRefused() throws Exception {
    Reply unknown = api.get("/web/nothing-here.js");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("UNKNOWN_FILE");
    for (String name : List.of("..%2fopenapi%2fopenapi.yaml", "App.js", "index.html", "a.b.js")) {
      assertThat(api.get("/web/" + name).status()).as(name).isIn(400, 404);
    }
    assertThat(api.get("/web/app.js?v=1").code()).isEqualTo("MALFORMED");
  }

  @Test
  void allPagesTogetherStayUnderTheBoundOfAFirstLoad() throws Exception {
    WebFiles web = new WebFiles(null);
    int bytes = 0;
    for (Path file : files()) {
      bytes += web.compressed(file.getFileName().toString()).orElseThrow().length();
    }
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  @Test
  void whoWorksOnThePagesReadsThemFromAFolder(@TempDir Path folder) throws Exception {
    WebFiles web = new WebFiles(folder);
    assertThat(web.compressed("app.js")).isEmpty();
    Files.writeString(folder.resolve("app.js"), "1");
    int one = web.compressed("app.js").orElseThrow().length();
    Files.writeString(folder.resolve("app.js"), "let more = 12;");
    assertThat(web.compressed("app.js").orElseThrow().length()).isGreaterThan(one);
  }

  @Test
  void noFileHasMarkupOfTextsInlineScriptOrAnotherHost() throws Exception {
    for (Path file : files()) {
      String text = text(file);
      for (String namespace : NAMESPACES) {
        text = text.replace('"' + namespace + '"', "");
      }
      assertThat(text)
          .as(file.toString())
          .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
          .doesNotContain("eval(", "new Function", "http://", "https://", "document.cookie");
      if (file.toString().endsWith(".html")) {
        assertThat(text).doesNotContain("<style", "style=", "onclick").doesNotContain("<script>");
      }
    }
  }

  @Test
  void bothLanguagesHaveTheSameKeysWithTheSamePlaceholders() throws Exception {
    JsonNode english = words("en");
    JsonNode chinese = words("zh");
    assertThat(keys(chinese)).isEqualTo(keys(english));
    for (String key : keys(english)) {
      assertThat(placeholders(chinese.get(key).asText()))
          .as(key)
          .isEqualTo(placeholders(english.get(key).asText()));
      assertThat(chinese.get(key).asText()).as(key).isNotBlank();
    }
  }

  @Test
  void everyKeyThatAPageNamesHasWords() throws Exception {
    Set<String> known = keys(words("en"));
    Pattern use = Pattern.compile("\\bt\\(\"([a-z][a-zA-Z.-]+)\"[,)]|title: \"([a-z.-]+)\"");
    Set<String> used = new TreeSet<>();
    for (Path file : files()) {
      use.matcher(file.toString().endsWith(".js") ? text(file) : "")
          .results()
          .forEach(found -> used.add(found.group(1) == null ? found.group(2) : found.group(1)));
    }
    assertThat(used).hasSizeGreaterThan(50);
    assertThat(known).containsAll(used);
  }

  private static Set<String> keys(JsonNode words) {
    Set<String> keys = new TreeSet<>();
    words.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
