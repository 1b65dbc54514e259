package org.commonwatt.chaincode.registry.rules;

import com.fasterxml.jackson.databind.JsonNode;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.jspecify.annotations.Nullable;

/**
 * How far the registry of a market has come.
 *
 * @param toSequence number of the last event that it covers, 0 for none
 * @param nextOffset where the next stretch begins on {@code events}
 * @param rulebookVersion the last registered version, 0 for none
 */
record RegistryHead(long toSequence, long nextOffset, int rulebookVersion) {
  /** Of a market without entries. */
  private static final RegistryHead NONE = new RegistryHead(0, 0, 0);

  static RegistryHead read(@Nullable String stored) {
    if (stored == null) {
      return NONE;
    }
    JsonNode node = Fields.object("head", stored);
    return new RegistryHead(
        node.required("toSequence").longValue(),
        node.required("nextOffset").longValue(),
        node.required("rulebookVersion").intValue());
  }

  /** The head after entries that follow. */
  RegistryHead after(RegistryEntries entries) {
    int version = rulebookVersion;
    for (RulebookEntry entry : entries.rulebooks()) {
      version = entry.version();
    }
    return new RegistryHead(entries.toSequence(), entries.nextOffset(), version);
  }

  String write() {
    return "{\"toSequence\":"
        + toSequence
        + ",\"nextOffset\":"
        + nextOffset
        + ",\"rulebookVersion\":"
        + rulebookVersion
        + "}";
  }
}
