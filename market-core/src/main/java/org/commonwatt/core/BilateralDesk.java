package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command.RecordBilateral;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.BilateralAccepted;
import org.commonwatt.model.Event.BilateralRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.SigningKeyRegistered;
import org.commonwatt.model.Event.SigningKeyRejected;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Takes the keys of participants, and contracts that two of them have signed. A contract is a trade
 * of each of its slots, at the price 0: its money is paid outside of the market, the grid's fee is
 * not.
 */
final class BilateralDesk {
  private final SlotSchedule schedule;
  private final BilateralChecks checks;
  private final TradeIds tradeIds;
  private final TreeMap<String, String> keys = new TreeMap<>(); // by participant
  private final TreeMap<String, Long> ends = new TreeMap<>(); // by contract

  BilateralDesk(SlotSchedule schedule, PreTrade preTrade, RoomChecks room, TradeIds tradeIds) {
    this.schedule = schedule;
    this.checks = new BilateralChecks(schedule, preTrade, room);
    this.tradeIds = tradeIds;
  }

  /** Takes a key; what was signed with the one before stays. */
  void register(RegisterSigningKey command, EventSink sink) {
    Rejection rejection = checkKey(command);
    if (rejection != null) {
      sink.emit(new SigningKeyRejected(command.participant(), rejection));
      return;
    }
    keys.put(command.participant(), command.key());
    sink.emit(new SigningKeyRegistered(command.participant(), command.key()));
  }

  /** Takes a contract, with a trade for each of its slots. */
  void record(RecordBilateral command, EventSink sink) {
    BilateralTerms terms = command.contract().terms();
    Rejection rejection = check(command);
    if (rejection != null) {
      sink.emit(
          new BilateralRejected(terms.contractId(), terms.buyer(), terms.seller(), rejection));
      return;
    }
    ends.put(terms.contractId(), terms.toMillis());
    sink.emit(
        new BilateralAccepted(command.contract(), keyOf(terms.buyer()), keyOf(terms.seller())));
    for (DeliverySlot of : terms.slots()) {
      SlotState slot = checks.slot(of.startMillis());
      ContinuousTrade trade = trade(terms, slot);
      slot.count(2 * terms.energyWh()); // as an order of each side would
      slot.add(trade, tradeIds.timeMillis());
      sink.emit(trade);
    }
  }

  /** Forgets contracts whose last slot ended at an instant or before. */
  void forget(long untilMillis) {
    ends.values().removeIf(end -> end <= untilMillis);
  }

  /** The key of a participant, null when it has none. */
  @Nullable String key(String participant) {
    return keys.get(participant);
  }

  void save(StateWriter out) {
    out.number(keys.size());
    keys.forEach(
        (participant, key) -> {
          out.text(participant);
          out.text(key);
        });
    out.number(ends.size());
    ends.forEach(
        (contract, end) -> {
          out.text(contract);
          out.number(end);
        });
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      keys.put(in.text(), in.text());
    }
    for (int left = in.count(); left > 0; left--) {
      ends.put(in.text(), in.number());
    }
  }

  private ContinuousTrade trade(BilateralTerms terms, SlotState slot) {
    return new ContinuousTrade(
        tradeIds.next(),
        slot.slot(),
        0,
        0,
        Side.BUY,
        slot.rules().sharedId(terms.buyer()),
        slot.rules().sharedId(terms.seller()),
        slot.rules().sharedId(terms.area()),
        slot.rules().sharedId(terms.area()),
        terms.energyWh(),
        0,
        BilateralChecks.feeMicroPerKwh(terms.area(), slot.rules().rulebook()),
        List.of(),
        null);
  }

  private String keyOf(String participant) {
    String key = keys.get(participant);
    if (key == null) {
      throw new IllegalStateException(participant + " has signed with a key");
    }
    return key;
  }

  private @Nullable Rejection checkKey(RegisterSigningKey command) {
    Rejection malformed = Refusals.unlessId("participant", command.participant());
    if (malformed == null && !PartySignature.isKey(command.key())) {
      malformed =
          new Rejection(
              RejectionCode.MALFORMED,
              "key must be the 32 bytes of an Ed25519 public key in 64 lower-case hexadecimal"
                  + " digits");
    }
    if (malformed != null) {
      return malformed;
    }
    Rules rules = schedule.rules();
    if (rules == null) {
      return Refusals.notReady();
    }
    return schedule.isKnown(command.participant())
        ? null
        : Refusals.unknownParticipant(command.participant(), rules);
  }

  /** Only who has both signatures is told what the market has to say of the terms. */
  private @Nullable Rejection check(RecordBilateral command) {
    BilateralTerms terms = command.contract().terms();
    Rejection rejection = checks.form(command.contract());
    if (rejection == null) {
      rejection = checkSignatures(command);
    }
    if (rejection == null && ends.containsKey(terms.contractId())) {
      rejection =
          new Rejection(
              RejectionCode.CONTRACT_EXISTS,
              "contract "
                  + terms.contractId()
                  + " is there and cannot be changed: choose another id");
    }
    if (rejection == null) {
      rejection = checks.slots(terms);
    }
    return rejection == null ? checks.room(terms) : rejection;
  }

  private @Nullable Rejection checkSignatures(RecordBilateral command) {
    BilateralTerms terms = command.contract().terms();
    List<String[]> sides = new ArrayList<>();
    sides.add(new String[] {terms.buyer(), command.contract().buyerSignature()});
    sides.add(new String[] {terms.seller(), command.contract().sellerSignature()});
    for (String[] side : sides) {
      String key = keys.get(side[0]);
      if (key == null) {
        return new Rejection(
            RejectionCode.UNKNOWN_SIGNING_KEY, side[0] + " has no signing key: register it first");
      }
      if (!PartySignature.holds(key, terms.signedBytes(), side[1])) {
        return new Rejection(
            RejectionCode.CONTRACT_NOT_SIGNED,
            side[0] + " has not signed exactly these terms with its registered key");
      }
    }
    return null;
  }
}
