package org.commonwatt.cli;

import java.nio.file.Path;
import java.util.List;
import org.commonwatt.audit.proof.HeadCheck;
import org.commonwatt.audit.proof.HeadFile;
import org.commonwatt.cli.laptop.HeadFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that compare with tree heads that were kept outside. */
final class HeadOptions {
  @Option(
      names = "--heads",
      paramLabel = "FILE",
      description = "A signed tree head that was kept outside, or a folder of such files.")
  private @Nullable Path heads;

  @Option(
      names = "--witness",
      paramLabel = "NAME",
      description = "Who must have signed beside the engine, such as witness-0a1b2c3d4e5f6071.")
  private @Nullable String witness;

  boolean given() {
    return heads != null;
  }

  List<HeadFile> read() {
    return heads == null ? List.of() : HeadFiles.readAll(heads);
  }

  /** What the heads' signatures must be. */
  HeadCheck.Anchors anchors(@Nullable String engine) {
    return new HeadCheck.Anchors(engine, witness);
  }
}
