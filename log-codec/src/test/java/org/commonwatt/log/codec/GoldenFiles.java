package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The golden files of one version. One that is missing is written below {@code target/golden}.
 *
 * @param version name of the folder below {@code golden}
 */
record GoldenFiles(String version) {

  /** Bytes as a golden file shows them. */
  String annotated(String name, byte[] bytes) {
    boolean event = name.startsWith("event-") && !name.equals("event-frame");
    String text = event ? AnnotatedHex.ofEvent(bytes) : AnnotatedHex.ofRecord(bytes);
    assertThat(Arrays.equals(AnnotatedHex.parse(text), bytes)).as("no byte is left out").isTrue();
    return text;
  }

  /** The stored bytes of a file. */
  byte[] bytes(String name) throws IOException {
    return AnnotatedHex.parse(read(name));
  }

  /** A file's text; a missing one is proposed with the actual bytes. */
  String text(String name, byte[] actual) throws IOException {
    String text = read(name);
    if (text.isEmpty()) {
      Path folder = Files.createDirectories(Path.of("target", "golden", version));
      Files.writeString(folder.resolve(name + ".hex"), annotated(name, actual));
    }
    return text;
  }

  private String read(String name) throws IOException {
    String path = "/golden/" + version + "/" + name + ".hex";
    try (InputStream in = GoldenFiles.class.getResourceAsStream(path)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
