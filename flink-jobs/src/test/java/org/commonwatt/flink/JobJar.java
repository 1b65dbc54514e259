package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The job's jar, made by the commands of {@code docs/metering-jobs.md} in a folder that looks like
 * a built checkout, and what is left of the class path for a cluster.
 */
final class JobJar {
  private static final Pattern COMMANDS =
      Pattern.compile("(?ms)^```sh\\n((?:(?!^```).)*metering-job\\.jar.*?)^```");

  /** What the distribution of Flink brings: no connector, no Kafka client, no driver. */
  private static final Pattern DISTRIBUTION =
      Pattern.compile(
          "(flink-(?!test|connector-(?!datagen)|jobs).*(?<!-tests)|log4j-.*|slf4j-api-.*|kryo-.*"
              + "|reflectasm-.*|objenesis-.*|minlog-.*|snakeyaml-engine-.*|jsr305-.*|javassist-.*"
              + "|commons-(cli|collections|compress|io|lang3|math3|text)-.*|lz4-java-.*"
              + "|snappy-java-.*)\\.jar");

  private final Path folder;

  private JobJar(Path folder) {
    this.folder = folder;
  }

  /** Makes the jar. */
  static JobJar make(Path folder) throws Exception {
    Path libraries = Files.createDirectories(folder.resolve("commonwatt-cli/target/app/lib"));
    for (Path entry : classPath()) {
      if (Files.isRegularFile(entry)) {
        Files.createSymbolicLink(libraries.resolve(nameOf(entry)), entry);
      } else if (entry.endsWith(Path.of("target", "classes"))) {
        Path module = entry.getName(entry.getNameCount() - 3);
        zip(entry, libraries.resolve(module + "-0.jar"));
      }
    }
    Matcher page = COMMANDS.matcher(Files.readString(Path.of("..", "docs", "metering-jobs.md")));
    assertThat(page.find()).as("the page has the commands").isTrue();
    sh(folder, page.group(1));
    removeLinks(libraries);
    return new JobJar(folder);
  }

  private static void sh(Path folder, String commands) throws Exception {
    Path said = folder.resolve("sh.out");
    ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands);
    shell.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    shell.environment().merge("PATH", java, (path, bin) -> bin + File.pathSeparator + path);
    int code = shell.start().waitFor();
    assertThat(code).as(Files.readString(said)).isZero();
  }

  /** JUnit warns of each link that a temporary folder has in the end. */
  private static void removeLinks(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static void zip(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
    }
  }

  /** Where the jar is. */
  String path() {
    return folder.resolve("metering-job.jar").toString();
  }

  /** The class path of a cluster that knows nothing of the job, with this module's tests last. */
  static String ofCluster() {
    return Stream.concat(
            classPath().stream().filter(JobJar::isFlinks),
            classPath().stream().filter(entry -> entry.endsWith("test-classes")))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isFlinks(Path entry) {
    return DISTRIBUTION.matcher(nameOf(entry)).matches();
  }

  private static String nameOf(Path entry) {
    return String.valueOf(entry.getFileName());
  }

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .distinct()
        .toList();
  }
}
