package org.commonwatt.audit.book;

import java.util.Comparator;
import java.util.List;
import org.commonwatt.model.EnergySource;
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

  /** What it declares and asks for beside its limit. */
  final Wants wants;

  /** Other limits of the same order that rest beside this one. */
  List<BookOrder> rivals = List.of();

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
    this(id, who, price, energyWh, qualifiers, Wants.NOTHING);
  }

  /** The same with what it declares and asks for. */
  public BookOrder(
      long id, Who who, long price, long energyWh, Qualifiers qualifiers, Wants wants) {
    this.wants = wants;
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

  /**
   * What an order declares and asks for beside its limit.
   *
   * @param source what it declares, null: nothing
   * @param sources one of which the other order must declare; empty: it need not
   * @param from area of the other order, null: any
   * @param alternative which limit of its order it is, from 1; 0: the only one
   */
  public record Wants(
      @Nullable EnergySource source,
      List<EnergySource> sources,
      @Nullable String from,
      int alternative) {
    /** Of an order with a limit and nothing more. */
    public static final Wants NOTHING = new Wants(null, List.of(), null, 0);

    /** Copies the list. */
    public Wants {
      sources = List.copyOf(sources);
    }
  }

  /** Whether an order of the other side is what this one asks for. */
  boolean likes(BookOrder other) {
    EnergySource source = other.wants.source();
    boolean ofSource =
        wants.sources().isEmpty() || (source != null && wants.sources().contains(source));
    return ofSource && (wants.from() == null || wants.from().equals(other.area));
  }

  /** What it declares, null: nothing. */
  public @Nullable EnergySource source() {
    return wants.source();
  }

  /** Which limit of its order it is. */
  public int alternative() {
    return wants.alternative();
  }

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
