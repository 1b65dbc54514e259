package org.commonwatt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;

/** The bytes that are signed: one way to write a request, and no two requests alike. */
class SignedRequestTest {
  @Test
  void theBytesAreTheLinesThatThePageShows() {
    SignedRequest request =
        new SignedRequest(
            "POST",
            "/v1/orders?x=1",
            Hash.of("{}".getBytes(StandardCharsets.UTF_8)),
            new SignedRequest.Stamp(1_767_323_045_000L, "prefix-abcdefgh"));
    assertThat(new String(request.canonical(), StandardCharsets.US_ASCII))
        .isEqualTo(
            """
            commonwatt-request-1
            POST
            /v1/orders?x=1
            44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
            1767323045000
            prefix-abcdefgh""");
    KeyToken key = MasterKey.ofSeed("golden").token("home-01.local");
    assertThat(
            Base64.getUrlEncoder().withoutPadding().encodeToString(Signatures.sign(key, request)))
        .as("a change of this value locks every client out")
        .isEqualTo(GOLDEN);
  }

  private static final String GOLDEN = "Aym4rQZQ1Ow_c1D_P_1nkUfcI7ZTuTk7zHWWiVvOAwU";

  @Provide
  Arbitrary<SignedRequest> requests() {
    Arbitrary<String> words = Arbitraries.strings().withCharRange('!', '~').ofMaxLength(5);
    Arbitrary<SignedRequest.Stamp> stamps =
        Combinators.combine(
                Arbitraries.longs().between(0, 3),
                Arbitraries.strings().withChars("ab-_").ofMinLength(8).ofMaxLength(9))
            .as(SignedRequest.Stamp::new);
    return Combinators.combine(
            Arbitraries.of("GET", "POST", "DELETE"),
            words.map(word -> "/" + word),
            Arbitraries.of("", "a", "b")
                .map(text -> Hash.of(text.getBytes(StandardCharsets.UTF_8))),
            stamps)
        .as(SignedRequest::new);
  }

  @Property
  void twoRequestsHaveTheSameBytesOnlyWhenTheyAreEqual(
      @ForAll("requests") SignedRequest one, @ForAll("requests") SignedRequest other) {
    assertThat(java.util.Arrays.equals(one.canonical(), other.canonical()))
        .isEqualTo(one.equals(other));
  }

  @Property
  void theBytesCanBeReadBack(@ForAll("requests") SignedRequest request) {
    List<String> lines =
        new String(request.canonical(), StandardCharsets.US_ASCII).lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(
            new SignedRequest(
                lines.get(1),
                lines.get(2),
                new Hash(lines.get(3)),
                new SignedRequest.Stamp(Long.parseLong(lines.get(4)), lines.get(5))))
        .isEqualTo(request);
  }

  @Test
  void noPartMayHoldALineBreakOrABlank() {
    SignedRequest.Stamp stamp = new SignedRequest.Stamp(1, "abcdefgh");
    for (String target : List.of("/a\nb", "/a b", "v1", "", "/ä", "/a\rb")) {
      assertThatThrownBy(() -> new SignedRequest("GET", target, Hash.ZERO, stamp))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String method : List.of("get", "GET\n", "")) {
      assertThatThrownBy(() -> new SignedRequest(method, "/", Hash.ZERO, stamp))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String nonce : List.of("short", "abcdefgh\n", "abcd efgh", "a".repeat(65))) {
      assertThatThrownBy(() -> new SignedRequest.Stamp(1, nonce))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
