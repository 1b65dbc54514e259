package org.commonwatt.core;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.commonwatt.model.CommandOrigin;

/** Drops what a bridge sent before: of one (source, partition) each offset counts once. */
final class Bridges {
  private static final Comparator<Source> IN_ORDER =
      Comparator.comparing(Source::name).thenComparingInt(Source::partition);

  private final Map<Source, Long> lastOffsets = new HashMap<>();

  private record Source(String name, int partition) {}

  /** Whether a command repeats one that was taken; if not, remembers it. */
  boolean repeats(CommandOrigin origin) {
    if (origin.source().isEmpty()) {
      return false;
    }
    Source source = new Source(origin.source(), origin.partition());
    Long last = lastOffsets.get(source);
    if (last != null && origin.offset() <= last) {
      return true;
    }
    lastOffsets.put(source, origin.offset());
    return false;
  }

  void save(StateWriter out) {
    out.number(lastOffsets.size());
    lastOffsets.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(IN_ORDER))
        .forEach(
            last -> {
              out.text(last.getKey().name());
              out.number(last.getKey().partition());
              out.number(last.getValue());
            });
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      lastOffsets.put(new Source(in.text(), in.count()), in.number());
    }
  }

  OptionalLong lastOffset(String source, int partition) {
    Long last = lastOffsets.get(new Source(source, partition));
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }
}
