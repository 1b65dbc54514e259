package org.commonwatt.engine.runtime;

import java.util.List;
import org.commonwatt.engine.receipt.Evidence;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** A frame whose events have committed, and the bytes that stand on the log. Thread-safe. */
public final class CommittedFrame {
  private final long offset;
  private final byte[] record;
  private final CommandFrame frame;
  private final List<List<EventEnvelope>> events;
  private final List<byte[]> eventBytes;
  private @Nullable List<byte[]> commandBytes;
  private int @Nullable [] firstEvents;

  /**
   * A frame.
   *
   * @param offset its place on {@code commands}
   * @param record the bytes that stand there
   * @param frame the commands
   * @param events per command, its events
   * @param eventBytes the stored bytes of all events, in order
   */
  public CommittedFrame(
      long offset,
      byte[] record,
      CommandFrame frame,
      List<List<EventEnvelope>> events,
      List<byte[]> eventBytes) {
    this.offset = offset;
    this.record = record;
    this.frame = frame;
    this.events = events;
    this.eventBytes = eventBytes;
  }

  /** The commands. */
  public CommandFrame frame() {
    return frame;
  }

  /** Per command, its events. */
  public List<List<EventEnvelope>> events() {
    return events;
  }

  /** Where a command stands and what came of it: hashes of the bytes on the log. */
  public Evidence evidence(int command) {
    int first = firstEvents()[command];
    return new Evidence(
        offset,
        command,
        Hash.of(commandBytes().get(command)),
        events.get(command).get(0).sequence(),
        EventCodec.hash(eventBytes.get(first)));
  }

  /** Per command, the place of its first event among all. */
  private synchronized int[] firstEvents() {
    int[] known = firstEvents;
    if (known == null) {
      known = new int[events.size()];
      for (int i = 1; i < known.length; i++) {
        known[i] = known[i - 1] + events.get(i - 1).size();
      }
      firstEvents = known;
    }
    return known;
  }

  private synchronized List<byte[]> commandBytes() {
    List<byte[]> split = commandBytes;
    if (split == null) {
      split = CommandCodec.splitFrame(record);
      commandBytes = split;
    }
    return split;
  }
}
