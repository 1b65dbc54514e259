package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.commonwatt.model.AuctionIncome.Use;
import org.commonwatt.model.LossRules.AreaLosses;
import org.junit.jupiter.api.Test;

/** Who gets what an auction earns, as a rulebook says. */
class AuctionIncomeTest {
  private static final Areas LINKED =
      new Areas(List.of("a", "b"), List.of(new AreaLink("a", "b", 0, 100, 0)), "grid");
  private static final Areas UNLINKED = new Areas(List.of("a", "b"), List.of(), "grid");
  private static final Safeguards AS_BID = Safeguards.NONE.withPayAsBid(true);

  @Test
  void withoutTheSectionTheMoneyStaysOnAccountsOfItsOwn() {
    Rulebook plain = rulebook(LINKED, Safeguards.NONE);
    assertThat(plain.congestionRentAccount()).isEqualTo("congestion-rent");
    assertThat(rulebook(UNLINKED, AS_BID).marketSurplusAccount()).isEqualTo("market-surplus");
  }

  @Test
  void theAccountThatIsNamedGetsItAndIsReserved() {
    for (String account : List.of("fund", "grid", "congestion-rent")) {
      Rulebook named = rulebook(LINKED, to(Safeguards.NONE, account));
      assertThat(named.congestionRentAccount()).isEqualTo(account);
      assertThat(named.isReserved(account)).as(account).isTrue();
    }
    assertThat(rulebook(UNLINKED, to(AS_BID, "fund")).marketSurplusAccount()).isEqualTo("fund");
  }

  @Test
  void whoBearsTheResidualOfLossesMayHaveIt() {
    LossRules losses = new LossRules("fund", List.of(new AreaLosses("a", 0, 0)));
    Safeguards bearing =
        Safeguards.NONE.withSettlement(new SettlementRules(List.of(), 1).withLosses(losses));
    assertThat(rulebook(LINKED, to(bearing, "fund")).congestionRentAccount()).isEqualTo("fund");
  }

  @Test
  void itIsNoMembersAndNobodysElse() {
    for (String taken : List.of("supplier", "house", "watch", "arbiter")) {
      Fallbacks fallbacks = new Fallbacks("watch", MissedGate.NO_TRADE, 60, 0, 0, 0);
      Safeguards all =
          new Safeguards(
              new Guarantees("house", 0, 0, 0), fallbacks, new DisputeRules("arbiter", 1, 1));
      refused(LINKED, to(all, taken), "an account of its own, not " + taken);
    }
    refused(LINKED, to(Safeguards.NONE, "home-01"), "participant home-01 is named twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AuctionIncome(Use.CAPACITY, "no id"))
        .withMessageContaining("account \"no id\" is not an id");
    refused(
        new Areas(List.of("a", "b"), List.of(), null),
        to(AS_BID, "congestion-rent"),
        "an account of its own, not congestion-rent");
  }

  @Test
  void anAuctionThatEarnsNothingHasNone() {
    refused(UNLINKED, to(Safeguards.NONE, "fund"), "an auction earns nothing without links");
  }

  private static Safeguards to(Safeguards safeguards, String account) {
    return safeguards.withAuctionIncome(new AuctionIncome(Use.CAPACITY, account));
  }

  private static void refused(Areas areas, Safeguards safeguards, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rulebook(areas, safeguards))
        .withMessageContaining(message);
  }

  private static Rulebook rulebook(Areas areas, Safeguards safeguards) {
    return new Rulebook(
            1,
            Hash.ZERO,
            "village",
            areas,
            "EUR",
            new Rulebook.Timing(15, 0, 60, 15, 0),
            0,
            1_000_000,
            1_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
            List.of(new Rulebook.Member("home-01", "a", List.of("meter-01"))),
            Hash.ZERO)
        .withSafeguards(safeguards);
  }
}
