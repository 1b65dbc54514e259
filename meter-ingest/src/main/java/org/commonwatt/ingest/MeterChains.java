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
 * <p>One line per meter: id, sequence, time in ms, import Wh, export Wh, hash; and when a register
 * has fallen, time, import Wh and export Wh from before. The file is replaced as a whole.
 */
final class MeterChains {
  private static final int FIELDS = 6;
  private static final int FIELDS_AFTER_FALL = 9;

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
      text.append(line(entry.getKey(), entry.getValue()));
    }
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text);
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("keep the spool on a file system that can rename in one step", e);
    }
  }

  private static String line(String meter, LastReading reading) {
    LastReading.Shown before = reading.beforeFall();
    return "%s %d %s %s%s%n"
        .formatted(
            meter,
            reading.sequence(),
            text(reading.shown()),
            reading.hash(),
            before == null ? "" : " " + text(before));
  }

  private static String text(LastReading.Shown shown) {
    return shown.timeMillis() + " " + shown.importWh() + " " + shown.exportWh();
  }

  private void parse(String line, int number) throws IOException {
    String[] fields = line.split(" ", -1);
    try {
      boolean fell = fields.length == FIELDS_AFTER_FALL;
      if ((fell || fields.length == FIELDS) && Ids.isValid(fields[0])) {
        last.put(
            fields[0],
            new LastReading(
                Long.parseLong(fields[1]),
                shown(fields, 2),
                fell ? shown(fields, FIELDS) : null,
                new Hash(fields[5])));
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(complaint(number), e);
    }
    throw new IOException(complaint(number));
  }

  private static LastReading.Shown shown(String[] fields, int from) {
    return new LastReading.Shown(
        Long.parseLong(fields[from]),
        Long.parseLong(fields[from + 1]),
        Long.parseLong(fields[from + 2]));
  }

  private String complaint(int number) {
    return file + " line " + number + ": expected meter, sequence, ms, import Wh, export Wh, hash";
  }
}
