package org.commonwatt.engine.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook may go: over https to public addresses, and over http to this machine where that
 * is allowed. Whoever registers an address makes this server call it, so no address of a private
 * network is ever called; the address is looked at again before each call, because names move.
 *
 * @param uri of the receiver
 * @param loopback whether receivers on this machine are allowed
 */
public record WebhookTarget(URI uri, boolean loopback) {
  /** The longest address, in characters. */
  public static final int MAX_LENGTH = 500;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static WebhookTarget of(String text, boolean loopback) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is not a URL", e);
    }
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (text.length() > MAX_LENGTH || scheme == null || host == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException(
          "it must be https://HOST/PATH of at most " + MAX_LENGTH + " characters");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("it must have neither a user nor a fragment");
    }
    boolean plain = scheme.toLowerCase(Locale.ROOT).equals("http");
    if (!plain && !scheme.toLowerCase(Locale.ROOT).equals("https")) {
      throw new IllegalArgumentException("it must begin with https://");
    }
    if (plain && !(loopback && isLoopbackName(host))) {
      throw new IllegalArgumentException("http without TLS goes to 127.0.0.1 and localhost only");
    }
    return new WebhookTarget(uri, loopback);
  }

  /** Whether the connection is encrypted. */
  public boolean isTls() {
    return uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  /** The port to connect to. */
  public int port() {
    return uri.getPort() >= 0 ? uri.getPort() : isTls() ? 443 : 80;
  }

  /** Path and query. */
  public String path() {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /**
   * The address to connect to, now. Blocks while the name is looked up.
   *
   * @throws UnknownHostException when the name has none
   * @throws ForbiddenAddressException when one of its addresses is not allowed
   */
  public InetAddress resolve() throws UnknownHostException, ForbiddenAddressException {
    InetAddress[] all = InetAddress.getAllByName(uri.getHost());
    for (InetAddress address : all) {
      if (isForbidden(address)) {
        throw new ForbiddenAddressException(uri.getHost());
      }
    }
    return all[0];
  }

  /** Whether an address is of this machine (unless that is allowed) or not of the public net. */
  boolean isForbidden(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return !loopback || !isLoopbackName(uri.getHost());
    }
    byte[] bytes = address.getAddress();
    return address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || (bytes.length == 4 ? isReserved(bytes) : isReservedV6(bytes));
  }

  /** 0/8, 100.64/10, those of IETF, documentation, relays and tests, multicast and 240/4. */
  private static boolean isReserved(byte[] v4) {
    int first = v4[0] & 0xff;
    int second = v4[1] & 0xff;
    int third = v4[2] & 0xff;
    return first == 0
        || (first == 100 && second >= 64 && second < 128)
        || (first == 192 && second == 0 && (third == 0 || third == 2))
        || (first == 192 && second == 88 && third == 99)
        || (first == 198 && (second == 18 || second == 19))
        || (first == 198 && second == 51 && third == 100)
        || (first == 203 && second == 0 && third == 113)
        || first >= 224;
  }

  /**
   * All but 2000::/3, so unique local, mapped, translated (64:ff9b::/96) and multicast ones; and of
   * that 2001::/23 (with Teredo), 2001:db8::/32, 2002::/16, which leads to any of IPv4, 3fff::/20.
   */
  private static boolean isReservedV6(byte[] v6) {
    int first = (v6[0] & 0xff) << 8 | (v6[1] & 0xff);
    int second = (v6[2] & 0xff) << 8 | (v6[3] & 0xff);
    return first >> 13 != 1
        || (first == 0x2001 && (second < 0x200 || second == 0xdb8))
        || first == 0x2002
        || (first == 0x3fff && second < 0x1000);
  }

  private static boolean isLoopbackName(@Nullable String host) {
    return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
  }
}
