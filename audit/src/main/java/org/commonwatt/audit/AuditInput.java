package org.commonwatt.audit;

import org.commonwatt.ledger.BlockProof;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;

/**
 * What an audit reads. The iterables are walked once, in order, and need not fit in memory.
 *
 * @param commands every record of {@code commands}, in order of offset
 * @param events every committed record of {@code events}, in order of offset
 * @param positions every committed record of {@code positions}, or null when they are not at hand
 * @param ledger what is read of the ledger that settles
 * @param proof checks the signatures in the ledger's blocks, or null when nothing to check them
 *     against is at hand
 * @param maxDetails how many findings are told in full, at least 1; the rest are counted
 * @param keyring opens what is sealed
 */
public record AuditInput(
    Iterable<StoredRecord> commands,
    Iterable<StoredRecord> events,
    @Nullable Iterable<StoredRecord> positions,
    AuditedLedger ledger,
    @Nullable BlockProof proof,
    int maxDetails,
    Keyring keyring) {
  /** How many findings are told in full unless one says otherwise. */
  public static final int DEFAULT_DETAILS = 100;

  /** Checks the number of details. */
  public AuditInput {
    if (maxDetails < 1) {
      throw new IllegalArgumentException("maxDetails must be at least 1");
    }
  }

  /** An audit of two topics against a ledger, without the positions topic. */
  public static AuditInput of(
      Iterable<StoredRecord> commands, Iterable<StoredRecord> events, Ledger ledger) {
    return of(commands, events, AuditedLedger.of(ledger));
  }

  /** The same against what is known of a ledger. */
  public static AuditInput of(
      Iterable<StoredRecord> commands, Iterable<StoredRecord> events, AuditedLedger ledger) {
    return new AuditInput(commands, events, null, ledger, null, DEFAULT_DETAILS, Keyring.NONE);
  }

  /** The same, and metered positions are compared with the topic they came from. */
  public AuditInput withPositions(Iterable<StoredRecord> records) {
    return new AuditInput(commands, events, records, ledger, proof, maxDetails, keyring);
  }

  /** The same with another number of findings told in full. */
  public AuditInput withMaxDetails(int details) {
    return new AuditInput(commands, events, positions, ledger, proof, details, keyring);
  }

  /** The same, and the signatures in the ledger's blocks are checked. */
  public AuditInput withProof(BlockProof checker) {
    return new AuditInput(commands, events, positions, ledger, checker, maxDetails, keyring);
  }

  /** The same, and what is sealed is opened. */
  public AuditInput withKeyring(Keyring keys) {
    return new AuditInput(commands, events, positions, ledger, proof, maxDetails, keys);
  }
}
