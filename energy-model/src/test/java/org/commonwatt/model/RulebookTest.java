package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Rulebook.Timing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulebookTest {
  private static final long START = Instant.parse("2022-08-02T00:00:00Z").toEpochMilli();
  private static final Timing TIMING = new Timing(15, 120, 60, 15, START);
  private static final Member HOME = new Member("home-01", "a", List.of("meter-01"));
  private static final TariffStep NIGHT = new TariffStep(0, 200_000, 50_000);
  private static final TariffStep DAY = new TariffStep(6 * 60, 300_000, 80_000);
  private static final TariffStep EVENING = new TariffStep(22 * 60, 250_000, 60_000);

  @ParameterizedTest
  @CsvSource({
    "2022-08-01T22:00:00Z, 200000",
    "2022-08-02T03:45:00Z, 200000",
    "2022-08-02T04:00:00Z, 300000",
    "2022-08-02T19:45:00Z, 300000",
    "2022-08-02T20:00:00Z, 250000",
    "2022-08-02T21:45:00Z, 250000"
  })
  void theTariffFollowsTheLocalTimeOfTheSlotsStart(Instant start, long retail) {
    Rulebook rulebook = rulebook(TIMING, List.of(NIGHT, DAY, EVENING));
    DeliverySlot slot = rulebook.slotAt(start.toEpochMilli());
    assertThat(rulebook.tariffAt(slot).retailMicroPerKwh()).isEqualTo(retail);
  }

  @Property
  void theTariffRepeatsEveryDay(
      @ForAll @IntRange(min = 0, max = 95) int quarter,
      @ForAll @IntRange(min = -40_000, max = 40_000) int days,
      @ForAll @IntRange(min = -1080, max = 1080) int offset) {
    Rulebook rulebook =
        rulebook(new Timing(15, offset, 60, 15, START), List.of(NIGHT, DAY, EVENING));
    DeliverySlot slot = rulebook.slotAt(START).plus(quarter);
    assertThat(rulebook.tariffAt(slot.plus(96L * days))).isEqualTo(rulebook.tariffAt(slot));
  }

  @Test
  void aSlotOpensAndClosesAheadOfItsStart() {
    Rulebook rulebook = rulebook(TIMING, List.of(NIGHT));
    DeliverySlot slot = rulebook.slotAt(START);
    assertThat(START - rulebook.openMillis(slot)).isEqualTo(Duration.ofMinutes(60).toMillis());
    assertThat(START - rulebook.gateMillis(slot)).isEqualTo(Duration.ofMinutes(15).toMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 60, 15, 0, slotMinutes",
    "15, 1081, 60, 15, 0, utcOffsetMinutes",
    "15, -2147483648, 60, 15, 0, utcOffsetMinutes",
    "15, 0, 15, 15, 0, open before its gate",
    "15, 0, 60, -1, 0, open before its gate",
    "15, 0, 44641, 15, 0, openLeadMinutes must be at most 44640",
    "15, 0, 60, 15, 1, tradingStart",
    "15, 0, 60, 15, -900000, tradingStart"
  })
  void impossibleTimesAreRefused(
      int slotMinutes, int offset, int openLead, int gateLead, long start, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timing(slotMinutes, offset, openLead, gateLead, start))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000_000_001L, -10_000_000_001L, Long.MIN_VALUE, Long.MAX_VALUE})
  void pricesBeyondTheirRangeAreRefused(long price) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TariffStep(0, price, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new TariffStep(0, 0, price));
    assertRefused(draft -> draft.minPrice = price, "minimum price must be within");
    assertRefused(draft -> draft.maxPrice = price, "maximum price must be within");
  }

  @Test
  void theTariffStartsAtMidnightAndIsInOrder() {
    assertThatIllegalArgumentException().isThrownBy(() -> rulebook(TIMING, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> rulebook(TIMING, List.of(DAY)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rulebook(TIMING, List.of(NIGHT, EVENING, DAY)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rulebook(TIMING, List.of(NIGHT, DAY, DAY)));
    assertThatIllegalArgumentException().isThrownBy(() -> new TariffStep(1440, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new TariffStep(-1, 0, 0));
  }

  @Test
  void theLowestPriceIsNotAboveTheHighest() {
    assertRefused(draft -> draft.minPrice = 2, "the minimum price is above the maximum price");
  }

  @Test
  void membersAndMetersAreNamedOnce() {
    assertMembersRefused("a market needs at least one member");
    assertMembersRefused(
        "participant home-01 is named twice",
        HOME,
        new Member("home-01", "a", List.of("meter-02")));
    assertMembersRefused(
        "participant supplier is named twice", new Member("supplier", "a", List.of("meter-02")));
    assertMembersRefused(
        "a meter belongs to two participants",
        HOME,
        new Member("home-02", "a", List.of("meter-01")));
    assertThatIllegalArgumentException().isThrownBy(() -> new Member("home-01", "a", List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Member("no id", "a", List.of("m")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Member("home", "a", List.of("no id")));
  }

  @Test
  void aMembersAreaIsOneOfTheMarkets() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Member("home", "no id", List.of("m")));
    assertMembersRefused(
        "participant home-02 is in the unknown area b",
        HOME,
        new Member("home-02", "b", List.of("meter-02")));
  }

  @Test
  void theAccountsOfAMarketWithLinksAreNobodyElses() {
    Areas areas = new Areas(List.of("a"), List.of(), "grid");
    for (String taken : List.of("grid", Areas.CONGESTION_RENT)) {
      assertRefused(
          draft -> {
            draft.areas = areas;
            draft.members = List.of(HOME, new Member(taken, "a", List.of("meter-02")));
          },
          "participant " + taken + " is named twice");
      assertRefused(
          draft -> {
            draft.areas = areas;
            draft.supplier = taken;
          },
          "must be three accounts");
    }
    assertMembersAccepted(HOME, new Member(Areas.CONGESTION_RENT, "a", List.of("meter-02")));
  }

  @Test
  void idsCurrencyVersionAndOrderLimitAreChecked() {
    assertRefused(draft -> draft.market = "no id", "market \"no id\" is not an id");
    assertRefused(draft -> draft.supplier = "no id", "supplier \"no id\" is not an id");
    assertRefused(draft -> draft.currency = "euro", "ISO 4217");
    assertRefused(draft -> draft.version = 0, "counts up from 1");
    assertRefused(draft -> draft.maxOrderWh = 0, "maxOrderWh must be 1 to 1000000000000");
    assertRefused(draft -> draft.maxOrderWh = Amounts.MAX_ORDER_WH + 1, "maxOrderWh must be");
  }

  @Test
  void laterChangesOfTheGivenListsDoNotReachTheRulebook() {
    List<TariffStep> tariff = new ArrayList<>(List.of(NIGHT));
    Rulebook rulebook = rulebook(TIMING, tariff);
    tariff.add(DAY);
    assertThat(rulebook.tariff()).containsExactly(NIGHT);
  }

  private static Rulebook rulebook(Timing timing, List<TariffStep> tariff) {
    return build(
        draft -> {
          draft.timing = timing;
          draft.tariff = tariff;
        });
  }

  private static void assertRefused(Consumer<Draft> change, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> build(change))
        .withMessageContaining(message);
  }

  private static void assertMembersRefused(String message, Member... members) {
    assertRefused(draft -> draft.members = List.of(members), message);
  }

  /** A market without links has no account for their rent. */
  private static void assertMembersAccepted(Member... members) {
    assertThat(build(draft -> draft.members = List.of(members)).members()).hasSize(members.length);
  }

  private static Rulebook build(Consumer<Draft> change) {
    Draft draft = new Draft();
    change.accept(draft);
    return new Rulebook(
        draft.version,
        Hash.ZERO,
        draft.market,
        draft.areas,
        draft.currency,
        draft.timing,
        draft.minPrice,
        draft.maxPrice,
        draft.maxOrderWh,
        draft.supplier,
        draft.tariff,
        draft.members,
        Hash.ZERO);
  }

  /** A valid rulebook, field by field. */
  private static final class Draft {
    private int version = 1;
    private String market = "m";
    private Areas areas = Areas.single("a");
    private String currency = "EUR";
    private Timing timing = TIMING;
    private long minPrice = 0;
    private long maxPrice = 1;
    private long maxOrderWh = 1;
    private String supplier = "supplier";
    private List<TariffStep> tariff = List.of(NIGHT);
    private List<Member> members = List.of(HOME);
  }
}
