package org.commonwatt.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.ledger.AccountsJson;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.BatteryJson;
import org.commonwatt.ledger.BilateralJson;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.InvoiceJson;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.OriginJson;
import org.commonwatt.ledger.RegistryJson;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;

/** Arguments of the contracts, by the contracts' own rules, and what others read of the ledger. */
final class LedgerParsers {
  /** Every function with one argument that writes; an input's first byte chooses one. */
  private static final List<LedgerCall> CALLS =
      List.of(
          LedgerCall.of("settlement", "PostBatch"),
          LedgerCall.of("settlement", "IndexBatches"),
          LedgerCall.of("registry", "PostEntries"),
          LedgerCall.of("invoices", "Issue"),
          LedgerCall.of("origin", "DeclareSource"),
          LedgerCall.of("origin", "PostRun"),
          LedgerCall.of("accounts", "Register"),
          LedgerCall.of("accounts", "Propose"),
          LedgerCall.of("accounts", "Confirm"),
          LedgerCall.of("accounts", "PostBatches"),
          LedgerCall.of("accounts", "PostStep"),
          LedgerCall.of("accounts", "Fold"),
          LedgerCall.of("bilateral", "Record"),
          LedgerCall.of("disputes", "Open"),
          LedgerCall.of("disputes", "Resolve"),
          LedgerCall.of("batteries", "RegisterOrganisation"),
          LedgerCall.of("batteries", "Submit"));

  private static final List<Consumer<String>> READERS =
      List.of(
          AccountsJson::readParticipant,
          AccountsJson::readTransfer,
          AccountsJson::readPostings,
          AccountsJson::readFold,
          BatchJson::read,
          BatteryJson::readStatement,
          BilateralJson::read,
          BilateralJson::readPrice,
          InvoiceJson::read,
          OriginJson::readRun,
          OriginJson::readDeclaration,
          RegistryJson::read);

  private static final MemoryLedger LEDGER =
      new MemoryLedger(
          new MemoryChain(), MemoryLedger.SUBMITTER, LedgerFaults.NONE, ConflictRetry.NONE);

  private LedgerParsers() {}

  static List<Parser> all() {
    return List.of(
        new Parser("contract-arguments", LedgerParsers::calls, LedgerParsers::called),
        new Parser("ledger-json", LedgerParsers::texts, LedgerParsers::read));
  }

  private static List<byte[]> texts() {
    List<byte[]> texts = new ArrayList<>(Seeds.examples("ledger.md"));
    texts.addAll(Seeds.below("ledger-api/src/test/resources/settlement-batch", ".json"));
    texts.addAll(Seeds.below("docs/formats", "origin-run.example.json"));
    return texts;
  }

  /** Each text as the argument of each call. */
  private static List<byte[]> calls() {
    List<byte[]> texts = texts();
    List<byte[]> seeds = new ArrayList<>();
    for (int call = 0; call < CALLS.size(); call++) {
      for (byte[] text : texts) {
        byte[] seed = new byte[text.length + 1];
        seed[0] = (byte) call;
        System.arraycopy(text, 0, seed, 1, text.length);
        seeds.add(seed);
      }
    }
    return seeds;
  }

  private static boolean called(byte[] input) {
    if (input.length == 0) {
      return false;
    }
    LedgerCall call = CALLS.get(Byte.toUnsignedInt(input[0]) % CALLS.size());
    String argument = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    return LEDGER.evaluate(LedgerCall.of(call.contract(), call.function(), argument))
        instanceof EvaluateOutcome.Returned;
  }

  private static boolean read(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    boolean taken = false;
    for (Consumer<String> reader : READERS) {
      try {
        reader.accept(text);
        taken = true;
      } catch (LedgerException e) {
        // It is another kind's, or none.
      }
    }
    return taken;
  }
}
