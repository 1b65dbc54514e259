package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Continuous trading as a part of a rulebook. */
class ContinuousTest {
  private static final GridFee FEE = new GridFee(2_000, 25_000);
  private static final GridFees.Level LOW = new GridFees.Level("low", FEE);
  private static final AreaLink LINK = new AreaLink("a", "b", 0, 5, 700);
  private static final Areas TWO = new Areas(List.of("a", "b"), List.of(LINK), "grid");

  @Test
  void gateClosureComesAfterTheGateAndBeforeDelivery() {
    Rulebook rulebook = rulebook(TWO, 15, 5, GridFees.DEFAULT);
    DeliverySlot slot = rulebook.slotAt(0).plus(100);
    assertThat(slot.startMillis() - rulebook.gateMillis(slot)).isEqualTo(15 * 60_000L);
    assertThat(slot.startMillis() - rulebook.gateClosureMillis(slot)).isEqualTo(5 * 60_000L);
    assertThat(rulebook.withContinuous(null).gateClosureMillis(slot))
        .isEqualTo(rulebook.gateMillis(slot));
    assertThat(rulebook.withVersion(2).continuous()).isEqualTo(rulebook.continuous());
    refused(() -> rulebook(TWO, 15, 15, GridFees.DEFAULT), "must have time");
    refused(() -> rulebook(TWO, 15, -1, GridFees.DEFAULT), "gateClosureLeadMinutes");
  }

  @Test
  void rangesAreChecked() {
    refused(() -> new Continuous(0, 0, 0, 0, 0, GridFees.DEFAULT), "tickMicroPerKwh");
    refused(() -> new Continuous(0, 1, -1, 0, 0, GridFees.DEFAULT), "bandMicroPerKwh");
    refused(() -> new Continuous(0, 1, 1, 0, 0, GridFees.DEFAULT), "haltSeconds");
    refused(() -> new Continuous(0, 1, 0, 31 * 86_400 + 1, 0, GridFees.DEFAULT), "haltSeconds");
    refused(() -> new Continuous(0, 1, 0, 0, 20_000_000_001L, GridFees.DEFAULT), "protectionMicro");
    refused(() -> new GridFee(-1, 0), "constantMicroPerKwh");
    refused(() -> new GridFee(0, 100_000_001), "ppm");
  }

  @Test
  void aLinkBringsItsStatedFeeOrThatOfTheAuction() {
    GridFees fees =
        fees(List.of(LOW), List.of(), List.of(new GridFees.LinkFee("a", "b", FEE, "low")));
    assertThat(fees.of(LINK).fee()).isEqualTo(FEE);
    assertThat(fees.of(LINK).level()).isEqualTo("low");
    assertThat(GridFees.DEFAULT.of(LINK))
        .isEqualTo(new GridFees.LinkFee("a", "b", new GridFee(700, 0), null));
  }

  @Test
  void levelsAreasAndLinksMustBeKnownAndNamedOnce() {
    GridFees.AreaLevel inA = new GridFees.AreaLevel("a", "low");
    GridFees.LinkFee link = new GridFees.LinkFee("a", "b", FEE, null);
    assertThat(fees(List.of(LOW), List.of(inA), List.of(link)).levelOf("a")).isEqualTo("low");
    assertThat(fees(List.of(LOW), List.of(inA), List.of(link)).levelOf("b")).isNull();
    refused(() -> fees(List.of(LOW, LOW), List.of(), List.of()), "named twice");
    refused(() -> fees(List.of(), List.of(inA), List.of()), "not among the levels");
    refusedIn(fees(List.of(LOW), List.of(inA, inA), List.of()), "area a twice");
    refusedIn(fees(List.of(), List.of(), List.of(link, link)), "link a>b twice");
    GridFees.AreaLevel nowhere = new GridFees.AreaLevel("c", "low");
    refusedIn(fees(List.of(LOW), List.of(nowhere), List.of()), "unknown area c");
    GridFees.LinkFee turned = new GridFees.LinkFee("b", "a", FEE, null);
    refusedIn(fees(List.of(), List.of(), List.of(turned)), "unknown link b>a");
  }

  @Test
  void feesNeedSomebodyToGoTo() {
    GridFees fees = fees(List.of(LOW), List.of(), List.of());
    refused(() -> rulebook(Areas.single("a"), 15, 5, fees), "gridOperator");
    GridFees free = fees(List.of(new GridFees.Level("low", GridFee.NONE)), List.of(), List.of());
    assertThat(rulebook(Areas.single("a"), 15, 5, free).continuous()).isNotNull();
  }

  @Test
  void areasWithTooManyWaysBetweenThemDoNotTradeContinuously() {
    // Between n areas that are all joined there are far more ways than areas.
    assertThat(rulebook(mesh(6), 15, 5, GridFees.DEFAULT).continuous()).isNotNull();
    refused(() -> rulebook(mesh(8), 15, 5, GridFees.DEFAULT), "more than 10000 ways");
    assertThat(auctionOnly(mesh(8), 15).continuous()).isNull();
  }

  @Test
  void tooManyProductsAtATimeAreRefused() {
    List<String> ids = IntStream.range(0, 100).mapToObj(i -> "a" + i).toList();
    Areas islands = new Areas(ids, List.of(), null);
    assertThat(rulebook(islands, 9_000, 0, GridFees.DEFAULT).continuous()).isNotNull();
    refused(() -> rulebook(islands, 10_000, 0, GridFees.DEFAULT), "products");
  }

  /** Areas each of which is joined with every other. */
  private static Areas mesh(int n) {
    List<String> ids = IntStream.range(0, n).mapToObj(i -> "a" + i).toList();
    List<AreaLink> links = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        links.add(new AreaLink(ids.get(i), ids.get(j), -1, 1, 0));
      }
    }
    return new Areas(ids, links, "grid");
  }

  private static GridFees fees(
      List<GridFees.Level> levels, List<GridFees.AreaLevel> areas, List<GridFees.LinkFee> links) {
    return new GridFees(FeeMode.FROM_BID, levels, areas, links);
  }

  private static void refusedIn(GridFees fees, String message) {
    refused(() -> rulebook(TWO, 15, 5, fees), message);
  }

  private static void refused(Runnable making, String message) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(message);
  }

  private static Rulebook rulebook(Areas areas, int gate, int closure, GridFees fees) {
    return auctionOnly(areas, gate).withContinuous(new Continuous(closure, 1, 0, 0, 0, fees));
  }

  private static Rulebook auctionOnly(Areas areas, int gate) {
    return new Rulebook(
        1,
        Hash.ZERO,
        "m",
        areas,
        "EUR",
        new Rulebook.Timing(15, 0, gate + 60, gate, 0),
        0,
        10,
        1,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 1, 1)),
        List.of(new Rulebook.Member("home", areas.ids().get(0), List.of("meter"))),
        Hash.ZERO);
  }
}
