package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Version 1 of the contracts as it was built then, with today's libraries: {@code
 * src/test/resources/contracts/README.md}.
 */
final class FirstContracts {
  private static final Path GENUINE = Path.of("src/test/resources/contracts/contracts-1.jar");

  /** What version 1 brings itself. */
  private static final List<String> OURS =
      List.of("settlement-chaincode-", "energy-model-", "battery-model-");

  private FirstContracts() {}

  /** Puts it into a folder, as one runs it. */
  static void write(Path chaincode, Path folder) throws IOException {
    Files.copy(GENUINE, folder.resolve(GENUINE.getFileName()));
    try (Stream<Path> jars = Files.list(chaincode)) {
      for (Path jar : jars.filter(FirstContracts::isLibrary).toList()) {
        Files.copy(jar, folder.resolve(jar.getFileName()));
      }
    }
  }

  private static boolean isLibrary(Path jar) {
    return OURS.stream().noneMatch(jar.getFileName().toString()::startsWith);
  }
}
