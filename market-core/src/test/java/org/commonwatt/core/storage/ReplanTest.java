package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a unit keeps after a change. */
class ReplanTest {
  private static final Efficiency ALL = new Efficiency(1_000_000, 1_000_000);

  private final StorageUnit full = HandUnits.of(10, 10, 3, ALL);

  private static void unchanged(StorageBook book) {
    Replan replan = Replan.of(book.unit(), book.commitments());
    assertThat(replan.givenUp()).isEmpty();
    assertThat(replan.book().commitments()).containsExactlyInAnyOrderElementsOf(book.commitments());
  }

  @Test
  void whatRestsOnALaterScheduleIsKept() {
    StorageBook book = new StorageBook(full);
    assertThat(book.commit(HandUnits.firm("A1", 0, 5L))).isNull();
    assertThat(book.commit(HandUnits.service("A2", 1, 5))).isNull();
    assertThat(book.commit(HandUnits.firm("A3", 0, 5L))).isNull();
    assertThat(book.withdraw("A1")).isNull();
    unchanged(book);
  }

  @Test
  void whatRestsOnEachOtherIsKept() {
    StorageBook book = new StorageBook(full);
    assertThat(book.commit(HandUnits.firm("room", 0, 5L))).isNull();
    assertThat(book.commit(HandUnits.firm("x", 0, -5L, 10L))).isNull();
    assertThat(book.commit(HandUnits.firm("y", 0, 5L, -10L))).isNull();
    assertThat(book.withdraw("room")).isNull();
    unchanged(book);
  }

  @Test
  void whatIsTriedAgainGoesBeforeWhatIsLater() {
    List<Commitment> all =
        List.of(
            HandUnits.service("A1", 1, 5),
            HandUnits.service("A2", 2, 4),
            HandUnits.firm("A3", 1, 5L),
            HandUnits.service("A4", 2, 2));
    Replan replan = Replan.of(full, all);
    assertThat(replan.book().commitments()).extracting(Commitment::id).containsExactly("A3", "A1");
    assertThat(replan.givenUp())
        .extracting(given -> given.commitment().id())
        .containsExactly("A2", "A4");
    assertThat(replan.givenUp().get(0).refusal().conflicts()).containsExactly("A1");
  }

  @Property(tries = 500)
  void anUnchangedUnitLosesNothing(@ForAll long seed) {
    RandomUnits draw = new RandomUnits(seed, seed % 2 == 0, 12);
    StorageBook book = new StorageBook(draw.unit(5));
    for (int i = 0; i < 12; i++) {
      book.commit(draw.commitment(5));
      List<Commitment> all = List.copyOf(book.commitments());
      if (i % 3 == 2 && !all.isEmpty()) {
        book.withdraw(all.get(0).id());
      }
    }
    unchanged(book);
  }
}
