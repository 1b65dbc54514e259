package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.audit.bundle.Spoiling;
import org.commonwatt.audit.bundle.TestSigner;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Hash;

/** Participants' bundles that somebody has tampered with: a carrier, or the market itself. */
final class ParticipantTamperings {
  /** How many ways the market has to forge one. */
  static final int WAYS = 17;

  private static final ParticipantBundle HONEST = ParticipantExample.of("ann");
  private static final ParticipantBundle.Records WAS = HONEST.records();
  private static final ParticipantBundle.Run RUN = WAS.runs().get(0);

  private ParticipantTamperings() {}

  /** Somebody on the way changed bytes of the file. */
  static byte[] file(Random random) {
    return Spoiling.bytes(HONEST.write(), random);
  }

  /** The market says something else, and signs it anew; or another signs it. */
  static byte[] forged(Random random) {
    return forged(random.nextInt(WAYS), 1 + random.nextInt(100));
  }

  /**
   * @param by how much is another; positive
   */
  static byte[] forged(int way, int by) {
    return switch (way) {
      case 0 -> lines(without(RUN.lines(), by));
      case 1 -> lines(changed(by, 0));
      case 2 -> lines(changed(0, by));
      case 3 -> lines(twice(by));
      case 4 -> run(leaf(RUN.batch().batchId(), "other-" + by, RUN.batch().block()));
      case 5 -> run(leaf(RUN.batch().batchId(), RUN.batch().transactionId(), 0));
      case 6 -> run(leaf("m.1659424500.initial", RUN.batch().transactionId(), 1));
      case 7 -> header(by);
      case 8 -> trades(without(WAS.trades(), by));
      case 9 -> trades(more(by));
      case 10 -> positions(List.of(position(by)));
      case 11 -> positions(List.of());
      case 12 -> runs(List.of());
      case 13 -> answers(by);
      case 14 -> about(new ParticipantBundle.About("n", "ann", slots(), asked()));
      case 15 -> about(new ParticipantBundle.About("m", "bob", slots(), asked()));
      default -> otherPurpose(by);
    };
  }

  private static SlotRange slots() {
    return HONEST.about().slots();
  }

  private static ParticipantBundle.Asked asked() {
    return HONEST.about().asked();
  }

  private static <T> List<T> without(List<T> all, int which) {
    List<T> fewer = new ArrayList<>(all);
    fewer.remove(which % all.size());
    return fewer;
  }

  private static List<Proof.Line> changed(int energy, int amount) {
    List<Proof.Line> lines = new ArrayList<>(RUN.lines());
    Proof.Line was = lines.get(0);
    BillLine line = Objects.requireNonNull(was.line());
    BillLine other =
        new BillLine(
            line.participant(),
            line.slot(),
            line.kind(),
            line.counterparty(),
            line.tradeId(),
            line.energyWh() + energy,
            line.priceMicroPerKwh(),
            line.amountNano() + amount,
            line.salt());
    lines.set(0, new Proof.Line(was.index(), other, null, was.path()));
    return lines;
  }

  private static List<Proof.Line> twice(int which) {
    List<Proof.Line> lines = new ArrayList<>(RUN.lines());
    int at = which % lines.size();
    lines.add(at, lines.get(at));
    return lines;
  }

  private static BatchLeaf leaf(String id, String transaction, long block) {
    BatchLeaf was = RUN.batch();
    return new BatchLeaf(
        id, was.batchHash(), was.billRoot(), was.billLineCount(), transaction, block);
  }

  private static byte[] lines(List<Proof.Line> lines) {
    return run(RUN.batch(), lines, RUN.header());
  }

  private static byte[] run(BatchLeaf batch) {
    return run(batch, RUN.lines(), RUN.header());
  }

  private static byte[] header(int by) {
    Hash other = Hash.of(new byte[] {(byte) by});
    ParticipantBundle.Header was = RUN.header();
    ParticipantBundle.Header header =
        by % 2 == 0
            ? new ParticipantBundle.Header(other, was.dataHash(), was.path())
            : new ParticipantBundle.Header(was.previousHash(), other, was.path());
    return run(RUN.batch(), RUN.lines(), header);
  }

  private static byte[] run(
      BatchLeaf batch, List<Proof.Line> lines, ParticipantBundle.Header header) {
    return runs(
        List.of(
            new ParticipantBundle.Run(
                RUN.slotStartMillis(),
                RUN.slotMinutes(),
                RUN.run(),
                RUN.positionVersion(),
                batch,
                lines,
                RUN.batchIndex(),
                RUN.batchPath(),
                header)));
  }

  private static byte[] runs(List<ParticipantBundle.Run> runs) {
    return records(WAS.positions(), WAS.trades(), WAS.answers(), runs);
  }

  private static byte[] trades(List<ParticipantBundle.Trade> trades) {
    return records(WAS.positions(), trades, WAS.answers(), WAS.runs());
  }

  private static byte[] positions(List<ParticipantBundle.Position> positions) {
    return records(positions, WAS.trades(), WAS.answers(), WAS.runs());
  }

  private static List<ParticipantBundle.Trade> more(int by) {
    List<ParticipantBundle.Trade> trades = new ArrayList<>(WAS.trades());
    ParticipantBundle.Trade was = trades.get(0);
    trades.set(
        0,
        new ParticipantBundle.Trade(
            was.event(),
            was.slotStartMillis(),
            was.what(),
            was.tradeId(),
            was.side(),
            was.energyWh() + by,
            was.priceMicroPerKwh(),
            was.surplusMicroPerKwh()));
    return trades;
  }

  private static ParticipantBundle.Position position(int by) {
    ParticipantBundle.Position was = WAS.positions().get(0);
    return new ParticipantBundle.Position(
        was.slotStartMillis(),
        was.slotMinutes(),
        was.version(),
        was.importWh() + by,
        was.exportWh(),
        was.quality(),
        was.event());
  }

  /** An event of a command with other bits at its end. */
  private static byte[] answers(int by) {
    List<ParticipantBundle.Answer> answers = new ArrayList<>(WAS.answers());
    int at = by % answers.size();
    ParticipantBundle.Answer was = answers.get(at);
    byte[] stored = was.stored();
    stored[stored.length - 1] ^= (byte) by;
    String event = Base64.getEncoder().encodeToString(stored);
    answers.set(
        at, new ParticipantBundle.Answer(was.commandHash(), was.sequence(), event, was.path()));
    return records(WAS.positions(), WAS.trades(), answers, WAS.runs());
  }

  private static byte[] records(
      List<ParticipantBundle.Position> positions,
      List<ParticipantBundle.Trade> trades,
      List<ParticipantBundle.Answer> answers,
      List<ParticipantBundle.Run> runs) {
    return signed(
            new ParticipantBundle(
                HONEST.about(),
                new ParticipantBundle.Records(
                    positions, WAS.readings(), trades, answers, runs, WAS.open(), WAS.missing()),
                HONEST.head(),
                null,
                ""),
            ProofExample.ENGINE)
        .write();
  }

  private static byte[] about(ParticipantBundle.About about) {
    return signed(new ParticipantBundle(about, WAS, HONEST.head(), null, ""), ProofExample.ENGINE)
        .write();
  }

  /** Who asked is said to have asked for something else, and somebody else signs that. */
  private static byte[] otherPurpose(int by) {
    ParticipantBundle.Asked asked =
        new ParticipantBundle.Asked("regulator", "regulator", "purpose " + by);
    ParticipantBundle.About about = new ParticipantBundle.About("m", "ann", slots(), asked);
    ParticipantBundle other =
        new ParticipantBundle(about, WAS, HONEST.head(), null, HONEST.signature());
    return (by % 2 == 0 ? other : signed(other, new TestSigner(99))).write();
  }

  private static ParticipantBundle signed(ParticipantBundle bundle, TestSigner signer) {
    byte[] signature = signer.sign(ParticipantBundleMaker.signed(bundle));
    return bundle.withSignature(Base64.getEncoder().encodeToString(signature));
  }
}
