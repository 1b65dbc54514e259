package org.commonwatt.benchmarks.metering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/**
 * Readings of all meters at the same instants, on a real log, with a tick behind each instant.
 *
 * @param meters how many
 * @param instants how many, the first on a slot's border
 * @param minutes from one to the next
 */
record PublishedReadings(int meters, int instants, int minutes) {
  static final String MARKET = "village";
  private static final long START = 1_659_398_400_000L;
  private static final int ON_THEIR_WAY = 20_000;

  Map<String, String> owners() {
    Map<String, String> owners = new HashMap<>();
    for (int meter = 0; meter < meters; meter++) {
      owners.put("meter-" + meter, "home-" + meter);
    }
    return owners;
  }

  /**
   * Publishes them.
   *
   * @param signer signs those of an instant together; null: they are not signed
   */
  void publish(String bootstrap, @Nullable ReadingSigner signer) {
    Deque<CompletableFuture<?>> onTheirWay = new ArrayDeque<>();
    try (ReadingPublisher publisher = new ReadingPublisher(bootstrap, MARKET)) {
      for (int instant = 0; instant < instants; instant++) {
        long time = START + instant * minutes * 60_000L;
        List<byte[]> records = records(instant, time, signer);
        for (int meter = 0; meter < meters; meter++) {
          onTheirWay.add(publisher.publish("meter-" + meter, records.get(meter)));
          if (onTheirWay.size() > ON_THEIR_WAY) {
            onTheirWay.remove().join();
          }
        }
        onTheirWay.add(
            publisher.publishTick(
                signed(List.of(ReadingCodec.encodeTick(MARKET, time)), time, signer).get(0)));
      }
      onTheirWay.forEach(CompletableFuture::join);
    }
  }

  private List<byte[]> records(int instant, long time, @Nullable ReadingSigner signer) {
    List<byte[]> records = new ArrayList<>();
    for (int meter = 0; meter < meters; meter++) {
      records.add(
          ReadingCodec.encode(
              MARKET,
              new MeterReading(
                  "meter-" + meter,
                  instant,
                  time,
                  17L * minutes * instant,
                  0,
                  -1_000,
                  Quality.ACTUAL,
                  Hash.ZERO)));
    }
    return signed(records, time, signer);
  }

  private static List<byte[]> signed(
      List<byte[]> records, long time, @Nullable ReadingSigner signer) {
    return signer == null
        ? records
        : signer.sign(records, time).stream()
            .map(proof -> ReadingCodec.encodeSigned(MARKET, proof))
            .toList();
  }
}
