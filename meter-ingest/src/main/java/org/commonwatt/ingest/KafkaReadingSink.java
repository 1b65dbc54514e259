package org.commonwatt.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.commonwatt.log.kafka.ReadingPublisher;

/**
 * A sink onto the log. All readings before a tick are on the log before the tick is written, so a
 * tick never overtakes a reading, whatever the partition.
 */
public final class KafkaReadingSink implements ReadingSink {
  private final ReadingPublisher publisher;

  /**
   * A sink.
   *
   * @param publisher producer of readings; not closed here
   */
  public KafkaReadingSink(ReadingPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void publish(List<OutgoingRecord> records) throws SinkUnavailableException {
    List<CompletableFuture<?>> underWay = new ArrayList<>();
    for (OutgoingRecord outgoing : records) {
      if (outgoing.kind() == OutgoingRecord.Kind.TICK) {
        await(underWay);
        underWay.clear();
      }
      underWay.add(send(outgoing));
    }
    await(underWay);
  }

  private CompletableFuture<?> send(OutgoingRecord outgoing) {
    return switch (outgoing.kind()) {
      case READING -> publisher.publish(outgoing.meter(), outgoing.bytes());
      case REJECTED -> publisher.publishRejected(outgoing.meter(), outgoing.bytes());
      case TICK -> publisher.publishTick(outgoing.bytes());
    };
  }

  private static void await(List<CompletableFuture<?>> underWay) throws SinkUnavailableException {
    try {
      CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkUnavailableException("interrupted while the log stores records", e);
    } catch (ExecutionException e) {
      throw new SinkUnavailableException("the log did not confirm all records", e);
    }
  }
}
