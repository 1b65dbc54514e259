package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.SohTest;
import org.jspecify.annotations.Nullable;

/** Batteries as JSON. */
final class BatteryViews {
  private BatteryViews() {}

  /** All that is known of a battery as it is now. */
  static ObjectNode battery(BatteryAnswers.Seen seen) {
    Asset asset = seen.asset();
    ObjectNode node = Views.object().put("level", level(seen.level()));
    member(node, asset);
    node.put("owner", seen.owner())
        .put("registeredBy", asset.registeredBy())
        .put("whole", asset.parent())
        .put("partsWh", asset.partsWh())
        .put("partsG", asset.partsG())
        .put("dismantledWh", asset.dismantledWh())
        .put("dismantledG", asset.dismantledG());
    asset.sources().forEach(node.putArray("sources")::add);
    ArrayNode holds = node.putArray("holds");
    for (Hold hold : asset.holds()) {
      holds
          .addObject()
          .put("hold", hold.id())
          .put("cause", hold.cause().name())
          .put("origin", hold.origin());
    }
    test(node, asset.test());
    node.put("leastEnergyWh", asset.healthWh())
        .put("chargeWh", asset.totals().chargeWh())
        .put("dischargeWh", asset.totals().dischargeWh())
        .put("lastWindow", asset.totals().windowId().isEmpty() ? null : asset.totals().windowId())
        .put("passport", asset.passport())
        .put("formerPassport", asset.formerPassport())
        .put("events", asset.sequence());
    return node;
  }

  private static String level(BatteryAnswers.Level level) {
    return level.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void test(ObjectNode node, @Nullable SohTest test) {
    if (test == null) {
      node.putNull("test");
      return;
    }
    node.putObject("test")
        .put("basis", test.basis().name())
        .put("method", test.method())
        .put("capacityMilliAh", test.capacityMilliAh())
        .put("energyWh", test.energyWh())
        .put("resistanceMicroOhm", test.resistanceMicroOhm())
        .put("lab", test.labOrg())
        .put("testedAt", Views.instant(test.atMillis()));
  }

  /** What is told of a battery as one of several. */
  static void member(ObjectNode node, Asset asset) {
    node.put("battery", asset.id()).put("kind", asset.kind().name());
    asset.codes().forEach(node.putArray("codes")::add);
    node.put("ratedWh", asset.ratedWh())
        .put("massG", asset.massG())
        .put("state", asset.state().name())
        .put("historyKnown", asset.historyKnown())
        .put("isolated", asset.isolated())
        .put("held", !asset.holds().isEmpty())
        .put("testedWh", asset.test() == null ? null : Long.valueOf(asset.test().energyWh()))
        .put("parts", asset.parts().size());
  }

  /** An event. */
  static ObjectNode event(ObjectNode node, LifeEvent event) {
    node.put("sequence", event.sequence())
        .put("operation", event.operation().name())
        .put("about", event.about())
        .put("aboutSequence", event.aboutSequence())
        .put("happenedAt", Views.instant(event.eventMillis()))
        .put("reportedAt", Views.instant(event.reportedMillis()))
        .put("state", event.state().name());
    event.actors().forEach(node.putArray("actors")::add);
    event.evidence().forEach(node.putArray("evidence")::add);
    return node;
  }
}
