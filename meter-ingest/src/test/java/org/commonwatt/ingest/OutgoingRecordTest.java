package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OutgoingRecordTest {

  /** Kind 1 (reading), length of the id, the id, the record: what older spools hold. */
  @Test
  void itsBytesInTheSpoolAreStable() {
    OutgoingRecord reading =
        new OutgoingRecord(OutgoingRecord.Kind.READING, "m1", new byte[] {9, 8});
    assertThat(reading.toSpool()).containsExactly(1, 2, 'm', '1', 9, 8);
    OutgoingRecord back = OutgoingRecord.fromSpool(reading.toSpool());
    assertThat(back.kind()).isEqualTo(OutgoingRecord.Kind.READING);
    assertThat(back.meter()).isEqualTo("m1");
    assertThat(back.bytes()).containsExactly(9, 8);
    assertThat(new OutgoingRecord(OutgoingRecord.Kind.TICK, "", new byte[0]).toSpool())
        .containsExactly(2, 0);
    assertThat(new OutgoingRecord(OutgoingRecord.Kind.REJECTED, "", new byte[0]).toSpool())
        .containsExactly(3, 0);
  }

  @Test
  void anUnknownKindIsNotGuessed() {
    assertThatThrownBy(() -> OutgoingRecord.fromSpool(new byte[] {7, 0}))
        .hasMessageContaining("unknown kind 7");
  }
}
