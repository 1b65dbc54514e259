package org.commonwatt.ledger.embedded;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of Java's own logging as they were: the shim sets the level and format of all of
 * them, whoever they belong to, and announces it.
 */
final class JavaLogging {
  private final List<Settings> settings;

  private JavaLogging(List<Settings> settings) {
    this.settings = settings;
  }

  /** Remembers the settings, and lets only warnings through until they are restored. */
  static JavaLogging mute() {
    List<Settings> found =
        Stream.of(Logger.getLogger("").getHandlers())
            .map(one -> new Settings(one, one.getFilter(), one.getLevel(), one.getFormatter()))
            .toList();
    found.forEach(
        one ->
            one.handler()
                .setFilter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()));
    return new JavaLogging(found);
  }

  void restore() {
    for (Settings one : settings) {
      one.handler().setFilter(one.filter());
      one.handler().setLevel(one.level());
      one.handler().setFormatter(one.formatter());
    }
  }

  private record Settings(
      Handler handler, @Nullable Filter filter, Level level, Formatter formatter) {}
}
