package org.commonwatt.engine.http;

import java.util.Map;
import java.util.Set;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.Topic;

/** The channels of the stream: their names, their parameters, and what they tell. */
final class StreamTopics {
  private static final Map<String, Set<String>> CHANNELS =
      Map.of(
          "time",
          Set.of(),
          "slots",
          Set.of(),
          "auctions",
          Set.of(),
          "trades",
          Set.of("slotStart"),
          "book",
          Set.of("slotStart", "area"),
          "orders",
          Set.of("participant"),
          "account",
          Set.of("participant"),
          NoticesContent.CHANNEL,
          Set.of("participant"));
  private static final Set<String> WITHOUT = Set.of("time", "slots", "auctions", "trades");

  private StreamTopics() {}

  /**
   * Reads which channel a message is about.
   *
   * @throws ProblemException with status 400 naming what is wrong
   */
  static Topic read(JsonBody message) {
    String channel = message.text("channel");
    Set<String> names = Params.word("channel", channel, CHANNELS);
    if (!message.has("params")) {
      if (!WITHOUT.contains(channel)) {
        throw message.malformed("The channel " + channel + " needs params.");
      }
      return new Topic(channel, null, null, null);
    }
    JsonBody params = message.object("params", names);
    boolean needed = !channel.equals("trades");
    Long slot =
        names.contains("slotStart") && (needed || params.has("slotStart"))
            ? (Long) Params.instantMillis("slotStart", params.text("slotStart"))
            : null;
    String area = names.contains("area") ? Params.id("area", params.text("area")) : null;
    String participant =
        names.contains("participant") ? Params.id("participant", params.text("participant")) : null;
    return new Topic(channel, slot, area, participant);
  }

  /** What a channel tells, but for notices, which begin with what the database has. */
  static Content content(Topic topic) {
    return switch (topic.channel()) {
      case "time" -> new TimeContent();
      case "slots" -> new SlotsContent();
      case "auctions" -> new AuctionsContent();
      case "trades" -> new TradesContent(topic);
      case "orders" -> new OrdersContent(topic);
      case "account" -> new AccountContent(topic);
      default -> new BookContent(topic);
    };
  }
}
