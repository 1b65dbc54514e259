package org.commonwatt.engine.issuer;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A login that somebody begins.
 *
 * @param redirect where the code goes
 * @param state that the client knows it by
 * @param nonce that goes into the identity token, empty for none
 * @param challenge of RFC 7636, by S256
 */
record AuthorizationRequest(String redirect, String state, String nonce, String challenge) {
  private static final int MOST = 512;

  /**
   * Reads parameters of the authorization endpoint.
   *
   * @param parameters by their names, null for one that is not there
   * @param redirects where codes may go
   * @throws IllegalArgumentException saying what is wrong: nothing is sent anywhere then
   */
  static AuthorizationRequest read(
      Function<String, @Nullable String> parameters, List<URI> redirects) {
    require("client_id", parameters, BuiltInIssuer.CLIENT_ID);
    require("response_type", parameters, "code");
    require("code_challenge_method", parameters, "S256");
    String redirect = text("redirect_uri", parameters);
    if (redirects.stream().noneMatch(uri -> uri.toString().equals(redirect))) {
      throw new IllegalArgumentException("redirect_uri is not the page of this market");
    }
    String challenge = text("code_challenge", parameters);
    if (!challenge.matches("[A-Za-z0-9_-]{43}")) {
      throw new IllegalArgumentException("code_challenge is no SHA-256 in unpadded Base64");
    }
    String nonce = parameters.apply("nonce");
    return new AuthorizationRequest(
        redirect,
        text("state", parameters),
        nonce == null ? "" : text("nonce", parameters),
        challenge);
  }

  /** Where the browser goes with a code. */
  String answer(String code, String issuer) {
    return redirect + "?code=" + code + "&state=" + encoded(state) + "&iss=" + encoded(issuer);
  }

  private static void require(
      String name, Function<String, @Nullable String> parameters, String value) {
    if (!value.equals(parameters.apply(name))) {
      throw new IllegalArgumentException(name + " must be " + value);
    }
  }

  private static String text(String name, Function<String, @Nullable String> parameters) {
    String value = parameters.apply(name);
    if (value == null || value.isEmpty() || value.length() > MOST) {
      throw new IllegalArgumentException(name + " must have 1 to " + MOST + " characters");
    }
    return value;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
