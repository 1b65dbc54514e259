package org.commonwatt.log.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.UsableLimit;

/** Values of what only version 26 can say. */
final class ProvenanceSamples {
  private static final long NOON = 1_659_434_400_000L;
  private static final long DAY = 86_400_000;

  private static final UsableLimit LIMIT =
      new UsableLimit(
          "pass-rack-1",
          "ab".repeat(32),
          NOON,
          new UsableLimit.Rules(900, 1_000, 365, 500, List.of("ACCREDITED", "IN_HOUSE"), false),
          86_000,
          NOON + 300 * DAY,
          true,
          List.of("ACCREDITED"),
          List.of(new UsableLimit.Left("m-1", "ISOLATED"), new UsableLimit.Left("m-2", "ISOLATED")),
          List.of());

  private ProvenanceSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> samples = new HashMap<>();
    samples.put(
        "limit-usable-energy",
        new CommandFrame(
            "gateway",
            7,
            List.of(
                new CommandFrame.Entry(
                    CommandOrigin.NONE, new Command.LimitUsableEnergy("station-1", LIMIT)))));
    return samples;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> samples = new HashMap<>();
    samples.put(
        "usable-energy-limited",
        envelope(new Event.UsableEnergyLimited("station-1", "storage-co", LIMIT)));
    samples.put(
        "storage-test-expires",
        envelope(new Event.StorageTestExpires("station-1", "storage-co", NOON + 300 * DAY)));
    samples.put(
        "commitment-lost-held",
        envelope(
            new Event.CommitmentLost(
                "station-1",
                "lease-1",
                "home-01",
                refused(RejectionCode.STORAGE_HELD, StorageLimit.TOO_FULL))));
    samples.put(
        "storage-rejected-not-proved",
        envelope(
            new Event.StorageRejected(
                "home-01",
                "station-1",
                "lease-1",
                refused(RejectionCode.STORAGE_NOT_FEASIBLE, StorageLimit.NOT_PROVED))));
    return samples;
  }

  private static StorageRefused refused(RejectionCode code, StorageLimit limit) {
    return new StorageRefused(
        new Rejection(code, "a text for who reads it"), limit, List.of("plan-1"));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
