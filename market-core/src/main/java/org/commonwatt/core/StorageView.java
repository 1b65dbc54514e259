package org.commonwatt.core;

import java.util.List;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.StoragePlan;
import org.commonwatt.model.Event.OutageRecorded;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/**
 * A storage unit as it stands.
 *
 * @param spec what it is
 * @param limit what its provenance record proves, null before that was read
 * @param state the last state of charge, null before the first
 * @param outages for which slots less of it is there, in the order in which that was told: of a
 *     slot the last one holds
 * @param commitments all that it has taken and that is not over, in that order
 * @param plan what they come to in each slot from that of the state on; null before the first state
 */
public record StorageView(
    StorageSpec spec,
    @Nullable UsableLimit limit,
    @Nullable StorageState state,
    List<OutageRecorded> outages,
    List<StorageCommitment> commitments,
    @Nullable StoragePlan plan) {
  static StorageView of(CommittedUnit unit) {
    StorageBook book = unit.book();
    return new StorageView(
        unit.spec(),
        unit.limit(),
        unit.state(),
        List.copyOf(unit.outages()),
        unit.commitments(),
        book == null ? null : book.plan());
  }
}
