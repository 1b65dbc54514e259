package org.commonwatt.identity;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Remembers the nonces of signed requests as long as their times are within the window, so that
 * none is taken twice. Every nonce begins with a prefix that this process drew: one that was signed
 * for another process, before a restart or a take-over, is none of these. Thread-safe.
 *
 * <p>What it holds is bounded, for each account, whose keys share it, and for all.
 */
final class Nonces {
  /** How long before or after this moment the time of a request may be. */
  static final long WINDOW_MILLIS = 30_000;

  private static final int PREFIX_BYTES = 12;

  private final String prefix = draw();
  private final int mostOfAccount;
  private final int mostOfAll;
  private final Map<String, Seen> byAccount = new HashMap<>();
  private int all;
  private long latestMillis;

  /**
   * None yet.
   *
   * @param mostOfAccount nonces of all keys of an account within the window
   * @param mostOfAll nonces of all accounts within the window
   */
  Nonces(int mostOfAccount, int mostOfAll) {
    this.mostOfAccount = mostOfAccount;
    this.mostOfAll = mostOfAll;
  }

  /** What became of a nonce. */
  enum Verdict {
    /** It is new, and remembered. */
    NEW,
    /** It was there before. */
    REPLAYED,
    /** Its time is more than a window before the latest that was seen. */
    LATE,
    /** There is no room for it now. */
    FULL
  }

  /** Nonces of one account with their keys, and the order in which they may be forgotten. */
  private static final class Seen {
    final Set<Used> nonces = new HashSet<>();
    final ArrayDeque<Entry> byArrival = new ArrayDeque<>();
  }

  /** A nonce is used up for the key that used it, not for the others of its account. */
  private record Used(String keyId, String nonce) {}

  private record Entry(Used used, long arrivedMillis) {}

  /** What every nonce begins with, a hyphen behind it. */
  String prefix() {
    return prefix;
  }

  /** Whether a nonce was made for this process. */
  boolean isMine(String nonce) {
    return nonce.length() > prefix.length() + 1 && nonce.startsWith(prefix + "-");
  }

  /**
   * Remembers a nonce of a key. Its time must not be more than the window ahead of now.
   *
   * @param key whose nonce it is
   * @param nowMillis wall-clock time; when it is set back, the latest time that was seen counts on,
   *     so that nothing that was forgotten comes back into the window
   */
  synchronized Verdict remember(ApiKey key, SignedRequest.Stamp stamp, long nowMillis) {
    latestMillis = Math.max(latestMillis, nowMillis);
    if (stamp.timeMillis() < latestMillis - WINDOW_MILLIS) {
      return Verdict.LATE;
    }
    Used used = new Used(key.id(), stamp.nonce());
    Seen seen = byAccount.computeIfAbsent(key.account(), id -> new Seen());
    forget(seen);
    if (seen.nonces.contains(used)) {
      return Verdict.REPLAYED;
    }
    if (all >= mostOfAll) {
      byAccount.values().forEach(other -> forget(other));
      byAccount.values().removeIf(other -> other != seen && other.nonces.isEmpty());
    }
    if (seen.nonces.size() >= mostOfAccount || all >= mostOfAll) {
      return Verdict.FULL;
    }
    seen.nonces.add(used);
    seen.byArrival.add(new Entry(used, latestMillis));
    all++;
    return Verdict.NEW;
  }

  /** How many are remembered. */
  synchronized int size() {
    return all;
  }

  /**
   * A time may lie a window ahead of its arrival and is let in until a window after: two windows.
   */
  private void forget(Seen seen) {
    while (!seen.byArrival.isEmpty()
        && seen.byArrival.peek().arrivedMillis() + 2 * WINDOW_MILLIS < latestMillis) {
      seen.nonces.remove(seen.byArrival.remove().used());
      all--;
    }
  }

  private static String draw() {
    byte[] random = new byte[PREFIX_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
