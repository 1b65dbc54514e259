package org.commonwatt.fabric.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The chaincode as its first version was: with the settlement contract alone. */
final class FirstContracts {
  private static final List<String> LATER =
      List.of(
          "org/commonwatt/chaincode/registry/",
          "org/commonwatt/chaincode/invoices/",
          "org/commonwatt/chaincode/origin/",
          "org/commonwatt/chaincode/accounts/");

  private FirstContracts() {}

  /** Copies the jars of a chaincode without the contracts that came later. */
  static void write(Path chaincode, Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(chaincode)) {
      for (Path jar : jars.toList()) {
        copy(jar, folder.resolve(jar.getFileName()));
      }
    }
  }

  private static void copy(Path jar, Path copy) throws IOException {
    try (JarFile read = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(copy);
        JarOutputStream written = new JarOutputStream(file)) {
      List<JarEntry> kept =
          read.stream()
              .filter(entry -> LATER.stream().noneMatch(entry.getName()::startsWith))
              .toList();
      for (JarEntry entry : kept) {
        written.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream content = read.getInputStream(entry)) {
          content.transferTo(written);
        }
        written.closeEntry();
      }
    }
  }
}
