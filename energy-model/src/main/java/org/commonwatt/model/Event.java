package org.commonwatt.model;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the market did: the engine's only output, on the {@code events} log. */
public sealed interface Event {

  /** A rulebook is in force. */
  record RulebookActivated(int version, Hash documentHash) implements Event {}

  /** A rulebook was refused. */
  record RulebookRejected(int version, Rejection rejection) implements Event {}

  /** The market's clock stands at this instant. */
  record TimeAdvanced(long timeMillis) implements Event {}

  /** A slot entered a phase. */
  record SlotPhaseChanged(DeliverySlot slot, SlotPhase phase) implements Event {}

  /**
   * An order is open.
   *
   * @param orderId the engine's id, counts up from 1
   * @param timeMillis the market's clock when the order was taken
   * @param terms how long it stands, and its qualifiers
   */
  record OrderAccepted(
      long orderId,
      String participant,
      String clientOrderId,
      String area,
      DeliverySlot slot,
      Side side,
      long priceMicroPerKwh,
      long energyWh,
      long timeMillis,
      OrderTerms terms)
      implements Event {
    /** A plain limit order, good till cancelled. */
    public OrderAccepted(
        long orderId,
        String participant,
        String clientOrderId,
        String area,
        DeliverySlot slot,
        Side side,
        long priceMicroPerKwh,
        long energyWh,
        long timeMillis) {
      this(
          orderId,
          participant,
          clientOrderId,
          area,
          slot,
          side,
          priceMicroPerKwh,
          energyWh,
          timeMillis,
          OrderTerms.DEFAULT);
    }
  }

  /** The same order was sent again under the same client order id; nothing changed. */
  record OrderRepeated(long orderId, String participant, String clientOrderId) implements Event {}

  /** An order was refused. */
  record OrderRejected(String participant, String clientOrderId, Rejection rejection)
      implements Event {}

  /**
   * All orders of a basket or a block trade in full; they and their trades are told next.
   *
   * @param firstOrderId order of its first leg; those of the others follow without a gap
   * @param legs how many there are
   */
  record BasketFilled(String participant, String clientBasketId, long firstOrderId, int legs)
      implements Event {}

  /**
   * A block waits for the auction of its slots; the orders that are its legs follow.
   *
   * @param firstOrderId its first leg; the ids of the others follow
   * @param legs how many
   */
  record BlockAccepted(String participant, String clientBasketId, long firstOrderId, int legs)
      implements Event {}

  /**
   * Slots behind one gate were cleared together, because blocks join them. The result of each slot
   * follows. A block is named by its first leg.
   *
   * @param first the first of the slots that took part
   * @param slots how many took part
   * @param welfareNano welfare over all slots and blocks, nano-currency
   * @param welfareBoundNano what no result can pass; the welfare itself when it is proven best
   * @param optimal whether nothing is better
   * @param reduced orders that took part with less, because their owner would have traded with
   *     itself, by id
   * @param paradoxicallyRejected blocks and orders with a minimum that are in the money, and of
   *     which no more could be accepted, by id
   */
  record WindowCleared(
      DeliverySlot first,
      int slots,
      BigInteger welfareNano,
      BigInteger welfareBoundNano,
      boolean optimal,
      List<Reduced> reduced,
      List<Long> paradoxicallyRejected)
      implements Event {
    /** Copies the lists. */
    public WindowCleared {
      reduced = List.copyOf(reduced);
      paradoxicallyRejected = List.copyOf(paradoxicallyRejected);
    }
  }

  /**
   * An order that took part in an auction with less than its energy.
   *
   * @param orderId an order, or the first leg of a block
   * @param participatingWh what it took part with, Wh; 0 of a block, which was left out
   */
  record Reduced(long orderId, long participatingWh) {}

  /** The same basket was sent again under the same id; nothing changed. */
  record BasketRepeated(String participant, String clientBasketId, long firstOrderId, int legs)
      implements Event {}

  /**
   * A basket or a block was refused; nothing of it happened.
   *
   * @param refusals why: one of the whole, or one of each leg that stood in the way, by leg
   */
  record BasketRejected(String participant, String clientBasketId, List<LegRefusal> refusals)
      implements Event {
    /** Copies the list. */
    public BasketRejected {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * A preference goes on with one of its alternatives alone: it trades next or, when it arrives,
   * meets an order of its owner.
   *
   * @param alternative which of them, from 1
   * @param priceMicroPerKwh the order's limit price from now on, µ/kWh
   */
  record AlternativeChosen(long orderId, int alternative, long priceMicroPerKwh) implements Event {}

  /** What a participant's injection is made of is registered for slots from an instant on. */
  record SourceRegistered(String participant, long validFromMillis, @Nullable EnergySource source)
      implements Event {}

  /** A report of a source was refused. */
  record SourceRejected(String participant, Rejection rejection) implements Event {}

  /**
   * What was left of an order is out of the market.
   *
   * @param unfilledWh what was left, Wh; 0 in a market without continuous trading, where it is all
   *     of the order
   * @param reason why
   */
  record OrderCancelled(long orderId, long unfilledWh, CancelReason reason) implements Event {
    /** An order that its owner cancelled in a market without continuous trading. */
    public OrderCancelled(long orderId) {
      this(orderId, 0, CancelReason.BY_OWNER);
    }
  }

  /**
   * An order has another price or energy.
   *
   * @param priceMicroPerKwh its limit price now, µ/kWh
   * @param energyWh what is open of it now, before it trades again, Wh
   * @param keptPriority whether it kept its place in time
   */
  record OrderAmended(long orderId, long priceMicroPerKwh, long energyWh, boolean keptPriority)
      implements Event {}

  /** An amendment was refused. */
  record AmendRejected(String participant, long orderId, Rejection rejection) implements Event {}

  /**
   * An order lost energy without a trade, because it met an order of its owner; some is left.
   *
   * @param byWh the energy it lost, Wh
   */
  record OrderReduced(long orderId, long byWh) implements Event {}

  /**
   * A mass cancel was done; its cancellations were told before.
   *
   * @param slotStartMillis start of the slot, null for all slots
   * @param area delivery area, null for all areas
   * @param side buy or sell, null for both
   * @param orders how many orders it cancelled
   */
  record MassCancelled(
      String participant,
      @Nullable Long slotStartMillis,
      @Nullable String area,
      @Nullable Side side,
      int orders)
      implements Event {
    /** Of all areas and both sides. */
    public MassCancelled(String participant, @Nullable Long slotStartMillis, int orders) {
      this(participant, slotStartMillis, null, null, orders);
    }
  }

  /**
   * A dead man's switch is set, or taken away.
   *
   * @param deadlineMillis when the participant's open orders will be cancelled, by the market's
   *     clock, UTC; 0: never
   */
  record CancelAfterSet(String participant, long deadlineMillis) implements Event {}

  /**
   * A dead man's switch was not renewed; its cancellations were told before.
   *
   * @param deadlineMillis when it should have been, UTC
   * @param orders how many orders it cancelled
   */
  record CancelAfterPassed(String participant, long deadlineMillis, int orders) implements Event {}

  /** A cancellation was refused; the order id is 0 of a mass cancel and of a switch. */
  record CancelRejected(String participant, long orderId, Rejection rejection) implements Event {}

  /**
   * The auction of a slot, which clears all areas together.
   *
   * @param areas what it gave in each area of the rulebook, in order of id
   * @param links what flows over each link of the rulebook, in order of (from, to)
   * @param welfareNano accepted buys minus accepted sells at their limits, minus the links' fees
   * @param optimal whether the set of accepted orders with a minimum quantity is proven the best;
   *     always so without such orders
   */
  record AuctionCleared(
      DeliverySlot slot,
      List<AreaCleared> areas,
      List<LinkFlow> links,
      BigInteger welfareNano,
      boolean optimal)
      implements Event {
    /** An auction whose result is proven the best. */
    public AuctionCleared(
        DeliverySlot slot, List<AreaCleared> areas, List<LinkFlow> links, BigInteger welfareNano) {
      this(slot, areas, links, welfareNano, true);
    }

    /** Copies the lists; there is at least one area. */
    public AuctionCleared {
      areas = List.copyOf(areas);
      links = List.copyOf(links);
      if (areas.isEmpty()) {
        throw new IllegalArgumentException("an auction has at least one area");
      }
    }

    /** The same auction with other flows over its links. */
    public AuctionCleared withLinks(List<LinkFlow> flows) {
      return new AuctionCleared(slot, areas, flows, welfareNano, optimal);
    }

    /** Energy bought in all areas together, equal to energy sold, Wh. */
    public long volumeWh() {
      return areas.stream().mapToLong(AreaCleared::buyWh).reduce(0, Math::addExact);
    }
  }

  /**
   * What an auction gave in one area.
   *
   * @param priceMicroPerKwh the price by the rulebook's rule; null when nothing bounds it
   * @param minPriceMicroPerKwh lower end of the supporting prices; null when nothing bounds it
   * @param maxPriceMicroPerKwh upper end of the supporting prices; null when nothing bounds it
   * @param buyWh energy that members of the area bought
   * @param sellWh energy that members of the area sold
   */
  record AreaCleared(
      String area,
      @Nullable Long priceMicroPerKwh,
      @Nullable Long minPriceMicroPerKwh,
      @Nullable Long maxPriceMicroPerKwh,
      long buyWh,
      long sellWh) {
    /** What flows out of the area minus what flows in, Wh. */
    public long netExportWh() {
      return sellWh - buyWh;
    }
  }

  /**
   * What flows over a link in a slot.
   *
   * @param flowWh Wh; positive from {@code from} to {@code to}, negative in reverse
   */
  record LinkFlow(String from, String to, long flowWh) {
    /** The link as a party to trades. */
    public String party() {
      return AreaLink.party(from, to);
    }

    /** The same link with another flow, Wh. */
    public LinkFlow withFlow(long otherWh) {
      return new LinkFlow(from, to, otherWh);
    }
  }

  /**
   * An order got energy in an auction; the rest of it, if any, expires or goes on to continuous
   * trading.
   */
  record OrderFilled(long orderId, long energyWh, long priceMicroPerKwh) implements Event {}

  /** An order, or the rest of it, ended without a fill at its slot's gate. */
  record OrderExpired(long orderId, long unfilledWh) implements Event {}

  /**
   * Two parties of one area traded: orders of different owners, or an order and a link that brings
   * energy to the area or takes it away, or two such links.
   *
   * @param tradeId counts up from 1
   * @param buyOrderId the buyer's order, 0 when it is a link or a schedule is repeated
   * @param sellOrderId the seller's order, 0 when it is a link or a schedule is repeated
   * @param buyer participant, or {@link AreaLink#party()}
   * @param seller participant, or {@link AreaLink#party()}
   * @param priceMicroPerKwh what the seller gets, µ/kWh
   * @param surplusMicroPerKwh what the buyer pays beside the price, to {@link
   *     Rulebook#marketSurplusAccount()}, µ/kWh, 0 or more: under pay-as-bid its limit less the
   *     seller's, else 0
   */
  record TradeMade(
      long tradeId,
      DeliverySlot slot,
      long buyOrderId,
      long sellOrderId,
      String buyer,
      String seller,
      long energyWh,
      long priceMicroPerKwh,
      long surplusMicroPerKwh)
      implements Event {
    /** A trade at one price. */
    public TradeMade(
        long tradeId,
        DeliverySlot slot,
        long buyOrderId,
        long sellOrderId,
        String buyer,
        String seller,
        long energyWh,
        long priceMicroPerKwh) {
      this(tradeId, slot, buyOrderId, sellOrderId, buyer, seller, energyWh, priceMicroPerKwh, 0);
    }

    /** What the buyer pays in all, µ/kWh. */
    public long paidMicroPerKwh() {
      return Math.addExact(priceMicroPerKwh, surplusMicroPerKwh);
    }

    /** The same trade of another energy, Wh. */
    public TradeMade withEnergy(long otherWh) {
      return new TradeMade(
          tradeId,
          slot,
          buyOrderId,
          sellOrderId,
          buyer,
          seller,
          otherWh,
          priceMicroPerKwh,
          surplusMicroPerKwh);
    }
  }

  /**
   * An arriving order traded with a resting one, in continuous trading.
   *
   * @param tradeId counts up from 1, together with those of auctions
   * @param takerOrderId the arriving order; 0 of a bilateral contract, which has no orders
   * @param makerOrderId the resting order, whose price makes the trade's; 0 likewise
   * @param takerSide side of the arriving order
   * @param buyArea where the buyer's order is
   * @param sellArea where the seller's order is
   * @param priceMicroPerKwh what the seller gets, µ/kWh
   * @param feeMicroPerKwh what the buyer pays for the grid beside the price, µ/kWh
   * @param path what the trade sends over each link on its way, from the seller's area on
   * @param source what the seller's order declared its energy to be made of; null: nothing
   */
  record ContinuousTrade(
      long tradeId,
      DeliverySlot slot,
      long takerOrderId,
      long makerOrderId,
      Side takerSide,
      String buyer,
      String seller,
      String buyArea,
      String sellArea,
      long energyWh,
      long priceMicroPerKwh,
      long feeMicroPerKwh,
      List<LinkFlow> path,
      @Nullable EnergySource source)
      implements Event {
    /** Copies the path. */
    public ContinuousTrade {
      path = List.copyOf(path);
    }

    /** Whether it is of a bilateral contract: without orders, at the price 0. */
    public boolean isBilateral() {
      return takerOrderId == 0;
    }

    /** The buyer's order. */
    public long buyOrderId() {
      return takerSide == Side.BUY ? takerOrderId : makerOrderId;
    }

    /** The seller's order. */
    public long sellOrderId() {
      return takerSide == Side.SELL ? takerOrderId : makerOrderId;
    }

    /** The same trade of another energy, Wh, which takes the same way. */
    public ContinuousTrade withEnergy(long otherWh) {
      return new ContinuousTrade(
          tradeId,
          slot,
          takerOrderId,
          makerOrderId,
          takerSide,
          buyer,
          seller,
          buyArea,
          sellArea,
          otherWh,
          priceMicroPerKwh,
          feeMicroPerKwh,
          path.stream().map(part -> part.withFlow(Long.signum(part.flowWh()) * otherWh)).toList(),
          source);
    }
  }

  /**
   * A product was halted, because a trade would have left its band.
   *
   * @param priceMicroPerKwh the price that would have traded, the new reference, µ/kWh
   * @param untilMillis when the halt ends
   */
  record ProductHalted(DeliverySlot slot, String area, long priceMicroPerKwh, long untilMillis)
      implements Event {}

  /** A halted product trades again. */
  record ProductResumed(DeliverySlot slot, String area) implements Event {}

  /** A metered position is in the market's books. */
  record PositionRecorded(MeteredPosition position) implements Event {}

  /** A metered position was refused. */
  record PositionRejected(MeteredPosition position, Rejection rejection) implements Event {}

  /**
   * A metered position that was recorded or refused, and whose key was erased since. Only ever read
   * from a log, never written.
   *
   * @param position what is left of it
   * @param refusal why it was refused, null when it was recorded
   */
  record PositionErased(ErasedPosition position, @Nullable RejectionCode refusal)
      implements Event {}

  /**
   * A part of the bill of a slot's initial settlement. A bill of more lines than one event holds
   * comes in such parts, in order, and ends in the slot's {@link SlotSettled}.
   *
   * @param firstLine index of the first line of the part among all lines of the bill, from 0
   * @param billLines the lines that can be read, in order
   * @param erasedLines the lines whose keys were erased, in order; only ever read from a log
   */
  record BillPart(
      DeliverySlot slot, int firstLine, List<BillLine> billLines, List<ErasedLine> erasedLines)
      implements Event {
    /** Copies the lines. */
    public BillPart {
      billLines = List.copyOf(billLines);
      erasedLines = List.copyOf(erasedLines);
    }

    /** A part of which every line can be read. */
    public BillPart(DeliverySlot slot, int firstLine, List<BillLine> billLines) {
      this(slot, firstLine, billLines, List.of());
    }
  }

  /**
   * A slot's initial settlement.
   *
   * @param batch what is posted
   * @param firstLine index of the first line that follows; those before it are in {@link BillPart}s
   * @param billLines the lines that can be read, in order
   * @param erasedLines the lines whose keys were erased, in order; only ever read from a log
   */
  record SlotSettled(
      SettlementBatch batch, int firstLine, List<BillLine> billLines, List<ErasedLine> erasedLines)
      implements Event {
    /** The most lines of a bill that one event holds. */
    public static final int MAX_LINES = 5_000;

    /**
     * A command settles no further slot once those that it has settled have so many members and
     * trades together; the next tick or position goes on.
     */
    public static final int SETTLED_AT_ONCE = 25_000;

    /** Copies the lines. */
    public SlotSettled {
      billLines = List.copyOf(billLines);
      erasedLines = List.copyOf(erasedLines);
    }

    /** A settlement without parts before it. */
    public SlotSettled(
        SettlementBatch batch, List<BillLine> billLines, List<ErasedLine> erasedLines) {
      this(batch, 0, billLines, erasedLines);
    }

    /** A settlement without parts before it, of which every line can be read. */
    public SlotSettled(SettlementBatch batch, List<BillLine> billLines) {
      this(batch, 0, billLines, List.of());
    }
  }

  /**
   * A later settlement run of a slot: what changes by corrected positions and imbalance prices. The
   * sum of all runs of a slot is its settlement from the positions and prices as they were
   * corrected.
   *
   * @param batch what is posted: the differences to the run before
   * @param run its number: 1 for the first after the initial settlement
   * @param billLines the lines that can be read, in order: what is taken back, and what holds
   *     instead
   * @param erasedLines the lines whose keys were erased, in order; only ever read from a log
   */
  record SlotRevised(
      SettlementBatch batch, int run, List<BillLine> billLines, List<ErasedLine> erasedLines)
      implements Event {
    /** The most lines that corrections of one member give. */
    public static final int LINES_OF_A_MEMBER = 4;

    /** The most lines that change of one member that is responsible for its balance. */
    public static final int LINES_OF_A_RESPONSIBLE = 16;

    /** The most lines that change of one area whose losses are settled. */
    public static final int LINES_OF_AN_AREA = 8;

    /** The most lines that change of one storage service, with the residuals of its parties. */
    public static final int LINES_OF_A_SERVICE = 20;

    /** Copies the lines. */
    public SlotRevised {
      billLines = List.copyOf(billLines);
      erasedLines = List.copyOf(erasedLines);
    }

    /** A run of which every line can be read. */
    public SlotRevised(SettlementBatch batch, int run, List<BillLine> billLines) {
      this(batch, run, billLines, List.of());
    }
  }

  /**
   * The keys of a participant are to be destroyed: what they seal can be read no more.
   *
   * @param participant whose data
   * @param keys names of the keys, as {@code subject/id/key id}
   * @param timeMillis when it was ordered, UTC, by the clock of the machine that did
   */
  record ErasureRecorded(String participant, List<String> keys, long timeMillis) implements Event {
    /** Copies the list. */
    public ErasureRecorded {
      keys = List.copyOf(keys);
    }
  }

  /** The ledger committed a batch: its trades are recorded. */
  record BatchRecorded(String batchId, String transactionId, long blockNumber) implements Event {}

  /** A confirmation was refused. */
  record ConfirmationRejected(String batchId, Rejection rejection) implements Event {}

  /** A bridge sent something again; nothing changed. */
  record DuplicateIgnored(CommandOrigin origin) implements Event {}

  /** What a participant's connection may carry, from slots that start at an instant on, W. */
  record CapabilityRegistered(String participant, long validFromMillis, long feedInW, long loadW)
      implements Event {}

  /** The registration of a connection was refused. */
  record CapabilityRejected(String participant, Rejection rejection) implements Event {}

  /** What an account has paid in less what was paid out to it, nano-currency. */
  record CollateralRecorded(String account, long collateralNano, long fundShareNano)
      implements Event {}

  /** A report of collateral was refused; the former totals stand. */
  record CollateralRejected(String account, Rejection rejection) implements Event {}

  /**
   * The settlement of a slot left a member owing more than its balance and collateral. The parts
   * sum to the shortfall; who paid for the member has a receivable against it. Amounts in
   * nano-currency, at most 128 bits, not negative.
   *
   * @param shortfallNano what its balance lacked after the settlement
   * @param collateralNano covered by its own collateral
   * @param ownFundNano covered by its own share of the default fund
   * @param exchangeNano covered by the exchange's share
   * @param fund covered by the other shares of the fund, pro rata, by id; none of them 0
   * @param uncoveredNano what is left; the exchange bears it
   */
  record AccountDefaulted(
      String account,
      DeliverySlot slot,
      BigInteger shortfallNano,
      BigInteger collateralNano,
      BigInteger ownFundNano,
      BigInteger exchangeNano,
      List<CreditShare> fund,
      BigInteger uncoveredNano)
      implements Event {
    /** Copies the list. */
    public AccountDefaulted {
      fund = List.copyOf(fund);
    }
  }

  /**
   * A member that had defaulted paid back from its balance, then its collateral.
   *
   * @param paidNano nano-currency, positive, the sum of the parts
   * @param to who got it: the fund's members by id, then the exchange; none of them 0
   */
  record ReceivablePaid(String account, BigInteger paidNano, List<CreditShare> to)
      implements Event {
    /** Copies the list. */
    public ReceivablePaid {
      to = List.copyOf(to);
    }
  }

  /**
   * A gate was missed.
   *
   * @param lateMillis how much later than the gate the tick is that passed it
   * @param fallback what is done instead of an auction in time
   */
  record GateMissed(DeliverySlot slot, long lateMillis, MissedGate fallback) implements Event {}

  /** The auction of a slot does not stand; which trades fall away is told after it. */
  record AuctionCancelled(DeliverySlot slot, String reason) implements Event {}

  /** The cancellation of an auction was refused. */
  record AuctionCancelRejected(String operator, long slotStartMillis, Rejection rejection)
      implements Event {}

  /**
   * A trade fell away, as if it had never been made; its energy is not open again.
   *
   * @param tradeId a {@link TradeMade} or a {@link ContinuousTrade}
   * @param buyer participant, or {@link AreaLink#party()}
   * @param seller participant, or {@link AreaLink#party()}
   * @param reason the operator's sentence
   */
  record TradeBusted(
      long tradeId,
      DeliverySlot slot,
      String buyer,
      String seller,
      long energyWh,
      long priceMicroPerKwh,
      BustCause cause,
      String reason)
      implements Event {}

  /** The bust of a trade was refused. */
  record BustRejected(String operator, long tradeId, Rejection rejection) implements Event {}

  /** A link may carry less in a slot; which trades lose energy by that is told after it. */
  record LinkLimited(
      DeliverySlot slot, String from, String to, long minFlowWh, long maxFlowWh, String reason)
      implements Event {}

  /** The lowering of a link's limit was refused. */
  record LinkLimitRejected(
      String operator, long slotStartMillis, String from, String to, Rejection rejection)
      implements Event {}

  /**
   * A trade lost energy because a link may carry less.
   *
   * @param buyer participant, or {@link AreaLink#party()}
   * @param seller participant, or {@link AreaLink#party()}
   * @param byWh the energy it lost, Wh
   * @param leftWh the energy that stands, Wh; 0: all of it is gone
   * @param buyerMicroPerKwh what the grid operator pays the buyer for it, µ/kWh, 0 for a link
   * @param sellerMicroPerKwh what the grid operator pays the seller for it, µ/kWh, 0 for a link
   */
  record TradeCurtailed(
      long tradeId,
      DeliverySlot slot,
      String buyer,
      String seller,
      long byWh,
      long leftWh,
      long buyerMicroPerKwh,
      long sellerMicroPerKwh)
      implements Event {}

  /**
   * A participant's position did not come in time: its slot is settled as if it had done what it
   * had traded, until a position comes.
   *
   * @param position of version 0, without a secret
   */
  record PositionAssumed(MeteredPosition position) implements Event {}

  /** What flowed over an area's boundary was recorded; it holds from the next settlement run on. */
  record BoundaryRecorded(BoundaryFlow flow) implements Event {}

  /** What was reported of an area's boundary was refused. */
  record BoundaryRejected(BoundaryFlow flow, Rejection rejection) implements Event {}

  /**
   * What a settlement run has of the losses of an area. Told by the initial run of each area whose
   * losses are settled, and by a later one when it is another balance.
   *
   * @param run number of the run, 0 for the initial one
   */
  record AreaBalanced(AreaBalance balance, int run) implements Event {}

  /**
   * The imbalance price of an area in a slot was imported; it holds from the next settlement run
   * on.
   */
  record ImbalancePriceImported(ImbalancePrice price) implements Event {}

  /**
   * The import of an imbalance price was refused.
   *
   * @param version as it was sent
   */
  record ImbalancePriceRejected(
      String importer, String area, long slotStartMillis, int version, Rejection rejection)
      implements Event {}

  /**
   * A line of a bill is disputed.
   *
   * @param disputeId the engine's number, counts up from 1
   * @param participant whose line it is
   * @param run settlement run of the slot, 0 for the initial one
   * @param line index of the line among all lines of the slot's bill
   * @param reason what is wrong with it
   * @param evidence SHA-256 of what shows it, null for none
   * @param timeMillis the market's clock when it was opened
   * @param decideByMillis until when it should be decided, UTC
   * @param untilMillis until when the line may be disputed, UTC; 0 under a rulebook that posts no
   *     corrections
   */
  record DisputeOpened(
      long disputeId,
      String participant,
      DeliverySlot slot,
      int run,
      int line,
      PersonalText reason,
      @Nullable Hash evidence,
      long timeMillis,
      long decideByMillis,
      long untilMillis)
      implements Event {
    /** One under a rulebook that posts no corrections. */
    public DisputeOpened(
        long disputeId,
        String participant,
        DeliverySlot slot,
        int run,
        int line,
        PersonalText reason,
        @Nullable Hash evidence,
        long timeMillis,
        long decideByMillis) {
      this(
          disputeId, participant, slot, run, line, reason, evidence, timeMillis, decideByMillis, 0);
    }
  }

  /**
   * An open dispute has further evidence.
   *
   * @param evidence its SHA-256
   */
  record DisputeEvidenceAdded(long disputeId, String participant, Hash evidence) implements Event {}

  /**
   * A dispute was decided. The amounts that were posted stay what they are: a corrected one is
   * posted by a later settlement run.
   *
   * @param decider who decided
   * @param participant who opened it
   * @param timeMillis the market's clock when it was decided
   */
  record DisputeDecided(
      long disputeId, String participant, String decider, Ruling ruling, long timeMillis)
      implements Event {}

  /** A dispute was taken back by who opened it. */
  record DisputeWithdrawn(long disputeId, String participant) implements Event {}

  /**
   * Nobody decided a dispute in time: it stays open.
   *
   * @param decideByMillis until when it should have been decided, UTC
   */
  record DisputeOverdue(long disputeId, String participant, long decideByMillis) implements Event {}

  /**
   * What was asked about a dispute was refused; nothing changed.
   *
   * @param account who asked
   * @param disputeId the engine's number, 0 when one was to be opened
   */
  record DisputeRejected(String account, long disputeId, Rejection rejection) implements Event {}

  /**
   * An account was asked for, or is in another state.
   *
   * @param state what it is from now on
   */
  record AccountChanged(String participant, AccountState state) implements Event {}

  /**
   * Somebody asks for a meter point, or for another capability of its own.
   *
   * @param fromMillis start of the first slot that is meant, UTC
   */
  record MeterPointRequested(String participant, MeterPoint point, long fromMillis)
      implements Event {}

  /** What was asked for a meter point was refused by who decides it. */
  record MeterPointRefused(String participant, String meterPoint) implements Event {}

  /**
   * A meter point has an owner, or another one, or another capability. Open orders that end by it
   * are told after it.
   *
   * @param participant its owner from then on
   * @param fromMillis start of the first slot for which it holds, UTC
   */
  record MeterPointAssigned(String participant, MeterPoint point, long fromMillis)
      implements Event {}

  /**
   * Collateral is on its way.
   *
   * @param amountNano nano-currency, positive
   */
  record DepositRequested(String participant, long amountNano) implements Event {}

  /**
   * Collateral has come, or has not; the new totals are told after it.
   *
   * @param amountNano nano-currency, positive
   */
  record DepositDecided(String participant, long amountNano, boolean accepted) implements Event {}

  /**
   * What was asked about an account, a meter point or a deposit was refused; nothing changed.
   *
   * @param account who asked
   * @param subject id of the account or meter point that it is about
   */
  record RegistrationRejected(String account, String subject, Rejection rejection)
      implements Event {}

  /** A participant signs bilateral contracts with this key from now on. */
  record SigningKeyRegistered(String participant, String key) implements Event {}

  /** A key was refused; the one before stays. */
  record SigningKeyRejected(String participant, Rejection rejection) implements Event {}

  /**
   * A bilateral contract counts. A {@link ContinuousTrade} without orders for each of its slots
   * follows, at the price 0: its money is paid outside of the market.
   *
   * @param contract signed by both
   * @param buyerKey the key of the buyer's signature
   * @param sellerKey the key of the seller's signature
   */
  record BilateralAccepted(SignedBilateral contract, String buyerKey, String sellerKey)
      implements Event {}

  /** A bilateral contract was refused; nothing changed. */
  record BilateralRejected(String contractId, String buyer, String seller, Rejection rejection)
      implements Event {}

  /**
   * Gains left the market: its balance of the account is lower, and the money is at the account's
   * disposal on the ledger.
   *
   * @param amountNano nano-currency; positive
   */
  record GainsPaidOut(String participant, long amountNano) implements Event {}

  /** A pay-out was refused; nothing changed. */
  record PayOutRejected(String participant, Rejection rejection) implements Event {}

  /** A storage unit is registered, or can do something else from now on. */
  record StorageRegistered(StorageSpec spec) implements Event {}

  /** What a storage unit holds; commitments that were over before are forgotten. */
  record StateOfChargeRecorded(String unit, StorageState state) implements Event {}

  /** A share of a storage unit's power is there for some slots, ppm. */
  record OutageRecorded(String unit, long fromMillis, long toMillis, int availablePpm)
      implements Event {}

  /** So much usable energy of a storage unit is proved, by the ledger or a nameplate. */
  record UsableEnergyLimited(String unit, String owner, UsableLimit limit) implements Event {}

  /** What proves a storage unit's usable energy is too old in 30 days or less; told once. */
  record StorageTestExpires(String unit, String owner, long untilMillis) implements Event {}

  /** A storage unit has taken a commitment, which it can keep with all others. */
  record StorageCommitted(String unit, StorageCommitment commitment) implements Event {}

  /** A commitment was given up by its owner. */
  record CommitmentWithdrawn(String unit, String commitment, String owner) implements Event {}

  /**
   * A storage unit cannot keep a commitment any more, after it has changed.
   *
   * @param owner of the commitment
   * @param refused which limit it would break, beside which others
   */
  record CommitmentLost(String unit, String commitment, String owner, StorageRefused refused)
      implements Event {}

  /**
   * What was asked of a storage unit was refused; nothing changed.
   *
   * @param account who asked
   * @param commitment id of the commitment, empty when it was about the unit
   */
  record StorageRejected(String account, String unit, String commitment, StorageRefused refused)
      implements Event {}

  /**
   * A service of a storage unit was proposed.
   *
   * @param by who proposes
   * @param round 1 for the first proposal of the negotiation, one more for each counter-proposal
   * @param key the key of the signature
   * @param timeMillis the market's clock
   */
  record ServiceProposed(
      String by, int round, ServiceProposal proposal, String key, long timeMillis)
      implements Event {}

  /**
   * Two parties have signed a service of a storage unit: the same text.
   *
   * @param by who has accepted
   * @param round of the proposal
   * @param proposal the terms, with the signature of who proposed them
   * @param signature of who has accepted
   * @param key the key of that signature
   * @param timeMillis the market's clock
   */
  record ServiceAgreed(
      String by, int round, ServiceProposal proposal, String signature, String key, long timeMillis)
      implements Event {}

  /**
   * A negotiation has ended without a service.
   *
   * @param by who has declined, or taken back
   * @param to the other party; empty of a standing offer
   * @param round of the last proposal
   */
  record NegotiationEnded(String by, String to, String negotiation, int round) implements Event {}

  /** A step of a negotiation was refused; nothing changed. */
  record NegotiationRejected(String account, String negotiation, StorageRefused refused)
      implements Event {}

  /** What a storage unit asks for when it is called, µ/kWh. */
  record CallPriceSet(String participant, String unit, long priceMicroPerKwh) implements Event {}

  /**
   * The grid operator calls storage units.
   *
   * @param operator who
   * @param timeMillis the market's clock
   */
  record StorageCalled(String operator, DispatchCall call, long timeMillis) implements Event {}

  /**
   * A storage unit is called.
   *
   * @param owner of the unit
   * @param injectionSlotWh what it is to discharge in each slot, Wh, negative what it is to charge
   * @param priceMicroPerKwh what is paid for that, µ/kWh
   * @param untilMillis from when on its owner cannot answer any more
   * @param fromMillis start of the first slot that it is called for, UTC; 0 when it is called for
   *     all slots of the call
   */
  record UnitCalled(
      String call,
      String unit,
      String owner,
      long injectionSlotWh,
      long priceMicroPerKwh,
      long untilMillis,
      long fromMillis)
      implements Event {}

  /**
   * What became of the call of a unit.
   *
   * @param owner of the unit
   * @param reason why not, in its owner's words, or the limit that it would break; empty else
   */
  record CallAnswered(
      String call, String unit, String owner, DispatchCall.Answer answer, String reason)
      implements Event {}

  /**
   * A call has ended. It goes on, and ends again, when a unit loses what it has accepted.
   *
   * @param promisedSlotWh what units are committed to for it in each slot, Wh, with its sign
   * @param reason why it was cancelled; empty else
   */
  record CallEnded(String call, DispatchCall.End end, long promisedSlotWh, String reason)
      implements Event {}

  /**
   * A call that was cancelled is taken back from a unit that was asked, or had accepted.
   *
   * @param owner of the unit
   * @param released whether the unit is free again; else something rests on what it has accepted
   */
  record CallTakenBack(String call, String unit, String owner, boolean released) implements Event {}

  /**
   * Something about calls was refused; nothing changed.
   *
   * @param account who asked
   * @param call id of the call, or the unit whose price it was about
   */
  record CallRejected(String account, String call, Rejection rejection) implements Event {}

  /** A lessee has planned what it will use of its virtual battery from a slot on. */
  record LeasePlanned(String participant, String unit, String lease, LeasePlan plan)
      implements Event {}

  /**
   * A virtual battery cannot be used as planned any more: its unit has changed.
   *
   * @param lessee who had planned it
   * @param fromMillis start of the first slot for which nothing is planned any more, UTC
   * @param reason what it would break, or that the lease does not stand
   */
  record LeasePlanCut(String unit, String lease, String lessee, long fromMillis, Rejection reason)
      implements Event {}

  /** A plan of a virtual battery was refused; nothing changed. */
  record LeaseRejected(String participant, String unit, String lease, Rejection rejection)
      implements Event {}

  /** A storage unit is offered in an auction of storage services. */
  record StorageOffered(String participant, StorageOffer offer) implements Event {}

  /** An offer was taken back. */
  record StorageOfferWithdrawn(String participant, String unit, long windowMillis)
      implements Event {}

  /**
   * Surplus was bid in an auction of storage services.
   *
   * @param timeMillis the market's clock: of equal bids the earlier goes first
   */
  record StorageBidPlaced(String participant, StorageBid bid, long timeMillis) implements Event {}

  /** A bid was taken back. */
  record StorageBidWithdrawn(String participant, String bid, long windowMillis) implements Event {}

  /**
   * Something about auctions of storage services was refused; nothing changed.
   *
   * @param account who asked
   * @param subject the unit or the bid that it was about
   */
  record StorageAuctionRejected(String account, String subject, Rejection rejection)
      implements Event {}

  /**
   * The gate of an auction of storage services has passed. What was won follows.
   *
   * @param windowMillis start of the window, UTC
   * @param held whether it was cleared; not when its window had begun by then, or is none of the
   *     rulebook in force: then nothing else is told
   * @param welfareNano accepted energy at the bids' limits, less the same at the offers' prices,
   *     less fees; nano-currency
   * @param boundNano what no result passes; the welfare itself when nothing is better
   * @param prices of the areas in which somebody took part, or a link carries something, by id
   * @param flows by link and slot
   * @param paradoxicallyRejected linked bids that are in the money and not accepted, by time and id
   * @param leftOut units that could not take part, and bids of accounts that are not active, by id,
   *     units first
   */
  record StorageAuctionCleared(
      long windowMillis,
      boolean held,
      BigInteger welfareNano,
      BigInteger boundNano,
      List<StoragePrices> prices,
      List<StoragePrices.Flow> flows,
      List<String> paradoxicallyRejected,
      List<String> leftOut)
      implements Event {
    /** Copies the lists. */
    public StorageAuctionCleared {
      prices = List.copyOf(prices);
      flows = List.copyOf(flows);
      paradoxicallyRejected = List.copyOf(paradoxicallyRejected);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * A service of a storage unit was won in an auction. The unit is committed to it by the event
   * that follows.
   *
   * @param windowMillis start of the window, UTC
   * @param unit id of the unit
   * @param seller its owner
   * @param bid id of the bid
   * @param commitment a firm schedule; its owner is the bidder
   * @param paysMicroPerKwh for each slot of the commitment what the bidder pays for a charged kWh,
   *     µ/kWh; 0 where nothing is charged
   * @param getsMicroPerKwh the same that the unit's owner gets: less where a link is between
   */
  record StorageServiceWon(
      long windowMillis,
      String unit,
      String seller,
      String bid,
      StorageCommitment commitment,
      List<Long> paysMicroPerKwh,
      List<Long> getsMicroPerKwh)
      implements Event {
    /** Copies the lists. */
    public StorageServiceWon {
      paysMicroPerKwh = List.copyOf(paysMicroPerKwh);
      getsMicroPerKwh = List.copyOf(getsMicroPerKwh);
    }
  }

  /** What was metered of a storage unit in a slot was taken. */
  record DeliveryRecorded(UnitDelivery delivery) implements Event {}

  /** What was metered of a storage unit was refused; nothing changed. */
  record DeliveryRejected(String officer, UnitDelivery delivery, Rejection rejection)
      implements Event {}

  /**
   * What a settlement run has of a storage service. Told by the initial run of each service that
   * has anything, and by a later one when it is something else.
   *
   * @param run number of the run, 0 for the initial one
   */
  record ServiceSettled(ServiceDelivery delivery, int run) implements Event {}
}
