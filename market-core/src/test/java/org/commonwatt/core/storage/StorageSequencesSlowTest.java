package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 100,000 sequences of commitments; a failure names the seed in its description. */
@Tag("slow")
class StorageSequencesSlowTest {
  private static final int SEQUENCES = 100_000;

  @Test
  void noSequenceEndsInACommitmentThatCannotBeKept() {
    long[] sums = new long[2];
    LongStream.range(0, SEQUENCES)
        .forEach(
            seed -> {
              int[] counts = StorageSequences.run(seed, seed % 2 == 0);
              sums[0] += counts[0];
              sums[1] += counts[1];
            });
    assertThat(sums[0]).as("commitments that were taken").isGreaterThan(SEQUENCES);
    assertThat(sums[1]).as("refusals that were judged").isGreaterThan(SEQUENCES / 10);
  }
}
