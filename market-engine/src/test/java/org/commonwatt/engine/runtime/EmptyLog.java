package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.List;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;

/** A fake: a log on which nothing stands. */
class EmptyLog implements MarketLog {
  @Override
  public RecordReader commands() {
    return new EmptyReader();
  }

  @Override
  public RecordReader events() {
    return new EmptyReader();
  }

  @Override
  public RecordReader positions() {
    return new EmptyReader();
  }

  @Override
  public EventWriter eventWriter() {
    throw new IllegalStateException("nobody writes here");
  }

  private static final class EmptyReader implements RecordReader {
    @Override
    public void seek(long offset) {}

    @Override
    public long position() {
      return 0;
    }

    @Override
    public List<LogEntry> poll(Duration timeout) {
      return List.of();
    }

    @Override
    public long committedEnd() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
