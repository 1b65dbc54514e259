package org.commonwatt.cli.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;

/**
 * What a home expects of a slot shortly before it: the recording itself with an error. It stands in
 * for a weather service and a load forecast, which the demo does not have. The error is at most
 * {@link #FIRST_ERROR_PPM} of the recorded energy in the first round after the auction and halves
 * with each round; it depends on the seed, the home, the slot and the round only.
 */
final class Forecast {
  /** The largest error in the first round: a fifth. */
  static final long FIRST_ERROR_PPM = 200_000;

  private static final long PPM = 1_000_000;

  private final long seed;
  private final EventTally.Profile recording;

  Forecast(long seed, EventTally.Profile recording) {
    this.seed = seed;
    this.recording = recording;
  }

  /**
   * The expected net injection in Wh, negative for a withdrawal.
   *
   * @param round how often the home has looked since the auction, from 0
   */
  long netWh(String home, DeliverySlot slot, int round) {
    long recorded = recording.netWh(home, slot.startMillis());
    long largest = FIRST_ERROR_PPM >> round;
    long errorPpm = Math.floorMod(hash(home, slot, round), 2 * largest + 1) - largest;
    return recorded + recorded * errorPpm / PPM;
  }

  private long hash(String home, DeliverySlot slot, int round) {
    byte[] numbers =
        ByteBuffer.allocate(20).putLong(seed).putLong(slot.startMillis()).putInt(round).array();
    byte[] hash = Hash.of(numbers, home.getBytes(StandardCharsets.UTF_8)).bytes();
    return ByteBuffer.wrap(hash).getLong();
  }
}
