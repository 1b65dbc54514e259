package org.commonwatt.ingest;

import java.util.ArrayList;
import java.util.List;

/** Meters that are asked, in whatever way, at the instants of polls. */
public interface MeterInput extends AutoCloseable {

  /** The most samples that an instant gives. */
  int size();

  /**
   * Asks every meter that is due.
   *
   * @param timeMillis the instant that the values stand for
   * @return one result for each that was asked, in a fixed order of the meters
   * @throws InterruptedException when the calling thread was interrupted
   */
  List<Sample> sample(long timeMillis) throws InterruptedException;

  /** Disconnects, after a sampling that is under way. */
  @Override
  void close();

  /** Several as one, asked one after the other. */
  static MeterInput of(List<MeterInput> inputs) {
    return new MeterInput() {
      @Override
      public int size() {
        return inputs.stream().mapToInt(MeterInput::size).sum();
      }

      @Override
      public List<Sample> sample(long timeMillis) throws InterruptedException {
        List<Sample> all = new ArrayList<>();
        for (MeterInput input : inputs) {
          all.addAll(input.sample(timeMillis));
        }
        return all;
      }

      @Override
      public void close() {
        inputs.forEach(MeterInput::close);
      }
    };
  }
}
