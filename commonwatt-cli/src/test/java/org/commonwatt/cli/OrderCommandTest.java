package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the commands for orders send and say, before a fake of the API. */
class OrderCommandTest {
  private static final String SLOT = "--slot=2022-08-02T19:00:00Z";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeMarketApi api = new FakeMarketApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aPlainOrderIsPlaced() {
    api.answers.put(
        "/v1/orders",
        "{\"orderId\":7,\"clientOrderId\":\"mine\",\"state\":\"OPEN\",\"filledWh\":0,"
            + "\"openWh\":500,\"averagePriceMicroPerKwh\":null}");
    assertThat(place("--side=sell", "--energy=500", "--price=-100", "--source=solar", "--id=mine"))
        .isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/orders {\"participant\":\"home-01\",\"clientOrderId\":\"mine\",\"area\":"
                + "\"east\",\"slotStart\":\"2022-08-02T19:00:00Z\",\"side\":\"sell\","
                + "\"energyWh\":500,\"priceMicroPerKwh\":-100,\"source\":\"solar\"}");
    assertThat(out.toString()).isEqualTo("Order 7, mine, is OPEN: traded 0 Wh, 500 Wh are open.\n");
  }

  @Test
  void aPreferenceHasItsAlternativesInOrder() {
    assertThat(
            place(
                "--side=buy",
                "--energy=500",
                "--prefer=280000,solar+wind,east",
                "--prefer=260000,any,west",
                "--prefer=250000",
                "--time-in-force=immediate-or-cancel"))
        .isZero();
    assertThat(api.requests.get(0))
        .contains(
            "\"alternatives\":[{\"priceMicroPerKwh\":280000,\"sources\":[\"solar\",\"wind\"],"
                + "\"area\":\"east\"},{\"priceMicroPerKwh\":260000,\"area\":\"west\"},"
                + "{\"priceMicroPerKwh\":250000}],\"timeInForce\":\"immediate-or-cancel\"}")
        .contains("\"clientOrderId\":\"cli-");
  }

  @Test
  void aBasketSendsItsLegsAndTellsOfEach() {
    api.answers.put(
        "/v1/orders/basket",
        "{\"clientBasketId\":\"swap\",\"filledWh\":600,\"averagePriceMicroPerKwh\":215000,"
            + "\"orders\":[{\"orderId\":8,\"clientOrderId\":\"swap.1\",\"state\":\"MATCHED\","
            + "\"filledWh\":300,\"openWh\":0,\"averagePriceMicroPerKwh\":250000}]}");
    assertThat(
            run(
                "order",
                "basket",
                "home-01",
                "--id=swap",
                "--leg=buy,east,2022-08-02T18:00:00Z,300,250000",
                "--leg=sell,east,2022-08-02T18:15:00Z,300,180000,solar"))
        .isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/orders/basket {\"participant\":\"home-01\",\"clientBasketId\":\"swap\","
                + "\"legs\":[{\"side\":\"buy\",\"area\":\"east\",\"slotStart\":"
                + "\"2022-08-02T18:00:00Z\",\"energyWh\":300,\"priceMicroPerKwh\":250000},"
                + "{\"side\":\"sell\",\"area\":\"east\",\"slotStart\":\"2022-08-02T18:15:00Z\","
                + "\"energyWh\":300,\"priceMicroPerKwh\":180000,\"source\":\"solar\"}]}");
    assertThat(out.toString())
        .isEqualTo(
            "swap traded 600 Wh at 215000 µ/kWh, all of it at once.\n"
                + "  Order 8, swap.1, is MATCHED: traded 300 Wh at 250000 µ/kWh, 0 Wh are open.\n");
  }

  @Test
  void aBlockSendsItsProfileAndARefusalNamesTheLegs() {
    api.status = 409;
    api.answers.put(
        "/v1/orders/block",
        "{\"code\":\"NOT_FILLED_AT_ONCE\",\"detail\":\"D.\",\"hint\":\"H.\",\"legs\":["
            + "{\"leg\":2,\"code\":\"PRODUCT_HALTED\",\"detail\":\"halted\"},"
            + "{\"leg\":null,\"code\":\"NOT_FILLED_AT_ONCE\",\"detail\":\"dear\"}]}");
    assertThat(
            run(
                "order",
                "block",
                "home-01",
                "--id=dishwasher",
                "--area=east",
                SLOT,
                "--side=sell",
                "--average=300000",
                "--profile=250,350",
                "--source=wind"))
        .isEqualTo(1);
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/orders/block {\"participant\":\"home-01\",\"clientBasketId\":\"dishwasher\","
                + "\"area\":\"east\",\"slotStart\":\"2022-08-02T19:00:00Z\",\"side\":\"sell\","
                + "\"averageMicroPerKwh\":300000,\"profileWh\":[250,350],\"source\":\"wind\"}");
    assertThat(err.toString())
        .contains("NOT_FILLED_AT_ONCE: D. H.", "leg 2: PRODUCT_HALTED: halted")
        .contains("the whole: NOT_FILLED_AT_ONCE: dear");
  }

  @Test
  void aBlockForAnAuctionSendsWhatItAsksThere() {
    api.answers.put(
        "/v1/orders/block",
        "{\"clientBasketId\":\"dish\",\"filledWh\":0,\"averagePriceMicroPerKwh\":null,"
            + "\"orders\":[{\"orderId\":8,\"clientOrderId\":\"dish.1\",\"state\":\"OPEN\","
            + "\"filledWh\":0,\"openWh\":250,\"averagePriceMicroPerKwh\":null}]}");
    assertThat(block("--auction", "--ratio=500000", "--parent=early")).isZero();
    assertThat(api.requests.get(0))
        .endsWith("\"profileWh\":[250],\"auction\":{\"minRatioPpm\":500000,\"parent\":\"early\"}}");
    assertThat(out.toString())
        .isEqualTo(
            "dish waits for its auction.\n"
                + "  Order 8, dish.1, is OPEN: traded 0 Wh, 250 Wh are open.\n");
    assertThat(block("--auction", "--group=run")).isZero();
    assertThat(api.requests.get(1)).endsWith("\"auction\":{\"exclusiveGroup\":\"run\"}}");
    assertThat(block("--ratio=5")).isEqualTo(2);
    assertThat(err.toString()).contains("--ratio, --parent and --group are for --auction");
  }

  @Test
  void whatAnAuctionGaveIsShown() {
    String path = "/v1/slots/2022-08-02T19:00:00Z/auction";
    api.answers.put(
        path,
        "{\"volumeWh\":250,\"optimality\":\"gap\",\"areas\":[{\"area\":\"east\",\"priceMicroPerKwh\":5,"
            + "\"minPriceMicroPerKwh\":null,\"maxPriceMicroPerKwh\":6,\"buyWh\":250,\"sellWh\":0}],"
            + "\"links\":[{\"from\":\"west\",\"to\":\"east\",\"flowWh\":250}]}");
    api.answers.put(path + "-window", "{\"window\":null}");
    assertThat(run("order", "auction", "2022-08-02T19:00:00Z")).isZero();
    String alone =
        "Auction of 2022-08-02T19:00:00Z, gap: 250 Wh traded.\n"
            + "  east: price 5 of none to 6, 250 Wh bought, 0 Wh sold\n"
            + "  west to east: 250 Wh\n";
    assertThat(out.toString()).isEqualTo(alone);
    api.answers.put(
        path + "-window",
        "{\"window\":{\"firstSlotStart\":\"2022-08-02T18:45:00Z\",\"slots\":2,\"optimality\":\"gap\","
            + "\"welfareNano\":\"70\",\"welfareBoundNano\":\"71\",\"paradoxicallyRejected\":[4,9],"
            + "\"reducedForSelfTrade\":[{\"orderId\":8,\"participatingWh\":0}]}}");
    assertThat(run("order", "auction", "2022-08-02T19:00:00Z")).isZero();
    assertThat(out.toString())
        .endsWith(
            alone
                + "Blocks joined 2 slots from 2022-08-02T18:45:00Z, gap: welfare 70 of at most 71"
                + " nano-currency.\n"
                + "  paradoxically rejected: 4, 9\n"
                + "  order 8 took part with 0 Wh, for others of its owner\n");
  }

  private int block(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "order",
                "block",
                "home-01",
                "--id=dish",
                "--area=east",
                SLOT,
                "--side=buy",
                "--average=300000",
                "--profile=250"));
    words.addAll(List.of(options));
    return run(words.toArray(String[]::new));
  }

  @Test
  void whatIsLeftOutOrWrongIsNamedAndNothingIsSent() {
    assertThat(run("order")).isEqualTo(2);
    assertThat(place("--side=buy", "--energy=5")).isEqualTo(2);
    assertThat(place("--side=buy", "--energy=5", "--price=1", "--prefer=1")).isEqualTo(2);
    assertThat(err.toString()).contains("give either --price, or --prefer");
    assertThat(place("--side=buy", "--energy=5", "--prefer=0.28,solar")).isEqualTo(2);
    assertThat(err.toString()).contains("--prefer 0.28,solar: '0.28' is no whole number");
    assertThat(place("--side=buy", "--energy=5", "--prefer=1,any,east,west")).isEqualTo(2);
    assertThat(place("--side=buy", "--energy=5", "--price=1", "--id=a b")).isEqualTo(2);
    assertThat(err.toString()).contains("--id must be 1 to 64");
    assertThat(run("order", "basket", "home-01", "--leg=buy,east,noon,300,1")).isEqualTo(2);
    assertThat(err.toString()).contains("noon is no instant such as");
    assertThat(run("order", "basket", "home-01", "--leg=buy,east,300,1")).isEqualTo(2);
    assertThat(err.toString()).contains("write SIDE,AREA,SLOT,WH,PRICE");
    assertThat(api.requests).isEmpty();
  }

  private int place(String... options) {
    List<String> words = new ArrayList<>(List.of("order", "place", "home-01", "--area=east", SLOT));
    words.addAll(List.of(options));
    return run(words.toArray(String[]::new));
  }

  private int run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    if (words.length > 1) {
      all.add(api.option());
    }
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }
}
