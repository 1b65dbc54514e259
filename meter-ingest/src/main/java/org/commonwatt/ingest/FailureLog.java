package org.commonwatt.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once when a meter stops answering, and once when it answers again. */
final class FailureLog {
  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

  private final Map<String, FailureCode> failing = new HashMap<>();

  void report(PollOutcome.Spooled round) {
    round.failures().forEach(this::failed);
    Set<String> answered = answered(round);
    failing
        .keySet()
        .removeIf(
            meter -> {
              boolean answers = answered.contains(meter);
              if (answers) {
                log.info("Meter {} answers again", meter);
              }
              return answers;
            });
    for (RejectedReading rejected : round.rejected()) {
      // The message may tell registers: it is sealed on the log and stays out of this one.
      log.warn("Reading of meter {} refused: {}", rejected.meter(), rejected.rejection().code());
    }
  }

  private static Set<String> answered(PollOutcome.Spooled round) {
    return Stream.concat(
            round.accepted().stream().map(MeterReading::meter),
            round.rejected().stream().map(RejectedReading::meter))
        .collect(Collectors.toSet());
  }

  private void failed(String meter, DeviceFailure failure) {
    if (failing.put(meter, failure.code()) != failure.code()) {
      log.warn("Meter {} gives no reading: {} {}", meter, failure.code(), failure.message());
    }
  }
}
