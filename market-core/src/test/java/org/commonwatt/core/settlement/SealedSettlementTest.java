package org.commonwatt.core.settlement;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.core.Rulebooks;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SealSecret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a settlement of sealed positions leaves for others to see. */
class SealedSettlementTest {
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_423_600_000L, 15);
  private static final Rulebook RULEBOOK = new Rulebooks().members("home-01", "home-02").build();
  private static final SealSecret SECRET = secret(1);

  @Test
  void everyLineThatTellsOfASealedPositionIsSealedForItsOwner() {
    SlotSettled settled = settle(SECRET, null);
    assertThat(settled.billLines())
        .extracting(BillLine::kind, line -> line.seal() == null ? "" : line.seal().subject())
        .containsExactly(
            tuple(Kind.TRADE_BUY, ""),
            tuple(Kind.TRADE_SELL, "home-01"),
            tuple(Kind.RESIDUAL_WITHDRAWAL, "home-01"),
            tuple(Kind.SUPPLIED, "home-01"),
            tuple(Kind.RESIDUAL_WITHDRAWAL, ""),
            tuple(Kind.SUPPLIED, ""));
  }

  @Test
  void aCompensationIsSealedForWhoIsPaidAndItsCostIsTheGridOperators() {
    Rulebook linked =
        new Rulebooks()
            .members("home-01", "home-02")
            .areas(
                new Areas(
                    List.of("east", "west"),
                    List.of(new AreaLink("east", "west", 0, 500, 0)),
                    "grid"))
            .areaOf(home -> home.equals("home-01") ? "east" : "west")
            .build();
    SlotSettled settled =
        Settlement.settle(
            new SettlementInput(
                linked,
                new AuctionCleared(
                    SLOT,
                    List.of(
                        new AreaCleared("east", null, null, null, 0, 0),
                        new AreaCleared("west", null, null, null, 0, 0)),
                    List.of(new LinkFlow("east", "west", 0)),
                    BigInteger.ZERO),
                List.of(),
                List.of(),
                List.of(new TradeCurtailed(3, SLOT, "home-02", "home-01", 400, 0, 90_000, 20_000)),
                List.of(),
                List.of(),
                Services.NONE,
                List.of(
                    position("home-01", 0).withSecret(SECRET),
                    position("home-02", 0).withSecret(secret(2))),
                Hash.ZERO));
    assertThat(settled.billLines())
        .extracting(
            BillLine::kind,
            BillLine::participant,
            BillLine::amountNano,
            line -> line.seal() == null ? "" : line.seal().subject())
        .containsExactly(
            tuple(Kind.CURTAILMENT_COMPENSATION, "home-02", 36_000_000L, "home-02"),
            tuple(Kind.CURTAILMENT_COST, "grid", -36_000_000L, ""),
            tuple(Kind.CURTAILMENT_COMPENSATION, "home-01", 8_000_000L, "home-01"),
            tuple(Kind.CURTAILMENT_COST, "grid", -8_000_000L, ""));
    assertThat(settled.batch().billRoot())
        .isEqualTo(MerkleTree.root(settled.billLines().stream().map(BatchEncoding::leaf).toList()));
  }

  @Test
  void theLeafHashesThatStayReadableGiveTheRoot() {
    SlotSettled settled = settle(SECRET, secret(2));
    for (BillLine line : settled.billLines()) {
      BillLine.Seal seal = requireNonNull(line.seal());
      assertThat(seal.leafHash()).isEqualTo(MerkleTree.root(List.of(BatchEncoding.leaf(line))));
      assertThat(seal.keyId())
          .isEqualTo(seal.subject().equals("home-01") ? SECRET.keyId() : secret(2).keyId());
    }
    assertThat(settled.batch().billRoot())
        .isEqualTo(MerkleTree.root(settled.billLines().stream().map(BatchEncoding::leaf).toList()));
  }

  @Test
  void saltsOfSealedLinesDoNotFollowFromTheRulebooksSeed() {
    List<BillLine> plain = settle(null, null).billLines();
    List<BillLine> sealed = settle(SECRET, null).billLines();
    List<BillLine> other = settle(secret(3), null).billLines();
    for (int i = 0; i < plain.size(); i++) {
      boolean own = sealed.get(i).seal() != null;
      assertThat(sealed.get(i).salt().equals(plain.get(i).salt())).isEqualTo(!own);
      assertThat(sealed.get(i).salt().equals(other.get(i).salt())).isEqualTo(!own);
      assertThat(sealed.get(i).withSeal(null).amountNano()).isEqualTo(plain.get(i).amountNano());
    }
  }

  @Test
  void nobodyCanTryOutEnergiesAgainstTheHashOfThePositions() {
    Hash plain = settle(null, null).batch().positionsHash();
    Hash one = settle(SECRET, null).batch().positionsHash();
    Hash other = settle(secret(3), null).batch().positionsHash();
    assertThat(List.of(plain, one, other)).doesNotHaveDuplicates();
    assertThat(settle(SECRET, null).batch().positionsHash()).isEqualTo(one);
  }

  @Test
  void theHashOfThePositionsBindsWhatEachMeterMeasured() {
    List<MeteredPosition> positions =
        List.of(
            position("home-01", 100).withEvidence(Hash.of(new byte[] {7})),
            position("home-02", 700));
    Hash bound = settle(positions).batch().positionsHash();
    assertThat(bound).isEqualTo(BatchEncoding.evidencedPositionsHash(RULEBOOK.market(), positions));
    List<MeteredPosition> sealed =
        List.of(positions.get(0).withSecret(SECRET), positions.get(1).withSecret(secret(2)));
    List<MeteredPosition> other =
        List.of(sealed.get(0).withEvidence(Hash.of(new byte[] {8})), sealed.get(1));
    List<MeteredPosition> none = List.of(sealed.get(0).withEvidence(null), sealed.get(1));
    assertThat(
            List.of(
                bound,
                settle(sealed).batch().positionsHash(),
                settle(other).batch().positionsHash(),
                settle(none).batch().positionsHash()))
        .doesNotHaveDuplicates();
  }

  private static SlotSettled settle(@Nullable SealSecret first, @Nullable SealSecret second) {
    return settle(
        List.of(
            position("home-01", 100).withSecret(first),
            position("home-02", 700).withSecret(second)));
  }

  private static SlotSettled settle(List<MeteredPosition> positions) {
    return Settlement.settle(
        new SettlementInput(
            RULEBOOK,
            new AuctionCleared(
                SLOT,
                List.of(new AreaCleared("village", 150_000L, 150_000L, 150_000L, 500, 500)),
                List.of(),
                BigInteger.ZERO),
            List.of(new TradeMade(7, SLOT, 14, 15, "home-02", "home-01", 500, 150_000)),
            positions,
            Hash.ZERO));
  }

  private static MeteredPosition position(String participant, long importWh) {
    return new MeteredPosition(participant, SLOT, 1, importWh, 0, Quality.ACTUAL);
  }

  private static SealSecret secret(int number) {
    return new SealSecret("%016x".formatted(number), Hash.of(new byte[] {(byte) number}));
  }
}
