package org.commonwatt.audit.book;

import java.util.ArrayList;
import java.util.List;

/**
 * A way that energy can take from a seller's area to a buyer's.
 *
 * @param hops its links, from the seller on; none within one area
 * @param fees the fees of its links and of the levels it touches, each once
 */
public record Way(List<Hop> hops, List<Fee> fees) implements Comparable<Way> {

  /** Copies the lists. */
  public Way {
    hops = List.copyOf(hops);
    fees = List.copyOf(fees);
  }

  /**
   * One link of a way.
   *
   * @param link its number
   * @param forward whether energy flows from the link's {@code from} to its {@code to}
   */
  public record Hop(int link, boolean forward) {}

  /** All fees together of a trade at a price, µ/kWh. */
  public long feeAt(long priceMicroPerKwh) {
    return fees.stream().mapToLong(fee -> fee.at(priceMicroPerKwh)).reduce(0, Math::addExact);
  }

  /** The largest price that a bid covers together with its fees. */
  long priceWithin(long bid) {
    long constants = fees.stream().mapToLong(Fee::constantMicroPerKwh).reduce(0, Math::addExact);
    long high = bid - constants; // what is left without any part of the price
    if (high <= 0) {
      return high;
    }
    long low = 0;
    while (low < high) {
      long middle = high - (high - low) / 2;
      if (middle + feeAt(middle) <= bid) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Fewer links first, then smaller link numbers, compared from the seller on. */
  @Override
  public int compareTo(Way other) {
    int result = Integer.compare(hops.size(), other.hops.size());
    for (int i = 0; result == 0 && i < hops.size(); i++) {
      result = Integer.compare(hops.get(i).link(), other.hops.get(i).link());
    }
    return result;
  }

  /** All ways between two areas that visit no area twice. */
  static List<Way> between(BookTerms terms, String from, String to) {
    List<Way> found = new ArrayList<>();
    search(new Search(terms, to, found), from, new ArrayList<>(), new ArrayList<>(List.of(from)));
    return found;
  }

  private record Search(BookTerms terms, String to, List<Way> found) {}

  private static void search(Search search, String at, List<Hop> hops, List<String> visited) {
    if (at.equals(search.to())) {
      search.found().add(new Way(hops, fees(search.terms(), hops, visited)));
      return;
    }
    List<BookTerms.Link> links = search.terms().links();
    for (int i = 0; i < links.size(); i++) {
      BookTerms.Link link = links.get(i);
      boolean forward = link.from().equals(at);
      String next = forward ? link.to() : link.from();
      if ((forward || link.to().equals(at)) && !visited.contains(next)) {
        hops.add(new Hop(i, forward));
        visited.add(next);
        search(search, next, hops, visited);
        hops.remove(hops.size() - 1);
        visited.remove(visited.size() - 1);
      }
    }
  }

  private static List<Fee> fees(BookTerms terms, List<Hop> hops, List<String> visited) {
    List<Fee> fees = new ArrayList<>();
    hops.forEach(hop -> fees.add(terms.links().get(hop.link()).fee()));
    for (BookTerms.Level level : terms.levels()) {
      boolean touched =
          visited.stream().anyMatch(level.areas()::contains)
              || hops.stream().anyMatch(hop -> level.links().contains(hop.link()));
      if (touched) {
        fees.add(level.fee());
      }
    }
    return fees;
  }
}
