package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * One line of a participant's bill.
 *
 * @param participant whose bill; a link's party id for the lines of a link
 * @param slot delivery slot
 * @param kind what for
 * @param counterparty who pays or receives the other side
 * @param tradeId the trade, also of a grid fee; 0 for a residual and for a link's fee or rent; of a
 *     correction the number of its dispute, of a storage service the number of its agreement
 * @param energyWh energy, not negative
 * @param priceMicroPerKwh price, µ/kWh
 * @param amountNano money, received is positive
 * @param salt keeps the line's hash from being guessed
 * @param seal how the line is sealed on the log; null when it stands there in clear
 */
public record BillLine(
    String participant,
    DeliverySlot slot,
    Kind kind,
    String counterparty,
    long tradeId,
    long energyWh,
    long priceMicroPerKwh,
    long amountNano,
    Hash salt,
    @Nullable Seal seal) {

  /**
   * What stays readable of a line whose amounts are sealed.
   *
   * @param subject the participant whose key seals it: the one whose energy it tells
   * @param keyId which of its keys
   * @param leafHash hash of its leaf in the Merkle tree, RFC 6962
   */
  public record Seal(String subject, String keyId, Hash leafHash) {}

  /** A line that stands on the log in clear. */
  public BillLine(
      String participant,
      DeliverySlot slot,
      Kind kind,
      String counterparty,
      long tradeId,
      long energyWh,
      long priceMicroPerKwh,
      long amountNano,
      Hash salt) {
    this(
        participant,
        slot,
        kind,
        counterparty,
        tradeId,
        energyWh,
        priceMicroPerKwh,
        amountNano,
        salt,
        null);
  }

  /** The same line, sealed. */
  public BillLine withSeal(@Nullable Seal other) {
    return new BillLine(
        participant,
        slot,
        kind,
        counterparty,
        tradeId,
        energyWh,
        priceMicroPerKwh,
        amountNano,
        salt,
        other);
  }

  /** What a bill line is for. Codes are part of the stored format; append only. */
  public enum Kind {
    /** Energy bought in a trade; the amount is paid (negative at a positive price). */
    TRADE_BUY(1),
    /** Energy sold in a trade; the amount is received. */
    TRADE_SELL(2),
    /** Net withdrawal that no trade covers, at the retail tariff; paid to the supplier. */
    RESIDUAL_WITHDRAWAL(3),
    /** Net injection that no trade covers, at the feed-in tariff; received from the supplier. */
    RESIDUAL_INJECTION(4),
    /** The supplier's side of a residual withdrawal; received. */
    SUPPLIED(5),
    /** The supplier's side of a residual injection; paid. */
    TAKEN_OVER(6),
    /** What a link pays to the grid operator: its fee on the flow's absolute value. */
    LINK_FEE(7),
    /** The grid operator's side of a link's fee; received. */
    FEE_INCOME(8),
    /** What a link pays over: its earnings beyond the fee. */
    LINK_RENT(9),
    /** The side of {@link Rulebook#congestionRentAccount()}; received. */
    CONGESTION_RENT(10),
    /** The grid fee of a continuous trade; paid by its buyer to the grid operator. */
    GRID_FEE(11),
    /** The grid operator's side of a grid fee; received. */
    GRID_FEE_INCOME(12),
    /** What the grid operator pays who lost energy by a curtailment; received. */
    CURTAILMENT_COMPENSATION(13),
    /** The grid operator's side of a compensation; paid. */
    CURTAILMENT_COST(14),
    /** Takes back a {@link #RESIDUAL_WITHDRAWAL} of an earlier run; received. */
    RESIDUAL_WITHDRAWAL_REVERSED(15),
    /** Takes back a {@link #RESIDUAL_INJECTION} of an earlier run; paid. */
    RESIDUAL_INJECTION_REVERSED(16),
    /** Takes back a {@link #SUPPLIED} of an earlier run; paid. */
    SUPPLIED_REVERSED(17),
    /** Takes back a {@link #TAKEN_OVER} of an earlier run; received. */
    TAKEN_OVER_REVERSED(18),
    /** Deviation that was short and netted in its area, at the auction price; paid. */
    NETTED_SHORT(19),
    /** Deviation that was long and netted in its area, at the auction price; received. */
    NETTED_LONG(20),
    /** Deviation that was short, up to the dead-band, at the reference price; paid. */
    BAND_SHORT(21),
    /** Deviation that was long, up to the dead-band, at the reference price; received. */
    BAND_LONG(22),
    /** The rest of a deviation that was short, at the imbalance price; paid. */
    IMBALANCE_SHORT(23),
    /** The rest of a deviation that was long, at the imbalance price; received. */
    IMBALANCE_LONG(24),
    /** The grid fee of netted deviation; paid by who is short to the grid operator. */
    NETTING_FEE(25),
    /** The balancing party's side of a {@link #NETTED_SHORT}; received. */
    NETTED_SHORT_COVERED(26),
    /** The balancing party's side of a {@link #NETTED_LONG}; paid. */
    NETTED_LONG_TAKEN(27),
    /** The balancing party's side of a {@link #BAND_SHORT}; received. */
    BAND_SHORT_COVERED(28),
    /** The balancing party's side of a {@link #BAND_LONG}; paid. */
    BAND_LONG_TAKEN(29),
    /** The balancing party's side of a {@link #IMBALANCE_SHORT}; received. */
    IMBALANCE_SHORT_COVERED(30),
    /** The balancing party's side of a {@link #IMBALANCE_LONG}; paid. */
    IMBALANCE_LONG_TAKEN(31),
    /** The grid operator's side of a {@link #NETTING_FEE}; received. */
    NETTING_FEE_INCOME(32),
    /** Takes back a {@link #NETTED_SHORT} of an earlier run; received. */
    NETTED_SHORT_REVERSED(33),
    /** Takes back a {@link #NETTED_LONG} of an earlier run; paid. */
    NETTED_LONG_REVERSED(34),
    /** Takes back a {@link #BAND_SHORT} of an earlier run; received. */
    BAND_SHORT_REVERSED(35),
    /** Takes back a {@link #BAND_LONG} of an earlier run; paid. */
    BAND_LONG_REVERSED(36),
    /** Takes back a {@link #IMBALANCE_SHORT} of an earlier run; received. */
    IMBALANCE_SHORT_REVERSED(37),
    /** Takes back a {@link #IMBALANCE_LONG} of an earlier run; paid. */
    IMBALANCE_LONG_REVERSED(38),
    /** Takes back a {@link #NETTING_FEE} of an earlier run; received. */
    NETTING_FEE_REVERSED(39),
    /** Takes back a {@link #NETTED_SHORT_COVERED} of an earlier run; paid. */
    NETTED_SHORT_COVERED_REVERSED(40),
    /** Takes back a {@link #NETTED_LONG_TAKEN} of an earlier run; received. */
    NETTED_LONG_TAKEN_REVERSED(41),
    /** Takes back a {@link #BAND_SHORT_COVERED} of an earlier run; paid. */
    BAND_SHORT_COVERED_REVERSED(42),
    /** Takes back a {@link #BAND_LONG_TAKEN} of an earlier run; received. */
    BAND_LONG_TAKEN_REVERSED(43),
    /** Takes back a {@link #IMBALANCE_SHORT_COVERED} of an earlier run; paid. */
    IMBALANCE_SHORT_COVERED_REVERSED(44),
    /** Takes back a {@link #IMBALANCE_LONG_TAKEN} of an earlier run; received. */
    IMBALANCE_LONG_TAKEN_REVERSED(45),
    /** Takes back a {@link #NETTING_FEE_INCOME} of an earlier run; paid. */
    NETTING_FEE_INCOME_REVERSED(46),
    /**
     * What an upheld dispute adds to the amount of a line: received when positive. It has no energy
     * and no price, and the number of the dispute in the place of a trade's.
     */
    CORRECTION(47),
    /** The other side of a {@link #CORRECTION}. */
    CORRECTION_OTHER_SIDE(48),
    /** Technical losses of an area; paid by the grid operator. */
    TECHNICAL_LOSSES(49),
    /** What an area lost beyond its technical losses; paid by who bears the residual. */
    UNEXPLAINED_SHORT(50),
    /** What an area lost less than its technical losses; received by who bears the residual. */
    UNEXPLAINED_LONG(51),
    /** The other side of {@link #TECHNICAL_LOSSES}; received. */
    TECHNICAL_LOSSES_COVERED(52),
    /** The other side of an {@link #UNEXPLAINED_SHORT}; received. */
    UNEXPLAINED_SHORT_COVERED(53),
    /** The other side of an {@link #UNEXPLAINED_LONG}; paid. */
    UNEXPLAINED_LONG_TAKEN(54),
    /** Takes back {@link #TECHNICAL_LOSSES} of an earlier run; received. */
    TECHNICAL_LOSSES_REVERSED(55),
    /** Takes back an {@link #UNEXPLAINED_SHORT} of an earlier run; received. */
    UNEXPLAINED_SHORT_REVERSED(56),
    /** Takes back an {@link #UNEXPLAINED_LONG} of an earlier run; paid. */
    UNEXPLAINED_LONG_REVERSED(57),
    /** Takes back a {@link #TECHNICAL_LOSSES_COVERED} of an earlier run; paid. */
    TECHNICAL_LOSSES_COVERED_REVERSED(58),
    /** Takes back an {@link #UNEXPLAINED_SHORT_COVERED} of an earlier run; paid. */
    UNEXPLAINED_SHORT_COVERED_REVERSED(59),
    /** Takes back an {@link #UNEXPLAINED_LONG_TAKEN} of an earlier run; received. */
    UNEXPLAINED_LONG_TAKEN_REVERSED(60),
    /** What a buyer pays beyond the seller's limit in an auction that is paid as bid. */
    BID_SURPLUS(61),
    /** The side of {@link Rulebook#marketSurplusAccount()}; received. */
    MARKET_SURPLUS(62),
    /** What a customer pays for energy that a storage unit has charged for it; paid. */
    STORAGE_CHARGE(63),
    /** What a customer pays for energy that a storage unit has discharged for it; paid. */
    STORAGE_DISCHARGE(64),
    /** What a customer pays for its share of a storage unit; paid. */
    STORAGE_LEASE(65),
    /** What the owner of a storage unit pays for what it did not deliver; paid. */
    STORAGE_PENALTY(66),
    /** The owner's side of a {@link #STORAGE_CHARGE}; received. */
    STORAGE_CHARGE_INCOME(67),
    /** The owner's side of a {@link #STORAGE_DISCHARGE}; received. */
    STORAGE_DISCHARGE_INCOME(68),
    /** The owner's side of a {@link #STORAGE_LEASE}; received. */
    STORAGE_LEASE_INCOME(69),
    /** The customer's side of a {@link #STORAGE_PENALTY}; received. */
    STORAGE_PENALTY_INCOME(70),
    /** Takes back a {@link #STORAGE_CHARGE} of an earlier run; received. */
    STORAGE_CHARGE_REVERSED(71),
    /** Takes back a {@link #STORAGE_DISCHARGE} of an earlier run; received. */
    STORAGE_DISCHARGE_REVERSED(72),
    /** Takes back a {@link #STORAGE_LEASE} of an earlier run; received. */
    STORAGE_LEASE_REVERSED(73),
    /** Takes back a {@link #STORAGE_PENALTY} of an earlier run; received. */
    STORAGE_PENALTY_REVERSED(74),
    /** Takes back a {@link #STORAGE_CHARGE_INCOME} of an earlier run; paid. */
    STORAGE_CHARGE_INCOME_REVERSED(75),
    /** Takes back a {@link #STORAGE_DISCHARGE_INCOME} of an earlier run; paid. */
    STORAGE_DISCHARGE_INCOME_REVERSED(76),
    /** Takes back a {@link #STORAGE_LEASE_INCOME} of an earlier run; paid. */
    STORAGE_LEASE_INCOME_REVERSED(77),
    /** Takes back a {@link #STORAGE_PENALTY_INCOME} of an earlier run; paid. */
    STORAGE_PENALTY_INCOME_REVERSED(78);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The code in the leaf of the Merkle tree. */
    public int code() {
      return code;
    }

    /**
     * Whether its energy is what a member's metered position leaves beside its trades, so that it
     * is as good as the readings behind that; else it follows from trades, flows or a decision.
     */
    public boolean isMetered() {
      return (code >= RESIDUAL_WITHDRAWAL.code && code <= TAKEN_OVER.code)
          || (code >= RESIDUAL_WITHDRAWAL_REVERSED.code
              && code <= NETTING_FEE_INCOME_REVERSED.code);
    }

    /**
     * Whether it is the other side of what is settled of a member beside its trades: the line tells
     * of the energy of its counterparty.
     */
    public boolean tellsOfCounterparty() {
      return switch (this) {
        case SUPPLIED,
            TAKEN_OVER,
            SUPPLIED_REVERSED,
            TAKEN_OVER_REVERSED,
            NETTED_SHORT_COVERED,
            NETTED_LONG_TAKEN,
            BAND_SHORT_COVERED,
            BAND_LONG_TAKEN,
            IMBALANCE_SHORT_COVERED,
            IMBALANCE_LONG_TAKEN,
            NETTING_FEE_INCOME,
            NETTED_SHORT_COVERED_REVERSED,
            NETTED_LONG_TAKEN_REVERSED,
            BAND_SHORT_COVERED_REVERSED,
            BAND_LONG_TAKEN_REVERSED,
            IMBALANCE_SHORT_COVERED_REVERSED,
            IMBALANCE_LONG_TAKEN_REVERSED,
            NETTING_FEE_INCOME_REVERSED,
            CORRECTION_OTHER_SIDE ->
            true;
        default -> false;
      };
    }
  }
}
