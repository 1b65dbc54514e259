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
   * The address to connect to, now.
   *
   * @throws UnknownHostException when the name has none, or one of its addresses is not allowed
   */
  public InetAddress resolve() throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(uri.getHost());
    for (InetAddress address : all) {
      if (isForbidden(address)) {
        throw new UnknownHostException(
            uri.getHost() + " is at an address that webhooks may not call");
      }
    }
    return all[0];
  }

  /** Whether an address is of this machine (unless that is allowed) or of a private network. */
  boolean isForbidden(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return !loopback || !isLoopbackName(uri.getHost());
    }
    byte[] bytes = address.getAddress();
    return address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || (bytes.length == 4 ? isReserved(bytes) : isReservedV6(bytes));
  }

  /** 0/8, 100.64/10, 192.0.0/24, 198.18/15 and 240/4. */
  private static boolean isReserved(byte[] v4) {
    int first = v4[0] & 0xff;
    int second = v4[1] & 0xff;
    return first == 0
        || (first == 100 && second >= 64 && second < 128)
        || (first == 192 && second == 0 && v4[2] == 0)
        || (first == 198 && (second == 18 || second == 19))
        || first >= 240;
  }

  /** Unique local addresses, and those that stand for ones of IPv4: 64:ff9b::/96 and 2002::/16. */
  private static boolean isReservedV6(byte[] v6) {
    int first = v6[0] & 0xff;
    int second = v6[1] & 0xff;
    return (first & 0xfe) == 0xfc
        || (first == 0x20 && second == 0x02)
        || (first == 0x00 && second == 0x64)
        || (first == 0x00 && second == 0x00);
  }

  private static boolean isLoopbackName(@Nullable String host) {
    return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
  }
}
