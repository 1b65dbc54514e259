package org.commonwatt.cli.book;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Side;

/** Turns what the book did into the report lines of the stream's format, and hashes them. */
final class ReplayReport {
  private static final int CHUNK = 1 << 16;

  private final OrderStream stream;
  private final EventLog log;
  private final MessageDigest digest = sha256();
  private final StringBuilder text = new StringBuilder();
  private final Map<Long, Integer> placedBy = new HashMap<>();
  private boolean first = true;

  private ReplayReport(OrderStream stream, EventLog log) {
    this.stream = stream;
    this.log = log;
  }

  /** SHA-256 of the report of a pass. */
  static Hash hash(OrderStream stream, EventLog log) throws StreamException {
    ReplayReport report = new ReplayReport(stream, log);
    for (int message = 0; message < stream.size(); message++) {
      report.add(message);
      report.flush(CHUNK);
    }
    report.flush(0);
    return Hash.ofBytes(report.digest.digest());
  }

  private void add(int message) throws StreamException {
    switch (stream.type(message)) {
      case OrderStream.NEW -> addNew(message);
      case OrderStream.CANCEL -> addCancel(message);
      default -> addModify(message);
    }
  }

  private void addNew(int message) throws StreamException {
    refuseRejected(message, log.first(message));
    placedBy.put(stream.id(message), message);
    order(0, message).append(',').append(stream.energy(message));
    trades(message, log.first(message));
    int last = log.end(message) - log.after(0);
    if (last >= log.first(message) && log.kind(last) == EventLog.CANCELLED) {
      order(2, message);
    }
  }

  private void addCancel(int message) {
    if (log.kind(log.first(message)) == EventLog.REJECTED) {
      line(4, message).append(',').append(stream.id(message));
    } else {
      int placed = placedBy.getOrDefault(stream.id(message), message);
      line(2, message)
          .append(',')
          .append(sideNumber(placed))
          .append(',')
          .append(stream.id(message))
          .append(',')
          .append(stream.price(placed));
    }
  }

  private void addModify(int message) throws StreamException {
    if (log.kind(log.first(message)) == EventLog.REJECTED) {
      line(5, message).append(',').append(stream.id(message));
      return;
    }
    int entered = log.after(log.first(message));
    refuseRejected(message, entered);
    placedBy.put(stream.id(message), message);
    trades(message, entered);
    order(3, message).append(',').append(stream.energy(message));
  }

  private void refuseRejected(int message, int event) throws StreamException {
    if (event < log.end(message) && log.kind(event) == EventLog.REJECTED) {
      throw OrderStream.wrong(
          message,
          "the book refuses order "
              + stream.id(message)
              + ": its id is in the book, or its "
              + "money would not fit in 64 bits");
    }
  }

  private void trades(int message, int from) {
    for (int event = from; event < log.end(message); event = log.after(event)) {
      if (log.kind(event) == EventLog.TRADED) {
        line(1, message)
            .append(',')
            .append(log.price(event))
            .append(',')
            .append(log.energy(event))
            .append(',')
            .append(log.maker(event))
            .append(',')
            .append(stream.id(message));
      }
    }
  }

  private StringBuilder order(int kind, int message) {
    return line(kind, message)
        .append(',')
        .append(sideNumber(message))
        .append(',')
        .append(stream.id(message))
        .append(',')
        .append(stream.price(message));
  }

  private StringBuilder line(int kind, int message) {
    if (!first) {
      text.append('\n');
    }
    first = false;
    return text.append(kind).append(',').append(stream.sequence(message));
  }

  private int sideNumber(int message) {
    return stream.side(message) == Side.SELL ? 1 : 0;
  }

  private void flush(int above) {
    if (text.length() > above) {
      digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
      text.setLength(0);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
