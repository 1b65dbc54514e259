package org.commonwatt.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChartTest {
  /** Writes the golden files anew: look at the difference before it is committed. */
  private static final boolean REWRITE = Boolean.getBoolean("commonwatt.golden.write");

  @Test
  void helmFindsNothingToCarpAt() {
    LintResult result = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    assertThat(result.getMessages())
        .noneMatch(line -> line.contains("[WARNING]") || line.contains("[ERROR]"));
  }

  @Test
  void aReleaseWithoutValuesLooksLikeThis() throws IOException {
    assertGolden("default.yaml", Chart.template());
  }

  @Test
  void aReleaseWithAllValuesLooksLikeThis() throws IOException {
    assertGolden("full.yaml", Chart.template().withValuesFile(Chart.FULL));
  }

  /** Its disruption budget needs a field that older ones do not have. */
  @Test
  void anOlderClusterIsRefused() {
    assertThatThrownBy(() -> Chart.template().withKubeVersion("1.26.9").call())
        .hasMessageContaining("kubeVersion");
  }

  @Test
  void theFullFileSetsEveryValueThatThereIs() throws IOException {
    var defaults = Chart.read(Chart.FOLDER.resolve("values.yaml"));
    var full = Chart.read(Chart.FULL);
    defaults
        .properties()
        .forEach(
            group ->
                group
                    .getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name ->
                            assertThat(full.path(group.getKey()).has(name))
                                .as(group.getKey() + "." + name)
                                .isTrue()));
  }

  @Test
  void theChartIsOfTheVersionOfTheBuild() throws IOException {
    String version = Chart.read(Chart.FOLDER.resolve("Chart.yaml")).path("appVersion").asText();
    assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + version + "</version>");
  }

  private static void assertGolden(String name, TemplateCommand release) throws IOException {
    Path file = Path.of("src/test/resources/golden", name);
    String rendered = release.call();
    if (REWRITE) {
      Files.writeString(file, rendered);
    }
    assertThat(rendered).isEqualTo(Files.readString(file));
  }
}
