package org.commonwatt.ingest;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/**
 * The last accepted reading of every meter, kept in a text file: so a meter's sequence and hash
 * chain go on after a restart, also when its last reading has left the spool long ago.
 *
 * <p>One line per meter: id, sequence, time in ms, import Wh, export Wh, hash. The file is replaced
 * as a whole.
 */
final class MeterChains {
  private static final int FIELDS = 6;

  private final Path file;
  private final TreeMap<String, LastReading> last = new TreeMap<>();

  private MeterChains(Path file) {
    this.file = file;
  }

  /** Reads the file, or begins empty when there is none. */
  static MeterChains load(Path file) throws IOException {
    MeterChains chains = new MeterChains(file);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        chains.parse(lines.get(i), i + 1);
      }
    }
    return chains;
  }

  /** Where the file is, beside a spool. */
  static Path file(Path spool) {
    return spool.resolve("meters");
  }

  /** Drops meters; whether there were any of them. */
  boolean forget(Set<String> meters) {
    return last.keySet().removeAll(meters);
  }

  @Nullable LastReading last(String meter) {
    return last.get(meter);
  }

  /** Takes a later reading of a meter; an older one changes nothing. */
  void advance(String meter, LastReading reading) {
    last.merge(meter, reading, (a, b) -> b.sequence() > a.sequence() ? b : a);
  }

  void store() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, LastReading> entry : last.entrySet()) {
      LastReading reading = entry.getValue();
      text.append(
          "%s %d %d %d %d %s%n"
              .formatted(
                  entry.getKey(),
                  reading.sequence(),
                  reading.timeMillis(),
                  reading.importWh(),
                  reading.exportWh(),
                  reading.hash()));
    }
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text);
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("keep the spool on a file system that can rename in one step", e);
    }
  }

  private void parse(String line, int number) throws IOException {
    String[] fields = line.split(" ", -1);
    try {
      if (fields.length == FIELDS && Ids.isValid(fields[0])) {
        last.put(
            fields[0],
            new LastReading(
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                new Hash(fields[5])));
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(complaint(number), e);
    }
    throw new IOException(complaint(number));
  }

  private String complaint(int number) {
    return file + " line " + number + ": expected meter, sequence, ms, import Wh, export Wh, hash";
  }
}
