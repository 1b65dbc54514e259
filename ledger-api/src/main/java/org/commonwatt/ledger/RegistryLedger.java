package org.commonwatt.ledger;

import java.util.List;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.RulebookEntry;

/** The registry contract, typed: what the engine submits and whoever inspects it reads. */
public final class RegistryLedger {
  /** Name of the contract. */
  public static final String CONTRACT = "registry";

  /** Name of the function that records. */
  public static final String POST = "PostEntries";

  private final Ledger ledger;

  /** Calls the registry contract on a ledger. */
  public RegistryLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * How far the registry of a market has come.
   *
   * @param toSequence number of the last event that it covers, 0 for none
   * @param nextOffset offset on {@code events} behind it
   * @param rulebookVersion the last registered version, 0 for none
   */
  public record Head(long toSequence, long nextOffset, int rulebookVersion) {
    /** Of a market of which nothing is registered. */
    public static final Head NONE = new Head(0, 0, 0);
  }

  /**
   * Posts entries, once: those that do not begin where the head ends are refused with {@code
   * WRONG_START}.
   */
  public SubmitOutcome post(RegistryEntries entries) {
    return ledger.submit(LedgerCall.of(CONTRACT, POST, RegistryJson.write(entries)));
  }

  /** How far the registry of a market has come. */
  public Head head(String market) {
    EvaluateOutcome outcome = ledger.evaluate(LedgerCall.of(CONTRACT, "GetHead", market));
    if (outcome instanceof EvaluateOutcome.Rejected rejected
        && rejected.rejection().code().equals("HEAD_NOT_FOUND")) {
      return Head.NONE;
    }
    return RegistryJson.readHead(result(outcome));
  }

  /** The registered rulebooks of a market, by version. */
  public List<RulebookEntry> rulebooks(String market) {
    return RegistryJson.readRulebooks(ask("ListRulebooks", market));
  }

  /** The registered auctions of a market, in the order of their slots. */
  public List<AuctionEntry> auctions(String market) {
    return RegistryJson.readAuctions(ask("ListAuctions", market));
  }

  private String ask(String function, String market) {
    return result(ledger.evaluate(LedgerCall.of(CONTRACT, function, market)));
  }

  private static String result(EvaluateOutcome outcome) {
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return returned.result();
    }
    throw new LedgerException("the registry contract refused a query: " + outcome);
  }
}
