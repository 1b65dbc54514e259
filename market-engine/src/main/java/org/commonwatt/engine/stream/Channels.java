package org.commonwatt.engine.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channels that are followed, and the messages that wait to be handed on. One thread. */
final class Channels {
  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  private final MarketEngine engine;
  private final FeedLimits limits;
  private final LongSupplier nanos;
  private final Map<Topic, Channel> channels = new HashMap<>();
  private final Set<Channel> touched = new LinkedHashSet<>();
  private final Set<Channel> toLook = new LinkedHashSet<>(); // touched, and ask the state
  private Routing routing = new Routing();
  private List<Delivery.Parcel> parcels = new ArrayList<>();
  private long parcelBytes;
  private long historyBytes;
  private long position;

  Channels(MarketEngine engine, FeedLimits limits, LongSupplier nanos) {
    this.engine = engine;
    this.limits = limits;
    this.nanos = nanos;
  }

  int count() {
    return channels.size();
  }

  /** Whether a channel waits to ask the state. */
  boolean asksState() {
    return !toLook.isEmpty();
  }

  /** Hands an event to the channels that it concerns. */
  void apply(EventEnvelope event) {
    routing.route(
        event,
        channel -> {
          if (channel.apply(event)) {
            (channel.content().asksState() ? toLook : touched).add(channel);
          }
        });
  }

  /** Writes what has changed in the channels that were touched. */
  void advance(long upTo) {
    position = upTo;
    touched.forEach(channel -> advance(channel, upTo));
    touched.clear();
  }

  /** Writes what has changed in the channels that ask the state: one question for all. */
  void look() {
    if (toLook.isEmpty()) {
      return;
    }
    List<Channel> asking = List.copyOf(toLook);
    toLook.clear();
    try {
      long stands =
          engine.query(
              view -> {
                asking.forEach(channel -> look(channel, view));
                return view.sequence();
              });
      for (Channel channel : asking) {
        channel.appliedTo(stands);
        advance(channel, stands);
      }
    } catch (EngineNotReadyException e) {
      toLook.addAll(asking); // either it leads again, or all channels end
    }
  }

  /** The channels that are told by others than the events, and up to where each was. */
  Map<Topic, Long> told() {
    Map<Topic, Long> told = new HashMap<>();
    channels.values().stream()
        .filter(Channel::isElsewhere)
        .forEach(channel -> told.put(channel.topic(), channel.applied()));
    return told;
  }

  /** Writes what others have found out; of a channel only if nothing lies in between. */
  void bring(News news) {
    news.since()
        .forEach(
            (topic, since) -> {
              Channel channel = channels.get(topic);
              if (channel != null
                  && channel.applied() >= since
                  && channel.applied() < news.upTo()) {
                news.teller().accept(channel.content());
                channel.appliedTo(news.upTo());
                advance(channel, news.upTo());
              }
            });
  }

  /** What no longer is, as an account that a new rulebook has dropped, stays as it was told. */
  private static void look(Channel channel, MarketView view) {
    try {
      channel.content().look(view);
    } catch (RuntimeException e) {
      LOG.debug("{} cannot be asked of the state", channel.topic(), e);
    }
  }

  /** Lets somebody follow a channel, and tells it what it lacks. */
  void subscribe(Request request) {
    Subscriber subscriber = request.subscriber();
    if (subscriber.isGone()) {
      return;
    }
    Channel channel;
    try {
      channel = channel(request);
    } catch (RuntimeException e) {
      answer(subscriber, request.replies().refused(e));
      return;
    }
    Long from = request.from();
    long reached = channel.isElsewhere() ? channel.applied() : position;
    boolean resumed = from != null && channel.canResume(from, reached);
    answer(subscriber, request.replies().subscribed(resumed, channel.sequence()));
    if (from == null) {
      to(subscriber, channel.snapshot("NEW"));
    } else if (resumed) {
      channel.after(from).forEach(message -> to(subscriber, message));
    } else {
      to(
          subscriber,
          channel.snapshot(
              from > Math.max(reached, channel.sequence()) ? "AHEAD" : "HISTORY_GONE"));
    }
    channel.subscribers().add(subscriber);
  }

  void unsubscribe(Topic topic, Subscriber subscriber, Message answer) {
    leave(channels.get(topic), subscriber);
    answer(subscriber, answer);
  }

  void leave(Subscriber subscriber) {
    channels.values().forEach(channel -> leave(channel, subscriber));
  }

  /** Sends a message to everybody who is connected. */
  void toAll(Message message) {
    add(new Delivery.Parcel(message, null, false));
  }

  /** Ends the channels that nobody has followed for long. */
  void dropIdle() {
    long now = nanos.getAsLong();
    List.copyOf(channels.values()).stream()
        .filter(channel -> channel.subscribers().isEmpty())
        .filter(channel -> now - channel.idleSinceNanos() > limits.idle().toNanos())
        .forEach(this::drop);
  }

  /** Ends all channels. */
  void clear() {
    channels.clear();
    touched.clear();
    toLook.clear();
    routing = new Routing();
    historyBytes = 0;
  }

  /** What is to be handed on, in order. */
  List<Delivery.Parcel> takeParcels() {
    List<Delivery.Parcel> taken = parcels;
    parcels = new ArrayList<>();
    parcelBytes = 0;
    return taken;
  }

  /** Bytes of the messages that wait to be handed on, each counted once. */
  long parcelBytes() {
    return parcelBytes;
  }

  private Channel channel(Request request) {
    Channel known = channels.get(request.topic());
    if (known != null) {
      return known;
    }
    makeRoom();
    Content content = request.content().get();
    long begun =
        engine.query(
            view -> {
              content.begin(view, routing::known);
              return content.begunAt(view.sequence());
            });
    Channel channel = new Channel(request.topic(), content, begun);
    channels.put(request.topic(), channel);
    routing.add(channel);
    return channel;
  }

  private void makeRoom() {
    if (channels.size() < limits.channels()) {
      return;
    }
    Channel idle =
        channels.values().stream()
            .filter(channel -> channel.subscribers().isEmpty())
            .min((a, b) -> Long.signum(a.idleSinceNanos() - b.idleSinceNanos()))
            .orElseThrow(
                () ->
                    new OverloadedException(
                        "the market already tells of " + limits.channels() + " channels"));
    drop(idle);
  }

  private void drop(Channel channel) {
    channels.remove(channel.topic());
    routing.remove(channel);
    touched.remove(channel);
    toLook.remove(channel);
    while (true) {
      long freed = channel.forgetOldest();
      if (freed == 0) {
        return;
      }
      historyBytes -= freed;
    }
  }

  private void leave(@Nullable Channel channel, Subscriber subscriber) {
    if (channel != null && channel.subscribers().remove(subscriber)) {
      channel.idleSince(nanos.getAsLong());
    }
  }

  private void advance(Channel channel, long upTo) {
    Message message = channel.advance(upTo);
    if (message == null) {
      return;
    }
    historyBytes += channel.keep(message, limits.historyMessages());
    while (historyBytes > limits.historyBytes()) {
      long freed = channel.forgetOldest();
      if (freed == 0) {
        break; // others have it all; they are bounded, too
      }
      historyBytes -= freed;
    }
    if (!channel.subscribers().isEmpty()) {
      add(new Delivery.Parcel(message, List.copyOf(channel.subscribers()), false));
    }
  }

  private void to(Subscriber subscriber, Message message) {
    add(new Delivery.Parcel(message, List.of(subscriber), false));
  }

  private void answer(Subscriber subscriber, Message message) {
    add(new Delivery.Parcel(message, List.of(subscriber), true));
  }

  private void add(Delivery.Parcel parcel) {
    parcels.add(parcel);
    parcelBytes += parcel.message().bytes();
  }
}
