package org.commonwatt.core.coupled;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.commonwatt.core.coupled.DualDescent.LinkCosts;

/**
 * Chooses among the flows of greatest welfare. Each step keeps what the step before left open: the
 * limits of the flow are the face of its optima, and the next optimum is sought on that face.
 */
final class FlowChoice {
  private final Flow flow;
  private final Network net;
  private final ClearingCase input;

  /**
   * Starts from a supported flow.
   *
   * @param flow balanced, with the limits that supporting prices leave
   */
  FlowChoice(Flow flow, ClearingCase input) {
    this.flow = flow;
    this.net = flow.net;
    this.input = input;
  }

  /**
   * Largest total of fills. At its price an area fills most when its marginal buys and sells are
   * all taken; each Wh of net supply more or less costs one Wh of fills.
   */
  void takeLargestVolume(Margin margin) {
    SupplyCurve[] curves = new SupplyCurve[net.nodes];
    for (int n = 0; n < net.nodes; n++) {
      long[] energies = {margin.sellWh(n), margin.buyWh(n)};
      curves[n] = StepCurve.sorted(flow.low[net.links + n], new long[] {-1, 1}, energies);
    }
    descend(curves, 0);
  }

  /** Least total flow, then link by link the least, then neighbours by id the most. */
  void takeLeastFlow() {
    if (net.links == 0) {
      return;
    }
    SupplyCurve[] curves = new SupplyCurve[net.nodes];
    for (int n = 0; n < net.nodes; n++) {
      int arc = net.links + n;
      long[] room = {flow.high[arc] - flow.low[arc]};
      curves[n] = StepCurve.sorted(flow.low[arc], new long[] {0}, room);
    }
    descend(curves, 1);
    for (int link : order()) {
      if (flow.low[link] < flow.high[link]) {
        flow.pin(link, servesNeighbour(link) ? farthestFromZero(link) : 0);
      }
    }
  }

  private void descend(SupplyCurve[] curves, long fee) {
    long[] fees = new long[net.links];
    Arrays.fill(fees, fee);
    LinkCosts costs =
        new LinkCosts(
            Arrays.copyOf(flow.low, net.links), Arrays.copyOf(flow.high, net.links), fees);
    new DualDescent(flow, curves, costs, new long[net.nodes + input.areaCount()]).run(0, 1);
  }

  private long farthestFromZero(int link) {
    long value = flow.value[link];
    if (value != 0) {
      return value > 0 ? flow.high[link] : flow.low[link];
    }
    return flow.high[link] > -flow.low[link] ? flow.high[link] : flow.low[link];
  }

  /**
   * Links of areas, then links of neighbours in order of the neighbour, each in the net's order.
   */
  private int[] order() {
    return IntStream.range(0, net.links)
        .boxed()
        .sorted(
            Comparator.comparing(this::servesNeighbour)
                .thenComparing(l -> servesNeighbour(l) ? neighbour(l) : 0))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private boolean servesNeighbour(int link) {
    return (net.from[link] == net.nodes) != (net.to[link] == net.nodes);
  }

  private int neighbour(int link) {
    return Math.max(net.fromPrice[link], net.toPrice[link]) - net.nodes;
  }
}
