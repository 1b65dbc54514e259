package org.commonwatt.cli.clearing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.commonwatt.core.coupled.CaseLink;
import org.commonwatt.core.coupled.MultiSlotBuilder;
import org.jspecify.annotations.Nullable;

/** A link of a case in JSON; in a case of several slots it may be of one slot only. */
final class LinkFields {
  private @Nullable String from;
  private @Nullable String to;
  private @Nullable String slot;
  private long min;
  private @Nullable Long max;
  private long fee;

  private LinkFields() {}

  static LinkFields read(Fields in) throws IOException {
    LinkFields draft = new LinkFields();
    in.object(
        name -> {
          switch (name) {
            case "from" -> draft.from = in.text();
            case "to" -> draft.to = in.text();
            case "slot" -> draft.slot = in.text();
            case "minFlowWh" -> draft.min = in.integer();
            case "maxFlowWh" -> draft.max = in.integer();
            case "feeMicroPerKwh" -> draft.fee = in.integer();
            default -> throw in.unknown(name);
          }
        });
    in.require("from", draft.from);
    in.require("to", draft.to);
    in.require("maxFlowWh", draft.max);
    return draft;
  }

  /** The slot it is of, null for all. */
  @Nullable String slot() {
    return slot;
  }

  CaseLink link() {
    return new CaseLink(requireNonNull(from), requireNonNull(to), min, requireNonNull(max), fee);
  }

  void addTo(MultiSlotBuilder builder) {
    if (slot == null) {
      builder.link(link());
    } else {
      builder.link(slot, link());
    }
  }
}
