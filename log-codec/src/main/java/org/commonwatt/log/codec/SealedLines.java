package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.codec.proto.SettlementProto;
import org.commonwatt.log.seal.Context;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedLine;
import org.jspecify.annotations.Nullable;

/** Bill lines, in clear or sealed: participant, slot, subject and the leaf's hash stay readable. */
final class SealedLines {
  private static final String KIND = "bill line";

  private SealedLines() {}

  /**
   * Lines of a settlement that are read.
   *
   * @param readable those that can be
   * @param erased what is left of those whose keys were erased
   */
  record Read(List<BillLine> readable, List<ErasedLine> erased) {}

  /**
   * Neighbouring lines of a settlement run.
   *
   * @param run its number, 0 for the initial one
   * @param first place of the first of them among all lines
   */
  static List<SettlementProto.BillLine> encode(
      int run, int first, List<BillLine> lines, Seals seals) {
    List<SettlementProto.BillLine> encoded = new ArrayList<>();
    for (BillLine line : lines) {
      encoded.add(encode(run, first + encoded.size(), line, seals));
    }
    return encoded;
  }

  /**
   * Neighbouring lines of a settlement run.
   *
   * @param run its number, 0 for the initial one
   * @param first place of the first of them among all lines
   */
  static Read decode(int run, int first, List<SettlementProto.BillLine> lines, Seals seals) {
    Read read = new Read(new ArrayList<>(), new ArrayList<>());
    int index = first;
    for (SettlementProto.BillLine line : lines) {
      BillLine readable = decode(run, index, line, seals);
      if (readable == null) {
        read.erased.add(erased(index, line));
      } else {
        read.readable.add(readable);
      }
      index++;
    }
    return read;
  }

  /**
   * A line of a settlement run.
   *
   * @param run its number, which its seal is bound to unless it is 0
   * @param index its place among the lines, which its seal is bound to
   */
  static SettlementProto.BillLine encode(int run, int index, BillLine line, Seals seals) {
    SettlementProto.BillLine plain = SettlementConverter.encode(line);
    BillLine.Seal seal = line.seal();
    if (seal == null) {
      return plain;
    }
    SettlementProto.BillLine content = plain.toBuilder().clearParticipant().clearSlot().build();
    Subject subject = Subject.participant(seal.subject());
    return SettlementProto.BillLine.newBuilder()
        .setParticipant(line.participant())
        .setSlot(plain.getSlot())
        .setSealed(
            seals.seal(
                subject,
                seal.keyId(),
                context(subject, line.participant(), line.slot(), run, index),
                content.toByteString()))
        .setSubject(seal.subject())
        .setLeafHash(Fields.bytes(seal.leafHash()))
        .build();
  }

  /** A line, null when its key was erased. */
  static @Nullable BillLine decode(int run, int index, SettlementProto.BillLine line, Seals seals) {
    known(line);
    if (!line.hasSealed()) {
      if (!line.getSubject().isEmpty() || !line.getLeafHash().isEmpty()) {
        throw CodecException.missingField("sealed");
      }
      return SettlementConverter.decode(line);
    }
    requireNothingElse(line);
    BillLine.Seal seal = seal(line);
    Subject subject = Subject.participant(seal.subject());
    DeliverySlot slot = ModelConverter.decode(line.hasSlot(), line.getSlot());
    Seals.Opened opened =
        seals.open(
            subject, context(subject, line.getParticipant(), slot, run, index), line.getSealed());
    if (opened == null) {
      return null;
    }
    try {
      SettlementProto.BillLine content =
          SettlementProto.BillLine.parseFrom(opened.payload()).toBuilder()
              .setParticipant(line.getParticipant())
              .setSlot(line.getSlot())
              .build();
      return SettlementConverter.decode(content).withSeal(seal);
    } catch (InvalidProtocolBufferException e) {
      throw CodecException.notARecord(e);
    }
  }

  /** What is left of a line whose key was erased. */
  static ErasedLine erased(int index, SettlementProto.BillLine line) {
    return new ErasedLine(index, line.getParticipant(), seal(line));
  }

  private static BillLine.Seal seal(SettlementProto.BillLine line) {
    return new BillLine.Seal(
        line.getSubject(),
        Seals.keyId(line.getSealed()),
        Fields.hash(line.getLeafHash(), "leaf_hash"));
  }

  private static void requireNothingElse(SettlementProto.BillLine line) {
    SettlementProto.BillLine rest =
        line.toBuilder()
            .clearParticipant()
            .clearSlot()
            .clearSealed()
            .clearSubject()
            .clearLeafHash()
            .build();
    if (!rest.equals(SettlementProto.BillLine.getDefaultInstance())) {
      throw CodecException.outOfRange("a bill line is either in clear or sealed");
    }
  }

  private static Context context(
      Subject subject, String participant, DeliverySlot slot, int run, int index) {
    Context context =
        Context.of(KIND, subject)
            .text(participant)
            .number(slot.startMillis())
            .number(slot.minutes())
            .number(index);
    return run == 0 ? context : context.number(run);
  }
}
