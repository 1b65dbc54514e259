package org.commonwatt.benchmarks.log;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.log.sign.ReadingVerifier;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;

/**
 * Prints a table for {@code docs/performance.md}: what it costs to sign a reading and to verify it,
 * by how many readings are signed together. Processor time of the measuring thread for one reading,
 * median of rounds; a round signs anew, so no verification finds its root known from another one.
 */
public final class SigningCost {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String MARKET = "village";
  private static final int READINGS = 2_000;
  private static final int WARM_UP_ROUNDS = 10;
  private static final int ROUNDS = 31;

  private final ReadingSigner signer;
  private final ReadingVerifier verifier;
  private long time = 1_659_423_600_000L;

  private SigningCost(SigningKey key) {
    signer = new ReadingSigner(key);
    verifier = new ReadingVerifier(List.of(key.publicKey()));
  }

  /** Measures everything. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("signing-cost");
    try {
      SigningCost cost = new SigningCost(SigningKey.open(folder.resolve("key"), "an ingest"));
      System.out.println("| signed together | sign | decode and verify | bytes |");
      for (int together : new int[] {1, 17, 100, 1_000}) {
        cost.print(together);
      }
    } finally {
      Files.deleteIfExists(folder.resolve("key"));
      Files.delete(folder);
    }
  }

  private void print(int together) {
    double[] sign = new double[ROUNDS];
    double[] verify = new double[ROUNDS];
    int bytes = 0;
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      List<List<byte[]>> batches = batches(together);
      List<byte[]> stored = new ArrayList<>();
      long start = THREADS.getCurrentThreadCpuTime();
      for (List<byte[]> batch : batches) {
        for (ReadingProof proof : signer.sign(batch, time)) {
          stored.add(ReadingCodec.encodeSigned(MARKET, proof));
        }
      }
      long signed = THREADS.getCurrentThreadCpuTime();
      for (byte[] record : stored) {
        requireRight(record);
      }
      long end = THREADS.getCurrentThreadCpuTime();
      if (round >= 0) {
        sign[round] = (signed - start) / 1_000.0 / stored.size();
        verify[round] = (end - signed) / 1_000.0 / stored.size();
      }
      bytes = stored.get(0).length;
    }
    System.out.printf(
        Locale.ROOT,
        "| %,d | %.1f µs | %.1f µs | %d |%n",
        together,
        median(sign),
        median(verify),
        bytes);
  }

  private void requireRight(byte[] record) {
    ReadingProof proof = ((ReadingRecord.Reading) ReadingCodec.decode(record)).proof();
    if (proof == null || verifier.judge(proof) != ReadingVerifier.Verdict.RIGHT) {
      throw new IllegalStateException("a signature is not right");
    }
  }

  private List<List<byte[]>> batches(int together) {
    List<List<byte[]>> batches = new ArrayList<>();
    for (int from = 0; from < READINGS; from += together) {
      time += 60_000;
      List<byte[]> batch = new ArrayList<>();
      for (int meter = 0; meter < together; meter++) {
        batch.add(ReadingCodec.encode(MARKET, reading(meter)));
      }
      batches.add(batch);
    }
    return batches;
  }

  private MeterReading reading(int meter) {
    return new MeterReading(
        "home-%03d-meter".formatted(meter),
        4_711,
        time,
        12_345_678,
        2_345_678,
        -1_200,
        Quality.ACTUAL,
        Hash.of(new byte[] {9}));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
