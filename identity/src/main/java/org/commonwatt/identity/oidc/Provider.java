package org.commonwatt.identity.oidc;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.identity.Role;

/**
 * Who is trusted to say who somebody is.
 *
 * @param issuer exactly as its discovery document and its tokens name it, with a slash at its end
 *     or without; without a query or a fragment
 * @param name what people know it by
 * @param client of this market at the provider
 * @param mapping which account a token stands for
 * @param builtIn whether it is the issuer that comes with the service, for local use only
 */
public record Provider(URI issuer, String name, Client client, Mapping mapping, boolean builtIn) {
  /** The claim that says whom a token is about. */
  public static final String SUBJECT = "sub";

  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  /**
   * This market as the provider knows it.
   *
   * @param id whom its identity tokens are for
   * @param secret empty for a public client
   * @param audience whom its access tokens are for; not the id, or an identity token would be taken
   *     for an access token
   */
  public record Client(String id, Optional<String> secret, String audience) {
    /** Checks that the two kinds of tokens can be told apart. */
    public Client {
      if (id.isBlank() || audience.isBlank() || id.equals(audience)) {
        throw new IllegalArgumentException(
            "a client has an id and an audience that is another: access tokens are for that");
      }
    }

    /** Does not tell the secret. */
    @Override
    public String toString() {
      return "client " + id + " of audience " + audience;
    }
  }

  /**
   * Which account a token stands for. The account must be there, and its role is what the market
   * says.
   *
   * @param accountClaim whose value is an account, or is found among the accounts
   * @param accounts by the claim's value; empty: the value is the id of the account, which only the
   *     subject may be: what else a token says people often write themselves
   * @param roleClaim a text or a list that must have the account's role; empty: nobody is asked
   * @param roles by the claim's values; a value that is none is taken as the word of a role
   */
  public record Mapping(
      String accountClaim,
      Optional<Map<String, String>> accounts,
      Optional<String> roleClaim,
      Map<String, Role> roles) {
    /** The account's id is the subject of the token. */
    public static final Mapping BY_SUBJECT =
        new Mapping(SUBJECT, Optional.empty(), Optional.empty(), Map.of());

    /** Copies the maps. */
    public Mapping {
      if (accounts.isEmpty() && !accountClaim.equals(SUBJECT)) {
        throw new IllegalArgumentException(
            "accounts are missing: the values of "
                + accountClaim
                + " that stand for accounts; only of "
                + SUBJECT
                + " they may be left out");
      }
      accounts = accounts.map(Map::copyOf);
      roles = Map.copyOf(roles);
    }

    /** The account that a token stands for, empty for none. */
    public Optional<String> account(Claims claims) {
      Optional<String> value = claims.text(accountClaim);
      return accounts.isEmpty() ? value : value.map(accounts.get()::get);
    }

    /** Whether a token says that its account has a role. */
    public boolean allows(Claims claims, Role role) {
      return roleClaim.isEmpty()
          || claims.texts(roleClaim.get()).stream()
              .map(word -> Optional.ofNullable(roles.get(word)).or(() -> Role.of(word)))
              .anyMatch(Optional.of(role)::equals);
    }
  }

  /**
   * Checks that nobody between here and the provider can say who somebody is. The built-in one
   * looks to that itself.
   */
  public Provider {
    if (!builtIn) {
      requireSafe("issuer", issuer);
    }
    if (issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
      throw new IllegalArgumentException("issuer: " + issuer + " has a query or a fragment");
    }
  }

  /**
   * Refuses an address that is neither of HTTPS nor of this machine.
   *
   * @throws IllegalArgumentException naming it
   */
  static URI requireSafe(String what, URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    String host = address.getHost();
    boolean local = scheme.equals("http") && host != null && THIS_MACHINE.contains(host);
    if (host == null || address.getRawUserInfo() != null || !(local || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          what + ": " + address + " is no https address, nor one of this machine");
    }
    return address;
  }
}
