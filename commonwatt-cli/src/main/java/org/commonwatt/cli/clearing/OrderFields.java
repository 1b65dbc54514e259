package org.commonwatt.cli.clearing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonwatt.core.coupled.BlockOrder;
import org.commonwatt.core.coupled.BlockOrder.Portion;
import org.commonwatt.core.coupled.BlockOrder.Terms;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.core.coupled.MultiSlotBuilder;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** An order of a case in JSON: of a case of one slot, of one of several slots, or a block. */
final class OrderFields {
  private @Nullable String id;
  private @Nullable String area;
  private @Nullable Side side;
  private @Nullable Long price;
  private @Nullable Long energy;
  private @Nullable Long min;
  private @Nullable Boolean clean;
  private @Nullable String slot;
  private @Nullable List<Portion> profile;
  private @Nullable Integer ratio;
  private @Nullable String parent;
  private @Nullable String group;
  private @Nullable Long time;
  private @Nullable String participant;

  private OrderFields() {}

  static OrderFields read(Fields in) throws IOException {
    OrderFields draft = new OrderFields();
    in.object(name -> draft.take(name, in));
    in.require("id", draft.id);
    in.require("area", draft.area);
    in.require("side", draft.side);
    in.require("priceMicroPerKwh", draft.price);
    draft.checkKind(in);
    return draft;
  }

  private void checkKind(Fields in) throws Fields.Wrong {
    if (profile == null) {
      in.require("energyWh", energy);
      boolean likeABlock = ratio != null || parent != null || group != null;
      if (likeABlock) {
        throw in.wrong("minRatioPpm, parent and exclusiveGroup are for orders with a profile");
      }
    } else if (slot != null || energy != null || min != null || clean != null) {
      throw in.wrong("an order with a profile has no slot, energyWh, minEnergyWh or clean");
    }
  }

  String id() {
    return String.valueOf(id);
  }

  /** Whether it is of a case of several slots. */
  boolean namesSlots() {
    return slot != null || profile != null;
  }

  /** Adds it to a case of several slots; false when it names none. */
  boolean addTo(MultiSlotBuilder builder) {
    if (profile != null) {
      builder.block(block(profile));
    } else if (slot != null) {
      builder.order(slot, order());
    }
    return namesSlots();
  }

  /** It as an order of one slot. */
  CaseOrder order() {
    return new CaseOrder(
        id(),
        requireNonNull(area),
        requireNonNull(side),
        requireNonNull(price),
        requireNonNull(energy),
        time,
        participant,
        clean != null && clean,
        min == null ? 0 : min);
  }

  private BlockOrder block(List<Portion> portions) {
    return new BlockOrder(
        id(),
        requireNonNull(area),
        requireNonNull(side),
        requireNonNull(price),
        portions,
        new Terms(ratio == null ? Terms.WHOLE_PPM : ratio, parent, group),
        time,
        participant);
  }

  private void take(String name, Fields in) throws IOException {
    switch (name) {
      case "id" -> id = in.text();
      case "area" -> area = in.text();
      case "side" -> side = in.choice(Side.values(), s -> s.name().toLowerCase(Locale.ROOT));
      case "priceMicroPerKwh" -> price = in.integer();
      case "energyWh" -> energy = in.integer();
      case "time" -> time = in.integer();
      case "participant" -> participant = in.text();
      case "clean" -> clean = in.flag();
      case "minEnergyWh" -> min = in.integer();
      case "slot" -> slot = in.text();
      case "profile" -> profile = profile(in);
      case "minRatioPpm" -> ratio = ratio(in);
      case "parent" -> parent = in.text();
      case "exclusiveGroup" -> group = in.text();
      default -> throw in.unknown(name);
    }
  }

  private static List<Portion> profile(Fields in) throws IOException {
    in.next(JsonToken.START_OBJECT, "profile");
    List<Portion> portions = new ArrayList<>();
    in.object(name -> portions.add(new Portion(name, in.integer())));
    return portions;
  }

  private static int ratio(Fields in) throws IOException {
    long ppm = in.integer();
    if (ppm < 0 || ppm > Terms.WHOLE_PPM) {
      throw new Fields.Wrong("OUT_OF_RANGE", "minRatioPpm must be 0 to " + Terms.WHOLE_PPM);
    }
    return (int) ppm;
  }
}
