package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots: equal futures, one state hash on every platform, damage found. */
class SnapshotTest {
  /** Computed on Java 17; {@link SameBookOnEveryJavaTest} compares others. */
  private static final String GOLDEN =
      "3d6d100fe5d13c97734b5525dd5170a2cb12247e68ac46974d3eeb4aa7ce7f5e";

  @Test
  void goesOnFromAnySnapshotAsIfNothingHadHappened() {
    for (RandomBook.Setting setting : BookSettings.ALL) {
      RandomBook straight = new RandomBook(7, setting);
      RandomBook restarted = new RandomBook(7, setting);
      for (int i = 0; i < 4_000; i++) {
        straight.step();
        restarted.step();
        List<String> events = straight.events();
        assertThat(restarted.events()).isEqualTo(events);
        if (i % 23
            == 0) { // a book without a past over the next commands, beside one with all of it
          restarted.restart();
          assertThat(restarted.book().stateHash()).isEqualTo(straight.book().stateHash());
        }
      }
      assertThat(restarted.book().stateHash()).isEqualTo(straight.book().stateHash());
    }
  }

  @Test
  void hasTheSameStateHashOnEveryPlatform() {
    RandomBook random = new RandomBook(11, BookSettings.ALL.get(6));
    for (int i = 0; i < 20_000; i++) {
      random.step();
    }
    assertThat(random.book().stateHash().hex()).isEqualTo(GOLDEN);
  }

  @Test
  void refusesWhatIsNoSnapshotOrDamagedOrOfAnotherNetwork() {
    TestBook market = new TestBook();
    market.buy(1, 5, 10);
    byte[] snapshot = market.book.snapshot();

    for (int i = 8; i < snapshot.length; i++) {
      byte[] damaged = snapshot.clone();
      damaged[i] ^= 4;
      assertRefused(damaged, BookNetwork.SINGLE, "damaged");
    }
    assertRefused(new byte[0], BookNetwork.SINGLE, "not a snapshot");
    assertRefused(new byte[64], BookNetwork.SINGLE, "not a snapshot");
    assertRefused(java.util.Arrays.copyOf(snapshot, 64), BookNetwork.SINGLE, "damaged");
    assertRefused(snapshot, BookSettings.TOLL, "another network");
  }

  @Test
  void growsToTheLongestArrayAndNoFurther() {
    assertThat(SnapshotWriter.larger(1 << 12)).isEqualTo(1 << 13);
    assertThat(SnapshotWriter.larger(1 << 30)).isEqualTo(Integer.MAX_VALUE - 8);
    assertThatThrownBy(() -> SnapshotWriter.larger(Integer.MAX_VALUE - 8))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("larger than 2147483639 bytes");
  }

  @Test
  void clearsToTheStateOfANewBook() {
    RandomBook random = new RandomBook(3, BookSettings.ALL.get(4));
    for (int i = 0; i < 3_000; i++) {
      random.step();
    }
    ContinuousBook book = random.book();
    book.clear();

    assertThat(book.snapshot())
        .isEqualTo(new ContinuousBook(BookSettings.ALL.get(4).network()).snapshot());
  }

  private static void assertRefused(byte[] snapshot, BookNetwork network, String message) {
    assertThatThrownBy(() -> ContinuousBook.restore(snapshot, network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
