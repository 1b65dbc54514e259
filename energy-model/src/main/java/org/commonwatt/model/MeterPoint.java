package org.commonwatt.model;

/**
 * Where a home is connected: one meter, and what the connection may carry. Fields are as they were
 * sent: the core validates.
 *
 * @param id of the meter point
 * @param area the area it belongs to
 * @param meter id of its meter, the only one
 * @param feedInW registered feed-in, the most power it may inject, W, 0 to 10¹²
 * @param loadW registered load, the most power it may withdraw, W, 0 to 10¹²
 */
public record MeterPoint(String id, String area, String meter, long feedInW, long loadW) {
  /** The most power that a connection may have, W. */
  public static final long MAX_W = Amounts.MAX_ORDER_WH;
}
