package org.commonwatt.core.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.StorageCommitment;

/** What is settled of storage services: fees, shares of leases, and penalties. */
final class ServiceEntries {
  private static final long MILLION = 1_000_000;

  private ServiceEntries() {}

  /**
   * What is settled of a service.
   *
   * @param service number of its agreement
   * @param payer who pays it
   */
  record Billed(long service, String payer, MemberEntry entry) {}

  /** What is settled of one service. */
  static List<Billed> of(ServiceDelivery one, Rulebook rulebook) {
    List<Billed> all = new ArrayList<>();
    boolean isLease = one.kind() == StorageCommitment.Kind.LEASE;
    long price = one.priceMicroPerKwh();
    if (one.deliveredWh() != 0) {
      Kind kind = one.deliveredWh() < 0 ? Kind.STORAGE_CHARGE : Kind.STORAGE_DISCHARGE;
      all.add(paid(one, kind, Math.abs(one.deliveredWh()), isLease ? 0 : price));
    }
    if (one.leasedWh() != 0) {
      all.add(paid(one, Kind.STORAGE_LEASE, one.leasedWh(), price));
    }
    long penalty = price * Objects.requireNonNull(rulebook.storage()).penaltyPpm() / MILLION;
    if (one.missedWh() != 0 && !one.excused() && penalty != 0) {
      all.add(paid(one, Kind.STORAGE_PENALTY, one.missedWh(), penalty));
    }
    return all;
  }

  private static Billed paid(ServiceDelivery one, Kind kind, long energyWh, long price) {
    boolean byOwner = kind == Kind.STORAGE_PENALTY;
    return new Billed(
        one.service(),
        byOwner ? one.seller() : one.customer(),
        new MemberEntry(
            kind,
            Kind.valueOf(kind.name() + "_INCOME"),
            true,
            byOwner ? one.customer() : one.seller(),
            energyWh,
            price));
  }
}
