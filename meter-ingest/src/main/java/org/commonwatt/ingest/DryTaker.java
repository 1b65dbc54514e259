package org.commonwatt.ingest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Judges readings as the service over a spool would, and keeps nothing. It goes on from the meters'
 * last readings that the service stored when it ended.
 */
public final class DryTaker implements ReadingTaker {
  private final IngestOptions options;
  private final EdgeValidator validator;
  private final MeterChains chains;

  /**
   * Reads what the meters' last readings are; the spool is not touched.
   *
   * @throws IOException when their file cannot be read
   */
  public DryTaker(IngestOptions options, EdgeValidator validator) throws IOException {
    this.options = options;
    this.validator = validator;
    this.chains = MeterChains.load(MeterChains.file(options.spool().directory()));
  }

  @Override
  public Optional<List<Judged>> take(List<RawReading> readings) {
    ReadingRound round = new ReadingRound(options, validator, chains);
    readings.forEach(round::add);
    round.next().forEach(chains::advance);
    return Optional.of(round.judged());
  }

  @Override
  public OptionalLong latest(String meter) {
    LastReading last = chains.last(meter);
    return last == null ? OptionalLong.empty() : OptionalLong.of(last.shown().timeMillis());
  }
}
