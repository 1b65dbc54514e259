package org.commonwatt.core.storage.auction;

import java.util.List;
import org.commonwatt.core.storage.Window;

/**
 * An auction of storage services. The order within its lists means nothing.
 *
 * @param window slots in which energy may be charged
 * @param areas their ids
 * @param links between areas
 * @param offers of units
 * @param bids of plants
 */
public record StorageAuctionCase(
    Window window,
    List<String> areas,
    List<ServiceLink> links,
    List<ServiceOffer> offers,
    List<SurplusBid> bids) {
  /** The most slots of an auction. */
  public static final int MAX_SLOTS = 192;

  /** The most areas, and the most links. */
  public static final int MAX_AREAS = 100;

  /** The most units. */
  public static final int MAX_UNITS = 200;

  /** The most bids. */
  public static final int MAX_BIDS = 10_000;

  /** The greatest price, and the least one below zero, µ/kWh. */
  public static final long MAX_PRICE = 10_000_000_000L;

  /** Copies the lists. */
  public StorageAuctionCase {
    areas = List.copyOf(areas);
    links = List.copyOf(links);
    offers = List.copyOf(offers);
    bids = List.copyOf(bids);
  }
}
