package org.commonwatt.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The tarball runs where there is a Java and nothing else, and says what is in it. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TarballSlowTest {
  /** By their names in the bill of materials; each lets us pass the library on under Apache-2.0. */
  private static final Set<String> LICENCES =
      Set.of(
          "0BSD",
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "Bouncy Castle Licence",
          "CC0-1.0",
          "EPL-2.0",
          "Go License",
          "MIT",
          "MIT-0",
          "Mozilla Public License Version 2.0",
          "Public Domain");

  private Path temp;
  private Path home;
  private Path bin;

  @BeforeAll
  void unpack(@TempDir Path folder) throws Exception {
    temp = folder;
    List<Path> tarballs;
    try (Stream<Path> files = Files.list(Repository.ROOT.resolve("dist/target"))) {
      tarballs = files.filter(file -> file.toString().endsWith(".tar.gz")).toList();
    }
    assertThat(tarballs).hasSize(1);
    bin = Files.createDirectory(temp.resolve("bin"));
    Path maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\ntouch " + bin + "/called\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    run(0, temp, "tar", "xzf", tarballs.get(0).toString());
    home = temp.resolve(tarballs.get(0).getFileName().toString().replace(".tar.gz", ""));
  }

  private String run(int exit, Path folder, String... command) throws Exception {
    Path log = Files.createTempFile(temp, "run", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", "", (path, none) -> bin + File.pathSeparator + path);
    Process process = builder.start();
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroy();
    }
    String output = Files.readString(log, UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(exit);
    return output;
  }

  private String commonwatt(int exit, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("commonwatt").toString()));
    command.addAll(List.of(arguments));
    String output = run(exit, temp, command.toArray(String[]::new));
    assertThat(bin.resolve("called")).as("Maven was called").doesNotExist();
    return output;
  }

  @Test
  void itRunsADayAndAuditsItWithoutMaven() throws Exception {
    assertThat(commonwatt(0, "version")).startsWith("commonwatt ");
    String data = temp.resolve("day").toString();
    commonwatt(0, "demo", "--homes=3", "--slots=2", "--exit", "--port=0", "--data=" + data);
    assertThat(commonwatt(0, "audit", "verify", "--data=" + data)).contains("Audit: pass");
  }

  @Test
  void theExamplesOfItsPagesAreThere() throws Exception {
    commonwatt(0, "clear", home + "/docs/formats/clearing-case.example.json");
    commonwatt(3, "clear", home + "/docs/formats/no-such-file.json");
    assertThat(home.resolve("audit/python/verify.py")).isRegularFile();
    assertThat(home.resolve("systemd/commonwatt-engine.service")).isRegularFile();
  }

  @Test
  void theBillOfMaterialsNamesEachLibraryWithALicenceThatFits() throws IOException {
    JsonNode components =
        new ObjectMapper().readTree(home.resolve("sbom.json").toFile()).path("components");
    Set<String> named = new TreeSet<>();
    for (JsonNode component : components) {
      String name = component.path("name").asText() + "-" + component.path("version").asText();
      named.add(name);
      assertThat(licences(component)).as(name).containsAnyElementsOf(LICENCES);
    }
    for (String folder : List.of("app", "app/lib", "app/chaincode")) {
      try (Stream<Path> files = Files.list(home.resolve(folder))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> name.endsWith(".jar"))
            .isNotEmpty()
            .allMatch(jar -> named.stream().anyMatch(jar::startsWith));
      }
    }
  }

  private static List<String> licences(JsonNode component) {
    List<String> licences = new ArrayList<>();
    for (JsonNode licence : component.path("licenses")) {
      licences.add(licence.at("/license/id").asText(licence.at("/license/name").asText()));
    }
    return licences;
  }
}
