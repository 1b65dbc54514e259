package org.commonwatt.ingest.backfill;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.commonwatt.ingest.Judged;
import org.commonwatt.ingest.RawReading;
import org.commonwatt.ingest.ReadingTaker;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/**
 * A file of readings, one a line, those of each meter in order of time. It is read as a stream,
 * twice: {@link #errors} looks at every line, {@link #run} hands the readings in.
 *
 * <p>What is not later than the meter's last accepted reading is passed over, so a file can be
 * handed in again after an interruption, and goes on where it stopped.
 */
public final class Backfill {
  private static final int MOST_ERRORS = 20;
  private static final int MOST_CHARACTERS = 1_000;

  /** So many lines are handed in at a time. */
  public static final int BATCH = 500;

  private static final long PAUSE_MILLIS = 50;

  private final Path file;
  private final Map<String, Long> ratedPowers;

  /**
   * What came of a file.
   *
   * @param accepted readings that are on their way to the log
   * @param known readings that were passed over, not later than the meter's last
   * @param refused readings that cannot be true
   * @param errors why, the first {@value #MOST_ERRORS} of them
   */
  public record Result(long accepted, long known, long refused, List<LineError> errors) {}

  /** A reading and where it stands. */
  private record Row(long line, RawReading reading) {}

  /** Is given one line after the other. */
  private interface Rows {
    void take(Row row) throws IOException, InterruptedException;
  }

  /**
   * A file.
   *
   * @param ratedPowers of the meters that it may have, W, by id
   */
  public Backfill(Path file, Map<String, Long> ratedPowers) {
    this.file = file;
    this.ratedPowers = Map.copyOf(ratedPowers);
  }

  /**
   * What is wrong with the file's lines, the first {@value #MOST_ERRORS} of them; nothing is handed
   * in.
   *
   * @throws IOException when it cannot be read
   */
  public List<LineError> errors() throws IOException, InterruptedException {
    List<LineError> errors = new ArrayList<>();
    read(row -> {}, errors);
    return errors;
  }

  /**
   * Hands the readings in, in the order of the file. Where the spool is full it waits for the log.
   *
   * @param taker takes them
   * @param progress is told, now and then, how many lines are done
   * @throws IOException when the file cannot be read or the disk of the spool fails
   * @throws InterruptedException when the calling thread was interrupted; what was handed in stays
   */
  public Result run(ReadingTaker taker, LongConsumer progress)
      throws IOException, InterruptedException {
    Run run = new Run(taker, progress);
    List<LineError> errors = new ArrayList<>();
    read(run::add, errors);
    if (!errors.isEmpty()) {
      throw new IOException(file + " has changed while it was read");
    }
    run.flush();
    return new Result(run.accepted, run.known, run.refused, List.copyOf(run.errors));
  }

  private void read(Rows rows, List<LineError> errors) throws IOException, InterruptedException {
    long line = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      CsvColumns columns = null;
      BoundedLines lines = new BoundedLines(reader, MOST_CHARACTERS + 1);
      for (String text = lines.next(); text != null; text = lines.next()) {
        line++;
        try {
          if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                "the line has more than " + MOST_CHARACTERS + " characters");
          }
          if (columns == null) {
            columns = CsvColumns.of(text, ratedPowers);
          } else {
            rows.take(new Row(line, columns.reading(text)));
          }
        } catch (IllegalArgumentException e) {
          errors.add(new LineError(line, String.valueOf(e.getMessage())));
          if (columns == null || errors.size() == MOST_ERRORS) {
            return;
          }
        }
      }
      if (columns == null) {
        errors.add(new LineError(1, "the file is empty"));
      }
    } catch (CharacterCodingException e) {
      errors.add(new LineError(line + 1, "the text is not UTF-8, here or soon after"));
    }
  }

  /** One way through the file. */
  private static final class Run {
    private final ReadingTaker taker;
    private final LongConsumer progress;
    private final List<Row> batch = new ArrayList<>();
    private final List<LineError> errors = new ArrayList<>();
    private long accepted;
    private long known;
    private long refused;

    Run(ReadingTaker taker, LongConsumer progress) {
      this.taker = taker;
      this.progress = progress;
    }

    void add(Row row) throws IOException, InterruptedException {
      batch.add(row);
      if (batch.size() == BATCH) {
        flush();
      }
    }

    void flush() throws IOException, InterruptedException {
      List<Row> news = batch.stream().filter(this::isNew).toList();
      known += batch.size() - news.size();
      List<Judged> judged = take(news.stream().map(Row::reading).toList());
      for (int i = 0; i < judged.size(); i++) {
        count(news.get(i), judged.get(i));
      }
      if (!batch.isEmpty()) {
        progress.accept(batch.get(batch.size() - 1).line());
      }
      batch.clear();
    }

    /** One of the same instant is compared with the last, which tells a conflict. */
    private boolean isNew(Row row) {
      return row.reading().timeMillis()
          >= taker.latest(row.reading().meter()).orElse(Long.MIN_VALUE);
    }

    private List<Judged> take(List<RawReading> readings) throws IOException, InterruptedException {
      Optional<List<Judged>> judged = taker.take(readings);
      while (judged.isEmpty()) {
        Thread.sleep(PAUSE_MILLIS);
        judged = taker.take(readings);
      }
      return judged.get();
    }

    private void count(Row row, Judged judged) {
      Rejection rejection = judged.rejection().orElse(null);
      if (rejection == null) {
        accepted++;
      } else if (rejection.code() == RejectionCode.READING_DUPLICATE) {
        known++;
      } else {
        refused++;
        if (errors.size() < MOST_ERRORS) {
          errors.add(
              new LineError(
                  row.line(),
                  row.reading().meter() + " " + rejection.code() + ": " + rejection.message()));
        }
      }
    }
  }
}
