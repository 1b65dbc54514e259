package org.commonwatt.audit.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.commonwatt.audit.book.Desk.Wish;
import org.junit.jupiter.api.Test;

/** Points 7 to 9 of the rules of continuous trading. */
class FeesBandAndWaysTest {

  @Test
  void aTradeBeyondTheBandHaltsTheProduct() {
    Desk desk = new Desk(Desk.withBand(5));
    desk.clock = 1000;
    desk.book().setReference("B", 50);
    desk.sell(5, 55);
    desk.sell(5, 60);
    desk.sell(5, 66);
    assertThat(desk.buy(20, 70))
        .containsExactly("4x1 5@55", "4x2 5@60", "B halts until 1060 at 66", "4 ends 10 HALT");
    assertThat(desk.book().isHalted("B")).isTrue();
    assertThat(desk.book().haltedUntil("B")).isEqualTo(1060);
    desk.book().resume("B");
    assertThat(desk.buy(5, 70)).containsExactly("5x3 5@66");
  }

  @Test
  void withoutAReferenceTheFirstTradeSetsIt() {
    Desk desk = new Desk(Desk.withBand(5));
    desk.sell(5, 100);
    desk.sell(5, 106);
    assertThat(desk.buy(10, 200))
        .containsExactly("3x1 5@100", "B halts until 60 at 106", "3 ends 5 HALT");
  }

  @Test
  void whatMustTradeInFullEndsWithoutAHalt() {
    Desk desk = new Desk(Desk.withBand(5));
    desk.book().setReference("B", 50);
    desk.sell(5, 55);
    desk.sell(5, 61);
    assertThat(desk.arrive(Wish.buy(10, 70).fillOrKill())).containsExactly("3 ends 10 UNFILLED");
    assertThat(desk.book().isHalted("B")).isFalse();
    assertThat(desk.arrive(Wish.buy(10, 70).atLeast(6))).isEmpty();
    assertThat(desk.book().isHalted("B")).isFalse();
    assertThat(desk.arrive(Wish.buy(10, 70).atLeast(5)))
        .containsExactly("5x1 5@55", "B halts until 60 at 61", "5 ends 5 HALT");
  }

  @Test
  void whoWouldMeetItsOwnerBeyondTheBandHaltsNothing() {
    Desk desk = new Desk(Desk.withBand(5));
    desk.book().setReference("B", 50);
    desk.arrive(Wish.sell(5, 61).of("p"));
    assertThat(desk.arrive(Wish.buy(10, 70).of("p"))).containsExactly("2 ends 10 SELF_TRADE");
    assertThat(desk.book().isHalted("B")).isFalse();
  }

  @Test
  void aFeeHasAConstantAndARoundedUpPartOfAPositivePrice() {
    Fee fee = new Fee("low", 10, 25_000);
    assertThat(fee.at(101)).isEqualTo(13);
    assertThat(fee.at(102)).isEqualTo(13);
    assertThat(fee.at(121)).isEqualTo(14);
    assertThat(fee.at(120)).isEqualTo(13);
    assertThat(fee.at(0)).isEqualTo(10);
    assertThat(fee.at(-500)).isEqualTo(10);
  }

  @Test
  void fromBidABidMustCoverPriceAndFees() {
    Desk desk = new Desk(Desk.withLevel(10, 25_000, true));
    desk.sell(5, 101);
    assertThat(desk.buy(5, 113)).isEmpty();
    assertThat(desk.buy(5, 114)).containsExactly("3x1 5@101");
  }

  @Test
  void fromBidARestingBidGivesTheLargestPriceThatItCoversWithFees() {
    Desk desk = new Desk(Desk.withLevel(10, 25_000, true));
    desk.buy(5, 114);
    assertThat(desk.sell(5, 102)).isEmpty();
    assertThat(desk.sell(5, 101)).containsExactly("3x1 5@101");
  }

  @Test
  void whoArrivesPassesOverABidWhoseFeesLeaveLessThanTheCollarPermits() {
    Desk desk = new Desk(Desk.withLevel(1_000, 0, true)); // and the collar begins at -1,000
    desk.buy(10, -1);
    assertThat(desk.arrive(Wish.sell(10, 0).market().immediate()))
        .containsExactly("2 ends 10 UNFILLED");
    desk.buy(10, 0);
    assertThat(desk.arrive(Wish.sell(15, 0).market().immediate()))
        .containsExactly("4x3 10@-1000", "4 ends 5 UNFILLED");
  }

  @Test
  void onTopABidIsComparedWithThePriceAlone() {
    Desk desk = new Desk(Desk.withLevel(10, 25_000, false));
    desk.sell(5, 101);
    assertThat(desk.buy(5, 101)).containsExactly("2x1 5@101");
    desk.buy(5, 114);
    assertThat(desk.sell(5, 114)).containsExactly("4x3 5@114");
  }

  @Test
  void theBestPriceAfterFeesGoesFirstOverAllWaysWithRoom() {
    Desk desk = new Desk(Desk.TWO_AREAS);
    desk.sell(5, 102);
    desk.sell(5, 104);
    desk.arrive(Wish.sell(50, 100).in("A"));
    assertThat(desk.buy(13, 104)).containsExactly("4x1 5@102", "4x3 6@100 over 1", "4x2 2@104");
  }

  @Test
  void aTradeUsesRoomAndGivesRoomTheOtherWay() {
    Desk desk = new Desk(Desk.TWO_AREAS);
    desk.book().addFlow(0, 4);
    desk.arrive(Wish.sell(50, 100).in("A"));
    assertThat(desk.buy(13, 104)).containsExactly("2x1 2@100 over 1");
    desk.buy(3, 104);
    assertThat(desk.arrive(Wish.buy(20, 99).in("A"))).isEmpty();
    assertThat(desk.sell(30, 90)).containsExactly("5x2 11@104", "5x3 3@104", "5x4 12@99 over 1");
  }

  @Test
  void aLevelIsPaidOnceOnAWay() {
    BookTerms terms =
        new BookTerms(
            List.of("A", "B"),
            List.of(new BookTerms.Link("A", "B", -6, 6, new Fee("A>B", 3, 0))),
            List.of(
                new BookTerms.Level(new Fee("low", 7, 0), Set.of("A", "B"), Set.of(0)),
                new BookTerms.Level(new Fee("high", 20, 0), Set.of(), Set.of(0))),
            false,
            Desk.FLOOR,
            10,
            null,
            60);
    assertThat(Way.between(terms, "A", "B")).hasSize(1);
    assertThat(Way.between(terms, "A", "B").get(0).feeAt(100)).isEqualTo(30);
    assertThat(Way.between(terms, "B", "B").get(0).feeAt(100)).isEqualTo(7);
  }

  @Test
  void theLevelOfAnAreaOnTheWayIsPaidToo() {
    BookTerms terms =
        new BookTerms(
            List.of("A", "B", "C"),
            List.of(
                new BookTerms.Link("A", "B", -6, 6, new Fee("1", 3, 0)),
                new BookTerms.Link("B", "C", -6, 6, new Fee("2", 4, 0))),
            List.of(new BookTerms.Level(new Fee("middle", 50, 0), Set.of("B"), Set.of())),
            false,
            Desk.FLOOR,
            10,
            null,
            60);
    assertThat(Way.between(terms, "A", "C").get(0).feeAt(100)).isEqualTo(57);
  }

  @Test
  void ofWaysWithEqualPriceThoseWithFewerLinksThenSmallerNumbersGoFirst() {
    BookTerms.Link ab = new BookTerms.Link("A", "B", -6, 6, new Fee("1", 0, 0));
    BookTerms.Link bc = new BookTerms.Link("B", "C", -6, 6, new Fee("2", 0, 0));
    BookTerms.Link ac = new BookTerms.Link("A", "C", -2, 2, new Fee("3", 0, 0));
    Desk desk =
        new Desk(
            new BookTerms(
                List.of("A", "B", "C"),
                List.of(ab, bc, ac),
                List.of(),
                false,
                Desk.FLOOR,
                10,
                null,
                60));
    desk.arrive(Wish.sell(50, 100).in("A"));
    assertThat(desk.arrive(Wish.buy(13, 104).in("C")))
        .containsExactly("2x1 2@100 over 1", "2x1 6@100 over 2");
    assertThat(desk.resting("C", true)).containsExactly("2:5@104");
  }

  @Test
  void aHaltedAreaIsNotSeenFromOthers() {
    Desk desk =
        new Desk(
            new BookTerms(
                List.of("A", "B"),
                List.of(new BookTerms.Link("A", "B", -6, 6, new Fee("A>B", 3, 0))),
                List.of(),
                false,
                Desk.FLOOR,
                10,
                5L,
                60));
    desk.book().setReference("A", 80);
    desk.arrive(Wish.sell(50, 100).in("A"));
    desk.sell(1, 104);
    assertThat(desk.buy(3, 104)).containsExactly("A halts until 60 at 100", "3 ends 3 HALT");
    assertThat(desk.buy(3, 104)).containsExactly("4x2 1@104");
  }
}
