package org.commonwatt.ledger.memory;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** One call's simulation: what it read, at which versions, and what it would write. */
final class MemoryTransaction {
  final String id;
  final long timestampMillis;
  final LedgerCall call;
  final Creator creator;
  final Map<String, Optional<Long>> reads = new TreeMap<>();
  final Map<String, SortedMap<String, Long>> ranges = new TreeMap<>();
  final Map<String, Optional<String>> writes = new TreeMap<>();
  final Map<String, String> privateWrites = new TreeMap<>();

  /** What the call handed over to its simulation; no block has it. */
  final Map<String, String> given;

  @Nullable String eventName;
  @Nullable String eventPayload;

  MemoryTransaction(String id, long timestampMillis, LedgerCall call, Caller caller) {
    this.id = id;
    this.timestampMillis = timestampMillis;
    this.call = call.open();
    this.given = call.transientData();
    this.creator = new Creator(caller.mspId(), caller.role(), "");
  }

  /** As a block keeps it: with its event only when it is valid. */
  LedgerTransaction kept(String code) {
    boolean valid = code.equals("VALID");
    return new LedgerTransaction(
        id, code, call, valid ? eventName : null, valid ? eventPayload : null, creator);
  }

  /** The bytes that the block's hash is of; nobody has signed them. */
  byte[] envelope() {
    Map<String, Hash> hashes = new TreeMap<>();
    privateWrites.forEach((key, value) -> hashes.put(key, MemoryState.hash(value)));
    return (id + call + reads + ranges + writes + hashes + eventName + eventPayload)
        .getBytes(StandardCharsets.UTF_8);
  }
}
