package org.commonwatt.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

class StateBytesTest {
  private static final Snapshot.Subject SUBJECT =
      new Snapshot.Subject(Fixtures.MARKET, Keyring.NONE);
  private static final Snapshot.Place PLACE =
      new Snapshot.Place(5, 9, Hash.of(new byte[] {1}), 7, 2);

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
    byte[] bytes =
        StateBytes.inMemory(
            Keyring.NONE,
            out -> {
              out.number(Long.MIN_VALUE);
              out.text("ö");
              out.event(new Event.SlotSettled(batch, List.of()));
              out.rulebook(Fixtures.rulebook());
              out.bytes(new byte[10_000]);
              out.bytes(new byte[100_000]);
              out.number(7);
            });

    StateBytes.Reader in = new StateBytes.Reader(bytes, Keyring.NONE);
    assertThat(in.number()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.text()).isEqualTo("ö");
    assertThat(in.event(Event.SlotSettled.class).batch()).isEqualTo(batch);
    assertThat(in.rulebook()).isEqualTo(Fixtures.rulebook());
    assertThat(in.bytes()).hasSize(10_000);
    assertThat(in.bytes()).hasSize(100_000);
    assertThat(in.number()).isEqualTo(7);
    assertThat(in.isAtEnd()).isTrue();
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
    for (int i = 0; i < 4; i++) {
      StateBytes.Reader in = new StateBytes.Reader(bytes, Keyring.NONE);
      try {
        read(in, i);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("state");
      }
    }
  }

  @Property
  void theHashIsThatOfTheBytes(@ForAll @Size(max = 5) List<@Size(max = 200_000) byte[]> parts) {
    Consumer<StateBytes.Writer> state = out -> parts.forEach(out::bytes);
    assertThat(StateBytes.hash(Keyring.NONE, state))
        .isEqualTo(Hash.of(StateBytes.inMemory(Keyring.NONE, state)));
  }

  @Property
  void anyBytesAreNoSnapshot(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(UnusableSnapshotException.class);
  }

  @Test
  void aSnapshotComesBackAndNoBitOfItMayFlip() throws Exception {
    byte[] bytes = written(out -> out.bytes(new byte[] {1, 2, 3}));
    assertThat(read(bytes)).containsExactly(1, 2, 3);
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 4;
      assertThatThrownBy(() -> read(flipped)).hasMessageContaining("checksum");
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(UnusableSnapshotException.class);
  }

  @Test
  void aSnapshotMayBeOfAnySize() throws Exception {
    for (int size : new int[] {0, 65_400, 65_536, 131_072, 1_000_003}) {
      byte[] state = new byte[size];
      Arrays.fill(state, (byte) 5);
      assertThat(read(written(out -> out.bytes(state)))).isEqualTo(state);
    }
  }

  @Test
  void aStateMustBeReadToItsEnd() throws Exception {
    byte[] bytes =
        written(
            out -> {
              out.bytes(new byte[3]);
              out.number(1);
            });
    assertThatThrownBy(() -> read(bytes)).hasMessageContaining("more in it than a state");
  }

  @Test
  void aFaultOfTheDiskAmidAStateIsOneOfTheDisk() throws Exception {
    byte[] bytes = written(out -> out.bytes(new byte[200_000]));
    Deque<InputStream> opened =
        new ArrayDeque<>(List.of(new ByteArrayInputStream(bytes), new BrokenDisk(bytes)));
    assertThatThrownBy(() -> Snapshot.read(opened::removeFirst, SUBJECT, (place, in) -> in.bytes()))
        .isInstanceOf(IOException.class)
        .hasMessage("simulated: the disk is broken");
  }

  /** Gives a part of the bytes, then fails. */
  private static final class BrokenDisk extends FilterInputStream {
    BrokenDisk(byte[] bytes) {
      super(new ByteArrayInputStream(bytes, 0, bytes.length / 2));
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      if (read < 0) {
        throw new IOException("simulated: the disk is broken");
      }
      return read;
    }
  }

  private static byte[] written(Consumer<StateBytes.Writer> state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Snapshot.write(bytes, SUBJECT, PLACE, state);
    return bytes.toByteArray();
  }

  private static byte[] read(byte[] bytes) throws IOException {
    return Snapshot.read(
        () -> new ByteArrayInputStream(bytes),
        SUBJECT,
        (place, in) -> {
          assertThat(place).isEqualTo(PLACE);
          return in.bytes();
        });
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
