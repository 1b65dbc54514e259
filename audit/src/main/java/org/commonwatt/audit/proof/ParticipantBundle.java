package org.commonwatt.audit.proof;

import java.util.Base64;
import java.util.List;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What a market has of one participant, and what proves it: {@code
 * docs/formats/participant-bundle.md}. The engine that signed the head signs the whole.
 *
 * @param about whose, of which slots, and who asked
 * @param records what log and ledger have of the participant
 * @param head the signed head that everything is under
 * @param consistency that the head goes on from an earlier one, or null
 * @param signature the engine's over the bytes of the file without it, in Base64
 */
public record ParticipantBundle(
    About about,
    Records records,
    TreeHead head,
    @Nullable Consistency consistency,
    String signature) {
  static final String KIND = "commonwatt-participant-bundle-1";

  /**
   * Of whom and for whom.
   *
   * @param market id of the market
   * @param participant whose data
   * @param slots the slots asked for
   * @param asked who asked
   */
  public record About(String market, String participant, SlotRange slots, Asked asked) {}

  /**
   * Who asked for it.
   *
   * @param viewer which account
   * @param role what that is
   * @param purpose what for, in its words
   */
  public record Asked(String viewer, String role, String purpose) {}

  /**
   * Everything of the participant.
   *
   * @param positions the metered positions that were recorded, every version that can be read
   * @param readings of its meters in the slots
   * @param trades its trades, and what became of them, in the log's order
   * @param answers the first event of each command that it sent
   * @param runs the settlements of the slots in which it has anything
   * @param open starts of slots in which it has something that is not settled and confirmed
   * @param missing what cannot be read any more, one sentence each
   */
  public record Records(
      List<Position> positions,
      List<Reading> readings,
      List<Trade> trades,
      List<Answer> answers,
      List<Run> runs,
      List<Long> open,
      List<String> missing) {
    /** Copies the lists. */
    public Records {
      positions = List.copyOf(positions);
      readings = List.copyOf(readings);
      trades = List.copyOf(trades);
      answers = List.copyOf(answers);
      runs = List.copyOf(runs);
      open = List.copyOf(open);
      missing = List.copyOf(missing);
    }
  }

  /**
   * A recorded position, Wh.
   *
   * @param event number of the event that recorded it
   */
  public record Position(
      long slotStartMillis,
      int slotMinutes,
      int version,
      long importWh,
      long exportWh,
      String quality,
      long event) {}

  /** A reading by its record's hash, which the meter's next one is chained to. */
  public record Reading(String meter, long sequence, long timeMillis, Hash recordHash) {}

  /**
   * A trade, or what became of it.
   *
   * @param event number of the event that tells it
   * @param what {@code AUCTION}, {@code CONTINUOUS}, {@code BILATERAL}, {@code BUSTED} or {@code
   *     CURTAILED}
   * @param side the participant's: {@code BUY} or {@code SELL}
   * @param energyWh its energy, Wh; what is left, when it was curtailed
   * @param priceMicroPerKwh µ/kWh; 0 when it was curtailed
   * @param surplusMicroPerKwh what it pays beside the price as the market's surplus, µ/kWh; else 0
   */
  public record Trade(
      long event,
      long slotStartMillis,
      String what,
      long tradeId,
      String side,
      long energyWh,
      long priceMicroPerKwh,
      long surplusMicroPerKwh) {}

  /**
   * A command that the participant sent, with its first event.
   *
   * @param commandHash SHA-256 of the command's stored bytes
   * @param sequence number of the event
   * @param event its stored bytes, in Base64
   * @param path from its leaf to the head of the tree of events
   */
  public record Answer(Hash commandHash, long sequence, String event, List<Hash> path) {
    /** Copies the path. */
    public Answer {
      path = List.copyOf(path);
    }

    /**
     * The event's stored bytes.
     *
     * @throws ProofException when they are no Base64
     */
    public byte[] stored() {
      try {
        return Base64.getDecoder().decode(event);
      } catch (IllegalArgumentException e) {
        throw new ProofException("an event that is no Base64");
      }
    }
  }

  /**
   * A settlement.
   *
   * @param slotStartMillis start of its slot
   * @param slotMinutes the slot's length
   * @param run which one of the slot, from 0
   * @param positionVersion version of the participant's position when it was settled, 0 for none
   * @param batch the batch
   * @param lines the participant's lines; one that tells of another is only its leaf's hash
   * @param batchIndex place of the batch in the tree of batches
   * @param batchPath from there to the head of that tree
   * @param header header of the ledger's block
   */
  public record Run(
      long slotStartMillis,
      int slotMinutes,
      int run,
      int positionVersion,
      BatchLeaf batch,
      List<Proof.Line> lines,
      int batchIndex,
      List<Hash> batchPath,
      Header header) {
    /** Copies the lists. */
    public Run {
      lines = List.copyOf(lines);
      batchPath = List.copyOf(batchPath);
    }
  }

  /**
   * The header of a ledger's block, whose number its batch has.
   *
   * @param previousHash hash of the block before
   * @param dataHash hash of what is in the block
   * @param path from the header to the head of the tree of blocks
   */
  public record Header(Hash previousHash, Hash dataHash, List<Hash> path) {
    /** Copies the path. */
    public Header {
      path = List.copyOf(path);
    }
  }

  /** The bytes of the file. */
  public byte[] write() {
    return ParticipantBundleJson.write(this);
  }

  /**
   * Reads a file.
   *
   * @throws ProofException when it is none
   */
  public static ParticipantBundle read(byte[] bytes) {
    return ParticipantBundleJson.read(bytes);
  }

  ParticipantBundle withSignature(String other) {
    return new ParticipantBundle(about, records, head, consistency, other);
  }
}
