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

/** The chaincode as earlier versions were: without the contracts that came later. */
final class FormerContracts {
  /** Later than the first version, which had the settlement contract alone. */
  static final List<String> SINCE_FIRST =
      List.of(
          "org/commonwatt/chaincode/registry/",
          "org/commonwatt/chaincode/invoices/",
          "org/commonwatt/chaincode/origin/",
          "org/commonwatt/chaincode/accounts/",
          "org/commonwatt/chaincode/bilateral/",
          "org/commonwatt/chaincode/disputes/",
          "org/commonwatt/chaincode/batteries/");

  /** Later than the fourth version. */
  static final List<String> SINCE_FOURTH =
      List.of(
          "org/commonwatt/chaincode/bilateral/",
          "org/commonwatt/chaincode/disputes/",
          "org/commonwatt/chaincode/batteries/");

  private FormerContracts() {}

  /** Copies the jars of a chaincode without the packages that came later. */
  static void write(Path chaincode, Path folder, List<String> later) throws IOException {
    try (Stream<Path> jars = Files.list(chaincode)) {
      for (Path jar : jars.toList()) {
        copy(jar, folder.resolve(jar.getFileName()), later);
      }
    }
  }

  private static void copy(Path jar, Path copy, List<String> later) throws IOException {
    try (JarFile read = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(copy);
        JarOutputStream written = new JarOutputStream(file)) {
      List<JarEntry> kept =
          read.stream()
              .filter(entry -> later.stream().noneMatch(entry.getName()::startsWith))
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
