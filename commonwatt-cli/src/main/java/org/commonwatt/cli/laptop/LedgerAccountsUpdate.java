package org.commonwatt.cli.laptop;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.engine.settlement.AccountBridge;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.Rulebook;

/** Brings the accounts on a folder's ledger to where its log is. */
public final class LedgerAccountsUpdate {
  private LedgerAccountsUpdate() {}

  /**
   * Reads the whole log and posts what the accounts do not have.
   *
   * @param market id of the market
   * @param bootstrap address of the broker
   * @param keyring opens what is sealed on the log
   * @param ledger where to, as the exchange's submitter
   */
  public static AccountBridge.Report run(
      String market, String bootstrap, Keyring keyring, Ledger ledger) {
    Map<String, Rulebook> rulebooks = rulebooks(bootstrap, keyring);
    AccountBridge bridge = new AccountBridge(market, ledger);
    try (LogRecords events = new LogRecords(bootstrap, Topics.EVENTS)) {
      for (StoredRecord record : events) {
        for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
          EventEnvelope envelope = EventCodec.decodeEvent(bytes, keyring);
          if (envelope.event() instanceof Event.RulebookActivated) {
            String place = place(envelope.commandOffset(), envelope.commandIndex());
            bridge.rulebook(Objects.requireNonNull(rulebooks.get(place), place));
          }
          bridge.event(envelope.event(), new LogPlace(envelope.sequence(), EventCodec.hash(bytes)));
        }
      }
    }
    return bridge.finish();
  }

  /** What was to be activated, by the place of its command: events have only its hash. */
  private static Map<String, Rulebook> rulebooks(String bootstrap, Keyring keyring) {
    Map<String, Rulebook> found = new HashMap<>();
    try (LogRecords commands = new LogRecords(bootstrap, Topics.COMMANDS)) {
      for (StoredRecord record : commands) {
        int index = 0;
        for (CommandFrame.Entry entry : CommandCodec.decode(record.bytes(), keyring).entries()) {
          if (entry.command() instanceof Command.ActivateRulebook activate) {
            found.put(place(record.offset(), index), activate.rulebook());
          }
          index++;
        }
      }
    }
    return found;
  }

  private static String place(long offset, int index) {
    return offset + "/" + index;
  }
}
