package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.flink.netting.AccountBook;
import org.commonwatt.flink.netting.AccountFact;
import org.commonwatt.flink.netting.AccountFacts;
import org.commonwatt.flink.netting.Home;
import org.commonwatt.flink.netting.NetPosition;
import org.commonwatt.flink.surveillance.MapMemory;
import org.commonwatt.flink.surveillance.Market;
import org.commonwatt.flink.surveillance.Place;
import org.commonwatt.flink.surveillance.Script;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Surveillance with a real broker and a real database. */
class SurveillanceJobTest {
  private static final Map<String, String> AREAS = Map.of("A", "V1", "B", "V1");
  static final List<Home> HOMES =
      List.of(new Home("A", "V1", List.of("m-a")), new Home("B", "V1", List.of("m-b")));
  static final String SCRIPT =
      "A sells 2000@250 to B; @+60; B sells 2000@250 to A; next slot;"
          + "A sell 5000@260 as a; A buy 1000@250 as g; M sell 1000@250 as m; g takes m 1000;"
          + "@+20; a cancel; next slot; A sells 100001@250 to B; A sells 150000@250 to B; next slot;"
          + "each 6 {auction 250 5000, A meters 3000}; @1800; B buys 2000@250 from A;"
          + "@300; C buys 3000@270 from D; closed";

  static final String NET_POSITIONS =
      "select participant, (extract(epoch from slot_start) * 1000)::bigint, contracted_wh,"
          + " area, metered_wh, quality, first_forecast_wh, forecast_wh, imbalance_to_date_wh,"
          + " version from net_position order by 1, 2";

  /** The script's events with those of the clock, and what a run in memory tells of them. */
  record Expected(List<Event> events, List<Alert> alerts) {
    static Expected of(String script) {
      Market market = new Market(SurveillanceRules.DEFAULT, AREAS);
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Event opened = new Event.SlotPhaseChanged(Market.FIRST_SLOT.plus(i), SlotPhase.OPEN);
        events.add(opened);
        market.take(0, opened);
      }
      long[] clock = {0};
      new Script(
              (time, event) -> {
                if (time != clock[0]) {
                  clock[0] = time;
                  events.add(new Event.TimeAdvanced(time));
                  market.take(time, new Event.TimeAdvanced(time));
                }
                events.add(event);
                market.take(time, event);
              })
          .play(script);
      return new Expected(events, market.alerts());
    }

    List<byte[]> stored(int from, int to) {
      List<byte[]> stored = new ArrayList<>();
      for (int i = from; i < to; i++) {
        long sequence = i + 1;
        stored.add(
            EventCodec.encodeEvent(
                new EventEnvelope(sequence / 2, 0, 0, 1, sequence, Hash.ZERO, events.get(i))));
      }
      return stored;
    }
  }

  @Test
  void alertsAreThoseOfARunInMemoryEachOnceAlsoThroughARestart(@TempDir Path folder)
      throws Exception {
    Expected expected = Expected.of(SCRIPT);
    int third = expected.events().size() / 3;
    SurveillanceJobConfig.Watch watch =
        new SurveillanceJobConfig.Watch(SurveillanceRules.DEFAULT, 5, 0, HOMES);
    try (MeteringStack stack = new MeteringStack(folder)) {
      stack.writeEvents(expected.stored(0, third));
      try (JobHandle job = SurveillanceJob.start(stack.surveillance(watch))) {
        stack.writeEvents(expected.stored(third, 2 * third));
        stack.awaitAlerts(2);
        assertThat(job.isRunning()).isTrue();
      }
      // As an engine that takes over: what is on the log twice is seen once.
      stack.writeEvents(expected.stored(2 * third - 3, expected.events().size()));
      try (JobHandle job = SurveillanceJob.start(stack.surveillance(watch))) {
        List<Alert> told = stack.awaitAlerts(expected.alerts().size());
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected.alerts());
        List<String> positions = netPositions(expected.events());
        assertThat(positions).hasSizeGreaterThan(10);
        assertThat(positions)
            .as("imbalances")
            .anyMatch(row -> row.matches("A .* -?[1-9]\\d* \\d+"));
        stack.awaitRows(NET_POSITIONS, positions);
        stack.awaitRows("select distinct area, accounts from area_members", List.of("V1 2"));
        assertThat(job.failure()).isEmpty();
      }
      assertThat(stack.rows("select alert_id, version from alert order by alert_id"))
          .isEqualTo(newest(expected.alerts()));
      assertThat(stack.rows("select distinct pattern from alert order by pattern"))
          .containsExactly(
              "MARKING_THE_CLOSE", "POSITION_LIMIT", "SPOOFING", "WASH_TRADE", "WITHHOLDING");
      assertThat(stack.rows("select participants, order_ids from alert where pattern = 'SPOOFING'"))
          .hasSize(1)
          .allSatisfy(row -> assertThat(row).startsWith("{A} {"));
    }
  }

  /** Net positions by participant and slot, as books in memory have them at the end. */
  static List<String> netPositions(List<Event> events) {
    AccountFacts facts =
        new AccountFacts(
            HOMES, new AccountFacts.Known(new MapMemory<>(), new MapMemory<>(), new MapMemory<>()));
    Map<String, AccountBook> books = new HashMap<>();
    TreeMap<String, String> rows = new TreeMap<>();
    long now = 0;
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof Event.TimeAdvanced advanced) {
        now = advanced.timeMillis();
      }
      for (AccountFact fact : facts.next(new Place(i + 1, 0, now), events.get(i)).accounts()) {
        books
            .computeIfAbsent(
                fact.participant(), id -> new AccountBook(0, new MapMemory<>(), new MapMemory<>()))
            .next(fact)
            .forEach(
                row -> rows.put(row.participant() + " " + row.slot().startMillis(), figures(row)));
      }
    }
    return rows.entrySet().stream().map(row -> row.getKey() + " " + row.getValue()).toList();
  }

  private static String figures(NetPosition row) {
    return Stream.of(
            row.contractedWh(),
            row.area(),
            row.meteredWh(),
            row.quality(),
            row.firstForecastWh(),
            row.forecastWh(),
            row.imbalanceToDateWh(),
            row.version())
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private static List<String> newest(List<Alert> alerts) {
    return alerts.stream().collect(Collectors.groupingBy(Alert::id)).values().stream()
        .map(
            same ->
                same.get(0).id() + " " + same.stream().mapToInt(Alert::version).max().orElseThrow())
        .sorted()
        .toList();
  }
}
