package org.commonwatt.core.book;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a snapshot by its documented layout and writes it like the reference book's dump. */
final class SnapshotDump {
  private final ByteBuffer in;
  private final BookNetwork network;
  private final List<String> lines = new ArrayList<>();

  private SnapshotDump(byte[] snapshot, BookNetwork network) {
    this.in = ByteBuffer.wrap(snapshot);
    this.network = network;
  }

  static List<String> of(byte[] snapshot, BookNetwork network) {
    return new SnapshotDump(snapshot, network).read();
  }

  private List<String> read() {
    in.position(24); // magic, network, limit
    lines.add("time " + in.getLong() + " sequence " + in.getLong());
    for (long slot = in.getLong(); slot >= 0; slot = in.getLong()) {
      in.position(in.position() + 56); // rules
      LinkLimits[] links = new LinkLimits[network.links().size()];
      for (int i = 0; i < links.length; i++) {
        links[i] = new LinkLimits(in.getLong(), in.getLong(), in.getLong());
      }
      for (int area = 0; area < network.areas(); area++) {
        lines.add(
            slot
                + "/"
                + area
                + " "
                + orNull(in.getLong())
                + " "
                + orNull(in.getLong())
                + " "
                + Arrays.toString(links));
        orders("buy ");
        orders("sell ");
      }
    }
    return lines;
  }

  private void orders(String side) {
    for (long flags = in.getLong(); flags >= 0; flags = in.getLong()) {
      long id = in.getLong();
      long shown = in.getLong();
      long price = in.getLong();
      long owner = in.getLong();
      long sequence = in.getLong();
      boolean extras = (flags & 142) != 0; // iceberg, minimum, dated or naming something
      long peak = extras ? in.getLong() : 0;
      long hidden = extras ? in.getLong() : 0;
      long minimum = extras ? in.getLong() : 0;
      long expiry = extras ? in.getLong() : 0;
      long named = (flags & 128) != 0 ? in.getLong() : 0;
      lines.add(
          "%s%d flags %d %d+%d@%d owner %d seq %d peak %d minimum %d expiry %d named %d"
              .formatted(
                  side, id, flags, shown, hidden, price, owner, sequence, peak, minimum, expiry,
                  named));
    }
  }

  private static @Nullable Long orNull(long value) {
    return value == Long.MIN_VALUE ? null : value;
  }
}
