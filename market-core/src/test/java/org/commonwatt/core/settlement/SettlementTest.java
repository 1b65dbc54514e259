package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
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
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private static final DeliverySlot SLOT = new DeliverySlot(Rulebooks.START, 15);
  private static final Rulebook RULEBOOK =
      new Rulebooks().members("home-02", "home-01").saltSeed(seed()).build();

  @Test
  void theExampleOfTheMarketRulesHolds() {
    // home-01 sold 500 Wh and injected net 300 Wh: 200 Wh short, bought from the supplier.
    SlotSettled settled =
        settle(
            List.of(trade(1, "home-02", "home-01", 500)),
            position("home-01", 100, 400),
            position("home-02", 500, 0));
    assertThat(settled.billLines())
        .extracting(BillLine::participant, BillLine::kind, BillLine::energyWh, BillLine::amountNano)
        .containsExactly(
            row("home-02", Kind.TRADE_BUY, 500, -500 * 150_000L),
            row("home-01", Kind.TRADE_SELL, 500, 500 * 150_000L),
            row("home-01", Kind.RESIDUAL_WITHDRAWAL, 200, -200 * 300_000L),
            row("supplier", Kind.SUPPLIED, 200, 200 * 300_000L));
  }

  @Test
  void anInjectionThatNoTradeCoversEarnsTheFeedInTariff() {
    SlotSettled settled =
        settle(List.of(), position("home-01", 0, 70), position("home-02", 10, 10));
    assertThat(settled.billLines())
        .extracting(BillLine::participant, BillLine::kind, BillLine::energyWh, BillLine::amountNano)
        .containsExactly(
            row("home-01", Kind.RESIDUAL_INJECTION, 70, 70 * 80_000L),
            row("supplier", Kind.TAKEN_OVER, 70, -70 * 80_000L));
    assertThat(settled.billLines())
        .extracting(BillLine::counterparty)
        .containsExactly("supplier", "home-01");
    assertThat(settled.billLines()).allMatch(line -> line.tradeId() == 0);
  }

  @Test
  void aBuyerThatWithdrewLessHandsTheRestToTheSupplier() {
    SlotSettled settled =
        settle(
            List.of(trade(1, "home-02", "home-01", 500)),
            position("home-01", 0, 500),
            position("home-02", 450, 0));
    assertThat(settled.batch().postings())
        .containsExactly(
            new Posting("home-01", 500 * 150_000L),
            new Posting("home-02", -500 * 150_000L + 50 * 80_000L),
            new Posting("supplier", -50 * 80_000L));
  }

  @Test
  void aPostingOfZeroIsLeftOut() {
    // Bought and sold the same energy at the same price.
    SlotSettled settled =
        settle(
            List.of(trade(1, "home-01", "home-02", 40), trade(2, "home-02", "home-01", 40)),
            position("home-01", 0, 0),
            position("home-02", 0, 0));
    assertThat(settled.billLines()).hasSize(4);
    assertThat(settled.batch().postings()).isEmpty();
  }

  @Test
  void aSlotWithoutEnergyHasAnEmptyTree() {
    SlotSettled settled = settle(List.of(), position("home-01", 0, 0), position("home-02", 0, 0));
    assertThat(settled.batch().billLineCount()).isZero();
    assertThat(settled.batch().billRoot().hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(settled.batch().postings()).isEmpty();
  }

  @Test
  void theTariffIsThatOfTheSlotsStartInLocalTime() {
    // The slot starts at 09:00 local time.
    Rulebook stepped =
        new Rulebooks()
            .members("home-01")
            .tariff(new TariffStep(0, 1, 1), new TariffStep(540, 7, 5), new TariffStep(545, 9, 9))
            .build();
    SlotSettled settled =
        Settlement.settle(
            new SettlementInput(
                stepped,
                auction(null, 0),
                List.of(),
                List.of(position("home-01", 10, 0)),
                Hash.ZERO));
    assertThat(settled.billLines().get(0).priceMicroPerKwh()).isEqualTo(7);
  }

  @Test
  void everyHashIsThatOfTheFormatsPage() {
    Hash predecessor = Hash.of(new byte[] {9});
    List<MeteredPosition> positions =
        List.of(
            new MeteredPosition("home-01", SLOT, 2, 100, 400, Quality.ESTIMATED),
            position("home-02", 500, 0));
    SettlementInput input =
        new SettlementInput(
            RULEBOOK,
            auction(150_000L, 500),
            List.of(trade(7, "home-02", "home-01", 500)),
            positions,
            predecessor);
    SlotSettled settled = Settlement.settle(input);
    SettlementBatch batch = settled.batch();
    assertThat(batch.batchId()).isEqualTo("m.1659423600.initial");
    assertThat(batch.predecessor()).isEqualTo(predecessor);
    assertThat(batch.rulebookHash()).isEqualTo(RULEBOOK.documentHash());
    assertThat(batch.auctionHash()).isEqualTo(BatchEncoding.auctionHash(input));
    assertThat(batch.positionsHash()).isEqualTo(BatchEncoding.positionsHash("m", positions));
    assertThat(settled.billLines())
        .extracting(BillLine::salt)
        .isEqualTo(
            IntStream.range(0, 4)
                .mapToObj(i -> BatchEncoding.salt(seed(), "m", SLOT.startMillis(), i))
                .toList());
    assertThat(batch.billRoot())
        .isEqualTo(MerkleTree.root(settled.billLines().stream().map(BatchEncoding::leaf).toList()));
    assertThat(SettlementHashes.batch(batch)).isEqualTo(BatchEncoding.batchHash(batch));
  }

  @Test
  void anAuctionWithoutPriceIsToldFromOneWithPriceZero() {
    assertThat(auctionHash(null)).isNotEqualTo(auctionHash(0L));
  }

  @Test
  void aPostingBeyondSixtyFourBitsIsAnErrorNotAWrongAmount() {
    TariffStep dear = new TariffStep(0, 10_000_000_000L, 0);
    Rulebook rulebook = new Rulebooks().members("home-01").tariff(dear).build();
    SettlementInput input =
        new SettlementInput(
            rulebook,
            auction(null, 0),
            List.of(),
            List.of(position("home-01", 922_337_204, 0)),
            Hash.ZERO);
    assertThat(BigInteger.valueOf(922_337_204).multiply(BigInteger.TEN.pow(10)).bitLength())
        .isEqualTo(64);
    assertThatThrownBy(() -> Settlement.settle(input)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aTextHasItsLengthInUtf8AndALimit() {
    assertThat(new ByteLayout().text("é").bytes()).containsExactly(0, 2, (byte) 0xC3, (byte) 0xA9);
    assertThat(new ByteLayout().text("x".repeat(0x1234)).bytes())
        .startsWith(0x12, 0x34)
        .hasSize(2 + 0x1234);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ByteLayout().text("x".repeat(0x10000)));
  }

  private static Hash auctionHash(@Nullable Long price) {
    return SettlementHashes.auction(
        new SettlementInput(RULEBOOK, auction(price, 0), List.of(), List.of(), Hash.ZERO));
  }

  private static SlotSettled settle(List<TradeMade> trades, MeteredPosition... positions) {
    return Settlement.settle(
        new SettlementInput(
            RULEBOOK, auction(150_000L, 500), trades, List.of(positions), Hash.ZERO));
  }

  private static AuctionCleared auction(@Nullable Long price, long volumeWh) {
    return new AuctionCleared(
        SLOT,
        List.of(new AreaCleared("village", price, price, price, volumeWh, volumeWh)),
        List.of(),
        BigInteger.ZERO);
  }

  private static TradeMade trade(long id, String buyer, String seller, long energyWh) {
    return new TradeMade(id, SLOT, 2 * id, 2 * id + 1, buyer, seller, energyWh, 150_000);
  }

  private static MeteredPosition position(String participant, long importWh, long exportWh) {
    return new MeteredPosition(participant, SLOT, 1, importWh, exportWh, Quality.ACTUAL);
  }

  private static Hash seed() {
    return new Hash("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  }

  private static Tuple row(String participant, Kind kind, long energyWh, long amountNano) {
    return tuple(participant, kind, energyWh, amountNano);
  }
}
