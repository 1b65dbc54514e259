package org.commonwatt.fabric.network;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A settlement contract that answers everything with the same word. */
final class TamperedChaincode {
  private static final String SOURCE =
      """
      package org.commonwatt.tampered;

      import org.hyperledger.fabric.contract.Context;
      import org.hyperledger.fabric.contract.ContractInterface;
      import org.hyperledger.fabric.contract.annotation.Contract;
      import org.hyperledger.fabric.contract.annotation.Default;
      import org.hyperledger.fabric.contract.annotation.Transaction;

      @Contract(name = "settlement")
      @Default
      public final class Tampered implements ContractInterface {
        @Transaction(name = "PostBatch")
        public String postBatch(Context context, String json) {
          return "tampered";
        }

        @Transaction(name = "ListBatches")
        public String listBatches(Context context, String market) {
          return "tampered";
        }
      }
      """;

  private TamperedChaincode() {}

  /** Compiles it into the folder: it with the chaincode's libraries and without the chaincode. */
  static List<String> classPath(Path folder) throws IOException {
    List<String> libraries;
    try (Stream<Path> jars = Files.list(TestFabric.chaincode())) {
      libraries =
          jars.filter(jar -> !jar.getFileName().toString().startsWith("settlement-chaincode"))
              .map(Path::toString)
              .toList();
    }
    Path source = Files.createDirectories(folder).resolve("Tampered.java");
    Files.writeString(source, SOURCE);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            String.join(File.pathSeparator, libraries),
            "-d",
            folder.toString(),
            source.toString());
    if (result != 0) {
      throw new IllegalStateException("the tampered contract does not compile");
    }
    return Stream.concat(Stream.of(folder.toString()), libraries.stream()).toList();
  }
}
