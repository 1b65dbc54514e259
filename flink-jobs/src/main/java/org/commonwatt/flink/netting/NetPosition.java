package org.commonwatt.flink.netting;

import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/**
 * The net position of an account in a slot, as it is told. Net energy is positive when it is sold,
 * or injected.
 *
 * @param participant the account
 * @param area where its meters are
 * @param slot the delivery slot
 * @param version the engine's number of the event that made it; the highest stands
 * @param contractedWh sold minus bought, Wh
 * @param meteredWh export minus import, Wh; null before it is metered
 * @param quality of what was metered, null before
 * @param firstForecastWh net energy that was expected first, Wh; null without a forecast
 * @param forecastWh net energy that was expected last before delivery, Wh; null without a forecast
 * @param imbalanceToDateWh metered minus contracted of the local day up to and with this slot, Wh;
 *     null before it is metered, and for a slot that was never open
 */
public record NetPosition(
    String participant,
    String area,
    DeliverySlot slot,
    long version,
    long contractedWh,
    @Nullable Long meteredWh,
    @Nullable Quality quality,
    @Nullable Long firstForecastWh,
    @Nullable Long forecastWh,
    @Nullable Long imbalanceToDateWh) {

  static NetPosition of(AccountFact fact, DeliverySlot slot, AccountSlot known) {
    Metered metered = known.metered();
    Expected first = known.first();
    Expected latest = known.latest();
    return new NetPosition(
        fact.participant(),
        fact.area(),
        slot,
        fact.place().sequence(),
        known.contractedWh(),
        metered == null ? null : metered.netWh(),
        metered == null ? null : metered.quality(),
        first == null ? null : first.netWh(),
        latest == null ? null : latest.netWh(),
        known.imbalanceToDateWh());
  }
}
