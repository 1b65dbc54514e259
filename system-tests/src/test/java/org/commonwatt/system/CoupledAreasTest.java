package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Posting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two areas whose link is full: from orders over HTTP to money on the ledger. */
class CoupledAreasTest {
  private static final long FLOW = 750;
  private static final long FEE = 10_000;

  @Test
  void aFullLinkSplitsThePricesAndItsRentIsFlowTimesSpreadMinusFee(@TempDir Path temp)
      throws Exception {
    try (SmallLaptop laptop = new SmallLaptop(temp, 3)) {
      place(laptop, "home-03", "foothill", "sell", 100_000);
      place(laptop, "home-01", "sierra-crest", "buy", 300_000);
      laptop.advanceTo(SmallLaptop.START.plusSeconds(900));
      laptop.awaitRecorded(1);

      AuctionCleared auction = first(laptop, AuctionCleared.class);
      Map<String, Long> price = new HashMap<>();
      auction.areas().forEach(a -> price.put(a.area(), a.priceMicroPerKwh()));
      assertThat(price).containsEntry("foothill", 100_000L).containsEntry("sierra-crest", 300_000L);
      assertThat(auction.links()).containsExactly(new LinkFlow("foothill", "sierra-crest", FLOW));

      SlotSettled settled = first(laptop, SlotSettled.class);
      Map<String, Long> posted = new HashMap<>();
      settled.batch().postings().forEach(p -> posted.put(p.account(), p.amountNano()));
      long rent = FLOW * (300_000L - 100_000L - FEE);
      assertThat(posted)
          .containsEntry(Areas.CONGESTION_RENT, rent)
          .containsEntry("grid-operator", FLOW * FEE);
      assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
      SettlementLedger ledger = new SettlementLedger(laptop.parts().ledger());
      assertThat(ledger.balanceNano("fontana", Areas.CONGESTION_RENT))
          .isEqualTo(BigInteger.valueOf(rent));
      assertThat(laptop.audit().findings()).isEmpty();
      shownToEverybody(laptop, rent);
    }
  }

  private static void shownToEverybody(SmallLaptop laptop, long rent) throws Exception {
    Api api = laptop.api();
    Api.Answer slot = api.get("/v1/slots/" + SmallLaptop.START);
    assertThat(slot.body().at("/links/0/flowWh").asLong()).isEqualTo(FLOW);
    assertThat(slot.body().at("/areas/0/priceMicroPerKwh").asLong()).isEqualTo(100_000);
    assertThat(slot.body().at("/areas/1/priceMicroPerKwh").asLong()).isEqualTo(300_000);
    Api.Answer rentBill = api.get("/v1/bills/" + Areas.CONGESTION_RENT);
    assertThat(rentBill.text("amountNano")).isEqualTo(Long.toString(rent));
    assertThat(api.get("/v1/bills").body().findValuesAsText("participant"))
        .contains("grid-operator", Areas.CONGESTION_RENT)
        .noneMatch(id -> id.contains(">"));
    assertThat(
            api.get("/v1/slots/" + SmallLaptop.START + "/trades").body().findValuesAsText("buyer"))
        .containsExactly("foothill>sierra-crest", "home-01");
  }

  private static void place(SmallLaptop laptop, String home, String area, String side, long price)
      throws Exception {
    Api.Answer answer =
        laptop
            .api()
            .postOrder(
                Api.order(home, home + "-1", SmallLaptop.START, side)
                    .replace("sierra-crest", area)
                    .replace("150000", Long.toString(price))
                    .replace("\"energyWh\":100", "\"energyWh\":1000"));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
  }

  private static <E> E first(SmallLaptop laptop, Class<E> type) {
    return laptop.events().stream()
        .map(EventEnvelope::event)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
