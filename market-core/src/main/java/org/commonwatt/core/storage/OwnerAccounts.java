package org.commonwatt.core.storage;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each owner has stored at least, whatever it takes out: metered lots, plus what firm
 * schedules put in, minus all that releases, schedules and the start of leases may take.
 */
final class OwnerAccounts {
  private final StorageUnit unit;
  private final Efficiency efficiency;
  private final Map<String, Account> accounts = new TreeMap<>(); // of owners with commitments

  OwnerAccounts(StorageUnit unit) {
    this.unit = unit;
    efficiency = unit.rating().efficiency();
  }

  /** What an owner's metered lots hold, µWh. */
  long lotsMicroWh(String owner) {
    return unit.stock().lotsWh().getOrDefault(owner, 0L) * Efficiency.MILLION;
  }

  /** How an owner's least changes in each slot, µWh; null when nothing changes it. */
  long @Nullable [] steps(String owner) {
    Account account = accounts.get(owner);
    return account == null ? null : account.steps;
  }

  /** Adds a commitment, or takes it out again; a charge service is the owner's choice. */
  void apply(Commitment one, int sign) {
    if (one instanceof ChargeService) {
      return;
    }
    int slots = unit.horizon().slots();
    Account account = accounts.computeIfAbsent(one.owner(), first -> new Account(slots));
    apply(one, sign, account.steps);
    account.commitments += sign;
    if (account.commitments == 0) {
      accounts.remove(one.owner());
    }
  }

  private void apply(Commitment one, int sign, long[] own) {
    if (one instanceof Release release) {
      int from = one.window().from();
      for (int s = from; s < one.window().to(); s++) {
        own[s] -= sign * release.stepMicroWh(efficiency, s - from);
      }
    } else if (one instanceof FirmSchedule schedule) {
      for (int s = schedule.from(); s < schedule.window().to(); s++) {
        long charge = schedule.chargeWh(s);
        own[s] += charge == 0 ? 0 : sign * efficiency.changeMicroWh(charge);
      }
    } else if (one instanceof Lease lease) {
      own[lease.window().from()] -= sign * lease.share().startWh() * Efficiency.MILLION;
    }
  }

  /** Number of owners that are remembered. */
  int owners() {
    return accounts.size();
  }

  /** How an owner's least changes. */
  private static final class Account {
    private final long[] steps; // per slot, µWh
    private int commitments;

    Account(int slots) {
      steps = new long[slots];
    }
  }
}
