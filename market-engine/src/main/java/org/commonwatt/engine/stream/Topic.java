package org.commonwatt.engine.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a channel tells of. Equal topics are one channel, however many follow it.
 *
 * @param channel the channel's name in the protocol
 * @param slotStartMillis start of the slot, UTC; null where the channel is not of one slot
 * @param area delivery area, null where the channel is not of one area
 * @param participant whose channel it is, null of a public one
 */
public record Topic(
    String channel,
    @Nullable Long slotStartMillis,
    @Nullable String area,
    @Nullable String participant) {

  /** Adds the fields that say which channel a message is of. */
  public ObjectNode describe(ObjectNode json) {
    json.put("channel", channel);
    if (slotStartMillis != null) {
      json.put("slotStart", Instant.ofEpochMilli(slotStartMillis).toString());
    }
    if (area != null) {
      json.put("area", area);
    }
    if (participant != null) {
      json.put("participant", participant);
    }
    return json;
  }
}
