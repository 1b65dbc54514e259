package org.commonwatt.flink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;

/**
 * What stands behind a position, in one hash: the energy of each of its meters in the slot, by
 * {@code docs/formats/settlement-batch.md}, "Meter evidence". The settlement binds it, so that
 * whoever has the readings can say later whether a bill rests on them.
 */
final class MeterEvidence {
  private MeterEvidence() {}

  /**
   * The hash of a slot's intervals.
   *
   * @param intervals one of each meter, in any order
   */
  static Hash of(DeliverySlot slot, List<IntervalEnergy> intervals) {
    Hash.Digest digest = new Hash.Digest();
    add(
        digest,
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
            .putLong(slot.startMillis())
            .putInt(slot.minutes())
            .putInt(intervals.size()));
    intervals.stream()
        .map(Metered::new)
        .sorted(Comparator.comparing(Metered::meter, java.util.Arrays::compareUnsigned))
        .forEach(metered -> add(digest, metered.bytes()));
    return digest.hash();
  }

  private static void add(Hash.Digest digest, ByteBuffer bytes) {
    digest.add(bytes.array(), 0, bytes.capacity());
  }

  private record Metered(byte[] meter, IntervalEnergy energy) {
    Metered(IntervalEnergy energy) {
      this(energy.meter().getBytes(StandardCharsets.UTF_8), energy);
    }

    ByteBuffer bytes() {
      return ByteBuffer.allocate(Short.BYTES + meter.length + 2 * Long.BYTES + Byte.BYTES)
          .putShort((short) meter.length) // an id is shorter
          .put(meter)
          .putLong(energy.importWh())
          .putLong(energy.exportWh())
          .put(code(energy.quality()));
    }
  }

  private static byte code(Quality quality) {
    return (byte)
        switch (quality) {
          case ACTUAL -> 0;
          case ESTIMATED -> 1;
          case SUBSTITUTED -> 2;
          case FINAL -> 3;
          case NULL -> 4;
        };
  }
}
