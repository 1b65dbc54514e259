package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.readmodel.DefaultQueries;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;
import org.junit.jupiter.api.Test;

class DefaultsTest {

  @Test
  void anAnswerTellsWhoBoreWhatAndIsAsTheDocumentSays() throws Exception {
    BigInteger huge = BigInteger.ONE.shiftLeft(100);
    Event.AccountDefaulted defaulted =
        new Event.AccountDefaulted(
            "home-01",
            Fixtures.slot(0),
            huge.add(BigInteger.TEN),
            BigInteger.ONE,
            BigInteger.TWO,
            BigInteger.valueOf(3),
            List.of(new CreditShare("home-02", BigInteger.valueOf(4))),
            huge);
    Event.ReceivablePaid paid =
        new Event.ReceivablePaid("home-01", huge, List.of(new CreditShare("house", huge)));
    ObjectNode answer =
        Defaults.answer(
            "home-01",
            9,
            new DefaultQueries.Record(
                List.of(new DefaultQueries.Numbered<>(7, defaulted)),
                List.of(new DefaultQueries.Numbered<>(8, paid))),
            anybody -> !anybody.equals("home-02"));
    assertThat(answer.at("/defaults/0/sequence").asLong()).isEqualTo(7);
    assertThat(answer.at("/defaults/0/slotStart").asText()).isEqualTo("2022-08-02T07:00:00Z");
    assertThat(answer.at("/defaults/0/fund/0/nano").asText()).isEqualTo("4");
    assertThat(answer.at("/defaults/0/fund/0/participant").isNull()).as("not told").isTrue();
    assertThat(answer.at("/defaults/0/uncoveredNano").asText()).isEqualTo(huge.toString());
    assertThat(answer.at("/payments/0/to/0/participant").asText()).isEqualTo("house");
    assertThat(document().violations("GET /v1/accounts/{participant}/defaults", reply(answer)))
        .isEmpty();
  }

  private static ApiClient.Reply reply(ObjectNode answer) {
    return new ApiClient.Reply(200, "application/json", answer.toString());
  }

  private static OpenApi document() throws Exception {
    try (var in = DefaultsTest.class.getResourceAsStream("/openapi/openapi.yaml")) {
      return new OpenApi(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
