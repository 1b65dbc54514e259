package org.commonwatt.audit.book;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** An order of a slot, arriving or resting. */
public final class BookOrder {
  /** Best price first, then the earlier place in time; for orders of one side. */
  static final Comparator<BookOrder> PRIORITY =
      Comparator.comparingLong((BookOrder order) -> order.buy ? -order.price : order.price)
          .thenComparingLong(order -> order.place);

  final long id;
  final @Nullable String owner;
  final String area;
  final boolean buy;
  final Qualifiers qualifiers;

  /** Limit, µ/kWh; without meaning in a market order. */
  final long price;

  /** Energy that others see, Wh. */
  long shown;

  /** Energy behind an iceberg's peak, Wh. */
  long hidden;

  /** Place in time: the smaller the earlier. */
  long place;

  /**
   * A new order that has not arrived yet.
   *
   * @param id a number of its own
   * @param who owner, area and side
   * @param price limit, µ/kWh
   * @param energyWh its energy, positive
   * @param qualifiers how it wants to trade
   */
  public BookOrder(long id, Who who, long price, long energyWh, Qualifiers qualifiers) {
    this.id = id;
    this.owner = who.owner();
    this.area = who.area();
    this.buy = who.buy();
    this.price = price;
    this.shown = energyWh;
    this.qualifiers = qualifiers;
  }

  /**
   * Whose order it is, and where.
   *
   * @param owner beneficial owner; null trades with everybody
   */
  public record Who(@Nullable String owner, String area, boolean buy) {}

  /** Its number. */
  public long id() {
    return id;
  }

  /** Its owner, null if it trades with everybody. */
  public @Nullable String owner() {
    return owner;
  }

  /** Whether it buys. */
  public boolean isBuy() {
    return buy;
  }

  /** Its area. */
  public String area() {
    return area;
  }

  /** Its limit, µ/kWh. */
  public long price() {
    return price;
  }

  /** All energy it still wants, Wh. */
  public long left() {
    return shown + hidden;
  }

  boolean isOf(@Nullable String other) {
    return owner != null && owner.equals(other);
  }

  /** Whether the order, resting, takes a fill of this energy. */
  boolean takes(long energyWh) {
    return energyWh > 0 && energyWh >= Math.min(qualifiers.minimumWh(), left());
  }

  /** Energy that the arrival must trade at least. */
  long due() {
    return qualifiers.fillOrKill() ? left() : Math.min(qualifiers.minimumWh(), left());
  }

  boolean isImmediate() {
    return qualifiers.market() || qualifiers.immediate() || qualifiers.fillOrKill();
  }
}
