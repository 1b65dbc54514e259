package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.MarketData;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a rulebook keeps for who has a login, by every route and channel that tells of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiddenDataTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SLOT = Instant.ofEpochMilli(Fixtures.START).toString();
  private static final Map<String, Set<MarketData>> CHANNELS =
      Map.of(
          "book", Set.of(MarketData.BOOK, MarketData.TRADES, MarketData.AUCTIONS),
          "trades", Set.of(MarketData.TRADES, MarketData.AUCTIONS),
          "auctions", Set.of(MarketData.TRADES, MarketData.AUCTIONS),
          "time", Set.of(),
          "slots", Set.of());

  private LoginMarket market;
  private Rulebook rules;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    rules = LoginMarket.rules();
  }

  @BeforeEach
  void nothingIsHidden() throws Exception {
    hide();
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  /** The next version of the rules; it is in force when this returns. */
  private void hide(MarketData... data) throws Exception {
    rules =
        rules
            .withVersion(rules.version() + 1)
            .withSafeguards(rules.safeguards().withLoginFor(data));
    assertThat(market.service.activate(rules, LoginMarket.PATIENCE)).isEmpty();
  }

  private static List<String> operations() {
    AccessPolicy policy = AccessPolicy.packaged();
    return policy.routes().stream().filter(one -> !policy.rule(one).data().isEmpty()).toList();
  }

  private static Reply ask(ApiClient client, String operation) throws Exception {
    return client.call(HttpMethod.GET, operation.split(" ", 2)[1].replace("{start}", SLOT));
  }

  @Test
  void everyRouteThatTellsOfTradingSaysWhatItTells() {
    assertThat(operations())
        .containsExactly(
            "GET /v1/slots",
            "GET /v1/slots/{start}",
            "GET /v1/slots/{start}/auction",
            "GET /v1/slots/{start}/auction-window",
            "GET /v1/slots/{start}/book",
            "GET /v1/slots/{start}/fallbacks",
            "GET /v1/slots/{start}/halts",
            "GET /v1/slots/{start}/trades",
            "GET /v1/storage-auctions/{start}",
            "GET /v1/time");
  }

  @Test
  void eachKindNeedsALoginWhereverItIsToldAndOthersDoNot() throws Exception {
    for (MarketData hidden : MarketData.values()) {
      hide(hidden);
      for (String operation : operations()) {
        AccessRule rule = AccessPolicy.packaged().rule(operation);
        boolean closed = rule.data().contains(hidden) && !rule.partly();
        Reply stranger = ask(market.stranger(), operation);
        String what = hidden + " " + operation + " " + stranger;
        assertThat(stranger.status() == 401).as(what).isEqualTo(closed);
        for (String account : List.of("home-01", "agency", "cells")) {
          assertThat(ask(market.as(account), operation).status())
              .as(what + account)
              .isIn(200, operation.endsWith("/auction") ? 404 : 200); // it has not run yet
        }
      }
    }
  }

  @Test
  void countsOfTheWholeMarketAreLeftOutForStrangers() throws Exception {
    assertThat(market.stranger().get("/v1/time").json().at("/totals/trades").isInt()).isTrue();
    hide(MarketData.BOOK);
    assertThat(market.stranger().get("/v1/time").json().get("totals").isNull()).isTrue();
    assertThat(market.as("home-01").get("/v1/time").json().at("/totals/trades").isInt()).isTrue();
    Reply guess = market.client(Map.of("Authorization", "Bearer guess")).get("/v1/time");
    assertThat(guess.status()).isEqualTo(401);
    assertThat(market.stranger().get("/v1/market").json().get("loginFor").toString())
        .isEqualTo("[\"book\"]");
  }

  @Test
  void anAccountThatWaitsOrIsFrozenIsToldNoMoreThanAStranger() throws Exception {
    hide(MarketData.TRADES);
    String trades = "GET /v1/slots/{start}/trades";
    Reply asked = market.stranger().post("/v1/accounts", "{\"participant\":\"waits\"}");
    assertThat(asked.status()).as(asked.text()).isEqualTo(201);
    String login = "Bearer " + asked.json().at("/key/login").asText();
    ApiClient waits = market.client(Map.of("Authorization", login));
    assertThat(ask(waits, trades).code()).isEqualTo("ACCOUNT_NOT_ACTIVE");
    assertThat(waits.get("/v1/time").json().get("totals").isNull()).isTrue();
    state("waits", "ACTIVE");
    assertThat(ask(waits, trades).status()).isEqualTo(200);
    state("waits", "FROZEN");
    assertThat(ask(waits, trades).code()).isEqualTo("ACCOUNT_NOT_ACTIVE");
  }

  private void state(String participant, String state) throws Exception {
    Reply reply =
        market
            .as("admin")
            .post(
                "/v1/accounts/" + participant + "/state",
                "{\"officer\":\"registrar\",\"state\":\"" + state + "\"}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  private static String subscribe(StreamClient socket, String channel) throws Exception {
    ObjectNode request = MAPPER.createObjectNode().put("op", "subscribe").put("channel", channel);
    if (channel.equals("book")) {
      request.putObject("params").put("slotStart", SLOT).put("area", Fixtures.AREA);
    }
    JsonNode answer = socket.answer(socket.send(request));
    return answer.has("problem") ? answer.at("/problem/code").asText() : "subscribed";
  }

  @Test
  void theSameHoldsForChannels() throws Exception {
    for (MarketData hidden : EnumSet.allOf(MarketData.class)) {
      hide(hidden);
      Map<String, String> login = Map.of("Authorization", LoginMarket.bearer("home-01.all"));
      try (StreamClient stranger = new StreamClient(market.port());
          StreamClient member = new StreamClient(market.port(), true, login)) {
        for (Map.Entry<String, Set<MarketData>> channel : CHANNELS.entrySet()) {
          assertThat(subscribe(stranger, channel.getKey()))
              .as(hidden + " " + channel)
              .isEqualTo(channel.getValue().contains(hidden) ? "LOGIN_REQUIRED" : "subscribed");
          assertThat(subscribe(member, channel.getKey())).isEqualTo("subscribed");
        }
      }
    }
  }

  @Test
  void aSocketEndsWhenALaterRulebookHidesWhatItFollows() throws Exception {
    try (StreamClient time = new StreamClient(market.port());
        StreamClient trades = new StreamClient(market.port())) {
      assertThat(subscribe(time, "time")).isEqualTo("subscribed");
      assertThat(subscribe(trades, "trades")).isEqualTo("subscribed");
      hide(MarketData.TRADES);
      assertThat(trades.next("bye").at("/problem/code").asText()).isEqualTo("LOGIN_REQUIRED");
      assertThat(trades.awaitClose()).startsWith("1008 LOGIN_REQUIRED");
      assertThat(subscribe(time, "slots")).as("the other goes on").isEqualTo("subscribed");
    }
  }
}
