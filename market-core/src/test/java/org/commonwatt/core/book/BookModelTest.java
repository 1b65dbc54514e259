package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.core.book.RandomBook.Setting;
import org.commonwatt.model.CancelReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The book does exactly what the reference book does. */
class BookModelTest {
  private static final int SETTINGS = BookSettings.ALL.size();

  private final BookNotes notes = new BookNotes();

  @Test
  void doesWhatTheReferenceBookDoes() {
    for (int i = 0; i < SETTINGS; i++) {
      run(100 + i, BookSettings.ALL.get(i), 150_000 / SETTINGS);
    }
    assertThat(notes.kinds()).containsAll(BookNotes.reachable());
  }

  @Test
  @Tag("slow")
  void doesWhatTheReferenceBookDoesOverAMillionCommands() {
    for (int i = 0; i < SETTINGS; i++) {
      run(200 + i, BookSettings.ALL.get(i), 1_000_000 / SETTINGS + 1);
    }
  }

  @Test
  void doesWhatTheReferenceBookDoesBesideManyOrdersWithAMinimum() {
    for (int i = 0; i < BookSettings.MANY_MINIMA.size(); i++) {
      RandomBook random = run(400 + i, BookSettings.MANY_MINIMA.get(i), 14_000);
      long minima =
          random.reference().dump().stream()
              .filter(line -> line.startsWith("sell") && !line.contains("minimum 0 "))
              .count();
      int sides = 3 * BookSettings.MANY_MINIMA.get(i).network().areas(); // of three slots
      assertThat(minima).isGreaterThan(2L * ConditionalList.RUN * sides / 3);
    }
  }

  @Test
  void doesWhatTheReferenceBookDoesWhereOrdersMakeFewTrades() {
    for (int i = 0; i < BookSettings.FEW_TRADES.size(); i++) {
      run(500 + i, BookSettings.FEW_TRADES.get(i), 10_000);
    }
    assertThat(notes.kinds())
        .containsAll(BookNotes.reachable())
        .contains("cancelled " + CancelReason.TRADE_LIMIT);
  }

  @Test
  void doesWhatTheReferenceBookDoesWithPreferences() {
    for (int i = 0; i < BookSettings.PREFERENCES.size(); i++) {
      run(800 + i, BookSettings.PREFERENCES.get(i), 14_000);
    }
    assertThat(notes.kinds())
        .contains("chosen", "traded", "reduced", "cancelled " + CancelReason.SELF_TRADE);
  }

  private RandomBook run(long seed, Setting setting, int commands) {
    RandomBook random = new RandomBook(seed, setting);
    for (int i = 1; i <= commands; i++) {
      random.step();
      List<String> events = random.events();
      List<String> expected = random.reference().sink.take();
      notes.note(events, random.book());
      if (!events.equals(expected)) {
        assertThat(events).as("seed %d, command %d", seed, i).isEqualTo(expected);
      }
      if (i % 1000 == 0) {
        assertThat(SnapshotDump.of(random.book().snapshot(), setting.network()))
            .as("seed %d, after %d commands", seed, i)
            .isEqualTo(random.reference().dump());
      }
      boolean young =
          i / 2_000 % 2 == 1; // in turns: a book with a long past, and ones with hardly any
      if (i % 7919 == 0 || (young && i % 37 == 0)) {
        random.restart();
      }
    }
    notes.noteRefills(random.reference().refills());
    return random;
  }
}
