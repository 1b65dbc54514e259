package org.commonwatt.engine.http;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.commonwatt.engine.sequencer.OverloadedException;

/**
 * The sockets that are connected, and what all of them together have yet to read. Beyond the bound
 * the one that has most to read goes first. Lives on the server's event loop.
 */
final class StreamOutbox {
  private final StreamLimits limits;
  private final Set<StreamSocket> sockets = new LinkedHashSet<>();
  private final Map<String, Integer> ended = new ConcurrentHashMap<>(); // by why
  private volatile long unread;

  StreamOutbox(StreamLimits limits) {
    this.limits = limits;
  }

  StreamLimits limits() {
    return limits;
  }

  Set<StreamSocket> sockets() {
    return sockets;
  }

  /**
   * Refuses another socket when there is no room, so that those without an active account leave
   * room for those with one, and no account takes that of all others.
   *
   * @throws OverloadedException when all sockets are taken, or all that its kind or account may
   *     have
   */
  void requireRoom(Visitor visitor) {
    if (sockets.size() >= limits.sockets()) {
      throw new OverloadedException("the market already has " + limits.sockets() + " sockets");
    }
    if (!visitor.isActive()
        && sockets.stream().filter(one -> !one.visitor().isActive()).count()
            >= limits.strangers()) {
      throw new OverloadedException(
          "the market already has " + limits.strangers() + " sockets without an active account");
    }
    String account = visitor.account();
    if (account != null
        && sockets.stream().filter(one -> account.equals(one.visitor().account())).count()
            >= limits.ofAccount()) {
      throw new OverloadedException(
          "the account already has " + limits.ofAccount() + " sockets, as many as one may");
    }
  }

  /** Bytes that clients have not read. */
  long unread() {
    return unread;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread, read by tests
  void add(long bytes) {
    unread += bytes;
  }

  /** Counts a socket that the server has ended. */
  void ended(String code) {
    ended.merge(code, 1, Integer::sum);
  }

  /** How many sockets the server has ended for a reason. */
  int endedFor(String code) {
    return ended.getOrDefault(code, 0);
  }

  /**
   * While all together have too much to read, cuts who has been told to go already, then drops who
   * has most to read.
   */
  void dropIfOverfull() {
    while (unread > limits.allBytes()) {
      Optional<StreamSocket> next =
          sockets.stream()
              .filter(socket -> socket.unread() > 0)
              .max(
                  Comparator.comparing(StreamSocket::isGone)
                      .thenComparingLong(StreamSocket::unread));
      if (next.isEmpty()) {
        return;
      }
      next.get().dropAtOnce(limits.allBytes());
    }
  }
}
