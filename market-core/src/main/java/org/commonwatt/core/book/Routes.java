package org.commonwatt.core.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All simple ways between the areas of a network. Of ways with equal fees the one with fewer links
 * comes first, then the one whose link numbers come first.
 */
final class Routes {
  static final int LIMIT = 10_000;

  private static final Comparator<List<Integer>> ORDER =
      Comparator.<List<Integer>>comparingInt(List::size).thenComparing(Routes::compareInOrder);

  private final BookNetwork network;
  private final Route[][] byEnds; // from × areas + to
  private final List<Route> all = new ArrayList<>();

  Routes(BookNetwork network) {
    this.network = network;
    int areas = network.areas();
    this.byEnds = new Route[areas * areas][];
    for (int from = 0; from < areas; from++) {
      for (int to = 0; to < areas; to++) {
        byEnds[from * areas + to] = between(from, to);
      }
    }
  }

  /** The ways between two areas, first those that win ties. */
  Route[] of(int from, int to) {
    return byEnds[from * network.areas() + to];
  }

  Route get(int number) {
    return all.get(number);
  }

  /** Whether a trade of an area may bring links or fees. */
  boolean isRouted(int area) {
    return ofArea(area).anyMatch(route -> !route.isFree());
  }

  /** The largest fee of a trade of an area, up to a price, µ/kWh. */
  long largestFee(int area, long price) {
    return ofArea(area).mapToLong(route -> route.fee(price)).max().orElse(0);
  }

  private Stream<Route> ofArea(int area) {
    return IntStream.range(0, network.areas())
        .boxed()
        .flatMap(other -> Stream.concat(Stream.of(of(area, other)), Stream.of(of(other, area))));
  }

  private Route[] between(int from, int to) {
    List<List<Integer>> ways = new ArrayList<>();
    boolean[] visited = new boolean[network.areas()];
    visited[from] = true;
    collect(from, to, visited, new ArrayList<>(), ways);
    ways.sort(ORDER);
    Route[] routes = new Route[ways.size()];
    for (int i = 0; i < routes.length; i++) {
      routes[i] = route(from, ways.get(i));
      all.add(routes[i]);
    }
    return routes;
  }

  private void collect(
      int at, int to, boolean[] visited, List<Integer> way, List<List<Integer>> ways) {
    if (at == to) {
      if (all.size() + ways.size() == LIMIT) {
        throw new IllegalArgumentException(
            "the network has more than " + LIMIT + " ways between its areas: take out links");
      }
      ways.add(List.copyOf(way));
      return;
    }
    for (int link = 0; link < network.links().size(); link++) {
      int next = otherEnd(link, at);
      if (next >= 0 && !visited[next]) {
        visited[next] = true;
        way.add(link);
        collect(next, to, visited, way, ways);
        way.remove(way.size() - 1);
        visited[next] = false;
      }
    }
  }

  private Route route(int from, List<Integer> way) {
    int[] directions = new int[way.size()];
    List<FeeRule> fees = new ArrayList<>();
    Set<Integer> levels = new TreeSet<>();
    levels.add(network.areaLevels().get(from));
    int at = from;
    for (int i = 0; i < directions.length; i++) {
      BookLink link = network.links().get(way.get(i));
      directions[i] = link.from() == at ? 1 : -1;
      at = otherEnd(way.get(i), at);
      fees.add(link.fee());
      levels.add(link.level());
      levels.add(network.areaLevels().get(at));
    }
    levels.remove(BookNetwork.NO_LEVEL);
    levels.forEach(level -> fees.add(network.levels().get(level)));
    return new Route(
        all.size(),
        way.stream().mapToInt(Integer::intValue).toArray(),
        directions,
        fees.toArray(FeeRule[]::new));
  }

  private int otherEnd(int link, int area) {
    BookLink ends = network.links().get(link);
    return ends.from() == area ? ends.to() : ends.to() == area ? ends.from() : -1;
  }

  private static int compareInOrder(List<Integer> first, List<Integer> second) {
    for (int i = 0; i < first.size(); i++) {
      int order = Integer.compare(first.get(i), second.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
