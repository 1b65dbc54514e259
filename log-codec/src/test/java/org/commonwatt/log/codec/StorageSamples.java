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
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/** Values of what only version 19 can say. */
final class StorageSamples {
  private static final long NOON = 1_659_434_400_000L;
  private static final long HOUR = 3_600_000;

  private static final StorageSpec SPEC =
      new StorageSpec(
          "station-1",
          "storage-co",
          "village",
          new StorageSpec.Rating(50_000, 40_000, 100_000, 5_000, 950_000, 940_000, 1_500_000),
          672,
          "provenance:pack-7");
  private static final StorageState STATE =
      new StorageState(
          NOON,
          42_000,
          17_500,
          List.of(new StorageState.Lot("home-01", 12_000)),
          List.of(new StorageState.Left("lease-1", 3_000)));
  private static final StorageCommitment LEASE =
      new StorageCommitment(
          "lease-1",
          "home-01",
          Kind.LEASE,
          NOON,
          NOON + HOUR,
          10_000,
          2_000,
          1_500,
          3_000,
          List.of());
  private static final StorageCommitment PLAN =
      new StorageCommitment(
          "plan-1",
          "storage-co",
          Kind.FIRM_SCHEDULE,
          NOON,
          NOON + HOUR,
          0,
          0,
          0,
          0,
          List.of(-500L, 0L, 400L, 1L));
  private static final StorageRefused FULL =
      new StorageRefused(
          new Rejection(RejectionCode.STORAGE_NOT_FEASIBLE, "too full: ask for less"),
          StorageLimit.TOO_FULL,
          List.of("lease-1", "plan-1"));

  private StorageSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> samples = new HashMap<>();
    samples.put("register-storage", frame(new Command.RegisterStorage("meters", SPEC)));
    samples.put(
        "report-state-of-charge",
        frame(new Command.ReportStateOfCharge("meters", "station-1", STATE)));
    samples.put(
        "report-outage",
        frame(new Command.ReportOutage("storage-co", "station-1", NOON, NOON + HOUR, 250_000)));
    samples.put(
        "commit-storage", frame(new Command.CommitStorage("storage-co", "station-1", PLAN)));
    samples.put(
        "withdraw-commitment",
        frame(new Command.WithdrawCommitment("storage-co", "station-1", "plan-1")));
    return samples;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> samples = new HashMap<>();
    samples.put("storage-registered", envelope(new Event.StorageRegistered(SPEC)));
    samples.put(
        "state-of-charge-recorded", envelope(new Event.StateOfChargeRecorded("station-1", STATE)));
    samples.put(
        "outage-recorded",
        envelope(new Event.OutageRecorded("station-1", NOON, NOON + HOUR, 250_000)));
    samples.put("storage-committed", envelope(new Event.StorageCommitted("station-1", LEASE)));
    samples.put(
        "commitment-withdrawn",
        envelope(new Event.CommitmentWithdrawn("station-1", "plan-1", "storage-co")));
    samples.put(
        "commitment-lost",
        envelope(new Event.CommitmentLost("station-1", "lease-1", "home-01", FULL)));
    samples.put(
        "storage-rejected",
        envelope(
            new Event.StorageRejected(
                "home-01",
                "station-1",
                "",
                StorageRefused.of(
                    new Rejection(RejectionCode.UNKNOWN_STORAGE_UNIT, "there is no such unit")))));
    return samples;
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "gateway", 7, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
