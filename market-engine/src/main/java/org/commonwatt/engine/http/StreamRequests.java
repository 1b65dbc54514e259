package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.commonwatt.engine.stream.Feed;
import org.commonwatt.engine.stream.Message;
import org.commonwatt.engine.stream.Request;
import org.commonwatt.engine.stream.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Reads what clients send over their sockets, strictly, and does it. Messages of one socket are
 * read, and reach the log, in the order in which they came.
 */
final class StreamRequests {
  /** Longer messages are read beside the event loop, so that no other socket waits for it. */
  private static final int LONG = 8 * 1024;

  private static final String HINT =
      "Send one JSON object with op and id; docs/stream.md has an example of every op.";
  private static final Map<String, Set<String>> OPS = ops();

  private final Context loop;
  private final ApiContext api;
  private final Feed feed;
  private final NoticeFollower notices;
  private final StreamOrders orders;

  StreamRequests(
      Context loop, ApiContext api, Feed feed, NoticeFollower notices, AnswerWriter writer) {
    this.loop = loop;
    this.api = api;
    this.feed = feed;
    this.notices = notices;
    this.orders = new StreamOrders(loop.owner(), api, writer);
  }

  private static Map<String, Set<String>> ops() {
    Map<String, Set<String>> ops = new TreeMap<>();
    ops.put("ping", Set.of("op", "id"));
    ops.put("subscribe", Set.of("op", "id", "channel", "params", "from"));
    ops.put("unsubscribe", Set.of("op", "id", "channel", "params"));
    StreamOrders.OPS.forEach(op -> ops.put(op, Set.of("op", "id", "body")));
    return ops;
  }

  /** Does what a client asks for; what it cannot read it says, and goes on. */
  void take(StreamSocket socket, String text) {
    try {
      socket.visitor().countMessage();
    } catch (ProblemException e) {
      socket.send(StreamSocket.error(text.length() < LONG ? id(text) : null, e.problem()));
      return;
    }
    if (text.length() < LONG) {
      read(text).accept(socket);
      return;
    }
    socket.pause(); // the next message must not overtake this one
    loop.owner()
        .executeBlocking(() -> read(text), false)
        .onComplete(
            read ->
                loop.runOnContext(
                    then -> {
                      if (read.succeeded()) {
                        read.result().accept(socket);
                      }
                      socket.resume();
                    }));
  }

  /** Counts what is no message, and says so. */
  void refuse(StreamSocket socket, String detail, String hint) {
    try {
      socket.visitor().countMessage();
      socket.send(StreamSocket.error(null, Problem.malformed(detail, hint)));
    } catch (ProblemException e) {
      socket.send(StreamSocket.error(null, e.problem()));
    }
  }

  /** The id of a message that is not done, null when it cannot be read. */
  private static @Nullable String id(String text) {
    try {
      JsonBody message = JsonBody.read(text.getBytes(StandardCharsets.UTF_8), HINT);
      return Params.id("id", message.text("id"));
    } catch (ProblemException e) {
      return null;
    }
  }

  /** What is to be done about a message, on the event loop. */
  private Consumer<StreamSocket> read(String text) {
    @Nullable String id = null;
    try {
      JsonBody message = JsonBody.read(text.getBytes(StandardCharsets.UTF_8), HINT);
      id = Params.id("id", message.text("id"));
      String op = message.text("op");
      message.known(Params.word("op", op, OPS));
      return read(id, op, message);
    } catch (RuntimeException e) {
      ObjectNode error = StreamSocket.error(id, Answers.explain("a message", e));
      return to -> to.send(error);
    }
  }

  private Consumer<StreamSocket> read(String id, String op, JsonBody message) {
    return switch (op) {
      case "ping" -> socket -> socket.send(Views.object().put("type", "pong").put("id", id));
      case "subscribe" -> {
        Topic topic = StreamTopics.read(message);
        Long from = message.has("from") ? (Long) message.notNegative("from") : null;
        yield socket -> attempt(socket, id, () -> subscribe(socket, id, topic, from));
      }
      case "unsubscribe" -> {
        Topic topic = StreamTopics.read(message);
        yield socket -> unsubscribe(socket, id, topic);
      }
      default -> {
        StreamOrders.Operation operation = orders.read(op, message);
        yield socket -> attempt(socket, id, () -> act(socket, id, operation));
      }
    };
  }

  private static void attempt(StreamSocket socket, String id, Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      socket.send(StreamSocket.error(id, Answers.explain("a message", e)));
    }
  }

  private void act(StreamSocket socket, String id, StreamOrders.Operation operation) {
    Future<Message> answer = orders.act(id, operation, socket.visitor());
    socket.begin();
    answer.onComplete(
        message ->
            loop.runOnContext(
                then -> {
                  socket.done();
                  socket.send(
                      message.succeeded()
                          ? message.result()
                          : Message.of(
                              StreamSocket.error(
                                  id, Answers.explain("an operation", message.cause()))));
                }));
  }

  private void subscribe(StreamSocket socket, String id, Topic topic, @Nullable Long from) {
    StreamAccess.requireChannel(api, socket.visitor(), topic);
    Request.Replies replies = replies(socket, id, topic);
    if (!topic.channel().equals(NoticesContent.CHANNEL)) {
      follow(socket, new Request(topic, () -> StreamTopics.content(topic), from, socket, replies));
      return;
    }
    socket.pause(); // the next message must not overtake this one
    notices
        .begin(topic)
        .onComplete(
            begun ->
                loop.runOnContext(
                    then -> {
                      if (begun.failed()) {
                        Problem problem = Answers.explain("a subscription", begun.cause());
                        socket.send(StreamSocket.error(id, problem));
                      } else {
                        Request request = new Request(topic, begun::result, from, socket, replies);
                        attempt(socket, id, () -> follow(socket, request));
                      }
                      socket.resume();
                    }));
  }

  private void follow(StreamSocket socket, Request request) {
    socket.follow(request.topic());
    socket.begin(); // until the answer has been handed on: see Streams.deliver
    feed.subscribe(request);
  }

  private Request.Replies replies(StreamSocket socket, String id, Topic topic) {
    return new Request.Replies() {
      @Override
      public Message subscribed(boolean resumed, long sequence) {
        ObjectNode answer = Views.object().put("type", "subscribed").put("id", id);
        return Message.of(topic.describe(answer).put("resumed", resumed).put("sequence", sequence));
      }

      @Override
      public Message refused(RuntimeException reason) {
        loop.runOnContext(later -> socket.topics().remove(topic));
        return Message.of(StreamSocket.error(id, Answers.explain("a subscription", reason)));
      }
    };
  }

  private void unsubscribe(StreamSocket socket, String id, Topic topic) {
    socket.topics().remove(topic);
    socket.begin();
    ObjectNode answer = Views.object().put("type", "unsubscribed").put("id", id);
    feed.unsubscribe(topic, socket, Message.of(topic.describe(answer)));
  }
}
