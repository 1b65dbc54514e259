package org.commonwatt.engine.http;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  /** Drops who has most to read while all together have too much. */
  void dropIfOverfull() {
    if (unread <= limits.allBytes()) {
      return;
    }
    sockets.stream()
        .filter(socket -> !socket.isGone())
        .max(Comparator.comparingLong(StreamSocket::unread))
        .ifPresent(socket -> socket.dropAtOnce(limits.allBytes()));
  }
}
