package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.MeteredPosition;

/** Values of what only version 25 can say. */
final class EvidenceSamples {
  static final MeteredPosition POSITION =
      Samples.POSITION.withEvidence(Samples.hash("what the meters measured"));

  private EvidenceSamples() {}

  static Map<String, CommandFrame> commands() {
    return Map.of(
        "report-position-with-evidence",
        new CommandFrame(
            "gateway",
            7,
            List.of(
                new CommandFrame.Entry(
                    new CommandOrigin("positions", 1, 78), new Command.ReportPosition(POSITION)))));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "position-recorded-with-evidence",
        new EventEnvelope(
            41, 0, 0, 1, 99, Samples.hash("previous"), new Event.PositionRecorded(POSITION)));
  }
}
