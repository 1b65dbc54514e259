package org.commonwatt.core.origin;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/** Which source was declared for whom, from when on. */
final class DeclaredSources {
  private final Map<String, TreeMap<Long, SourceDeclaration>> byAccount = new HashMap<>();
  private long firstMillis = Long.MAX_VALUE;

  void add(SourceDeclaration declaration) {
    byAccount
        .computeIfAbsent(key(declaration.account(), declaration.area()), first -> new TreeMap<>())
        .put(declaration.fromMillis(), declaration);
    firstMillis = Math.min(firstMillis, declaration.fromMillis());
  }

  /** Whether the market has guarantees in a slot. */
  boolean hasBegun(DeliverySlot slot) {
    return slot.startMillis() >= firstMillis;
  }

  /** What holds for an account in an area, null when nothing was declared. */
  @Nullable SourceDeclaration of(String account, String area, DeliverySlot slot) {
    TreeMap<Long, SourceDeclaration> own = byAccount.get(key(account, area));
    Map.Entry<Long, SourceDeclaration> last =
        own == null ? null : own.floorEntry(slot.startMillis());
    return last == null ? null : last.getValue();
  }

  /** No id has a blank. */
  private static String key(String account, String area) {
    return account + " " + area;
  }
}
