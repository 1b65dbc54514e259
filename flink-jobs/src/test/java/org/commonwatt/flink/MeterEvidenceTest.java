package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

/** The hash of what the meters behind a position measured. */
class MeterEvidenceTest {
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_423_600_000L, 15);

  @Test
  void itIsTheHashOfThePagesLayout() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(SLOT.startMillis());
    out.writeInt(15);
    out.writeInt(2);
    out.writeUTF("m-1"); // the page's text, for ASCII
    out.writeLong(10);
    out.writeLong(20);
    out.writeByte(1);
    out.writeUTF("m-2");
    out.writeLong(30);
    out.writeLong(0);
    out.writeByte(0);
    assertThat(
            MeterEvidence.of(
                SLOT, List.of(energy("m-2", 30, 0, Quality.ACTUAL), energy("m-1", 10, 20))))
        .isEqualTo(Hash.of(bytes.toByteArray()));
  }

  @Test
  void anotherSplitOfTheSameSumIsAnotherEvidence() {
    MeteredPosition one = position(energy("m-1", 10, 0), energy("m-2", 30, 0));
    MeteredPosition other = position(energy("m-1", 11, 0), energy("m-2", 29, 0));
    assertThat(one.withEvidence(null)).isEqualTo(other.withEvidence(null));
    assertThat(one.evidence()).isNotEqualTo(other.evidence());
  }

  @Test
  void neitherTheOrderOfTheMetersNorAnIntervalsVersionCounts() {
    MeteredPosition one = position(energy("m-1", 10, 0), energy("m-2", 30, 0));
    MeteredPosition other =
        position(
            new IntervalEnergy("m-2", "p-1", SLOT, 7, 30, 0, Quality.ESTIMATED),
            energy("m-1", 10, 0));
    assertThat(one).isEqualTo(other);
  }

  private static MeteredPosition position(IntervalEnergy... intervals) {
    return new ReportedSlot(3, List.of(intervals)).position("p-1", SLOT);
  }

  private static IntervalEnergy energy(String meter, long importWh, long exportWh) {
    return energy(meter, importWh, exportWh, Quality.ESTIMATED);
  }

  private static IntervalEnergy energy(
      String meter, long importWh, long exportWh, Quality quality) {
    return new IntervalEnergy(meter, "p-1", SLOT, 1, importWh, exportWh, quality);
  }
}
