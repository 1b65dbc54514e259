package org.commonwatt.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

class StateBytesTest {
  @Test
  void everyKindOfValueComesBack() {
    SettlementBatch batch =
        new SettlementBatch(
            "b",
            Fixtures.MARKET,
            Fixtures.slot(0),
            1,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            2,
            Hash.ZERO,
            List.of(new Posting("home-01", -5), new Posting("supplier", 5)));
    StateBytes.Writer out = new StateBytes.Writer();
    out.number(Long.MIN_VALUE);
    out.text("ö");
    out.event(new Event.SlotSettled(batch, List.of()));
    out.rulebook(Fixtures.rulebook());
    out.bytes(new byte[10_000]);

    StateBytes.Reader in = new StateBytes.Reader(out.toBytes());
    assertThat(in.number()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.text()).isEqualTo("ö");
    assertThat(in.event(Event.SlotSettled.class).batch()).isEqualTo(batch);
    assertThat(in.rulebook()).isEqualTo(Fixtures.rulebook());
    assertThat(in.bytes()).hasSize(10_000);
    assertThat(in.isAtEnd()).isTrue();
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
    for (int i = 0; i < 4; i++) {
      StateBytes.Reader in = new StateBytes.Reader(bytes);
      try {
        read(in, i);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("state");
      }
    }
  }

  @Property
  void anyBytesAreNoSnapshot(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> Snapshot.decode(Fixtures.MARKET, bytes))
        .isInstanceOf(UnusableSnapshotException.class);
  }

  @Test
  void aSnapshotComesBackAndNoBitOfItMayFlip() {
    Snapshot.Place place = new Snapshot.Place(5, 9, Hash.of(new byte[] {1}), 7, 2);
    byte[] bytes = new Snapshot(Fixtures.MARKET, place, new byte[] {1, 2, 3}).encode();
    Snapshot read = Snapshot.decode(Fixtures.MARKET, bytes);
    assertThat(read.place()).isEqualTo(place);
    assertThat(read.state()).containsExactly(1, 2, 3);
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 4;
      assertThatThrownBy(() -> Snapshot.decode(Fixtures.MARKET, flipped))
          .hasMessageContaining("checksum");
    }
    assertThatThrownBy(
            () -> Snapshot.decode(Fixtures.MARKET, Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(UnusableSnapshotException.class);
  }

  private static void read(StateBytes.Reader in, int kind) {
    switch (kind) {
      case 0 -> in.number();
      case 1 -> in.text();
      case 2 -> in.event();
      default -> in.rulebook();
    }
  }
}
