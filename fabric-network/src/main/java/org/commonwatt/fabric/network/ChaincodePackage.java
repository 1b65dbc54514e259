package org.commonwatt.fabric.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * What an organisation installs on its peer: where its chaincode server listens and whom to trust
 * there. The same input gives the same bytes, so the package keeps its id.
 */
final class ChaincodePackage {
  private ChaincodePackage() {}

  /** Writes the package of a server at this address whose certificate this authority signed. */
  static void write(Path file, String label, String address, Path tlsAuthority) {
    String metadata = "{\"type\":\"ccaas\",\"label\":\"" + label + "\"}\n";
    try {
      byte[] code =
          archive("connection.json", bytes(connection(address, Files.readString(tlsAuthority))));
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, archive("metadata.json", bytes(metadata), "code.tar.gz", code));
    } catch (IOException e) {
      throw new FabricException("cannot write " + file, e);
    }
  }

  private static String connection(String address, String authority) {
    return "{\"address\":\""
        + address
        + "\",\"dial_timeout\":\"10s\",\"tls_required\":true,\"root_cert\":\""
        + authority.replace("\n", "\\n")
        + "\"}\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Pairs of name and content. */
  private static byte[] archive(Object... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(bytes);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(zipped)) {
      for (int i = 0; i < entries.length; i += 2) {
        add(tar, (String) entries[i], (byte[]) entries[i + 1]);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
