package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.core.book.RandomBook.Setting;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** All orders of a joint plan trade in full at once, or nothing happens. */
class JointPlanTest {
  private static final long FIRST = 1L << 40; // ids of joint orders
  private static final SlotRules OFF_TICK = new SlotRules(10, -995, 995, 1_000, 0, 0, 0);

  private final TestBook book = new TestBook();
  private final Map<String, Integer> seen = new TreeMap<>();

  /** A leg of a random basket. */
  private record Wish(
      long id, int slot, int area, int owner, Side side, long energy, long price, int mode) {
    OrderTicket ticket() {
      return new OrderTicket()
          .start(id, slot, area)
          .limit(side, energy, price)
          .owner(owner, SelfTradeMode.values()[mode])
          .fillOrKill();
    }
  }

  @Test
  void doesWhatFillOrKillOrdersOneAfterTheOtherWouldDoOrNothing() {
    for (int i = 0; i < BookSettings.ALL.size(); i++) {
      Setting setting = BookSettings.ALL.get(i);
      RandomBook random = new RandomBook(600 + i, setting);
      Random wishes = new Random(700 + i);
      for (int step = 1; step <= 6_000; step++) {
        random.step();
        if (step > 300 && step % 6 == 0) {
          compare(random.book().snapshot(), setting, wishes(wishes, setting));
        }
      }
    }
    assertThat(seen.get("filled")).isGreaterThan(300);
    assertThat(seen.get("filled, several of one slot")).isGreaterThan(80);
    assertThat(seen.get("not filled")).isGreaterThan(1_000);
    assertThat(seen).containsKeys("PRODUCT_HALTED", "cancelled SELF_TRADE");
  }

  /** The simplest that can be: place the orders on a copy of the book, and see. */
  private void compare(byte[] before, Setting setting, List<Wish> wishes) {
    ContinuousBook joint = ContinuousBook.restore(before, setting.network(), setting.maxTrades());
    ContinuousBook copy = ContinuousBook.restore(before, setting.network(), setting.maxTrades());
    JointPlan plan = joint.joint();
    EventText events = new EventText();
    List<String> expected = new ArrayList<>();
    Set<Integer> failed = new HashSet<>();
    boolean all = true;
    for (Wish wish : wishes) {
      if (failed.contains(wish.slot)) {
        continue;
      }
      copy.place(wish.ticket(), events);
      List<String> happened = events.take();
      String last = happened.get(happened.size() - 1);
      @Nullable BookRejection refused = plan.add(wish.ticket(), setting.maxTrades());
      if (refused != null) {
        assertThat(happened).containsExactly("rejected " + wish.id + " " + refused);
        seen.merge(refused.name(), 1, Integer::sum);
        all = false;
        continue;
      }
      boolean filled = !last.startsWith("cancelled " + wish.id + " ");
      assertThat(plan.filledWh(plan.size() - 1) == wish.energy).isEqualTo(filled);
      if (!filled) {
        failed.add(wish.slot);
        all = false;
      }
      expected.addAll(happened);
    }
    if (!all) {
      seen.merge("not filled", 1, Integer::sum);
      assertThat(joint.snapshot()).isEqualTo(before);
      return;
    }
    for (int i = 0; i < plan.size(); i++) {
      plan.carryOut(i, events);
    }
    note(wishes, expected);
    assertThat(events.take()).isEqualTo(expected);
    assertThat(joint.stateHash()).isEqualTo(copy.stateHash());
  }

  private void note(List<Wish> wishes, List<String> events) {
    seen.merge("filled", 1, Integer::sum);
    Map<Integer, Integer> slots = new HashMap<>();
    wishes.forEach(wish -> slots.merge(wish.slot, 1, Integer::sum));
    if (slots.values().stream().anyMatch(count -> count > 1)) {
      seen.merge("filled, several of one slot", 1, Integer::sum);
    }
    if (events.stream().anyMatch(line -> line.endsWith("SELF_TRADE"))) {
      seen.merge("cancelled SELF_TRADE", 1, Integer::sum);
    }
  }

  private static List<Wish> wishes(Random random, Setting setting) {
    List<Wish> wishes = new ArrayList<>();
    int owner = 1 + random.nextInt(6);
    int mode = random.nextInt(3);
    for (int leg = random.nextInt(4); leg >= 0; leg--) {
      Side side = random.nextInt(3) > 0 ? Side.BUY : Side.SELL;
      long price = 2L * (side == Side.BUY ? random.nextInt(15) : random.nextInt(15) - 8);
      wishes.add(
          new Wish(
              FIRST + leg,
              random.nextInt(2),
              random.nextInt(setting.network().areas()),
              owner,
              side,
              1 + random.nextInt(random.nextInt(3) == 0 ? 40 : 6),
              price,
              mode));
    }
    return wishes;
  }

  @Test
  void aLegSeesWhatThoseBeforeTook() {
    book.sell(1, 10, 50);
    book.sell(2, 10, 60);
    JointPlan plan = book.book.joint();
    add(plan, 11, Side.BUY, 10, 50);
    add(plan, 12, Side.BUY, 10, 50);
    assertThat(plan.filledWh(0)).isEqualTo(10);
    assertThat(plan.filledWh(1)).isZero();
    assertThatThrownBy(() -> plan.carryOut(1, book.events))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("order 12 is not filled whole");
    JointPlan better = book.book.joint();
    add(better, 11, Side.BUY, 10, 50);
    add(better, 12, Side.BUY, 10, 60);
    better.carryOut(0, book.events);
    better.carryOut(1, book.events);
    assertThat(book.events.take())
        .containsExactly("accepted 11", "traded 11 1 10@50", "accepted 12", "traded 12 2 10@60");
    assertThat(book.book.size()).isZero();
  }

  @Test
  void legsDoNotTradeWithEachOther() {
    JointPlan plan = book.book.joint();
    add(plan, 11, Side.BUY, 10, 50);
    assertThat(plan.filledWh(0)).isZero();
    JointPlan other = book.book.joint();
    add(other, 12, Side.SELL, 10, 50);
    assertThat(other.filledWh(0)).isZero();
    book.sell(1, 10, 50);
    book.buy(2, 10, 40);
    JointPlan both = book.book.joint();
    add(both, 11, Side.BUY, 10, 60);
    add(both, 12, Side.SELL, 10, 30);
    both.carryOut(0, book.events);
    both.carryOut(1, book.events);
    assertThat(book.events.take())
        .containsExactly("accepted 11", "traded 11 1 10@50", "accepted 12", "traded 12 2 10@40");
  }

  @Test
  void aLegMakesAsManyTradesAsItMayAndAsTheBookLetsIt() {
    TestBook few = new TestBook(new ContinuousBook(BookNetwork.SINGLE, 100, 3), TestBook.RULES);
    for (int id = 1; id <= 9; id++) {
      few.sell(id, 1, 50);
    }
    JointPlan plan = few.book.joint();
    add(plan, ticket(11, Side.BUY, 2, 50), 2);
    add(plan, ticket(12, Side.BUY, 2, 50), 100);
    add(plan, ticket(13, Side.BUY, 4, 50), 100);
    assertThat(plan.filledWh(0)).isEqualTo(2);
    assertThat(plan.trades(0)).isEqualTo(2);
    assertThat(plan.filledWh(1)).isEqualTo(2);
    assertThat(plan.filledWh(2)).as("the book lets it make 3").isEqualTo(3);
    JointPlan none = few.book.joint();
    add(none, ticket(11, Side.BUY, 2, 50), 1);
    assertThat(none.filledWh(0)).isEqualTo(1);
    JointPlan never = few.book.joint();
    add(never, ticket(11, Side.BUY, 2, 50), 0);
    assertThat(never.filledWh(0)).isZero();
  }

  @Test
  void atAnyPriceTheEndOfTheCollarMayLieBetweenTwoTicks() {
    TestBook ticks = new TestBook(new ContinuousBook(BookNetwork.SINGLE, 100, 3), OFF_TICK);
    ticks.sell(1, 2, 990);
    JointPlan limited = ticks.book.joint();
    assertThat(limited.add(ticket(11, Side.BUY, 2, 995), 3))
        .isEqualTo(BookRejection.PRICE_OFF_TICK);
    JointPlan any = ticks.book.joint();
    add(any, new OrderTicket().start(11, 0, 0).anyPrice(Side.BUY, 2, 995).fillOrKill(), 3);
    assertThat(any.filledWh(0)).isEqualTo(2);
    ticks.book.place(new OrderTicket().start(12, 0, 0).anyPrice(Side.BUY, 3, 995), ticks.events);
    assertThat(ticks.events.take())
        .as("it could not rest")
        .last()
        .isEqualTo("rejected 12 " + BookRejection.QUALIFIERS_CONFLICT);
  }

  @Test
  void theTradesOfALegAreShownBeforeTheyAreMade() {
    book.sell(1, 4, 50);
    book.sell(2, 10, 60);
    JointPlan plan = book.book.joint();
    add(plan, 11, Side.BUY, 10, 60);
    List<String> trades = new ArrayList<>();
    plan.visitTrades(0, (energy, price, fee) -> trades.add(energy + "@" + price + "+" + fee));
    assertThat(trades).containsExactly("4@50+0", "6@60+0");
  }

  private static void add(JointPlan plan, long id, Side side, long energy, long price) {
    add(plan, ticket(id, side, energy, price), ContinuousBook.MAX_TRADES);
  }

  private static void add(JointPlan plan, OrderTicket ticket, int maxTrades) {
    assertThat(plan.add(ticket, maxTrades)).isNull();
  }

  private static OrderTicket ticket(long id, Side side, long energy, long price) {
    return new OrderTicket().start(id, 0, 0).limit(side, energy, price).fillOrKill();
  }
}
