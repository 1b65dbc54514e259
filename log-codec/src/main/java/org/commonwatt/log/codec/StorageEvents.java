package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;

/** Events of storage units. */
final class StorageEvents {
  private StorageEvents() {}

  /** Whether only the version with storage units can say it. */
  static boolean needed(Event event) {
    return event instanceof Event.StorageRegistered
        || event instanceof Event.StateOfChargeRecorded
        || event instanceof Event.OutageRecorded
        || event instanceof Event.StorageCommitted
        || event instanceof Event.CommitmentWithdrawn
        || event instanceof Event.CommitmentLost
        || event instanceof Event.StorageRejected;
  }

  /** Whether only the version that knows what provenance records prove can say it. */
  static boolean neededForProvenance(Event event) {
    if (event instanceof Event.CommitmentLost lost) {
      return tellsOfProof(lost.refused());
    }
    if (event instanceof Event.StorageRejected rejected) {
      return tellsOfProof(rejected.refused());
    }
    return event instanceof Event.UsableEnergyLimited || event instanceof Event.StorageTestExpires;
  }

  private static boolean tellsOfProof(StorageRefused refused) {
    return refused.limit() == StorageLimit.NOT_PROVED
        || refused.rejection().code() == RejectionCode.STORAGE_HELD;
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        EventConverter.variant(
            Event.StorageRegistered.class,
            EventProto.Event.STORAGE_REGISTERED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageRegisteredBuilder()
                    .setSpec(StorageConverter.encode(event.spec())),
            message -> decode(message.getStorageRegistered())),
        EventConverter.variant(
            Event.StateOfChargeRecorded.class,
            EventProto.Event.STATE_OF_CHARGE_RECORDED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStateOfChargeRecordedBuilder()
                    .setUnit(event.unit())
                    .setState(StorageConverter.encode(event.state())),
            message -> decode(message.getStateOfChargeRecorded())),
        EventConverter.variant(
            Event.OutageRecorded.class,
            EventProto.Event.OUTAGE_RECORDED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getOutageRecordedBuilder()
                    .setUnit(event.unit())
                    .setFromMillis(event.fromMillis())
                    .setToMillis(event.toMillis())
                    .setAvailablePpm(event.availablePpm()),
            message -> decode(message.getOutageRecorded())),
        EventConverter.variant(
            Event.StorageCommitted.class,
            EventProto.Event.STORAGE_COMMITTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageCommittedBuilder()
                    .setUnit(event.unit())
                    .setCommitment(StorageConverter.encode(event.commitment())),
            message -> decode(message.getStorageCommitted())),
        EventConverter.variant(
            Event.CommitmentWithdrawn.class,
            EventProto.Event.COMMITMENT_WITHDRAWN_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCommitmentWithdrawnBuilder()
                    .setUnit(event.unit())
                    .setCommitment(event.commitment())
                    .setOwner(event.owner()),
            message -> decode(message.getCommitmentWithdrawn())),
        EventConverter.variant(
            Event.CommitmentLost.class,
            EventProto.Event.COMMITMENT_LOST_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCommitmentLostBuilder()
                    .setUnit(event.unit())
                    .setCommitment(event.commitment())
                    .setOwner(event.owner())
                    .setRefused(StorageConverter.encode(event.refused())),
            message -> decode(message.getCommitmentLost())),
        EventConverter.variant(
            Event.UsableEnergyLimited.class,
            EventProto.Event.USABLE_ENERGY_LIMITED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getUsableEnergyLimitedBuilder()
                    .setUnit(event.unit())
                    .setOwner(event.owner())
                    .setLimit(UsableLimitConverter.encode(event.limit())),
            message -> decode(message.getUsableEnergyLimited())),
        EventConverter.variant(
            Event.StorageTestExpires.class,
            EventProto.Event.STORAGE_TEST_EXPIRES_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageTestExpiresBuilder()
                    .setUnit(event.unit())
                    .setOwner(event.owner())
                    .setUntilMillis(event.untilMillis()),
            message -> decode(message.getStorageTestExpires())),
        EventConverter.variant(
            Event.StorageRejected.class,
            EventProto.Event.STORAGE_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageRejectedBuilder()
                    .setAccount(event.account())
                    .setUnit(event.unit())
                    .setCommitment(event.commitment())
                    .setRefused(StorageConverter.encode(event.refused())),
            message -> decode(message.getStorageRejected())));
  }

  private static Event.StorageRegistered decode(EventProto.StorageRegistered message) {
    known(message);
    return new Event.StorageRegistered(
        StorageConverter.decode(message.hasSpec(), message.getSpec()));
  }

  private static Event.StateOfChargeRecorded decode(EventProto.StateOfChargeRecorded message) {
    known(message);
    return new Event.StateOfChargeRecorded(
        message.getUnit(), StorageConverter.decode(message.hasState(), message.getState()));
  }

  private static Event.OutageRecorded decode(EventProto.OutageRecorded message) {
    known(message);
    return new Event.OutageRecorded(
        message.getUnit(),
        message.getFromMillis(),
        message.getToMillis(),
        message.getAvailablePpm());
  }

  private static Event.StorageCommitted decode(EventProto.StorageCommitted message) {
    known(message);
    return new Event.StorageCommitted(
        message.getUnit(),
        StorageConverter.decode(message.hasCommitment(), message.getCommitment()));
  }

  private static Event.CommitmentWithdrawn decode(EventProto.CommitmentWithdrawn message) {
    known(message);
    return new Event.CommitmentWithdrawn(
        message.getUnit(), message.getCommitment(), message.getOwner());
  }

  private static Event.CommitmentLost decode(EventProto.CommitmentLost message) {
    known(message);
    return new Event.CommitmentLost(
        message.getUnit(),
        message.getCommitment(),
        message.getOwner(),
        StorageConverter.decode(message.hasRefused(), message.getRefused()));
  }

  private static Event.UsableEnergyLimited decode(EventProto.UsableEnergyLimited message) {
    known(message);
    return new Event.UsableEnergyLimited(
        message.getUnit(),
        message.getOwner(),
        UsableLimitConverter.decode(message.hasLimit(), message.getLimit()));
  }

  private static Event.StorageTestExpires decode(EventProto.StorageTestExpires message) {
    known(message);
    return new Event.StorageTestExpires(
        message.getUnit(), message.getOwner(), message.getUntilMillis());
  }

  private static Event.StorageRejected decode(EventProto.StorageRejected message) {
    known(message);
    return new Event.StorageRejected(
        message.getAccount(),
        message.getUnit(),
        message.getCommitment(),
        StorageConverter.decode(message.hasRefused(), message.getRefused()));
  }
}
