package org.commonwatt.identity.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself.
 *
 * @param authorization where people log in
 * @param token where codes are exchanged
 * @param keys where its keys are
 */
public record Metadata(URI authorization, URI token, URI keys) {
  /**
   * Reads a discovery document.
   *
   * @throws ParseException when it is none, is another issuer's, or names an address that is not
   *     safe
   */
  static Metadata read(Provider provider, String json) throws ParseException {
    Map<String, Object> document = JSONObjectUtils.parse(json);
    if (!provider.issuer().toString().equals(JSONObjectUtils.getString(document, "issuer"))) {
      throw new ParseException("the discovery document is another issuer's", 0);
    }
    return new Metadata(
        address(provider, document, "authorization_endpoint"),
        address(provider, document, "token_endpoint"),
        address(provider, document, "jwks_uri"));
  }

  private static URI address(Provider provider, Map<String, Object> document, String name)
      throws ParseException {
    @Nullable URI address = JSONObjectUtils.getURI(document, name);
    if (address == null) {
      throw new ParseException("the discovery document has no " + name, 0);
    }
    try {
      return provider.builtIn() ? address : Provider.requireSafe(name, address);
    } catch (IllegalArgumentException e) {
      throw new ParseException(e.getMessage(), 0);
    }
  }
}
