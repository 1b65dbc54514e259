package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.readmodel.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the dashboards, asked of the tables of a real market. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrafanaTest {
  private static final Path FOLDER = Path.of("../docs/operations/grafana");
  private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\((\\w+)\\)");
  private static final Pattern NAME = Pattern.compile("\\b(?:commonwatt|vertx|jvm|process)_\\w+");

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    GridScene.fill(market);
    BrowserOversightSlowTest.fill(market);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private static JsonNode dashboard(String name) throws Exception {
    return new ObjectMapper().readTree(Files.readString(FOLDER.resolve(name + ".json")));
  }

  private static Map<String, String> targets(String name, String field) throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode panel : dashboard(name).get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        found.put(
            panel.get("title").asText() + " " + target.get("refId").asText(),
            target.get(field).asText());
      }
    }
    return found;
  }

  static Stream<String> panels() throws Exception {
    return targets("market", "rawSql").keySet().stream();
  }

  /** As Grafana writes its macros out. */
  private static String written(String sql) {
    return TIME_FILTER
        .matcher(sql)
        .replaceAll("$1 BETWEEN '2022-08-01T00:00:00Z' AND '2022-08-03T00:00:00Z'")
        .replace("$market", Fixtures.MARKET);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("panels")
  void anOperatorsLoginGetsRowsFromEveryQuery(String panel) throws Exception {
    String sql = written(String.valueOf(targets("market", "rawSql").get(panel)));
    assertThat(sql).doesNotContain("$");
    Database.Access access = market.database();
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute("set role commonwatt_operator");
      try (ResultSet rows = statement.executeQuery(sql)) {
        if (sql.contains(" as time,")) {
          assertThat(rows.getMetaData().getColumnName(1)).isEqualTo("time");
          assertThat(rows.getMetaData().getColumnType(1)).isIn(Types.TIMESTAMP, 2014);
        }
        assertThat(rows.next()).as("rows of " + sql).isTrue();
      }
    }
  }

  @Test
  void theMarketIsChosenFromThoseThatThereAre() throws Exception {
    JsonNode variables = dashboard("market").at("/templating/list");
    Database.Access access = market.database();
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute("set role commonwatt_operator");
      try (ResultSet rows = statement.executeQuery(variables.get(1).get("query").asText())) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo(Fixtures.MARKET);
      }
    }
  }

  @Test
  void numbersOfEnginesAreThoseOfTheirPage() throws Exception {
    String page = Files.readString(Path.of("../docs/operations/metrics.md"));
    List<String> names =
        targets("engines", "expr").values().stream()
            .flatMap(expr -> NAME.matcher(expr).results())
            .map(found -> found.group().replaceAll("_(sum|count)$", ""))
            .distinct()
            .toList();
    assertThat(names).hasSizeGreaterThan(8);
    assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void panelsTakeTheChosenSourceAndNoneIsOfThisMachine() throws Exception {
    for (String name : List.of("market", "engines")) {
      assertThat(dashboard(name).findValues("datasource"))
          .isNotEmpty()
          .allSatisfy(
              source -> assertThat(source.get("uid").asText()).as(name).isEqualTo("${source}"));
    }
  }
}
