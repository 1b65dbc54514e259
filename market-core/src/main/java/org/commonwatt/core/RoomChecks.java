package org.commonwatt.core;

import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Whether the market, the slot and the participant have room for one more order. */
final class RoomChecks {
  /** A participant has at most one of so many places of a slot, and of the market. */
  static final int SHARES = 4;

  private final MarketPlaces market;
  private final MarketBounds bounds;

  /**
   * Checks of a market.
   *
   * @param market the places of all kept slots
   */
  RoomChecks(MarketPlaces market, MarketBounds bounds) {
    this.market = market;
    this.bounds = bounds;
  }

  /** How many more places a slot whose auction is over may take; 0 or more. */
  int left(SlotState slot) {
    int ofSlot = bounds.slotPlaces() - slot.usedPlaces();
    return Math.max(0, Math.min(ofSlot, bounds.marketPlaces() - market.used()));
  }

  /**
   * Places of the participant that come first and are not taken yet: those of the legs before of a
   * basket, or of the slots before of a bilateral contract.
   *
   * @param inSlot how many of them are of the same slot
   * @param inMarket how many there are
   */
  record Before(int inSlot, int inMarket) {
    static final Before NONE = new Before(0, 0);

    private static String told(int places) {
      return places == 0 ? "," : ", counting " + places + " of the same request before this one,";
    }
  }

  /**
   * The first reason against a new order of a participant, or one that enters its book again.
   *
   * @param before what takes its places first
   */
  @Nullable Rejection refusal(String participant, SlotState slot, Before before) {
    if (market.used() + before.inMarket >= bounds.marketPlaces()) {
      return new Rejection(
          RejectionCode.MARKET_FULL,
          "the market keeps "
              + bounds.marketPlaces()
              + " orders and trades"
              + Before.told(before.inMarket)
              + " as many as it can: send the order when slots of more than "
              + MarketStateMachine.RETENTION_HOURS
              + " hours ago have left it");
    }
    if (slot.usedPlaces() + before.inSlot >= bounds.slotPlaces()) {
      return new Rejection(
          RejectionCode.SLOT_FULL,
          "slot "
              + slot.slot()
              + " has had "
              + bounds.slotPlaces()
              + " orders and trades"
              + Before.told(before.inSlot)
              + " as many as it takes: choose another slot");
    }
    return own(participant, slot, before);
  }

  private @Nullable Rejection own(String participant, SlotState slot, Before before) {
    if (slot.usedPlaces(participant) + before.inSlot >= bounds.slotPlaces() / SHARES) {
      return new Rejection(
          RejectionCode.OWN_ORDERS_FULL,
          participant
              + " has taken "
              + bounds.slotPlaces() / SHARES
              + " places of slot "
              + slot.slot()
              + " with orders and trades"
              + Before.told(before.inSlot)
              + " as many as one participant may: choose another slot");
    }
    if (market.of(participant) + before.inMarket >= bounds.marketPlaces() / SHARES) {
      return new Rejection(
          RejectionCode.OWN_ORDERS_FULL,
          participant
              + " has taken "
              + bounds.marketPlaces() / SHARES
              + " places of the market with orders and trades"
              + Before.told(before.inMarket)
              + " as many as one participant may: send"
              + " the order when slots of more than "
              + MarketStateMachine.RETENTION_HOURS
              + " hours ago have left it");
    }
    return null;
  }
}
