package org.commonwatt.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.SimulatedPlant;
import org.commonwatt.ingest.simulator.StationSpec;
import org.commonwatt.ledger.BatteryLedger;
import org.jspecify.annotations.Nullable;

/** The demo's station and wind plant as devices, and who acts around them. */
final class StationSetup implements AutoCloseable {
  private static final long RATED_POWER_W = 25_000;

  private final SimulatedPlant station;
  private final SimulatedPlant plant;
  private @Nullable StationMeter meter;

  /** Both are there from an instant on, at rest. */
  StationSetup(Instant from) {
    long fromMillis = from.toEpochMilli();
    station =
        SimulatedPlant.station(
            StationTemplate.STATION_METER,
            new StationSpec(
                StationFacts.USABLE_WH,
                StationFacts.OWN_WH,
                StationFacts.ONE_WAY_PPM,
                StationFacts.ONE_WAY_PPM,
                fromMillis));
    plant = SimulatedPlant.of(StationTemplate.PLANT_METER, fromMillis);
  }

  /** What the simulator has to play beside homes. */
  List<SimulatedPlant> devices() {
    return List.of(station, plant);
  }

  /** Where their meters are. */
  static StationTemplate.Meters meters(DeviceSimulator devices) {
    int port = devices.meter(StationTemplate.STATION_METER, RATED_POWER_W).endpoint().port();
    return new StationTemplate.Meters(port, RATED_POWER_W);
  }

  /**
   * What somebody needs to act.
   *
   * @param clients the way to the market of an account
   * @param batteries where the lives of the station's batteries are stated
   * @param tell is told what happens, in lines
   * @param keys a folder for the keys of those who sign
   * @param seed of the wind
   * @param timeout how long the station's meter may take to answer
   */
  record Means(
      Function<String, MarketClient> clients,
      BatteryLedger batteries,
      Consumer<String> tell,
      Path keys,
      long seed,
      Duration timeout) {}

  /** Those who act around the station. */
  StationCrew crew(DemoPlan demo, DeviceSimulator devices, Means means) throws IOException {
    StationMeter read =
        new StationMeter(
            devices.meter(StationTemplate.STATION_METER, RATED_POWER_W), means.timeout());
    meter = read;
    MarketClient owner = means.clients().apply(StationTemplate.OWNER);
    MarketClient wind = means.clients().apply(StationTemplate.PLANT);
    LeaseTalk talk =
        new LeaseTalk(
            demo.rulebook().market(),
            LeaseTalk.Party.of(StationTemplate.OWNER, owner, means.keys()),
            LeaseTalk.Party.of(StationTemplate.PLANT, wind, means.keys()));
    StationPlan plan = new StationPlan(demo);
    ScrappedCars cars = new ScrappedCars(means.batteries(), means.keys(), plan.start());
    FutureTask<Void> lives = new FutureTask<>(cars::live, null);
    Thread stating = new Thread(lives, "batteries");
    stating.setDaemon(true);
    stating.start(); // while the history is metered
    return new StationCrew(
        plan,
        new StationCrew.Devices(station, plant),
        new StationCrew.Parties(
            new StationOfficer(means.clients().apply(StationTemplate.OFFICER), read),
            new StationControl(owner),
            new WindPlant(wind, means.seed()),
            talk,
            means.clients().apply(StationTemplate.OPERATOR),
            new StationCrew.Provenance(
                lives, new StationRecall(cars, means.clients()), means.tell())));
  }

  @Override
  public void close() {
    if (meter != null) {
      meter.close();
    }
  }
}
