package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.client.ApiClient;
import org.commonwatt.client.ApiException;
import org.commonwatt.client.api.OrdersApi;
import org.commonwatt.client.model.Basket;
import org.commonwatt.client.model.EnergySource;
import org.commonwatt.client.model.NewBlock;
import org.commonwatt.client.model.NewOrder;
import org.commonwatt.client.model.NewOrderAlternativesInner;
import org.commonwatt.client.model.Order;
import org.commonwatt.client.model.OrderState;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients that come from the API's document trade on an engine in a process of its own. */
@Tag("slow")
class ClientsSlowTest {
  /**
   * Set where Python and a package index must be there: the test fails instead of being skipped.
   */
  private static final String REQUIRED = "COMMONWATT_PYTHON_REQUIRED";

  @TempDir private Path folder;

  @Test
  void theJavaAndThePythonClientTrade() throws Exception {
    try (EngineSite site = new EngineSite(folder)) {
      site.tradeContinuouslyEarly();
      try (Cli engine = site.startEngineWithLogins("east")) {
        URI api = EngineSite.uri(engine);
        EngineSite.awaitClock(api);
        javaTrades(site, api);
        javaPrefersAndTakesABlock(site, api);
        curlOfThePageIsAnswered(site, api);
        pythonTrades(site, api);
      }
    }
  }

  private static void javaTrades(EngineSite site, URI market) throws Exception {
    OrdersApi orders = orders(site, market, "home-02");
    OrdersApi neighbours = orders(site, market, "home-01");
    Order offer = orders.placeOrder(order("home-02", NewOrder.SideEnum.SELL, 500));
    Order bought = neighbours.placeOrder(order("home-01", NewOrder.SideEnum.BUY, 200));
    assertThat(bought.getState()).isEqualTo(OrderState.MATCHED);
    assertThat(orders.order(offer.getOrderId(), null).getOpenWh()).isEqualTo(300);
    assertThat(orders.cancelOrder("home-02", offer.getOrderId()).getCancelledWh()).isEqualTo(300);
    assertThatThrownBy(() -> neighbours.order(offer.getOrderId(), null))
        .isInstanceOfSatisfying(
            ApiException.class, absent -> assertThat(absent.getCode()).isEqualTo(404));
    assertThatThrownBy(() -> orders.cancelOrder("home-02", offer.getOrderId()))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.getCode()).isEqualTo(409);
              assertThat(refused.getResponseBody()).contains("ORDER_NOT_OPEN");
            });
  }

  private static void javaPrefersAndTakesABlock(EngineSite site, URI market) throws Exception {
    OrdersApi seller = orders(site, market, "home-02");
    OrdersApi buyer = orders(site, market, "home-01");
    seller.placeOrder(
        order("home-02", NewOrder.SideEnum.SELL, 500)
            .clientOrderId("java-sun")
            .source(EnergySource.SOLAR));
    NewOrderAlternativesInner sun =
        new NewOrderAlternativesInner()
            .priceMicroPerKwh(160_000L)
            .addSourcesItem(EnergySource.SOLAR)
            .area("sierra-crest");
    Order preferred =
        buyer.placeOrder(
            order("home-01", NewOrder.SideEnum.BUY, 200)
                .clientOrderId("java-preference")
                .priceMicroPerKwh(null)
                .addAlternativesItem(sun)
                .addAlternativesItem(new NewOrderAlternativesInner().priceMicroPerKwh(100_000L)));
    assertThat(preferred.getAveragePriceMicroPerKwh()).isEqualTo(150_000);
    Basket block =
        buyer.placeBlock(
            new NewBlock()
                .participant("home-01")
                .clientBasketId("java-block")
                .area("sierra-crest")
                .slotStart(EngineSite.openSlot().toString())
                .side(NewBlock.SideEnum.BUY)
                .averageMicroPerKwh(150_000L)
                .addProfileWhItem(300L));
    assertThat(block.getOrders())
        .singleElement()
        .extracting(Order::getState)
        .isEqualTo(OrderState.MATCHED);
  }

  private static OrdersApi orders(EngineSite site, URI market, String participant)
      throws IOException {
    String login = Files.readString(site.loginOf("east", participant)).strip();
    ApiClient client = new ApiClient();
    client.updateBaseUri(market.toString());
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + login));
    return new OrdersApi(client);
  }

  /** What docs/identity.md tells a reader to type. */
  private void curlOfThePageIsAnswered(EngineSite site, URI market) throws Exception {
    String typed =
        Repository.read("docs/identity.md")
            .lines()
            .filter(line -> line.startsWith("curl "))
            .findFirst()
            .orElseThrow()
            .replace("http://127.0.0.1:8080", market.toString())
            .replace("LOGIN", Files.readString(site.loginOf("east", "home-01")).strip());
    Path said = folder.resolve("curl.json");
    int exit =
        new ProcessBuilder("bash", "-c", typed).redirectOutput(said.toFile()).start().waitFor();
    assertThat(exit).isZero();
    assertThat(Files.readString(said)).contains("\"participant\":\"home-01\"");
  }

  private static NewOrder order(String participant, NewOrder.SideEnum side, long energyWh) {
    return new NewOrder()
        .participant(participant)
        .clientOrderId("java-1")
        .area("sierra-crest")
        .slotStart(EngineSite.openSlot().toString())
        .side(side)
        .priceMicroPerKwh(150_000L)
        .energyWh(energyWh);
  }

  private void pythonTrades(EngineSite site, URI market) throws Exception {
    Assumptions.assumeTrue(PythonClient.isThere(), "SKIPPED: there is no Python client");
    ProcessBuilder tests =
        new ProcessBuilder(PythonClient.python(), "-m", "unittest", "discover", "-v");
    tests.directory(Repository.ROOT.resolve("clients/python/tests").toFile());
    tests.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    tests.environment().put("COMMONWATT_URL", market.toString());
    tests.environment().put("COMMONWATT_SLOT", EngineSite.openSlot().toString());
    tests.environment().put("COMMONWATT_LOGINS", site.loginOf("east", "").toString());
    tests.environment().put("COMMONWATT_COMMAND", String.join("\n", Cli.command()));
    tests.environment().put("COMMONWATT_DATA", folder.resolve("demo").toString());
    Path said = folder.resolve("python.txt");
    int exit = tests.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
    assertThat(exit).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said)).contains("test_two_neighbours_trade").contains("OK");
  }
}
