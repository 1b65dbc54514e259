package org.commonwatt.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image that {@code -Pdist,image} made, where one was made. Its files are unpacked layer by
 * layer and run as a container would run them, as its user over its root: by root only.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageSlowTest {
  private static final String REQUIRED = "COMMONWATT_IMAGE_REQUIRED";
  private static final long MINUTES = 6;

  private Path folder;
  private Path root;
  private JsonNode config;

  @BeforeAll
  void unpack(@TempDir Path temp) throws Exception {
    folder = temp;
    Path image = image();
    Path oci = Files.createDirectory(temp.resolve("oci"));
    root = Files.createDirectory(temp.resolve("root"));
    run("tar", "xf", image.toString(), "-C", oci.toString());
    ObjectMapper json = new ObjectMapper();
    JsonNode index = json.readTree(oci.resolve("index.json").toFile());
    JsonNode manifest = json.readTree(blob(oci, index.at("/manifests/0")).toFile());
    config = json.readTree(blob(oci, manifest.path("config")).toFile());
    for (JsonNode layer : manifest.path("layers")) {
      run("tar", "xzf", blob(oci, layer).toString(), "-C", root.toString());
    }
    Files.writeString(root.resolve("etc/hosts"), "");
  }

  private static Path image() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> images =
          files.filter(file -> file.toString().matches(".*commonwatt-image-.*\\.tar")).toList();
      if (System.getenv(REQUIRED) == null) {
        Assumptions.assumeFalse(images.isEmpty(), "no image was made: -Pdist,image");
        Assumptions.assumeTrue(
            System.getProperty("user.name").equals("root"), "only root can run it");
      }
      assertThat(images).hasSize(1);
      return images.get(0);
    }
  }

  private static Path blob(Path oci, JsonNode descriptor) {
    return oci.resolve("blobs/" + descriptor.path("digest").asText().replace(':', '/'));
  }

  private String run(String... command) throws Exception {
    Path log = Files.createTempFile(folder, "run", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    String output = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** What a container's runtime would do: mounts of its own, the image's root and user. */
  private String inside(String arguments) throws Exception {
    String entry = config.at("/config/Entrypoint/0").asText();
    String script =
        "mount --bind $0 $0 && mount --rbind /proc $0/proc && mount --bind /dev $0/dev"
            + " && mount --bind /etc/hosts $0/etc/hosts"
            + " && exec chroot --userspec=$1 $0 /bin/sh -c \"cd /tmp && HOME=/tmp exec $2\"";
    return run(
        "unshare",
        "--mount",
        "sh",
        "-c",
        script,
        root.toString(),
        config.at("/config/User").asText(),
        entry + " " + arguments);
  }

  @Test
  void itRunsAsAUserWhoMayWriteNothingOfTheProgram() throws Exception {
    assertThat(config.at("/config/User").asText()).isEqualTo("10001:10001");
    try (Stream<Path> files = Files.walk(root.resolve("opt/commonwatt"))) {
      for (Path file : files.toList()) {
        assertThat(attribute(file, "uid")).as(file.toString()).isZero();
        assertThat(attribute(file, "mode") & 0022).as(file.toString()).isZero();
      }
    }
  }

  private static int attribute(Path file, String name) throws IOException {
    return (int) Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void itSaysWhichVersionItIsAndWhatIsInIt() throws Exception {
    JsonNode labels = config.at("/config/Labels");
    String version = labels.path("org.opencontainers.image.version").asText();
    assertThat(version).isNotEmpty();
    assertThat(inside("version --json")).contains(version);
    JsonNode bill = new ObjectMapper().readTree(root.resolve("opt/commonwatt/sbom.json").toFile());
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.path("components").size()).isGreaterThan(100);
  }

  @Test
  void theDemoRunsInIt() throws Exception {
    assertThat(inside("demo --homes 3 --slots 2 --data /tmp/demo")).contains("pass");
  }
}
