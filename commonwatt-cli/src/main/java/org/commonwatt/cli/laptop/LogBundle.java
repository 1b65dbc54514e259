package org.commonwatt.cli.laptop;

import org.commonwatt.audit.bundle.BundleMaker;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.kafka.Topics;

/**
 * Makes bundles of a broker's log and a ledger.
 *
 * @param bootstrap address of the broker
 * @param ledger the ledger; only read
 * @param chaincode name of the chaincode that settles on it
 */
public record LogBundle(String bootstrap, Ledger ledger, String chaincode) {

  /**
   * Makes the file of a bundle.
   *
   * @throws org.commonwatt.audit.bundle.BundleException when a slot is not settled and confirmed
   */
  public byte[] make(BundleMaker.Wanted wanted, EngineKey key) {
    try (LogRecords keys = new LogRecords(bootstrap, Topics.ENGINE_KEYS);
        LogRecords commands = new LogRecords(bootstrap, Topics.COMMANDS);
        LogRecords events = new LogRecords(bootstrap, Topics.EVENTS);
        LogRecords positions = new LogRecords(bootstrap, Topics.POSITIONS)) {
      return BundleMaker.make(
          new BundleMaker.Log(keys, commands, events, positions),
          new BundleMaker.Settled(ledger, chaincode),
          wanted,
          new EngineSigner(key));
    }
  }
}
