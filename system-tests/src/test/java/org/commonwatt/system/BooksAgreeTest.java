package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.commonwatt.system.TwoBooks.Wish;
import org.junit.jupiter.api.Test;

/** The market's book and the audit's, which share no code, do the same with any orders. */
class BooksAgreeTest {
  private static final int COMMANDS = 1_500;

  private final Set<String> seen = new TreeSet<>();

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void bothBooksDoTheSameWithAnyOrders(@ForAll long seed) {
    run(new Random(seed), seed);
  }

  @Test
  void theOrdersBringEveryKindOfStep() {
    for (int i = 1; i <= 24; i++) {
      long seed = i * 0x9E3779B97F4A7C15L; // small seeds begin with nearly the same numbers
      run(new Random(seed), seed);
    }
    assertThat(seen)
        .contains(
            "accepted",
            "rejected",
            "traded",
            "amended",
            "reduced",
            "cancelled BY_OWNER",
            "cancelled UNFILLED",
            "cancelled SELF_TRADE",
            "cancelled HALTED",
            "cancelled TRADE_LIMIT",
            "halted",
            "resumed",
            "over 0 links",
            "over 1 links",
            "over 2 links");
  }

  private void run(Random random, long seed) {
    RandomWishes orders = new RandomWishes(random);
    TwoBooks books = orders.books();
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      List<List<String>> both = command(books, random, orders, wishes);
      both.get(0).forEach(this::note);
      assertThat(both.get(0))
          .as("seed %d, command %d, %s", seed, i, wishes.get(wishes.size() - 1))
          .isEqualTo(both.get(1));
      if (i % 250 == 0) {
        List<List<String>> open = books.open(wishes.size());
        assertThat(open.get(0)).as("seed %d, command %d", seed, i).isEqualTo(open.get(1));
      }
    }
  }

  private static List<List<String>> command(
      TwoBooks books, Random random, RandomWishes orders, List<Wish> wishes) {
    int dice = wishes.isEmpty() ? 99 : random.nextInt(100);
    if (dice < 10) {
      return books.cancel(wishes.get(random.nextInt(wishes.size())));
    } else if (dice < 20) {
      Wish wish = wishes.get(Math.max(0, wishes.size() - 1 - random.nextInt(30)));
      long price = random.nextBoolean() ? wish.price() : orders.price();
      return books.amend(wish, 1 + random.nextInt(25), price);
    } else if (dice < 24) {
      return books.advance(random.nextInt(60));
    }
    wishes.add(orders.next(wishes.size() + 1));
    return books.place(wishes.get(wishes.size() - 1));
  }

  private void note(String event) {
    String[] words = event.split(" ");
    seen.add(words[0].equals("cancelled") ? "cancelled " + words[3] : words[0]);
    if (words[0].equals("traded")) {
      String links = event.substring(event.indexOf('[') + 1, event.indexOf(']'));
      seen.add("over " + (links.isEmpty() ? 0 : links.split(",").length) + " links");
    }
  }
}
