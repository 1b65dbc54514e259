package org.commonwatt.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.commonwatt.engine.head.TreeHeads;
import org.commonwatt.engine.provenance.ProvenanceWatcher;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.settlement.DisputeSubmitter;
import org.commonwatt.engine.settlement.LedgerSubmitter;
import org.commonwatt.engine.settlement.OriginSubmitter;
import org.commonwatt.engine.settlement.RegistrySubmitter;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;

/** What this service writes to its ledger, each part by a reader of the log of its own. */
final class LedgerParts implements AutoCloseable {
  private final LedgerSubmitter settlement;
  private final RegistrySubmitter registry;
  private final OriginSubmitter origin;
  private final DisputeSubmitter disputes;
  private final ProvenanceWatcher provenance;
  private final TreeHeads heads;

  LedgerParts(
      MarketEngine engine,
      Sequencer sequencer,
      RegistrySubmitter.Source source,
      Ledger ledger,
      EngineKey key,
      Workers workers) {
    settlement = new LedgerSubmitter(engine, sequencer, ledger, workers);
    registry = new RegistrySubmitter(engine, source, ledger, workers);
    origin = new OriginSubmitter(engine, source, ledger, workers);
    disputes = new DisputeSubmitter(engine, source, ledger, workers);
    provenance = new ProvenanceWatcher(engine, sequencer, ledger, workers);
    heads =
        new TreeHeads(
            new TreeHeads.Source(source.market(), source.log(), source.keyring(), ledger),
            key,
            workers);
  }

  /** The signed heads of what is on the ledger. */
  TreeHeads heads() {
    return heads;
  }

  /** Number of the last event that the registry has seen. */
  long registered() {
    return registry.registered();
  }

  /** Number of the last event for which the guarantees of origin are on the ledger. */
  long guaranteed() {
    return origin.covered();
  }

  /** Has the ledger told what injections are made of, from the next slot on. */
  void declareSources(List<OriginSubmitter.Injection> injections) {
    origin.declare(injections);
  }

  /** Has what was settled posted now, rather than at the next look. */
  void wake(List<EventEnvelope> events) {
    if (events.stream().anyMatch(envelope -> settles(envelope.event()))) {
      settlement.wake();
    }
  }

  /** What is wrong with each part; empty for one that is well. */
  Stream<Optional<String>> troubles() {
    return Stream.of(
            settlement.trouble(),
            registry.trouble(),
            origin.trouble(),
            disputes.trouble(),
            provenance.trouble(),
            heads.trouble())
        .map(Optional::ofNullable);
  }

  @Override
  public void close() {
    heads.close();
    provenance.close();
    disputes.close();
    origin.close();
    registry.close();
    settlement.close();
  }

  private static boolean settles(Event event) {
    return event instanceof Event.SlotSettled || event instanceof Event.SlotRevised;
  }
}
