package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * A book as a client keeps it: a snapshot, then deltas, by docs/stream.md alone. It requires that
 * nothing is missing in between and that every checksum is that of its own levels.
 */
final class ClientBook {
  private final TreeMap<Long, String> buys = new TreeMap<>(Comparator.reverseOrder());
  private final TreeMap<Long, String> sells = new TreeMap<>();
  private long sequence = -1;

  /** Takes the next message of the channel. */
  void take(JsonNode message) {
    if (message.get("type").asText().equals("snapshot")) {
      buys.clear();
      sells.clear();
    } else {
      assertThat(message.get("previousSequence").asLong()).isLessThanOrEqualTo(sequence);
      assertThat(message.get("sequence").asLong()).isGreaterThan(sequence);
    }
    sequence = message.get("sequence").asLong();
    take(buys, message.get("buys"));
    take(sells, message.get("sells"));
    assertThat(checksum()).as(message.toString()).isEqualTo(message.get("checksum").asText());
  }

  long sequence() {
    return sequence;
  }

  /** The checksum of its levels. */
  String checksum() {
    CRC32 crc = new CRC32();
    crc.update((text(buys) + "/" + text(sells)).getBytes(StandardCharsets.US_ASCII));
    return "%08x".formatted(crc.getValue());
  }

  /** How many levels there are. */
  int levels() {
    return buys.size() + sells.size();
  }

  private static void take(Map<Long, String> side, JsonNode levels) {
    for (JsonNode level : levels) {
      long price = level.get("priceMicroPerKwh").asLong();
      if (level.get("orders").asInt() == 0) {
        side.remove(price);
      } else {
        side.put(price, level.get("energyWh").asLong() + ":" + level.get("orders").asInt());
      }
    }
  }

  private static String text(Map<Long, String> side) {
    return side.entrySet().stream()
        .map(level -> level.getKey() + ":" + level.getValue())
        .collect(Collectors.joining("|"));
  }
}
