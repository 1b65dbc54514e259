package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.HandOverMeterPoint;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who handed a home over and still has a trade is settled with nothing metered. */
class HandedOverHomeTest {
  /** Lets the second verifier check a log without its ledger. */
  static final String LOG_ALONE =
      """
      import os, sys
      sys.path.insert(0, sys.argv[1])
      from log import Log
      from seals import Keyring
      from verify import Findings
      records = {"log/positions": []}
      for topic in ("commands", "events"):
          lines = open(os.path.join(sys.argv[2], topic)).read().split("\\n")
          pairs = [line.split(" ") for line in lines if line]
          records["log/" + topic] = [(int(offset), bytes.fromhex(data)) for offset, data in pairs]
      findings = Findings()
      log = Log(records, Keyring(), findings)
      log.check()
      print(log.counts(), *findings, sep="\\n")
      """;

  @TempDir private Path folder;

  @Test
  void bothVerifiersSettleItsTradeInEveryRun() throws Exception {
    Day day = day();
    assertThat(
            Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger())).findings())
        .isEmpty();
    if (!Python3.isThere()) {
      return;
    }
    write(folder, "commands", day.commands());
    write(folder, "events", day.events());
    Python3.Run run = Python3.run("-c", LOG_ALONE, Python3.FOLDER.toString(), folder.toString());
    assertThat(run.out().strip())
        .endsWith("1 trades, 2 batches, " + lines(day) + " bill lines (0 sealed)");
  }

  /** Dan buys 100 Wh and moves out before the slot begins; Ann's reading is corrected. */
  private static Day day() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    Safeguards.NONE
                        .withRegistration(
                            new Registration("registrar", false, "meters", false, "bank", 5))
                        .withSettlement(new SettlementRules(List.of(), 1))));
    for (String who : List.of("dan", "eve")) {
      day.add(new RegisterAccount(who));
      day.add(new SetAccountState("registrar", who, AccountState.ACTIVE));
    }
    day.add(
        new RequestMeterPoint(
            "dan", new MeterPoint("p", "east", "m", 9_000, 9_000), ContinuousDay.START));
    day.add(new DecideMeterPoint("meters", "dan", "p", true));
    day.sell("ann", 100_000, 100);
    day.buy("dan", 200_000, 100);
    day.tick(-15);
    day.add(new HandOverMeterPoint("meters", "p", "eve", ContinuousDay.START));
    day.settle();
    day.add(new ReportPosition(position("eve", 1, 40)));
    assertThat(lines(day.log())).isPositive();
    day.add(new ReportPosition(position("ann", 2, 70)));
    day.add(new Tick(ContinuousDay.START + 3_600_000 + 15 * ContinuousDay.MINUTE));
    chain(day.log());
    return day.log();
  }

  /** What the rules give leaves the hash of the batch before open. */
  private static void chain(Day day) {
    List<SlotSettled> first = new ArrayList<>();
    day.change(
        SlotSettled.class,
        settled -> {
          first.add(settled);
          return settled;
        });
    assertThat(first.get(0).billLines())
        .filteredOn(line -> line.participant().equals("dan"))
        .extracting(BillLine::kind)
        .contains(BillLine.Kind.TRADE_BUY, BillLine.Kind.RESIDUAL_INJECTION);
    day.change(
        SlotRevised.class,
        run ->
            new SlotRevised(
                after(BatchHashes.batch(first.get(0).batch()), run.batch()),
                run.run(),
                run.billLines()));
  }

  /** A batch behind another. */
  static SettlementBatch after(Hash predecessor, SettlementBatch b) {
    return new SettlementBatch(
        b.batchId(),
        b.market(),
        b.slot(),
        b.rulebookVersion(),
        b.rulebookHash(),
        b.auctionHash(),
        b.positionsHash(),
        b.billRoot(),
        b.billLineCount(),
        predecessor,
        b.postings());
  }

  private static int lines(Day day) {
    List<BillLine> lines = new ArrayList<>();
    day.change(
        SlotSettled.class,
        settled -> {
          lines.addAll(settled.billLines());
          return settled;
        });
    day.change(
        SlotRevised.class,
        run -> {
          lines.addAll(run.billLines());
          return run;
        });
    return lines.size();
  }

  private static MeteredPosition position(String who, int version, long importWh) {
    return new MeteredPosition(who, ContinuousDay.SLOT, version, importWh, 0, Quality.ACTUAL);
  }

  static void write(Path folder, String topic, List<StoredRecord> records) throws IOException {
    List<String> lines = new ArrayList<>();
    for (StoredRecord record : records) {
      lines.add(record.offset() + " " + HexFormat.of().formatHex(record.bytes()));
    }
    Files.write(folder.resolve(topic), lines);
  }
}
