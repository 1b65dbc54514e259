package org.commonwatt.ingest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes readings that came by another way than a poll. */
public interface ReadingTaker {
  /** The most readings that are taken in one call. */
  int MOST_AT_ONCE = 1_000;

  /**
   * Takes readings: judged, numbered, chained and spooled like those of polls, all of them or none.
   *
   * @param readings in order, those of one meter in order of time; at most {@value #MOST_AT_ONCE}
   * @return what became of each, in order; empty when the spool has no room and none was taken
   * @throws IOException when the disk fails; none counts then
   */
  Optional<List<Judged>> take(List<RawReading> readings) throws IOException;

  /** The instant of a meter's last accepted reading, UTC ms. */
  OptionalLong latest(String meter);
}
