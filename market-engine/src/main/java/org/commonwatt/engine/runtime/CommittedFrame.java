package org.commonwatt.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.receipt.Evidence;
import org.commonwatt.engine.receipt.FrameTree;
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
  private @Nullable FrameTree tree;

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

  /** Where its commands stand and what came of them: hashes of the bytes on the log. */
  public synchronized FrameTree tree() {
    FrameTree made = tree;
    if (made == null) {
      made = new FrameTree(evidences());
      tree = made;
    }
    return made;
  }

  private List<Evidence> evidences() {
    List<byte[]> commands = CommandCodec.splitFrame(record);
    List<Evidence> evidences = new ArrayList<>(commands.size());
    for (int command = 0; command < commands.size(); command++) {
      evidences.add(
          new Evidence(
              offset,
              command,
              Hash.of(commands.get(command)),
              events.get(command).get(0).sequence(),
              firstHash(command)));
    }
    return evidences;
  }

  /** The hash of a command's first event, which the event behind it has. */
  private Hash firstHash(int command) {
    List<EventEnvelope> its = events.get(command);
    if (its.size() > 1) {
      return its.get(1).previousHash();
    }
    return command + 1 < events.size()
        ? events.get(command + 1).get(0).previousHash()
        : EventCodec.hash(eventBytes.get(eventBytes.size() - 1));
  }
}
