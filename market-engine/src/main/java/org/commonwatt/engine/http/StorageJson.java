package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.commonwatt.core.NegotiationView;
import org.commonwatt.core.StorageView;
import org.commonwatt.core.storage.negotiation.Negotiation;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.Event;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;

/** Storage units, what they hold and what they are committed to, in the words of the API. */
final class StorageJson {
  private StorageJson() {}

  static ObjectNode spec(StorageSpec spec) {
    StorageSpec.Rating rating = spec.rating();
    ObjectNode node =
        Views.object()
            .put("unit", spec.unit())
            .put("owner", spec.owner())
            .put("area", spec.area())
            .put("chargeW", rating.chargeW())
            .put("dischargeW", rating.dischargeW())
            .put("usableWh", rating.usableWh())
            .put("reserveWh", rating.reserveWh())
            .put("chargePpm", rating.chargePpm())
            .put("dischargePpm", rating.dischargePpm());
    boolean unlimited = rating.dailyCyclesPpm() == StorageSpec.NO_CYCLE_LIMIT;
    return node.put("dailyCyclesPpm", unlimited ? null : rating.dailyCyclesPpm())
        .put("horizonSlots", spec.horizonSlots())
        .put("provenance", spec.provenance());
  }

  /** What everybody sees: the unit, and on what the figures rest that bound it. */
  static ObjectNode listed(StorageView view) {
    return labelled(spec(view.spec()), view);
  }

  /**
   * An offer of a unit with its labels: on what the figures rest that bound it, and what is not
   * known of its batteries; none before that was read.
   */
  static ObjectNode labelled(ObjectNode node, StorageView view) {
    UsableLimit limit = view.limit();
    if (limit != null) {
      limit.bases().forEach(node.putArray("provedBy")::add);
      limit.origins().forEach(node.putArray("origins")::add);
    }
    return node;
  }

  /** The same of a unit that is looked up. */
  static ObjectNode labelled(ObjectNode node, MarketView market, String unit) {
    return market.market().storageUnit(unit).map(view -> labelled(node, view)).orElse(node);
  }

  private static ObjectNode proof(UsableLimit limit) {
    ObjectNode node =
        Views.object()
            .put("passport", limit.passport().isEmpty() ? null : limit.passport())
            .put("at", instant(limit.atMillis()))
            .put("usableWh", limit.usableWh())
            .put("until", limit.untilMillis() == 0 ? null : instant(limit.untilMillis()))
            .put("held", limit.held());
    ArrayNode bases = node.putArray("bases");
    limit.bases().forEach(bases::add);
    ArrayNode left = node.putArray("left");
    limit
        .left()
        .forEach(one -> left.addObject().put("battery", one.asset()).put("reason", one.reason()));
    limit.origins().forEach(node.putArray("origins")::add);
    return node;
  }

  static ObjectNode state(StorageState state) {
    ObjectNode node =
        Views.object()
            .put("slotStart", instant(state.slotStartMillis()))
            .put("storedWh", state.storedWh())
            .put("storedTodayWh", state.storedTodayWh());
    ArrayNode lots = node.putArray("lots");
    state
        .lots()
        .forEach(lot -> lots.addObject().put("owner", lot.owner()).put("energyWh", lot.energyWh()));
    return node;
  }

  static ObjectNode outage(Event.OutageRecorded outage) {
    return Views.object()
        .put("from", instant(outage.fromMillis()))
        .put("to", instant(outage.toMillis()))
        .put("availablePpm", outage.availablePpm());
  }

  static ObjectNode commitment(StorageCommitment one) {
    ObjectNode node =
        Views.object()
            .put("id", one.id())
            .put("owner", one.owner())
            .put("kind", StorageBodies.word(one.kind()))
            .put("from", instant(one.fromMillis()))
            .put("to", instant(one.toMillis()));
    if (one.kind() == Kind.FIRM_SCHEDULE) {
      ArrayNode injection = node.putArray("injectionWh");
      one.injectionWh().forEach(energy -> injection.add(energy));
      return node;
    }
    return node.put("energyWh", one.energyWh())
        .put("chargeSlotWh", one.chargeSlotWh())
        .put("dischargeSlotWh", one.dischargeSlotWh())
        .put("startWh", one.startWh());
  }

  static ObjectNode lost(Event.CommitmentLost lost) {
    ObjectNode node =
        Views.object()
            .put("commitment", lost.commitment())
            .put("owner", lost.owner())
            .put("limit", String.valueOf(lost.refused().limit()))
            .put("reason", lost.refused().rejection().message());
    ArrayNode conflicts = node.putArray("conflicts");
    lost.refused().conflicts().forEach(conflicts::add);
    return node;
  }

  /** What a unit has promised to somebody. */
  static void services(StorageView view, String participant, ArrayNode into) {
    for (StorageCommitment one : view.commitments()) {
      if (one.owner().equals(participant)) {
        into.addObject()
            .put("unit", view.spec().unit())
            .put("seller", view.spec().owner())
            .set("commitment", commitment(one));
      }
    }
  }

  /** What was somebody's of the last reported state of charge of a unit. */
  static void lots(StorageView view, String participant, ArrayNode into) {
    StorageState state = view.state();
    if (state != null) {
      for (StorageState.Lot lot : state.lots()) {
        if (lot.owner().equals(participant)) {
          into.addObject()
              .put("unit", view.spec().unit())
              .put("slotStart", instant(state.slotStartMillis()))
              .put("energyWh", lot.energyWh());
        }
      }
    }
  }

  static ObjectNode unit(StorageView view) {
    ObjectNode node = Views.object();
    node.set("storageUnit", listed(view));
    node.set("proof", view.limit() == null ? null : proof(view.limit()));
    node.set("state", view.state() == null ? null : state(view.state()));
    ArrayNode outages = node.putArray("outages");
    view.outages().forEach(one -> outages.add(outage(one)));
    ArrayNode commitments = node.putArray("commitments");
    view.commitments().forEach(one -> commitments.add(commitment(one)));
    return node;
  }

  /** A proposal with the text that is signed. */
  static ObjectNode proposal(Event.ServiceProposed proposed) {
    ServiceTerms terms = proposed.proposal().terms();
    ObjectNode node =
        Views.object()
            .put("negotiation", terms.negotiation())
            .put("round", proposed.round())
            .put("by", proposed.by())
            .put("unit", terms.unit())
            .put("seller", terms.seller())
            .put("customer", terms.isStanding() ? null : terms.customer())
            .put("priceMicroPerKwh", terms.priceMicroPerKwh());
    ObjectNode commitment = commitment(terms.commitment());
    commitment.remove("owner"); // the customer
    node.set("commitment", commitment);
    return node.put("text", terms.text())
        .put("hash", terms.hash().hex())
        .put("expires", instant(proposed.proposal().expiresMillis()))
        .put("signature", proposed.proposal().signature())
        .put("key", proposed.key());
  }

  /** A negotiation: its last proposal, and how it stands at a time. */
  static ObjectNode negotiation(NegotiationView view, long nowMillis) {
    boolean isOpen = view.state() == Negotiation.State.OPEN;
    boolean isLate = isOpen && nowMillis >= view.last().proposal().expiresMillis();
    return proposal(view.last())
        .put("state", isLate ? "expired" : view.state().name().toLowerCase(Locale.ROOT));
  }

  static String instant(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
