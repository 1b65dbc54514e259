package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.SettlementBatch;

/**
 * Whether positions, trades and bill lines of one participant fit together: each trade is billed
 * once, each amount is energy times price, and what no trade covers is what was metered beyond the
 * trades. So a line that was left out is found, unless a trade or a position is left out with it.
 */
final class ParticipantSums {
  private static final String SURPLUS = " SURPLUS";
  private static final Map<BillLine.Kind, String> SIDES =
      Map.of(
          BillLine.Kind.TRADE_BUY, " BUY",
          BillLine.Kind.TRADE_SELL, " SELL",
          BillLine.Kind.BID_SURPLUS, SURPLUS);

  private final ParticipantBundle bundle;
  private final HeadCheck heads;
  private final Map<Long, TreeMap<String, Standing>> trades = new HashMap<>(); // by slot's start
  private final Map<Long, List<ParticipantBundle.Run>> runs = new TreeMap<>();

  ParticipantSums(ParticipantBundle bundle, HeadCheck heads) {
    this.bundle = bundle;
    this.heads = heads;
  }

  /** What stands of a trade on one side, or of a buyer's surplus of it. */
  private record Standing(long energyWh, long priceMicroPerKwh) {
    Standing of(long otherWh) {
      return new Standing(otherWh, priceMicroPerKwh);
    }
  }

  /**
   * @throws ArithmeticException when energy or money is beyond 64 bits
   */
  void check() {
    bundle.records().trades().forEach(this::stand);
    for (ParticipantBundle.Run run : bundle.records().runs()) {
      runs.computeIfAbsent(run.slotStartMillis(), first -> new ArrayList<>()).add(run);
    }
    Set<Long> starts = new TreeSet<>(trades.keySet());
    bundle.records().positions().forEach(one -> starts.add(one.slotStartMillis()));
    starts.removeAll(runs.keySet());
    bundle.records().open().forEach(starts::remove);
    for (long start : starts) {
      heads.add(FindingCode.BATCH_DIFFERS, "the slot " + start + " is neither settled nor open");
    }
    runs.forEach(this::slot);
  }

  private void stand(ParticipantBundle.Trade one) {
    TreeMap<String, Standing> ofSlot =
        trades.computeIfAbsent(one.slotStartMillis(), first -> new TreeMap<>());
    String key = one.tradeId() + " " + one.side();
    Standing was = ofSlot.get(key);
    switch (one.what()) {
      case "AUCTION", "CONTINUOUS", "BILATERAL" -> {
        if (was != null) {
          heads.add(FindingCode.TRADE_DIFFERS, "trade " + key + " is there twice");
        }
        ofSlot.put(key, new Standing(one.energyWh(), one.priceMicroPerKwh()));
        if (one.surplusMicroPerKwh() != 0) {
          ofSlot.put(
              one.tradeId() + SURPLUS, new Standing(one.energyWh(), one.surplusMicroPerKwh()));
        }
      }
      case "BUSTED" -> change(ofSlot, one, 0);
      case "CURTAILED" -> change(ofSlot, one, one.energyWh());
      default -> heads.add(FindingCode.TRADE_DIFFERS, "trade " + key + " is " + one.what());
    }
  }

  private static void change(
      Map<String, Standing> ofSlot, ParticipantBundle.Trade one, long energyWh) {
    List<String> keys = new ArrayList<>(List.of(one.tradeId() + " " + one.side()));
    if (one.side().equals("BUY")) {
      keys.add(one.tradeId() + SURPLUS);
    }
    for (String key : keys) {
      ofSlot.computeIfPresent(key, (same, was) -> energyWh == 0 ? null : was.of(energyWh));
    }
  }

  private void slot(long start, List<ParticipantBundle.Run> all) {
    long residual = 0;
    boolean readable = true;
    for (int i = 0; i < all.size(); i++) {
      ParticipantBundle.Run run = all.get(i);
      named(run, i);
      for (Proof.Line line : run.lines()) {
        BillLine bill = line.line();
        readable &= bill != null;
        if (bill != null) {
          amount(run, bill);
          residual = Math.addExact(residual, OwnLines.residualWh(bill));
        }
      }
      if (readable && i == 0) {
        traded(start, run);
      }
      if (readable && (i == 0 || run.batch().batchId().endsWith(".final"))) {
        metered(start, run, residual);
      }
    }
  }

  private void named(ParticipantBundle.Run run, int expected) {
    String market = bundle.about().market();
    DeliverySlot slot = new DeliverySlot(run.slotStartMillis(), run.slotMinutes());
    String id = run.batch().batchId();
    boolean first = id.equals(SettlementBatch.initialId(market, slot));
    boolean later =
        id.equals(SettlementBatch.revisedId(market, slot, expected))
            || id.equals(SettlementBatch.finalId(market, slot))
            || SettlementBatch.isCorrectedId(market, slot, id);
    if (run.run() != expected || !(expected == 0 ? first : later)) {
      heads.add(
          FindingCode.BATCH_DIFFERS,
          "expected run %d of the slot %s, found %s as run %d"
              .formatted(expected, slot, id, run.run()));
    }
  }

  private void amount(ParticipantBundle.Run run, BillLine line) {
    long amount =
        OwnLines.sign(line.kind()) * Math.multiplyExact(line.energyWh(), line.priceMicroPerKwh());
    boolean isCorrection =
        line.kind() == BillLine.Kind.CORRECTION
            || line.kind() == BillLine.Kind.CORRECTION_OTHER_SIDE;
    if (amount != line.amountNano() && !isCorrection) {
      heads.add(
          FindingCode.BILL_LINE_DIFFERS,
          "%s: %s of %d Wh at %d: expected %d, found %d"
              .formatted(
                  run.batch().batchId(),
                  line.kind(),
                  line.energyWh(),
                  line.priceMicroPerKwh(),
                  amount,
                  line.amountNano()));
    }
  }

  private void traded(long start, ParticipantBundle.Run run) {
    Map<String, Standing> billed = new TreeMap<>();
    for (Proof.Line line : run.lines()) {
      BillLine bill = line.line();
      String side = bill == null ? null : SIDES.get(bill.kind());
      if (bill != null && side != null) {
        Standing standing = new Standing(bill.energyWh(), bill.priceMicroPerKwh());
        if (billed.put(bill.tradeId() + side, standing) != null) {
          heads.add(
              FindingCode.TRADE_SETTLED_TWICE, "trade " + bill.tradeId() + " is billed twice");
        }
      }
    }
    Map<String, Standing> expected = trades.getOrDefault(start, new TreeMap<>());
    if (!expected.equals(billed)) {
      heads.add(
          FindingCode.TRADE_NOT_SETTLED,
          "%s: expected the trades %s, found %s"
              .formatted(run.batch().batchId(), expected, billed));
    }
  }

  private void metered(long start, ParticipantBundle.Run run, long residual) {
    if (run.positionVersion() == 0) {
      return; // a supplier, or a former owner of a home, has none
    }
    long net = 0;
    boolean there = false;
    for (ParticipantBundle.Position one : bundle.records().positions()) {
      if (one.slotStartMillis() == start && one.version() == run.positionVersion()) {
        net = Math.subtractExact(one.exportWh(), one.importWh());
        there = true;
      }
    }
    for (Map.Entry<String, Standing> one : trades.getOrDefault(start, new TreeMap<>()).entrySet()) {
      long energy = one.getValue().energyWh();
      if (one.getKey().endsWith(" BUY")) {
        net = Math.addExact(net, energy);
      } else if (one.getKey().endsWith(" SELL")) {
        net = Math.subtractExact(net, energy);
      }
    }
    if (!there || net != residual) {
      heads.add(
          FindingCode.BILL_LINE_DIFFERS,
          "%s: expected %s of energy that no trade covers, found %d Wh"
              .formatted(
                  run.batch().batchId(),
                  there ? net + " Wh" : "version " + run.positionVersion() + " of the position",
                  residual));
    }
  }
}
