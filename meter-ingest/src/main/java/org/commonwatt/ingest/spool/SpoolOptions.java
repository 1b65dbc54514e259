package org.commonwatt.ingest.spool;

import java.nio.file.Path;

/**
 * Where a spool lives and how large it may grow.
 *
 * @param directory created if missing; belongs to one spool alone
 * @param capacityBytes the most that all files together may take; at least two segments
 * @param segmentBytes a file of at least this size is followed by a new one, so that published ones
 *     can be deleted
 * @param fsync when records are forced to the disk
 */
public record SpoolOptions(
    Path directory, long capacityBytes, long segmentBytes, FsyncPolicy fsync) {

  /** Checks the sizes. */
  public SpoolOptions {
    if (segmentBytes < 1 || capacityBytes / 2 < segmentBytes) {
      throw new IllegalArgumentException(
          "the capacity (%d bytes) must hold at least two segments (%d bytes each)"
              .formatted(capacityBytes, segmentBytes));
    }
  }

  /** 64 MiB in segments of 1 MiB, without fsync. */
  public static SpoolOptions of(Path directory) {
    return new SpoolOptions(directory, 64L << 20, 1L << 20, FsyncPolicy.NEVER);
  }
}
