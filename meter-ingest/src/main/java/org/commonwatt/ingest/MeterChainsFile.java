package org.commonwatt.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** What the spool's folder keeps of each meter beside the spool: its last reading, in clear. */
public final class MeterChainsFile {
  private MeterChainsFile() {}

  /**
   * Forgets meters that are polled no more. Nobody may use the folder meanwhile.
   *
   * @param spool folder of the spool
   * @param meters their ids
   * @throws IOException when the file cannot be read or written
   */
  public static void forget(Path spool, Set<String> meters) throws IOException {
    Path file = MeterChains.file(spool);
    MeterChains chains = MeterChains.load(file);
    if (chains.forget(meters)) {
      chains.store();
    }
  }
}
