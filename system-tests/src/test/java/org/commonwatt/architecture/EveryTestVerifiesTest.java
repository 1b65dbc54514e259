package org.commonwatt.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Wherever a test may hold an auction, the audit is on its class path and judges the result:
 * decision record 0010.
 */
class EveryTestVerifiesTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>org\\.commonwatt</groupId>\\s*<artifactId>([a-z-]+)</artifactId>"
              + "((?:(?!</dependency>).)*)</dependency>",
          Pattern.DOTALL);
  private static final Pattern NO_ASSERTIONS =
      Pattern.compile(
          "-da\\b|-disableassertions|<enableAssertions>\\s*false|enableAssertions\\s*=\\s*false");

  @Test
  void everyModuleThatSeesTheAuctionTestsWithTheAudit() throws IOException {
    Map<String, String> poms = poms();
    assertThat(poms).containsKeys("market-core", "market-engine", "simulation", "commonwatt-cli");
    assertThat(unverified(poms)).isEmpty();
  }

  @Test
  void aModuleThatForgetsItIsFound() throws IOException {
    Map<String, String> poms = poms();
    poms.computeIfPresent(
        "simulation",
        (name, pom) ->
            pom.replaceAll("<dependency>.*<artifactId>audit</artifactId>.*</dependency>", ""));
    assertThat(unverified(poms)).containsExactly("simulation");
  }

  @Test
  void aDependencyOverSeveralLinesIsFound() throws IOException {
    Map<String, String> poms = poms();
    poms.replaceAll((name, pom) -> pom.replace("><", ">\n        <"));
    assertThat(unverified(poms)).isEmpty();
    String audit =
        "<dependency>\\s*<groupId>org.commonwatt</groupId>\\s*<artifactId>audit</artifactId>"
            + ".*?</dependency>";
    Pattern several = Pattern.compile(audit, Pattern.DOTALL);
    poms.computeIfPresent("simulation", (name, pom) -> several.matcher(pom).replaceAll(""));
    assertThat(unverified(poms)).containsExactly("simulation");
  }

  @Test
  void noPomTurnsAssertionsOff() throws IOException {
    Map<String, String> poms = poms();
    poms.put("", Files.readString(root().resolve("pom.xml")));
    assertThat(withoutAssertions(poms)).isEmpty();
  }

  @Test
  void aPomThatTurnsAssertionsOffIsFound() {
    Map<String, String> poms = new TreeMap<>();
    poms.put("flag", "<argLine>@{argLine} -da -Xmx1g</argLine>");
    poms.put("package", "<argLine>-da:org.commonwatt...</argLine>");
    poms.put("setting", "<enableAssertions>\n  false</enableAssertions>");
    poms.put("good", "<argLine>-data -Xmx1g</argLine><enableAssertions>true</enableAssertions>");
    assertThat(withoutAssertions(poms)).containsExactly("flag", "package", "setting");
  }

  private static Set<String> withoutAssertions(Map<String, String> poms) {
    Set<String> off = new TreeSet<>(poms.keySet());
    off.removeIf(name -> !NO_ASSERTIONS.matcher(poms.getOrDefault(name, "")).find());
    return off;
  }

  /** Modules with tests that see the core, but not the audit. */
  private static Set<String> unverified(Map<String, String> poms) {
    Set<String> unverified = new TreeSet<>();
    for (String module : poms.keySet()) {
      Set<String> seen = new TreeSet<>(Set.of(module));
      Matcher direct = DEPENDENCY.matcher(poms.getOrDefault(module, ""));
      while (direct.find()) {
        collect(direct.group(1), poms, seen);
      }
      if (seen.contains("market-core") && !seen.contains("audit")) {
        unverified.add(module);
      }
    }
    return unverified;
  }

  /** What a module brings along: its own dependencies, without those of its tests. */
  private static void collect(String module, Map<String, String> poms, Set<String> seen) {
    if (seen.add(module)) {
      Matcher further = DEPENDENCY.matcher(poms.getOrDefault(module, ""));
      while (further.find()) {
        if (!further.group(2).contains("<scope>test</scope>")) {
          collect(further.group(1), poms, seen);
        }
      }
    }
  }

  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  /** The text of each module's pom, by name of the module. */
  private static Map<String, String> poms() throws IOException {
    Path root = root();
    Map<String, String> poms = new TreeMap<>();
    Matcher module =
        Pattern.compile("<module>(.*)</module>").matcher(Files.readString(root.resolve("pom.xml")));
    while (module.find()) {
      poms.put(module.group(1), Files.readString(root.resolve(module.group(1)).resolve("pom.xml")));
    }
    return poms;
  }
}
