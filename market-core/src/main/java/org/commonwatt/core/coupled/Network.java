package org.commonwatt.core.coupled;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The coupled areas as a graph. Its nodes are the normal areas, and one node more, the ground, that
 * stands for everything that needs no balance: the orders of the areas and all neighbours. Its arcs
 * are the links that are not external, then per area one arc from the ground, its net supply.
 */
final class Network {
  final int nodes; // normal areas; also the index of the ground
  final int links;
  final int arcs;
  final int[] from;
  final int[] to;
  final int[] firstIncident; // per node, where its arcs begin in incident
  final int[] incident;
  final int[] area; // per node, the area of the case
  final int[] node; // per area, its node, or -1
  final int[] caseLink; // per link, the link of the case
  final long[] scheduled; // per node, what external links bring, Wh

  // Per end of a link, where its price stands: a node, or nodes + area for a neighbour.
  final int[] fromPrice;
  final int[] toPrice;

  Network(ClearingCase input) {
    int areas = input.areaCount();
    node = new int[areas];
    area = new int[areas];
    int count = 0;
    for (int a = 0; a < areas; a++) {
      node[a] = input.kinds[a] == AreaKind.NORMAL ? count : -1;
      if (node[a] >= 0) {
        area[count++] = a;
      }
    }
    nodes = count;
    scheduled = new long[nodes];
    caseLink = new int[input.linkCount()];
    links = takeLinks(input);
    sortLinks(input);
    arcs = links + nodes;
    from = new int[arcs];
    to = new int[arcs];
    fromPrice = new int[links];
    toPrice = new int[links];
    connect(input);
    firstIncident = new int[nodes + 2];
    incident = incidence();
  }

  private int takeLinks(ClearingCase input) {
    int count = 0;
    for (int l = 0; l < caseLink.length; l++) {
      int a = input.linkFrom[l];
      int b = input.linkTo[l];
      if (input.kinds[a] != AreaKind.EXTERNAL && input.kinds[b] != AreaKind.EXTERNAL) {
        caseLink[count++] = l;
      } else {
        schedule(node[a], -input.linkMin[l]);
        schedule(node[b], input.linkMin[l]);
      }
    }
    return count;
  }

  /**
   * By (from, to, least flow, greatest flow, fee), so that only identical links could change places
   * and no search takes other steps when the case lists its links in another order.
   */
  private void sortLinks(ClearingCase input) {
    int[] sorted =
        IntStream.range(0, links)
            .mapToObj(l -> caseLink[l])
            .sorted(
                Comparator.comparingInt((Integer l) -> input.linkFrom[l])
                    .thenComparingInt(l -> input.linkTo[l])
                    .thenComparingLong(l -> input.linkMin[l])
                    .thenComparingLong(l -> input.linkMax[l])
                    .thenComparingLong(l -> input.linkFee[l]))
            .mapToInt(Integer::intValue)
            .toArray();
    System.arraycopy(sorted, 0, caseLink, 0, links);
  }

  private void schedule(int node, long energyWh) {
    if (node >= 0) {
      scheduled[node] += energyWh;
    }
  }

  private void connect(ClearingCase input) {
    for (int l = 0; l < links; l++) {
      int a = input.linkFrom[caseLink[l]];
      int b = input.linkTo[caseLink[l]];
      from[l] = node[a] >= 0 ? node[a] : nodes;
      to[l] = node[b] >= 0 ? node[b] : nodes;
      fromPrice[l] = node[a] >= 0 ? node[a] : nodes + a;
      toPrice[l] = node[b] >= 0 ? node[b] : nodes + b;
    }
    for (int n = 0; n < nodes; n++) {
      from[links + n] = nodes;
      to[links + n] = n;
    }
  }

  private int[] incidence() {
    for (int arc = 0; arc < arcs; arc++) {
      firstIncident[from[arc] + 1]++;
      firstIncident[to[arc] + 1]++;
    }
    for (int n = 0; n <= nodes; n++) {
      firstIncident[n + 1] += firstIncident[n];
    }
    int[] next = Arrays.copyOf(firstIncident, nodes + 1);
    int[] arcsOf = new int[2 * arcs];
    for (int arc = 0; arc < arcs; arc++) {
      arcsOf[next[from[arc]]++] = arc;
      arcsOf[next[to[arc]]++] = arc;
    }
    return arcsOf;
  }
}
