package org.commonwatt.cli.clearing;

import java.io.IOException;
import org.commonwatt.core.coupled.CaseLink;
import org.jspecify.annotations.Nullable;

/** Reads a link of a case. */
final class LinkFields {
  private @Nullable String from;
  private @Nullable String to;
  private long min;
  private @Nullable Long max;
  private long fee;

  private LinkFields() {}

  static CaseLink read(Fields in) throws IOException {
    LinkFields draft = new LinkFields();
    in.object(
        name -> {
          switch (name) {
            case "from" -> draft.from = in.text();
            case "to" -> draft.to = in.text();
            case "minFlowWh" -> draft.min = in.integer();
            case "maxFlowWh" -> draft.max = in.integer();
            case "feeMicroPerKwh" -> draft.fee = in.integer();
            default -> throw in.unknown(name);
          }
        });
    return new CaseLink(
        in.require("from", draft.from),
        in.require("to", draft.to),
        draft.min,
        in.require("maxFlowWh", draft.max),
        draft.fee);
  }
}
