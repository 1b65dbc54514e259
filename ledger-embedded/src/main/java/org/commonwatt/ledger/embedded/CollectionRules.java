package org.commonwatt.ledger.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which collections of private data there are. */
final class CollectionRules {
  /** Before the MSP id in the name of the collection that each organisation has without a word. */
  private static final String IMPLICIT = "_implicit_org_";

  private final Map<String, PrivateCollection> byName = new HashMap<>();

  /**
   * The rules of a channel.
   *
   * @param members MSP ids of the channel's organisations, each of which has an implicit collection
   * @param named the collections of the chaincode's definition
   */
  CollectionRules(Set<String> members, List<PrivateCollection> named) {
    for (String member : members) {
      Set<String> alone = Set.of(member);
      String name = IMPLICIT + member;
      byName.put(name, new PrivateCollection(name, alone, false, alone));
    }
    named.forEach(collection -> byName.put(collection.name(), collection));
  }

  /**
   * A collection.
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  PrivateCollection find(String name) {
    PrivateCollection found = byName.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "collection [" + Channel.CHAINCODE + "/" + name + "] is not defined");
    }
    return found;
  }
}
