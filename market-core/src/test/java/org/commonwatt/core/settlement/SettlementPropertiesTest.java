package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.core.Rulebooks;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;

class SettlementPropertiesTest {
  private static final DeliverySlot SLOT = new DeliverySlot(Rulebooks.START, 15);
  private static final List<String> MEMBERS = List.of("home-01", "home-02", "home-03", "home-04");

  private record Deal(int buyer, int step, long energyWh) {}

  @Provide
  Arbitrary<SettlementInput> slots() {
    Arbitrary<Long> energy = Arbitraries.longs().between(0, 3_000);
    Arbitrary<Long> price = Arbitraries.longs().between(-400_000, 400_000);
    Arbitrary<List<Deal>> deals =
        Combinators.combine(
                Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(1, 3),
                Arbitraries.longs().between(1, 3_000))
            .as(Deal::new)
            .list()
            .ofMaxSize(12);
    return Combinators.combine(deals, energy.list().ofSize(8), price, price, price)
        .as(SettlementPropertiesTest::input);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void postingsSumToZeroAndAreTheSumsOfTheLines(@ForAll("slots") SettlementInput input) {
    SlotSettled settled = Settlement.settle(input);
    BigInteger sum = BigInteger.ZERO;
    for (Posting posting : settled.batch().postings()) {
      assertThat(posting.amountNano()).isNotZero();
      sum = sum.add(BigInteger.valueOf(posting.amountNano()));
    }
    assertThat(sum).isZero();
    assertThat(settled.batch().postings()).extracting(Posting::account).isSorted();
    for (String account : List.of("home-01", "home-02", "home-03", "home-04", "supplier")) {
      assertThat(posted(settled, account)).isEqualTo(billed(settled, account));
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void everyTradeIsOnTwoLinesThatMirrorEachOther(@ForAll("slots") SettlementInput input) {
    List<BillLine> lines = Settlement.settle(input).billLines();
    for (int i = 0; i < input.trades().size(); i++) {
      TradeMade trade = input.trades().get(i);
      assertThat(lines.stream().filter(line -> line.tradeId() == trade.tradeId()))
          .containsExactly(lines.get(2 * i), lines.get(2 * i + 1));
      assertThat(lines.get(2 * i).kind()).isEqualTo(Kind.TRADE_BUY);
      assertThat(lines.get(2 * i).participant()).isEqualTo(trade.buyer());
      assertThat(lines.get(2 * i + 1).kind()).isEqualTo(Kind.TRADE_SELL);
      assertThat(lines.get(2 * i + 1).participant()).isEqualTo(trade.seller());
    }
    for (int i = 0; i < lines.size(); i += 2) {
      BillLine line = lines.get(i);
      BillLine mirror = lines.get(i + 1);
      assertThat(mirror.participant()).isEqualTo(line.counterparty());
      assertThat(mirror.counterparty()).isEqualTo(line.participant());
      assertThat(mirror.energyWh()).isEqualTo(line.energyWh()).isPositive();
      assertThat(mirror.amountNano()).isEqualTo(-line.amountNano());
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void tradesAndResidualMakeUpTheMeteredNet(@ForAll("slots") SettlementInput input) {
    List<BillLine> lines = Settlement.settle(input).billLines();
    for (MeteredPosition position : input.positions()) {
      long net = 0;
      for (BillLine line : lines) {
        if (line.participant().equals(position.participant())) {
          net += injects(line.kind()) ? line.energyWh() : -line.energyWh();
        }
      }
      assertThat(net).isEqualTo(position.exportWh() - position.importWh());
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theRootBindsEveryLine(@ForAll("slots") SettlementInput input) {
    SlotSettled settled = Settlement.settle(input);
    List<byte[]> leaves = settled.billLines().stream().map(BatchEncoding::leaf).toList();
    assertThat(settled.batch().billRoot()).isEqualTo(MerkleTree.root(leaves));
    assertThat(settled.batch().billLineCount()).isEqualTo(leaves.size());
    assertThat(settled.billLines()).extracting(BillLine::salt).doesNotHaveDuplicates();
  }

  private static boolean injects(Kind kind) {
    return kind == Kind.TRADE_SELL || kind == Kind.RESIDUAL_INJECTION;
  }

  private static long billed(SlotSettled settled, String account) {
    return settled.billLines().stream()
        .filter(line -> line.participant().equals(account))
        .mapToLong(BillLine::amountNano)
        .sum();
  }

  private static long posted(SlotSettled settled, String account) {
    return settled.batch().postings().stream()
        .filter(posting -> posting.account().equals(account))
        .mapToLong(Posting::amountNano)
        .sum();
  }

  private static SettlementInput input(
      List<Deal> deals, List<Long> metered, long price, long retail, long feedIn) {
    Rulebook rulebook =
        new Rulebooks()
            .members(MEMBERS.toArray(String[]::new))
            .tariff(new TariffStep(0, retail, feedIn))
            .build();
    List<TradeMade> trades = new ArrayList<>();
    for (Deal deal : deals) {
      String buyer = MEMBERS.get(deal.buyer);
      String seller = MEMBERS.get((deal.buyer + deal.step) % MEMBERS.size());
      trades.add(
          new TradeMade(trades.size() + 5L, SLOT, 1, 2, buyer, seller, deal.energyWh, price));
    }
    List<MeteredPosition> positions = new ArrayList<>();
    for (int i = 0; i < MEMBERS.size(); i++) {
      positions.add(
          new MeteredPosition(
              MEMBERS.get(i), SLOT, 1, metered.get(2 * i), metered.get(2 * i + 1), Quality.ACTUAL));
    }
    long volume = trades.stream().mapToLong(TradeMade::energyWh).sum();
    AuctionCleared auction =
        new AuctionCleared(
            SLOT,
            List.of(new AreaCleared("village", price, price, price, volume, volume)),
            List.of(),
            BigInteger.ZERO);
    return new SettlementInput(rulebook, auction, trades, positions, Hash.ZERO);
  }
}
