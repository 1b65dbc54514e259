package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SettlementBatch;

/** Keeps what a log has of one participant, and nothing of others. */
final class ParticipantRecords {
  private static final long MILLIS_PER_MINUTE = 60_000;

  private final String participant;
  private final SlotRange slots;
  private final Keyring keyring;
  private final BillParts parts = new BillParts();
  private final Map<Origin, Hash> commands = new HashMap<>();
  private final Map<Long, Integer> runsOf = new HashMap<>(); // settlements so far by slot's start
  private final Map<Long, Integer> versions = new HashMap<>(); // of the last position, by start
  private final Set<Long> touched = new TreeSet<>(); // slots in which the participant has anything
  private final TreeMap<Long, List<Settled>> settled = new TreeMap<>();
  private final List<ParticipantBundle.Position> positions = new ArrayList<>();
  private final List<ParticipantBundle.Reading> readings = new ArrayList<>();
  private final List<ParticipantBundle.Trade> trades = new ArrayList<>();
  private final List<Answered> answers = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private long endMillis; // of the last slot, once its length is known

  ParticipantRecords(String participant, SlotRange slots, Keyring keyring) {
    this.participant = participant;
    this.slots = slots;
    this.keyring = keyring;
  }

  /** A settlement with the participant's lines, before it is proven. */
  record Settled(SettlementBatch batch, int run, int positionVersion, List<Proof.Line> lines) {}

  private record Origin(long commandOffset, int commandIndex) {}

  /** The first event of a command of the participant. */
  record Answered(Hash commandHash, long sequence, String event) {}

  List<ParticipantBundle.Position> positions() {
    return positions;
  }

  List<ParticipantBundle.Reading> readings() {
    return readings;
  }

  List<ParticipantBundle.Trade> trades() {
    return trades;
  }

  List<Answered> answers() {
    return answers;
  }

  List<String> missing() {
    return missing;
  }

  /** Starts of the slots in which the participant has a position, a trade or a line. */
  Set<Long> touched() {
    return touched;
  }

  /** The settlements of a slot, in order. */
  List<Settled> settled(long slotStart) {
    return settled.getOrDefault(slotStart, List.of());
  }

  /** Takes a record of {@code commands}. */
  void command(StoredRecord record) {
    CommandFrame frame = CommandCodec.decode(record.bytes(), keyring);
    List<byte[]> stored = CommandCodec.splitFrame(record.bytes());
    for (int i = 0; i < stored.size(); i++) {
      if (isOwn(frame.entries().get(i).command())) {
        commands.put(new Origin(record.offset(), i), Hash.of(stored.get(i)));
      }
    }
  }

  /** What a participant sends; what offices say of it, it is told of in notices. */
  private boolean isOwn(Command command) {
    String sender = "";
    if (command instanceof Command.PlaceOrder one) {
      sender = one.participant();
    } else if (command instanceof Command.PlaceBasket one) {
      sender = one.participant();
    } else if (command instanceof Command.AmendOrder one) {
      sender = one.participant();
    } else if (command instanceof Command.CancelOrder one) {
      sender = one.participant();
    } else if (command instanceof Command.CancelAll one) {
      sender = one.participant();
    } else if (command instanceof Command.CancelAfter one) {
      sender = one.participant();
    } else if (command instanceof Command.RegisterSigningKey one) {
      sender = one.participant();
    } else if (command instanceof Command.PayOutGains one) {
      sender = one.participant();
    } else if (command instanceof Command.ReportOutage one) {
      sender = one.participant();
    } else if (command instanceof Command.CommitStorage one) {
      sender = one.participant();
    } else if (command instanceof Command.WithdrawCommitment one) {
      sender = one.participant();
    } else if (command instanceof Command.ProposeService one) {
      sender = one.by();
    } else if (command instanceof Command.CounterService one) {
      sender = one.by();
    } else if (command instanceof Command.AcceptService one) {
      sender = one.by();
    } else if (command instanceof Command.EndNegotiation one) {
      sender = one.by();
    } else if (command instanceof Command.SetCallPrice one) {
      sender = one.participant();
    } else if (command instanceof Command.OfferStorage one) {
      sender = one.participant();
    } else if (command instanceof Command.WithdrawStorageOffer one) {
      sender = one.participant();
    } else if (command instanceof Command.BidStorage one) {
      sender = one.participant();
    } else if (command instanceof Command.WithdrawStorageBid one) {
      sender = one.participant();
    } else if (command instanceof Command.AnswerCall one) {
      sender = one.participant();
    } else if (command instanceof Command.RecordBilateral one) {
      return isParty(one.contract().terms());
    }
    return sender.equals(participant);
  }

  /** Either party sends a contract, for both. */
  private boolean isParty(BilateralTerms terms) {
    return terms.buyer().equals(participant) || terms.seller().equals(participant);
  }

  /** Takes a record of {@code events}; the commands were taken before. */
  void event(StoredRecord record) {
    for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
      EventEnvelope envelope = EventCodec.decodeEvent(bytes, keyring);
      answered(envelope, bytes);
      Event event = parts.join(envelope.event());
      if (event != null) {
        told(envelope.sequence(), event);
      }
    }
  }

  private void answered(EventEnvelope envelope, byte[] bytes) {
    Origin command = new Origin(envelope.commandOffset(), envelope.commandIndex());
    Hash hash = envelope.index() == 0 ? commands.remove(command) : null;
    if (hash != null) {
      String stored = Base64.getEncoder().encodeToString(bytes);
      answers.add(new Answered(hash, envelope.sequence(), stored));
    }
  }

  private void told(long number, Event event) {
    if (event instanceof Event.PositionRecorded one) {
      position(number, one.position());
    } else if (event instanceof Event.PositionErased one) {
      if (is(one.position().slot()) && one.position().participant().equals(participant)) {
        touch(one.position().slot(), one.position().version());
        missing.add(
            "version %d of the position of %s was erased"
                .formatted(one.position().version(), one.position().slot()));
      }
    } else if (event instanceof Event.SlotSettled one) {
      settle(one);
    } else if (event instanceof Event.SlotRevised one) {
      settle(new Event.SlotSettled(one.batch(), one.billLines(), one.erasedLines()));
    } else {
      trade(number, event);
    }
  }

  private void position(long number, MeteredPosition one) {
    if (is(one.slot()) && one.participant().equals(participant)) {
      touch(one.slot(), one.version());
      positions.add(
          new ParticipantBundle.Position(
              one.slot().startMillis(),
              one.slot().minutes(),
              one.version(),
              one.importWh(),
              one.exportWh(),
              one.quality().name(),
              number));
    }
  }

  private void touch(DeliverySlot slot, int version) {
    touched.add(slot.startMillis());
    versions.put(slot.startMillis(), version);
  }

  private void trade(long number, Event event) {
    if (event instanceof Event.TradeMade one) {
      trade(one.slot(), new Parties(one.buyer(), one.seller()), one.energyWh(), number, one);
    } else if (event instanceof Event.ContinuousTrade one) {
      trade(one.slot(), new Parties(one.buyer(), one.seller()), one.energyWh(), number, one);
    } else if (event instanceof Event.TradeBusted one) {
      trade(one.slot(), new Parties(one.buyer(), one.seller()), one.energyWh(), number, one);
    } else if (event instanceof Event.TradeCurtailed one) {
      trade(one.slot(), new Parties(one.buyer(), one.seller()), one.leftWh(), number, one);
    }
  }

  private record Parties(String buyer, String seller) {}

  private void trade(DeliverySlot slot, Parties parties, long energyWh, long number, Event event) {
    for (boolean buys : new boolean[] {true, false}) {
      if (is(slot) && (buys ? parties.buyer() : parties.seller()).equals(participant)) {
        touched.add(slot.startMillis());
        What what = What.of(event);
        trades.add(
            new ParticipantBundle.Trade(
                number,
                slot.startMillis(),
                what.word(),
                what.tradeId(),
                buys ? "BUY" : "SELL",
                energyWh,
                what.price(),
                buys && event instanceof Event.TradeMade made ? made.surplusMicroPerKwh() : 0));
      }
    }
  }

  private record What(String word, long tradeId, long price) {
    static What of(Event event) {
      if (event instanceof Event.TradeMade one) {
        return new What("AUCTION", one.tradeId(), one.priceMicroPerKwh());
      } else if (event instanceof Event.ContinuousTrade one) {
        String word = one.isBilateral() ? "BILATERAL" : "CONTINUOUS";
        return new What(word, one.tradeId(), one.priceMicroPerKwh());
      } else if (event instanceof Event.TradeBusted one) {
        return new What("BUSTED", one.tradeId(), one.priceMicroPerKwh());
      }
      return new What("CURTAILED", ((Event.TradeCurtailed) event).tradeId(), 0);
    }
  }

  private void settle(Event.SlotSettled slot) {
    SettlementBatch batch = slot.batch();
    long start = batch.slot().startMillis();
    int run = runsOf.merge(start, 1, Integer::sum) - 1;
    if (!is(batch.slot())) {
      return;
    }
    List<BillLeaf> leaves = BillLeaf.of(slot);
    List<Hash> hashes = leaves.stream().map(BillLeaf::leafHash).toList();
    if (!MerkleRoot.ofHashes(hashes).equals(batch.billRoot())) {
      throw new ProofException(
          batch.batchId() + " has another root than its lines: see `audit verify`");
    }
    MerklePaths paths = new MerklePaths(hashes);
    List<Proof.Line> lines = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      BillLeaf leaf = leaves.get(i);
      if (leaf.participant().equals(participant)) {
        BillLine line = leaf.line();
        boolean told = line != null && !OwnLines.tellsOfAnother(line);
        lines.add(
            new Proof.Line(
                i, told ? line : null, told ? null : leaf.leafHash(), paths.inclusion(i)));
        touched.add(start);
      }
    }
    settled
        .computeIfAbsent(start, first -> new ArrayList<>())
        .add(new Settled(batch, run, versions.getOrDefault(start, 0), lines));
  }

  /**
   * Takes a record of {@code readings}; the events were taken before.
   *
   * @param meters when the participant has which meter
   */
  void reading(StoredRecord record, ParticipantBundleMaker.Meters meters) {
    if (ReadingCodec.decode(record.bytes(), keyring) instanceof ReadingRecord.Reading taken) {
      MeterReading reading = taken.reading();
      long time = reading.timeMillis();
      boolean within = time >= slots.from().toEpochMilli() && time <= endMillis;
      if (within && meters.owns(reading.meter(), time)) {
        Hash hash = Hash.of(ReadingCodec.chained(record.bytes()));
        readings.add(
            new ParticipantBundle.Reading(reading.meter(), reading.sequence(), time, hash));
      }
    }
  }

  private boolean is(DeliverySlot slot) {
    long start = slot.startMillis();
    boolean wanted = start >= slots.from().toEpochMilli() && start <= slots.to().toEpochMilli();
    if (wanted) {
      endMillis = Math.max(endMillis, start + slot.minutes() * MILLIS_PER_MINUTE);
    }
    return wanted;
  }
}
