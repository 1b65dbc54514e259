package org.commonwatt.cli.clearing;

import java.io.IOException;
import org.commonwatt.core.coupled.CaseBuilder;
import org.commonwatt.core.coupled.MultiSlotBuilder;
import org.jspecify.annotations.Nullable;

/** An area of a case in JSON. */
record AreaFields(String id, @Nullable Long fixedPrice, boolean external) {

  static AreaFields read(Fields in) throws IOException {
    Draft draft = new Draft();
    in.object(
        name -> {
          switch (name) {
            case "id" -> draft.id = in.text();
            case "fixedPriceMicroPerKwh" -> draft.fixedPrice = in.integer();
            case "external" -> draft.external = in.flag();
            default -> throw in.unknown(name);
          }
        });
    if (draft.external && draft.fixedPrice != null) {
      throw in.wrong("an area is either external or has a fixed price");
    }
    return new AreaFields(in.require("id", draft.id), draft.fixedPrice, draft.external);
  }

  void addTo(CaseBuilder builder) {
    if (external) {
      builder.external(id);
    } else if (fixedPrice != null) {
      builder.neighbour(id, fixedPrice);
    } else {
      builder.area(id);
    }
  }

  void addTo(MultiSlotBuilder builder) {
    if (external) {
      builder.external(id);
    } else if (fixedPrice != null) {
      builder.neighbour(id, fixedPrice);
    } else {
      builder.area(id);
    }
  }

  private static final class Draft {
    private @Nullable String id;
    private @Nullable Long fixedPrice;
    private boolean external;
  }
}
