package org.commonwatt.engine.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * A topic that is followed: its content, the messages of late, and who follows. Of every message it
 * says the engine's sequence number that it leads to, and that of the message before.
 */
final class Channel {
  private final Topic topic;
  private final Content content;
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final Deque<Past> history = new ArrayDeque<>();
  private long applied;
  private long sequence; // of the last message
  private long since; // whoever stands here or later may go on from the history
  private long idleSinceNanos;

  /** A message that was sent. */
  private record Past(long sequence, Message message) {}

  /**
   * A channel.
   *
   * @param begun the engine's sequence number of the state that the content has begun with
   */
  Channel(Topic topic, Content content, long begun) {
    this.topic = topic;
    this.content = content;
    this.applied = begun;
    this.sequence = begun;
    this.since = begun;
  }

  Topic topic() {
    return topic;
  }

  Content content() {
    return content;
  }

  Set<Subscriber> subscribers() {
    return subscribers;
  }

  /** The sequence number of its last message. */
  long sequence() {
    return sequence;
  }

  long idleSinceNanos() {
    return idleSinceNanos;
  }

  void idleSince(long nanos) {
    idleSinceNanos = nanos;
  }

  /** Takes an event unless the content has begun behind it; tells whether it did. */
  boolean apply(EventEnvelope event) {
    if (event.sequence() <= applied) {
      return false;
    }
    applied = event.sequence();
    content.apply(event);
    return true;
  }

  /** The engine's sequence number that the content has come to. */
  long applied() {
    return applied;
  }

  /** Whether its content is told by others than the events. */
  boolean isElsewhere() {
    return content.reach() == Content.Reach.ELSEWHERE;
  }

  /** The content stands at a state that was asked for. */
  void appliedTo(long stateSequence) {
    applied = Math.max(applied, stateSequence);
  }

  /**
   * The message of what has changed; null when nothing has.
   *
   * @param upTo the engine's sequence number that the content has come to
   */
  @Nullable Message advance(long upTo) {
    ObjectNode delta = content.delta();
    if (delta == null) {
      return null;
    }
    ObjectNode json = head("delta").put("sequence", upTo).put("previousSequence", sequence);
    json.setAll(delta);
    sequence = upTo;
    return Message.of(json);
  }

  /** Keeps a message for those who come back; tells by how much the history grew, in bytes. */
  long keep(Message message, int mostMessages) {
    history.addLast(new Past(sequence, message));
    long grown = message.bytes();
    while (history.size() > mostMessages) {
      grown -= forgetOldest();
    }
    return grown;
  }

  /** Forgets the oldest message; tells how many bytes it had, 0 when there was none. */
  long forgetOldest() {
    Past oldest = history.pollFirst();
    if (oldest == null) {
      return 0;
    }
    since = oldest.sequence();
    return oldest.message().bytes();
  }

  /**
   * Whether a client that has everything up to a sequence number can go on from the history.
   *
   * @param position what the feed has come to
   */
  boolean canResume(long from, long position) {
    return from >= since && from <= Math.max(sequence, position);
  }

  /** The messages after a sequence number. */
  List<Message> after(long from) {
    Stream<Past> later = history.stream().filter(past -> past.sequence() > from);
    return later.map(Past::message).toList();
  }

  /**
   * The message of everything.
   *
   * @param reason why it is sent: {@code NEW}, {@code HISTORY_GONE} or {@code AHEAD}
   */
  Message snapshot(String reason) {
    ObjectNode json = head("snapshot").put("sequence", sequence).put("reason", reason);
    json.setAll(content.snapshot());
    return Message.of(json);
  }

  private ObjectNode head(String type) {
    return topic.describe(JsonNodeFactory.instance.objectNode().put("type", type));
  }
}
