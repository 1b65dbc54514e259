package org.commonwatt.core.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.commonwatt.core.storage.StorageRefusal.Code;
import org.jspecify.annotations.Nullable;

/**
 * The commitments of one storage unit, all of which it can keep whatever use its customers make of
 * them: in every slot its power, at the end of every slot its state of charge, in every day its
 * cycles stay within limits, and nobody takes out what it has not put in. A commitment that would
 * break a limit is refused, and nothing that was committed is ever given up for it. One thread at a
 * time.
 */
public final class StorageBook {
  private final StorageUnit unit;
  private final SlotSums sums;
  private final OwnerAccounts accounts;
  private final Limits limits;
  private final HeldCommitments commitments;

  /** A unit without commitments. */
  public StorageBook(StorageUnit unit) {
    this.unit = unit;
    commitments = new HeldCommitments(unit.rating().efficiency());
    sums = new SlotSums(unit);
    accounts = new OwnerAccounts(unit);
    limits = new Limits(unit, sums, accounts);
  }

  /** The unit. */
  public StorageUnit unit() {
    return unit;
  }

  /** Its commitments, in the order in which they were taken. */
  public Collection<Commitment> commitments() {
    return commitments.inOrder();
  }

  /** What the commitments come to. */
  public StoragePlan plan() {
    return new StoragePlan(sums);
  }

  /**
   * Takes a commitment if the unit can keep it beside all others.
   *
   * @return null when it was taken, else why not
   */
  public @Nullable StorageRefusal commit(Commitment one) {
    StorageRefusal refusal = unfit(one);
    if (refusal == null) {
      refusal = change(one, 1);
    }
    if (refusal == null) {
      commitments.add(one);
    }
    return refusal;
  }

  /**
   * Takes commitments together, all of them or none; in no order, so one may rest on another.
   *
   * @return null when they were taken, else why not: the reason of the first that has one;
   *     commitments in conflict with it may be among them
   */
  public @Nullable StorageRefusal commitAll(List<? extends Commitment> all) {
    List<Commitment> added = new ArrayList<>();
    StorageRefusal refusal = null;
    for (Commitment one : all) {
      refusal = refusal == null ? unfit(one) : refusal;
      refusal = refusal == null ? add(one) : refusal;
      if (refusal != null) {
        break;
      }
      added.add(one);
    }
    for (int i = 0; refusal == null && i < added.size(); i++) {
      refusal = refusalOf(added.get(i));
    }
    if (refusal != null) {
      for (Commitment one : added) {
        apply(one, -1);
        commitments.remove(one.id());
      }
    }
    return refusal;
  }

  /** Why a commitment cannot be taken whatever the others are, null when it may. */
  private @Nullable StorageRefusal unfit(Commitment one) {
    StorageRefusal refusal = CommitmentChecks.refusal(one, unit);
    if (refusal == null && commitments.has(one.id())) {
      refusal =
          StorageRefusal.of(
              Code.DUPLICATE_ID, "the unit has a commitment " + one.id(), "give it another id");
    }
    return refusal;
  }

  /** Adds a commitment without a look at the limits; null unless sums overflow. */
  private @Nullable StorageRefusal add(Commitment one) {
    try {
      apply(one, 1);
    } catch (ArithmeticException e) {
      return overflow();
    }
    commitments.add(one);
    return null;
  }

  /** Why a commitment that was added cannot stay, null when it can. */
  private @Nullable StorageRefusal refusalOf(Commitment added) {
    try {
      Limit broken = limits.broken(added);
      return broken == null ? null : refusal(broken, added);
    } catch (ArithmeticException e) {
      return overflow();
    }
  }

  /** What is free with further commitments; the book stays as it is. */
  FreeCharge with(Collection<? extends Commitment> more) {
    int added = 0;
    try {
      for (Commitment one : more) {
        apply(one, 1);
        added++;
      }
      return FreeCharge.of(limits, more);
    } finally {
      for (Commitment one : more) {
        if (added-- > 0) {
          apply(one, -1);
        }
      }
    }
  }

  /**
   * Gives up a commitment, if no other needs it.
   *
   * @return null when it was given up, else why not
   */
  public @Nullable StorageRefusal withdraw(String id) {
    Commitment one = commitments.find(id);
    if (one == null) {
      return StorageRefusal.of(
          Code.UNKNOWN_ID, "the unit has no commitment " + id, "name one of its commitments");
    }
    StorageRefusal refusal = change(one, -1);
    if (refusal == null) {
      commitments.remove(id);
    }
    return refusal;
  }

  /** A unit with commitments, whichever of them need which others; null if it cannot keep all. */
  static @Nullable StorageBook ofAll(StorageUnit unit, Collection<Commitment> all) {
    StorageBook book = new StorageBook(unit);
    try {
      for (Commitment one : all) {
        if (CommitmentChecks.refusal(one, unit) != null || book.commitments.has(one.id())) {
          return null;
        }
        book.commitments.add(one);
        book.apply(one, 1);
      }
      boolean isKept = all.stream().allMatch(one -> book.limits.broken(one) == null);
      return isKept ? book : null;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** Adds or takes out a commitment, and undoes it when that breaks a limit. */
  private @Nullable StorageRefusal change(Commitment one, int sign) {
    StorageRefusal refusal;
    try {
      apply(one, sign);
    } catch (ArithmeticException e) {
      return overflow();
    }
    try {
      Limit broken = limits.broken(one);
      refusal = broken == null ? null : refusal(broken, one);
    } catch (ArithmeticException e) {
      refusal = overflow();
    }
    if (refusal != null) {
      apply(one, -sign);
    }
    return refusal;
  }

  private static StorageRefusal overflow() {
    return StorageRefusal.of(
        Code.OVERFLOW, "energies together do not fit in 63 bits of µWh", "ask for less energy");
  }

  private void apply(Commitment one, int sign) {
    try {
      sums.apply(one, sign);
    } catch (ArithmeticException e) {
      sums.apply(one, -sign); // the accounts do not have it
      throw e;
    }
    accounts.apply(one, sign);
  }

  /** How many owners' accounts are kept. */
  int owners() {
    return accounts.owners();
  }

  private StorageRefusal refusal(Limit broken, Commitment changed) {
    List<String> conflicts = new Conflicts(limits, broken).of(commitments.byId(), changed);
    String message = LimitText.message(broken, limits.excess(broken), limits.allowedWh(broken));
    return new StorageRefusal(broken.code(), message, LimitText.hint(broken), conflicts);
  }
}
