package org.commonwatt.engine.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the built-in issuer listens, and under which name it answers. */
class BuiltInIssuerTest {
  private static BuiltInIssuer.Settings at(String host) {
    return new BuiltInIssuer.Settings(
        new BuiltInIssuer.Place(host, 0, false),
        List.of(),
        Optional.empty(),
        InstantSource.system());
  }

  @Test
  void itAnswersUnderTheAddressThatItWasGiven() throws Exception {
    try (BuiltInIssuer issuer = BuiltInIssuer.start(at("127.0.0.2"))) {
      String name = issuer.provider().issuer().toString();
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(name + "/.well-known/openid-configuration"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(new ObjectMapper().readTree(answer.body()).get("issuer").asText()).isEqualTo(name);
    }
  }

  @Test
  void itListensOnThisMachineOnlyUnlessItIsToldElse() {
    BuiltInIssuer.Settings everywhere = at("0.0.0.0");
    assertThatThrownBy(() -> BuiltInIssuer.start(everywhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("local use only");
  }
}
