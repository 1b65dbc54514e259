package org.commonwatt.audit.proof;

import java.util.List;
import java.util.function.BiFunction;

/**
 * Heads of the three trees of a market.
 *
 * @param events leaves are the stored bytes of every event, in order
 * @param batches leaves are the batches whose confirmation is on the log, in its order: {@link
 *     BatchLeaf}
 * @param blocks leaves are the hashes of the headers of the ledger's blocks, from block 0 on
 */
public record Heads(Tree events, Tree batches, Tree blocks) {
  static final List<String> NAMES = List.of("events", "batches", "blocks");

  /** In the order of {@link #NAMES}. */
  List<Tree> all() {
    return List.of(events, batches, blocks);
  }

  static Heads of(BiFunction<Integer, String, Tree> each) {
    return new Heads(
        each.apply(0, NAMES.get(0)), each.apply(1, NAMES.get(1)), each.apply(2, NAMES.get(2)));
  }

  String lines() {
    StringBuilder lines = new StringBuilder();
    all().forEach(tree -> lines.append(tree.size()).append('\n').append(tree.root()).append('\n'));
    return lines.toString();
  }
}
