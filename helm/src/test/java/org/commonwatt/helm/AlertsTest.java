package org.commonwatt.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Alerts are over numbers that there are, and each says what to do. */
class AlertsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:commonwatt|vertx|jvm|process)_[a-z_]+");
  private static final Pattern SUFFIX = Pattern.compile("_(?:count|sum|max)$");

  private static List<JsonNode> alerts() throws IOException {
    JsonNode groups = Chart.read(Chart.FOLDER.resolve("alerts.yaml")).path("groups");
    return StreamSupport.stream(groups.spliterator(), false)
        .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
        .toList();
  }

  @Test
  void everyAlertIsOverDocumentedNumbers() throws IOException {
    String documented =
        Files.readString(ROOT.resolve("docs/operations/metrics.md"))
            + Files.readString(ROOT.resolve("docs/metering.md"));
    Set<String> used = new TreeSet<>();
    for (JsonNode alert : alerts()) {
      Matcher names = NAME.matcher(alert.path("expr").asText());
      while (names.find()) {
        used.add(SUFFIX.matcher(names.group()).replaceFirst(""));
      }
    }
    assertThat(used).hasSizeGreaterThan(10);
    // The ingest's page writes two of a family short: `…_used_bytes`.
    assertThat(used)
        .allSatisfy(
            name ->
                assertThat(
                        documented.contains("`" + name + "`")
                            || documented.contains("`…" + name.replaceAll(".*_spool", "") + "`"))
                    .as(name)
                    .isTrue());
  }

  @Test
  void everyAlertHasARunbookThatNamesIt() throws IOException {
    Set<Path> pages = new TreeSet<>();
    String index = Files.readString(RUNBOOKS.resolve("README.md"));
    for (JsonNode alert : alerts()) {
      String name = alert.path("alert").asText();
      Path page = ROOT.resolve(alert.at("/annotations/runbook").asText());
      String severity = alert.at("/labels/severity").asText();
      assertThat(alert.at("/annotations/summary").asText()).as(name).endsWith(".");
      assertThat(severity).isIn("warning", "critical");
      assertThat(Files.readString(page))
          .contains("Alert `" + name + "`, " + severity + ".", "**Look**", "**Do**");
      assertThat(index).contains("| [" + name + "](" + page.getFileName() + ") | " + severity);
      pages.add(page);
    }
    try (Stream<Path> all = Files.list(RUNBOOKS)) {
      assertThat(all.filter(page -> !page.endsWith("README.md")).toList())
          .as("no page is of an alert that there is not")
          .containsExactlyInAnyOrderElementsOf(pages);
    }
  }

  @Test
  void theChartMakesARuleOfThemWhenItIsAskedTo() throws IOException {
    assertThat(Chart.of(Chart.manifests(Chart.template().call()), "PrometheusRule")).isEmpty();
    List<JsonNode> rules = Chart.of(Chart.full(), "PrometheusRule");
    assertThat(rules).hasSize(1);
    assertThat(rules.get(0).at("/metadata/labels/release").asText()).isEqualTo("prometheus");
    assertThat(rules.get(0).at("/spec/groups/0/rules")).hasSameSizeAs(alerts());
  }
}
