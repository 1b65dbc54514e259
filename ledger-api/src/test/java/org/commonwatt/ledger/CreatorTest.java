package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreatorTest {
  @ParameterizedTest
  @ValueSource(strings = {"submitter", "many"})
  void theCertificateGivesTheRole(String file) throws IOException {
    Creator creator = Creator.of("ExchangeMSP", read(file));
    assertThat(creator.role()).isEqualTo("submitter");
    assertThat(creator.is("ExchangeMSP", "submitter")).isTrue();
    assertThat(creator.is("GridOperatorMSP", "submitter")).isFalse();
    assertThat(creator.is("ExchangeMSP", "observer")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "no-json", "number"})
  void aCertificateWithoutARoleIsNobodys(String file) throws IOException {
    assertThat(Creator.of("ExchangeMSP", read(file)).role()).isEmpty();
  }

  @Test
  void bytesThatAreNoCertificateAreNobodys() throws IOException {
    String whole = read("many");
    for (int length = 0; length < whole.length() - 30; length += 7) {
      assertThat(Creator.of("ExchangeMSP", whole.substring(0, length)).role()).isEmpty();
    }
    assertThat(Creator.of("ExchangeMSP", "submitter").role()).isEmpty();
  }

  private static String read(String file) throws IOException {
    try (InputStream in = CreatorTest.class.getResourceAsStream("/creator/" + file + ".pem")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
