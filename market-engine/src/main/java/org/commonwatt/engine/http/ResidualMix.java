package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.EnergySource;

/**
 * What an area's supplier takes over, and what was withdrawn there without a guarantee. Few
 * accounts' residual tells of single homes: a source of few is told in one sum with the other such
 * sources, and that not either when few have them together.
 */
final class ResidualMix {
  private final Caller caller;
  private final Map<EnergySource, Long> apart = new TreeMap<>();
  private long together;
  private boolean withheld;
  private long unguaranteed;

  /** Nothing yet, to be told to somebody. */
  ResidualMix(Caller caller) {
    this.caller = caller;
  }

  /** Adds what was withdrawn without a guarantee, Wh. */
  void unguaranteed(long wh) {
    unguaranteed = Math.addExact(unguaranteed, wh);
  }

  /**
   * Adds what is left of a slot.
   *
   * @param declared who has which source in the slot; whether Wh are told depends on nothing else
   * @param left Wh by source, none of another source
   * @param storages who may have given back what is left, of any source: of few of them nothing is
   *     told
   */
  void left(
      Map<EnergySource, Set<String>> declared,
      Map<EnergySource, Long> left,
      List<String> storages) {
    if (!storages.isEmpty() && !AreaEnergy.isTold(storages, caller)) {
      withheld = true;
      return;
    }
    Set<String> few = new TreeSet<>();
    long ofFew = 0;
    for (Map.Entry<EnergySource, Set<String>> one : declared.entrySet()) {
      long wh = left.getOrDefault(one.getKey(), 0L);
      if (!AreaEnergy.isTold(List.copyOf(one.getValue()), caller)) {
        few.addAll(one.getValue());
        ofFew = Math.addExact(ofFew, wh);
      } else if (wh > 0) {
        apart.merge(one.getKey(), wh, Math::addExact);
      }
    }
    if (!few.isEmpty() && !AreaEnergy.isTold(List.copyOf(few), caller)) {
      withheld = true;
    } else {
      together = Math.addExact(together, ofFew);
    }
  }

  /**
   * Writes it.
   *
   * @param told whether anything of it is told
   */
  void write(ObjectNode node, boolean told) {
    node.put("suppressed", !told);
    ArrayNode sources = node.putArray("residual");
    if (!told) {
      node.putNull("togetherWh").putNull("unguaranteedWh").putNull("unknownWh");
      return;
    }
    apart.forEach((source, wh) -> sources.addObject().put("source", source.id()).put("wh", wh));
    long known = apart.values().stream().reduce(together, Math::addExact);
    node.put("togetherWh", withheld ? null : (Long) together)
        .put("unguaranteedWh", unguaranteed)
        // With what is withheld it would tell that, too.
        .put("unknownWh", withheld ? null : (Long) Math.max(0, unguaranteed - known));
  }
}
