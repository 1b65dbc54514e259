package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaincodePackageTest {
  @TempDir Path folder;

  @Test
  void aPackageTellsThePeerWhereTheServerIsAndWhomToTrust() throws IOException {
    Map<String, byte[]> outer = entries(Files.readAllBytes(write("a.tgz", 7777)));

    assertThat(outer).containsOnlyKeys("metadata.json", "code.tar.gz");
    assertThat(text(outer, "metadata.json"))
        .isEqualToIgnoringWhitespace("{\"type\":\"ccaas\",\"label\":\"settlement\"}");
    Map<String, byte[]> code = entries(outer.getOrDefault("code.tar.gz", new byte[0]));
    assertThat(text(code, "connection.json"))
        .isEqualToIgnoringWhitespace(
            "{\"address\":\"127.0.0.1:7777\",\"dial_timeout\":\"10s\",\"tls_required\":true,"
                + "\"root_cert\":\"BEGIN\\nabc\\nEND\\n\"}");
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    assertThat(write("a.tgz", 7777)).hasSameBinaryContentAs(write("b.tgz", 7777));
    assertThat(Files.mismatch(write("a.tgz", 7777), write("b.tgz", 7778))).isNotEqualTo(-1);
  }

  private Path write(String name, int port) throws IOException {
    Path authority = folder.resolve("ca.pem");
    Files.writeString(authority, "BEGIN\nabc\nEND\n");
    Path file = folder.resolve(name);
    ChaincodePackage.write(file, "settlement", "127.0.0.1:" + port, authority);
    return file;
  }

  private static String text(Map<String, byte[]> entries, String name) {
    return new String(entries.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(entry.getName(), tar.readAllBytes());
      }
    }
    return entries;
  }
}
