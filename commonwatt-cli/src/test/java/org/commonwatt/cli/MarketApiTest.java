package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins and recovery codes go to no other machine in clear. */
class MarketApiTest {
  private static MarketApi at(String url) {
    return new MarketApi(URI.create(url), Optional.empty(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://market.example:8080",
        "http://192.0.2.1",
        "http://127.0.0.1.market.example:8080",
        "http://localhost@market.example",
        "http://[2001:db8::1]:8080"
      })
  void anotherMachineIsAskedOverHttpsOnly(String url) {
    assertThatThrownBy(() -> at(url)).isInstanceOf(UserError.class).hasMessageContaining("https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080",
        "https://market.example:8443",
        "https://192.0.2.1"
      })
  void thisMachineAndWhatIsEncryptedAreTaken(String url) {
    assertThatCode(() -> at(url)).doesNotThrowAnyException();
  }

  @Test
  void whatIsNoAddressOfAServerIsRefused() {
    for (String url : new String[] {"market", "ftp://127.0.0.1", "HTTP://market.example"}) {
      assertThatThrownBy(() -> at(url))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("is no address such as");
    }
  }
}
