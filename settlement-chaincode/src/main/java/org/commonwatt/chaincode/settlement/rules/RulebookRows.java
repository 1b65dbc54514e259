package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** Where the state keeps the registry's rulebooks, which every batch rests on. */
public final class RulebookRows {
  private RulebookRows() {}

  /**
   * A rulebook of a market; versions have leading zeros in keys, so that keys are in their order.
   */
  public static StateKey key(String market, int version) {
    return new StateKey("rulebook", List.of(market, String.format(Locale.ROOT, "%010d", version)));
  }

  /** The start of the keys of all rulebooks of a market. */
  public static StateKey all(String market) {
    return new StateKey("rulebook", List.of(market));
  }

  /** Refuses a batch whose rulebook is not registered, or with another hash. */
  static void requireRegistered(SettlementBatch batch, State state) {
    @Nullable String stored = state.get(key(batch.market(), batch.rulebookVersion()));
    if (stored == null) {
      throw new Refusal(
          RefusalCode.RULEBOOK_NOT_FOUND,
          "rulebook "
              + batch.rulebookVersion()
              + " of "
              + batch.market()
              + " is not registered yet: post it to the registry first");
    }
    JsonNode rulebook = Fields.object("rulebook", stored).required("rulebook");
    Hash registered = new Hash(rulebook.required("documentHash").textValue());
    if (!registered.equals(batch.rulebookHash())) {
      throw new Refusal(
          RefusalCode.RULEBOOK_DIFFERS,
          "rulebookHash must be "
              + registered
              + ", which is registered of version "
              + batch.rulebookVersion());
    }
  }
}
