package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.book.BookRejection.BOOK_FULL;
import static org.commonwatt.core.book.BookRejection.ENERGY_NOT_POSITIVE;
import static org.commonwatt.core.book.BookRejection.ENERGY_TOO_LARGE;
import static org.commonwatt.core.book.BookRejection.EXPIRY_PAST;
import static org.commonwatt.core.book.BookRejection.MONEY_TOO_LARGE;
import static org.commonwatt.core.book.BookRejection.ORDER_ID_REUSED;
import static org.commonwatt.core.book.BookRejection.POST_ONLY_WOULD_TRADE;
import static org.commonwatt.core.book.BookRejection.PRICE_OFF_TICK;
import static org.commonwatt.core.book.BookRejection.PRICE_OUTSIDE_COLLAR;
import static org.commonwatt.core.book.BookRejection.PRICE_OUT_OF_RANGE;
import static org.commonwatt.core.book.BookRejection.PRODUCT_HALTED;
import static org.commonwatt.core.book.BookRejection.QUALIFIERS_CONFLICT;
import static org.commonwatt.core.book.BookRejection.SLOT_NOT_OPEN;
import static org.commonwatt.core.book.BookRejection.UNKNOWN_AREA;
import static org.commonwatt.core.book.BookRejection.UNKNOWN_ORDER;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.commonwatt.model.SelfTradeMode;
import org.junit.jupiter.api.Test;

/** Every rejection, that it changes nothing, and which of several comes first. */
class RejectionsTest {
  private static final long LARGEST = 1_000_000_000_000L;
  private static final SlotRules RULES =
      new SlotRules(10, -10_000_000, 10_000_000, LARGEST, 100, 50, 0);

  /** Each fault that a new order can have, in order of precedence, and what it is named. */
  private record Fault(BookRejection code, Consumer<OrderTicket> makes) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(UNKNOWN_AREA, order -> order.area = 1),
          new Fault(ENERGY_NOT_POSITIVE, order -> order.energy = 0),
          new Fault(ENERGY_TOO_LARGE, order -> order.energy = LARGEST + 1),
          new Fault(PRICE_OUT_OF_RANGE, order -> order.price = 10_000_000_001L),
          new Fault(QUALIFIERS_CONFLICT, order -> order.allOrNone().minimum(5)),
          new Fault(EXPIRY_PAST, order -> order.goodTill(7)),
          new Fault(ORDER_ID_REUSED, order -> order.id = 1),
          new Fault(SLOT_NOT_OPEN, order -> order.slot = 5),
          new Fault(PRICE_OFF_TICK, order -> order.price = 1_005),
          new Fault(PRICE_OUTSIDE_COLLAR, order -> order.price = 10_000_010),
          new Fault(MONEY_TOO_LARGE, order -> order.energy = 922_337_203_686L),
          new Fault(POST_ONLY_WOULD_TRADE, OrderTicket::postOnly));

  private final TestBook market = new TestBook(RULES);

  RejectionsTest() {
    market.sell(1, 10, 1_000);
    market.advanceTo(7);
  }

  @Test
  void namesEachFaultAndChangesNothing() {
    byte[] before = market.book.snapshot();
    for (Fault fault : FAULTS) {
      assertThat(place(fault.makes())).as("%s", fault.code()).isEqualTo(fault.code());
      assertThat(market.book.snapshot()).as("%s", fault.code()).isEqualTo(before);
    }
  }

  @Test
  void namesTheFirstOfTwoFaults() {
    for (int first = 0; first < FAULTS.size(); first++) {
      for (int second = first + 1; second < FAULTS.size(); second++) {
        Fault earlier = FAULTS.get(first);
        Fault later = FAULTS.get(second);
        if (canMeet(earlier.code(), later.code())) {
          assertThat(place(later.makes().andThen(earlier.makes())))
              .as("%s and %s", earlier.code(), later.code())
              .isEqualTo(earlier.code());
        }
      }
    }
  }

  @Test
  void refusesOrdersForAHaltedProductAfterAllOtherFaultsButPostOnly() {
    market.book.refer(0, 0, 500);
    assertThat(market.place(2, order -> order.limit(BUY, 1, 1_000))).contains("halted 0/0 1000");

    assertThat(place(order -> {})).isEqualTo(PRODUCT_HALTED);
    assertThat(place(OrderTicket::postOnly)).isEqualTo(PRODUCT_HALTED);
    for (Fault fault : FAULTS.subList(0, FAULTS.size() - 1)) {
      assertThat(place(fault.makes())).isEqualTo(fault.code());
    }
  }

  @Test
  void refusesWhatCouldRestWhenTheBookIsFull() {
    ContinuousBook small = new ContinuousBook(BookNetwork.SINGLE, 1);
    small.openSlot(0, RULES);
    EventText events = new EventText();
    OrderTicket ticket = new OrderTicket();
    small.place(ticket.start(1, 0, 0).limit(SELL, 1, 1_000), events);
    small.place(ticket.start(2, 0, 0).limit(SELL, 1, 1_000), events);
    small.place(ticket.start(3, 0, 0).limit(BUY, 1, 1_000).postOnly(), events);
    small.place(ticket.start(4, 0, 0).limit(BUY, 1, 1_000).immediateOrCancel(), events);

    assertThat(events.take())
        .containsExactly(
            "accepted 1",
            "rejected 2 " + BOOK_FULL,
            "rejected 3 " + POST_ONLY_WOULD_TRADE,
            "accepted 4",
            "traded 4 1 1@1000");
  }

  @Test
  void namesAFullBookAfterAllOtherFaultsAndAHalt() {
    TestBook small = new TestBook(new ContinuousBook(BookNetwork.SINGLE, 1), RULES);
    small.sell(1, 10, 1_000);
    small.advanceTo(7);
    for (Fault fault : FAULTS) {
      assertThat(place(small, fault.makes())).isEqualTo(fault.code());
    }
    assertThat(place(small, order -> order.price = 900)).isEqualTo(BOOK_FULL);

    small.book.refer(0, 0, 500);
    small.place(2, order -> order.limit(BUY, 1, 1_000).immediateOrCancel());
    assertThat(place(small, order -> order.price = 900)).isEqualTo(PRODUCT_HALTED);
  }

  @Test
  void refusesToAmendOrCancelWhatIsNotThere() {
    assertThat(market.cancel(9)).containsExactly("rejected 9 " + UNKNOWN_ORDER);
    assertThat(market.amend(9, 1, 1_005)).containsExactly("rejected 9 " + UNKNOWN_ORDER);
    assertThat(market.amend(9, 0, 1_000)).containsExactly("rejected 9 " + ENERGY_NOT_POSITIVE);
    assertThat(market.amend(9, 1, 10_000_000_001L))
        .containsExactly("rejected 9 " + PRICE_OUT_OF_RANGE);
  }

  @Test
  void refusesAmendmentsByTheSameRules() {
    market.place(2, order -> order.limit(BUY, 10, 900).postOnly());
    byte[] before = market.book.snapshot();

    assertThat(market.amend(2, 0, 900)).containsExactly("rejected 2 " + ENERGY_NOT_POSITIVE);
    assertThat(market.amend(2, LARGEST + 1, 900)).containsExactly("rejected 2 " + ENERGY_TOO_LARGE);
    assertThat(market.amend(2, 10, 905)).containsExactly("rejected 2 " + PRICE_OFF_TICK);
    assertThat(market.amend(2, 10, 20_000_000))
        .containsExactly("rejected 2 " + PRICE_OUTSIDE_COLLAR);
    assertThat(market.amend(2, 922_337_203_686L, 900))
        .containsExactly("rejected 2 " + MONEY_TOO_LARGE);
    assertThat(market.amend(2, 10, 1_000)).containsExactly("rejected 2 " + POST_ONLY_WOULD_TRADE);
    assertThat(market.book.snapshot()).isEqualTo(before);
  }

  @Test
  void refusesQualifiersThatExcludeEachOther() {
    List<UnaryOperator<OrderTicket>> conflicts = new ArrayList<>();
    conflicts.add(order -> order.market(BUY, 10));
    conflicts.add(order -> order.market(BUY, 10).goodTill(99));
    conflicts.add(order -> order.postOnly().fillOrKill());
    conflicts.add(order -> order.allOrNone().minimum(5));
    conflicts.add(order -> order.minimum(-1));
    conflicts.add(order -> order.minimum(11));
    conflicts.add(order -> order.peak(-1));
    conflicts.add(order -> order.peak(10));
    conflicts.add(order -> order.peak(2).immediateOrCancel());
    conflicts.add(order -> order.peak(2).allOrNone());
    conflicts.add(order -> order.peak(2).minimum(5));
    conflicts.add(order -> order.limit(BUY, 1_002, 900).peak(1));
    conflicts.add(order -> order.owner(-1, SelfTradeMode.CANCEL_NEWEST));
    conflicts.add(order -> order.owner(OrderTicket.MAX_OWNER + 1, SelfTradeMode.CANCEL_NEWEST));
    for (UnaryOperator<OrderTicket> conflict : conflicts) {
      assertThat(market.place(2, order -> conflict.apply(order.limit(BUY, 10, 900))))
          .as("conflict %d", conflicts.indexOf(conflict))
          .containsExactly("rejected 2 " + QUALIFIERS_CONFLICT);
    }
  }

  @Test
  void takesTheMostEnergyWhoseMoneyFitsIn64Bits() {
    // 2^63 / 10^7 = 922,337,203,685.4…
    assertThat(market.buy(2, 922_337_203_685L, 900)).containsExactly("accepted 2");
  }

  private BookRejection place(Consumer<OrderTicket> change) {
    return place(market, change);
  }

  private static BookRejection place(TestBook market, Consumer<OrderTicket> change) {
    List<String> events =
        market.place(
            2,
            order -> {
              change.accept(order.limit(BUY, 10, 1_000));
              return order;
            });
    assertThat(events).hasSize(1);
    assertThat(events.get(0)).matches("rejected [12] \\w+");
    return BookRejection.valueOf(events.get(0).substring("rejected 2 ".length()));
  }

  /** Whether one order can have both faults: they do not set the same field. */
  private static boolean canMeet(BookRejection first, BookRejection second) {
    List<List<BookRejection>> sameField =
        List.of(
            List.of(ENERGY_NOT_POSITIVE, ENERGY_TOO_LARGE, MONEY_TOO_LARGE),
            List.of(PRICE_OUT_OF_RANGE, PRICE_OFF_TICK, PRICE_OUTSIDE_COLLAR));
    return sameField.stream().noneMatch(field -> field.contains(first) && field.contains(second));
  }
}
