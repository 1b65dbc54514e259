package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The only input of the market: what stands on the {@code commands} log. */
public sealed interface Command {

  /**
   * Makes a rulebook the valid one.
   *
   * @param rulebook the rulebook; its version is the last one's plus 1
   */
  record ActivateRulebook(Rulebook rulebook) implements Command {}

  /**
   * Advances the market's clock; {@code time = max(last, tick)}.
   *
   * @param timeMillis UTC, milliseconds since the epoch
   */
  record Tick(long timeMillis) implements Command {}

  /**
   * Places an order for one slot. Fields are as the participant sent them: the core validates.
   *
   * @param participant beneficial owner
   * @param clientOrderId the participant's own id of the order
   * @param area delivery area
   * @param slotStartMillis start of the delivery slot
   * @param side buy or sell
   * @param priceMicroPerKwh limit price, µ/kWh; 0 of a market order
   * @param energyWh energy, Wh
   * @param terms how long it stands, and its qualifiers
   */
  record PlaceOrder(
      String participant,
      String clientOrderId,
      String area,
      long slotStartMillis,
      Side side,
      long priceMicroPerKwh,
      long energyWh,
      OrderTerms terms)
      implements Command {
    /** A plain limit order, good till cancelled. */
    public PlaceOrder(
        String participant,
        String clientOrderId,
        String area,
        long slotStartMillis,
        Side side,
        long priceMicroPerKwh,
        long energyWh) {
      this(
          participant,
          clientOrderId,
          area,
          slotStartMillis,
          side,
          priceMicroPerKwh,
          energyWh,
          OrderTerms.DEFAULT);
    }
  }

  /**
   * Places orders that trade in full at once, all of them or none. With a limit for their average
   * price it is a block: one order of one side and area over slots in a row. A block with terms for
   * the auction does not trade at once: it waits for the gate of its slots.
   *
   * @param participant beneficial owner
   * @param clientBasketId the participant's own id; its legs are orders {@code id.1}, {@code id.2}…
   * @param selfTradeMode what happens when a leg meets an order of its owner
   * @param averageMicroPerKwh of a block the limit of its average price, µ/kWh; null of a basket
   * @param auction of a block what it asks in the auction of its slots; null: it trades at once
   * @param legs the orders
   */
  record PlaceBasket(
      String participant,
      String clientBasketId,
      SelfTradeMode selfTradeMode,
      @Nullable Long averageMicroPerKwh,
      @Nullable AuctionTerms auction,
      List<BasketLeg> legs)
      implements Command {
    /** The most legs. */
    public static final int MAX_LEGS = 100;

    /** Copies the list. */
    public PlaceBasket {
      legs = List.copyOf(legs);
    }

    /** Whether it is one order over several slots. */
    public boolean isBlock() {
      return averageMicroPerKwh != null;
    }

    /**
     * A leg as an order of its own. That of a block which waits for an auction has the block's
     * limit as its price.
     *
     * @param number from 1
     */
    public PlaceOrder leg(int number) {
      BasketLeg leg = legs.get(number - 1);
      return new PlaceOrder(
          participant,
          clientBasketId + "." + number,
          leg.area(),
          leg.slotStartMillis(),
          leg.side(),
          auction != null && averageMicroPerKwh != null
              ? averageMicroPerKwh
              : leg.priceMicroPerKwh(),
          leg.energyWh(),
          terms(leg.source()).as(new Leg(number, legs.size(), averageMicroPerKwh, auction)));
    }

    private OrderTerms terms(@Nullable EnergySource source) {
      OrderTerms terms =
          OrderTerms.of(auction == null ? TimeInForce.FILL_OR_KILL : TimeInForce.GOOD_TILL_AUCTION)
              .against(selfTradeMode);
      if (auction == null && isBlock()) {
        terms = terms.atMarket();
      }
      return source == null ? terms : terms.declaring(source);
    }
  }

  /**
   * Cancels an open order.
   *
   * @param participant owner of the order
   * @param orderId the engine's id
   */
  record CancelOrder(String participant, long orderId) implements Command {}

  /**
   * Gives an open order another price or energy. It keeps its place in time if the price stays and
   * the energy does not grow.
   *
   * @param participant owner of the order
   * @param orderId the engine's id
   * @param energyWh what is open of it from now on, Wh
   * @param priceMicroPerKwh its limit price from now on, µ/kWh
   */
  record AmendOrder(String participant, long orderId, long energyWh, long priceMicroPerKwh)
      implements Command {}

  /**
   * Cancels all open orders of a participant, or those of a slot, an area, a side.
   *
   * @param participant owner of the orders
   * @param slotStartMillis start of the slot; null: all slots
   * @param area delivery area; null: all areas
   * @param side buy or sell; null: both
   */
  record CancelAll(
      String participant,
      @Nullable Long slotStartMillis,
      @Nullable String area,
      @Nullable Side side)
      implements Command {
    /** Of all areas and both sides. */
    public CancelAll(String participant, @Nullable Long slotStartMillis) {
      this(participant, slotStartMillis, null, null);
    }
  }

  /**
   * A dead man's switch: cancels all open orders of a participant unless it is sent again in time.
   * It replaces the one before.
   *
   * @param participant owner of the orders
   * @param seconds how long from now on by the market's clock, 1 to 600; 0 takes the switch away
   */
  record CancelAfter(String participant, int seconds) implements Command {}

  /**
   * Reports what a participant's meters measured in a slot.
   *
   * @param position the metered position
   */
  record ReportPosition(MeteredPosition position) implements Command {
    /** Checks the version, which counts up from 1. */
    public ReportPosition {
      position.requireMetered();
    }
  }

  /**
   * Says that the ledger committed a settlement batch.
   *
   * @param batchId id of the batch
   * @param transactionId the ledger's transaction
   * @param blockNumber the ledger's block
   */
  record ConfirmBatch(String batchId, String transactionId, long blockNumber) implements Command {}

  /**
   * Registers what a participant's connection may carry. It replaces what was registered from the
   * same instant on.
   *
   * @param participant a member of the market
   * @param validFromMillis UTC, milliseconds since the epoch: holds for slots that start from then
   *     on
   * @param feedInW the most power it may inject, W, 0 to 10¹²
   * @param loadW the most power it may withdraw, W, 0 to 10¹²
   */
  record ReportCapability(String participant, long validFromMillis, long feedInW, long loadW)
      implements Command {}

  /**
   * Registers what a participant's injection is made of. It replaces what was registered from the
   * same instant on.
   *
   * @param participant a member of the market, or who may become one
   * @param validFromMillis UTC, milliseconds since the epoch: holds for slots that start from then
   *     on
   * @param source null: it may declare none any more
   */
  record ReportSource(String participant, long validFromMillis, @Nullable EnergySource source)
      implements Command {}

  /**
   * Says what an account has paid in as a guarantee, less what was paid out to it: totals, not
   * changes. What the market has used of them is not deducted.
   *
   * @param account a member of the market, or the exchange
   * @param collateralNano total collateral, nano-currency, not negative; 0 for the exchange
   * @param fundShareNano total share of the default fund, nano-currency, not negative; for the
   *     exchange its own share, which is used before the fund
   */
  record ReportCollateral(String account, long collateralNano, long fundShareNano)
      implements Command {}

  /**
   * A report of a metered position whose key was erased since. Only ever read from a log, never
   * written.
   *
   * @param position what is left of it
   */
  record ReportErasedPosition(ErasedPosition position) implements Command {}

  /**
   * Says on the log that keys are to be destroyed.
   *
   * @param participant whose data
   * @param keys names of the keys, as {@code subject/id/key id}
   * @param timeMillis when it was ordered, UTC, by the clock of the machine that did
   */
  record RecordErasure(String participant, List<String> keys, long timeMillis) implements Command {
    /** Copies the list. */
    public RecordErasure {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Cancels the auction of a slot: its trades fall away.
   *
   * @param operator who asks for it; the rulebook says who may
   * @param slotStartMillis start of the slot
   * @param reason one sentence for everybody, 1 to 200 characters
   */
  record CancelAuction(String operator, long slotStartMillis, String reason) implements Command {}

  /**
   * Busts an obviously erroneous trade.
   *
   * @param operator who asks for it; the rulebook says who may
   * @param tradeId the engine's number of the trade
   * @param reason one sentence for everybody, 1 to 200 characters
   */
  record BustTrade(String operator, long tradeId, String reason) implements Command {}

  /**
   * Lowers what a link may carry in a slot, because of an outage.
   *
   * @param operator who asks for it; the rulebook says who may
   * @param slotStartMillis start of the slot
   * @param from the link's area, as in the rulebook
   * @param to the link's other area
   * @param minFlowWh least flow from now on, Wh, not below the present one, 0 or less
   * @param maxFlowWh greatest flow from now on, Wh, not above the present one, 0 or more
   * @param reason one sentence for everybody, 1 to 200 characters
   */
  record LimitLink(
      String operator,
      long slotStartMillis,
      String from,
      String to,
      long minFlowWh,
      long maxFlowWh,
      String reason)
      implements Command {}

  /**
   * Reports what the meter at an area's boundary measured, or corrects it.
   *
   * @param flow of an area whose losses are settled
   */
  record ReportBoundary(BoundaryFlow flow) implements Command {}

  /**
   * Imports the imbalance price of an area in a slot, or corrects it.
   *
   * @param importer who imports it; the slot's rulebook says who may
   * @param area the area
   * @param slotStartMillis start of the slot
   * @param version from 1, higher than that of the price before
   * @param shortMicroPerKwh what who is short pays, µ/kWh
   * @param longMicroPerKwh what who is long gets, µ/kWh
   * @param signature of its source over {@link PriceText}, in hexadecimal; empty without one
   */
  record ImportImbalancePrice(
      String importer,
      String area,
      long slotStartMillis,
      int version,
      long shortMicroPerKwh,
      long longMicroPerKwh,
      String signature)
      implements Command {
    /** A price that nobody has signed. */
    public ImportImbalancePrice(
        String importer,
        String area,
        long slotStartMillis,
        int version,
        long shortMicroPerKwh,
        long longMicroPerKwh) {
      this(importer, area, slotStartMillis, version, shortMicroPerKwh, longMicroPerKwh, "");
    }
  }

  /**
   * Disputes a line of a bill.
   *
   * @param participant whose line it is
   * @param slotStartMillis start of the settled slot
   * @param run settlement run of the slot: 0 for the initial one, the only one there is today
   * @param line index of the line among all lines of the slot's bill, which is that of its leaf
   * @param reason what is wrong with it, 1 to 1,000 characters
   * @param evidence SHA-256 of what shows it; null: none yet
   */
  record OpenDispute(
      String participant,
      long slotStartMillis,
      int run,
      int line,
      PersonalText reason,
      @Nullable Hash evidence)
      implements Command {}

  /**
   * Adds evidence to an open dispute.
   *
   * @param participant who opened it
   * @param disputeId the engine's number of the dispute
   * @param evidence SHA-256 of what shows it
   */
  record AddEvidence(String participant, long disputeId, Hash evidence) implements Command {}

  /**
   * Decides a dispute.
   *
   * @param decider who decides; the rulebook in force says who may
   * @param participant who opened it
   * @param disputeId the engine's number of the dispute
   * @param ruling how it is decided, with a reason of 1 to 1,000 characters
   */
  record DecideDispute(String decider, String participant, long disputeId, Ruling ruling)
      implements Command {}

  /**
   * Takes an open dispute back.
   *
   * @param participant who opened it
   * @param disputeId the engine's number of the dispute
   */
  record WithdrawDispute(String participant, long disputeId) implements Command {}

  /**
   * Asks for an account of the market.
   *
   * @param participant the id that it is to have
   */
  record RegisterAccount(String participant) implements Command {}

  /**
   * Confirms, refuses, freezes or unfreezes an account.
   *
   * @param officer who decides; the rulebook says who may
   * @param participant a registered account, or a member that the rulebook names
   * @param state what it is to be: active, refused or frozen
   */
  record SetAccountState(String officer, String participant, AccountState state)
      implements Command {}

  /**
   * Asks for a meter point, or for another capability of one's own.
   *
   * @param participant an active account
   * @param point the meter point
   * @param fromMillis start of the first slot for which it holds, UTC; a slot that has begun when
   *     it is confirmed stands for the next one
   */
  record RequestMeterPoint(String participant, MeterPoint point, long fromMillis)
      implements Command {}

  /**
   * Confirms or refuses what was asked for a meter point.
   *
   * @param officer who decides; the rulebook says who may
   * @param participant who asked
   * @param meterPoint id of the meter point
   * @param accepted whether it is confirmed
   */
  record DecideMeterPoint(String officer, String participant, String meterPoint, boolean accepted)
      implements Command {}

  /**
   * Gives a meter point to another account, with the home.
   *
   * @param officer who decides; the rulebook says who may
   * @param meterPoint id of the meter point; of a member that the rulebook names, that of its meter
   * @param participant who has it from then on
   * @param fromMillis start of the first slot of the new owner, UTC; it has not begun
   */
  record HandOverMeterPoint(String officer, String meterPoint, String participant, long fromMillis)
      implements Command {}

  /**
   * Says that collateral is on its way to the bank.
   *
   * @param participant an active account
   * @param amountNano what is paid in on top, nano-currency, positive
   */
  record RequestDeposit(String participant, long amountNano) implements Command {}

  /**
   * Says that collateral has come, or has not.
   *
   * @param officer who decides; the rulebook says who may
   * @param participant who pays in
   * @param amountNano the amount that was named
   * @param accepted whether it has come
   */
  record DecideDeposit(String officer, String participant, long amountNano, boolean accepted)
      implements Command {}

  /**
   * Says which key a participant signs bilateral contracts with from now on.
   *
   * @param participant whose key it is
   * @param key one that {@link PartySignature#isKey}
   */
  record RegisterSigningKey(String participant, String key) implements Command {}

  /**
   * Makes a bilateral contract count: a trade of each of its slots.
   *
   * @param contract signed by both
   */
  record RecordBilateral(SignedBilateral contract) implements Command {}

  /**
   * Takes gains out of a market with guarantees: it does not count with them any more.
   *
   * @param participant whose they are
   * @param amountNano nano-currency; positive
   */
  record PayOutGains(String participant, long amountNano) implements Command {}

  /**
   * Registers a storage unit, or what it can do from now on.
   *
   * @param officer who registers it: the rulebook's meter organisation
   * @param spec the unit; its owner and area stay what they are
   */
  record RegisterStorage(String officer, StorageSpec spec) implements Command {}

  /**
   * Says what a storage unit holds. It is committed anew for the slots of its horizon from there.
   *
   * @param officer who says so: the rulebook's meter organisation
   * @param unit id of the unit
   * @param state what it holds, later than the last one
   */
  record ReportStateOfCharge(String officer, String unit, StorageState state) implements Command {}

  /**
   * Says that less of a storage unit is there for some slots, or more again. It is committed anew.
   *
   * @param participant owner of the unit
   * @param unit id of the unit
   * @param fromMillis start of the first slot, UTC
   * @param toMillis end of the last slot, UTC
   * @param availablePpm share of its power that is there, 0 to 1,000,000 ppm; 0 is an outage
   */
  record ReportOutage(
      String participant, String unit, long fromMillis, long toMillis, int availablePpm)
      implements Command {}

  /**
   * Keeps a storage unit for its owner's own use: a plan, or room for what it may want.
   *
   * @param participant owner of the unit and of the commitment
   * @param unit id of the unit
   * @param commitment what for
   */
  record CommitStorage(String participant, String unit, StorageCommitment commitment)
      implements Command {}

  /**
   * Bounds a storage unit by what the ledger proves of it. The engine that reads the ledger says
   * so, no client. The unit is committed anew.
   *
   * @param unit id of the unit, whose registration names the passport
   * @param limit what is proved
   */
  record LimitUsableEnergy(String unit, UsableLimit limit) implements Command {}

  /**
   * Gives up a commitment of one's own unit to oneself.
   *
   * @param participant owner of the unit and of the commitment
   * @param unit id of the unit
   * @param commitment id of the commitment
   */
  record WithdrawCommitment(String participant, String unit, String commitment)
      implements Command {}

  /**
   * Proposes a service of a storage unit: to another participant, or to anybody, a standing offer.
   *
   * @param by the unit's owner or the customer
   * @param proposal what, until when, signed
   */
  record ProposeService(String by, ServiceProposal proposal) implements Command {}

  /**
   * Proposes something else instead of what was proposed last.
   *
   * @param by to whom that was proposed
   * @param round of the proposal that is answered, 1 or more
   * @param answered its {@link ServiceTerms#hash}
   * @param proposal what instead, of the same negotiation
   */
  record CounterService(String by, int round, Hash answered, ServiceProposal proposal)
      implements Command {}

  /**
   * Accepts what was proposed last: then the unit is committed, if it can keep it.
   *
   * @param by to whom it was proposed; anybody for a standing offer
   * @param negotiation id of the negotiation
   * @param round of the proposal that is answered, 1 or more
   * @param answered its {@link ServiceTerms#hash}
   * @param signature of its {@link ServiceTerms#signedBytes} by who accepts
   */
  record AcceptService(String by, String negotiation, int round, Hash answered, String signature)
      implements Command {}

  /**
   * Ends a negotiation without a service: declines what was proposed, or takes one's own proposal
   * back.
   *
   * @param by a party
   * @param negotiation id of the negotiation
   * @param round of the last proposal, 1 or more
   * @param answered its {@link ServiceTerms#hash}
   */
  record EndNegotiation(String by, String negotiation, int round, Hash answered)
      implements Command {}

  /**
   * Says what a storage unit asks for when the grid operator calls it.
   *
   * @param participant owner of the unit
   * @param unit id of the unit
   * @param priceMicroPerKwh µ/kWh of what is charged or discharged, 0 or more; 0: free of charge
   */
  record SetCallPrice(String participant, String unit, long priceMicroPerKwh) implements Command {}

  /**
   * Calls storage units, one after the other, free ones first, then the cheapest.
   *
   * @param operator the operator that the rulebook's fallbacks name
   */
  record CallStorage(String operator, DispatchCall call) implements Command {}

  /**
   * Answers a call.
   *
   * @param participant owner of the unit that is called
   * @param call id of the call
   * @param unit the unit that is called
   * @param accept whether the unit is committed to what it is called for
   * @param reason why not, for the grid operator and the regulator; empty of an acceptance
   */
  record AnswerCall(String participant, String call, String unit, boolean accept, String reason)
      implements Command {}

  /**
   * Takes a call back before its first slot.
   *
   * @param operator the operator that the rulebook's fallbacks name
   * @param call id of the call
   * @param reason why
   */
  record CancelCall(String operator, String call, String reason) implements Command {}

  /**
   * Offers a storage unit in an auction of storage services, instead of what was offered of it in
   * the window before.
   *
   * @param participant owner of the unit
   */
  record OfferStorage(String participant, StorageOffer offer) implements Command {}

  /**
   * Takes an offer back before its gate.
   *
   * @param participant owner of the unit
   * @param unit id of the unit
   * @param windowMillis start of the window, UTC
   */
  record WithdrawStorageOffer(String participant, String unit, long windowMillis)
      implements Command {}

  /**
   * Bids surplus in an auction of storage services.
   *
   * @param participant whose surplus it is
   */
  record BidStorage(String participant, StorageBid bid) implements Command {}

  /**
   * Takes a bid back before its gate.
   *
   * @param participant who has bid
   * @param bid id of the bid
   * @param windowMillis start of the window, UTC
   */
  record WithdrawStorageBid(String participant, String bid, long windowMillis) implements Command {}

  /**
   * Reports what was metered of a storage unit in a slot.
   *
   * @param officer the meter organisation
   */
  record ReportDelivery(String officer, UnitDelivery delivery) implements Command {}

  /**
   * A lessee says what it will use of its virtual battery from a slot on; what it had said of these
   * slots falls away.
   *
   * @param participant the lessee
   * @param unit id of the unit
   * @param lease id of its commitment
   */
  record PlanLease(String participant, String unit, String lease, LeasePlan plan)
      implements Command {}
}
