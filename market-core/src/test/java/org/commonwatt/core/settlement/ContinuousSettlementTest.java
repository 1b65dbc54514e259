package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.core.Rulebooks;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** The hashes and lines of a slot with continuous trades, against the formats page. */
class ContinuousSettlementTest {
  private static final DeliverySlot SLOT = new DeliverySlot(Rulebooks.START, 15);
  private static final AreaLink LINK = new AreaLink("east", "west", 0, 500, 10_000);
  private static final Rulebook RULEBOOK =
      new Rulebooks()
          .areas(new Areas(List.of("east", "west"), List.of(LINK), "grid"))
          .areaOf(home -> home.equals("home-01") ? "east" : "west")
          .members("home-01", "home-02")
          .continuous(new Continuous(5, 1, 0, 0, 0, GridFees.DEFAULT))
          .build();
  private static final AuctionCleared NO_TRADE =
      new AuctionCleared(
          SLOT,
          List.of(
              new AreaCleared("east", null, null, null, 0, 0),
              new AreaCleared("west", null, null, null, 0, 0)),
          List.of(new LinkFlow("east", "west", 0)),
          BigInteger.ZERO);
  private static final ContinuousTrade TRADE =
      new ContinuousTrade(
          7,
          SLOT,
          12,
          11,
          Side.SELL,
          "home-02",
          "home-01",
          "west",
          "east",
          400,
          -50,
          10_000,
          List.of(new LinkFlow("east", "west", 400)),
          null);

  @Test
  void everyHashIsThatOfTheFormatsPage() {
    SettlementInput input = input(RULEBOOK, List.of(TRADE));
    SlotSettled settled = Settlement.settle(input);
    assertThat(settled.batch().auctionHash()).isEqualTo(BatchEncoding.auctionHash(input));
    assertThat(settled.billLines())
        .extracting(BillLine::salt)
        .isEqualTo(
            IntStream.range(0, 4)
                .mapToObj(i -> BatchEncoding.salt(RULEBOOK.saltSeed(), "m", SLOT.startMillis(), i))
                .toList());
    assertThat(settled.batch().billRoot())
        .isEqualTo(MerkleTree.root(settled.billLines().stream().map(BatchEncoding::leaf).toList()));
    assertThat(SettlementHashes.batch(settled.batch()))
        .isEqualTo(BatchEncoding.batchHash(settled.batch()));
  }

  @Test
  void atANegativePriceTheSellerPaysAndTheBuyerStillPaysTheFee() {
    assertThat(Settlement.settle(input(RULEBOOK, List.of(TRADE))).billLines())
        .extracting(line -> line.participant() + " " + line.kind() + " " + line.amountNano())
        .containsExactly(
            "home-02 " + Kind.TRADE_BUY + " 20000",
            "home-01 " + Kind.TRADE_SELL + " -20000",
            "home-02 " + Kind.GRID_FEE + " -4000000",
            "grid " + Kind.GRID_FEE_INCOME + " 4000000");
  }

  @Test
  void aRulebookWithContinuousTradingHasAnotherAuctionHashAlsoWithoutATrade() {
    Hash with = SettlementHashes.auction(input(RULEBOOK, List.of()));
    Hash without = SettlementHashes.auction(input(RULEBOOK.withContinuous(null), List.of()));
    assertThat(with).isNotEqualTo(without);
  }

  private static SettlementInput input(Rulebook rulebook, List<ContinuousTrade> trades) {
    return new SettlementInput(
        rulebook,
        NO_TRADE,
        List.of(),
        trades,
        List.of(
            new MeteredPosition("home-01", SLOT, 1, 0, 400, Quality.ACTUAL),
            new MeteredPosition("home-02", SLOT, 1, 400, 0, Quality.ACTUAL)),
        Hash.ZERO);
  }
}
