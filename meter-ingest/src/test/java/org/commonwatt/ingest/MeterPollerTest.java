package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.RawModbusServer;
import org.commonwatt.ingest.modbus.RawModbusServer.Request;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.registers.RegisterMap;
import org.commonwatt.ingest.registers.RegisterPoint;
import org.commonwatt.ingest.registers.RegisterScale;
import org.commonwatt.ingest.registers.RegisterType;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.commonwatt.ingest.registers.WordOrder;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.simulator.SimulatorOptions;
import org.commonwatt.ingest.sunspec.SunSpecLayout;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Test;

class MeterPollerTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private final ManualClock clock = new ManualClock("2022-08-02T07:00:00Z");

  @Test
  void oneSilentUnitCostsOnlyItsOwnReading() throws Exception {
    Eventually.undisturbed(this::pollASilentUnitAmongOthers);
  }

  private void pollASilentUnitAmongOthers() throws Exception {
    try (Community community = Community.of(clock, 3);
        RawModbusServer silent = new RawModbusServer(0, request -> RawModbusServer.SILENCE)) {
      List<MeterSource> meters = new ArrayList<>(community.meters());
      meters.add(1, new MeterSource("silent", silent.endpoint(), 1, 1));
      meters.add(new MeterSource("no-unit", meters.get(0).endpoint(), 99, 1));
      meters.add(new MeterSource("nobody", new Endpoint("127.0.0.1", 1), 1, 1));
      try (MeterPoller poller =
          new MeterPoller(
              meters,
              endpoint ->
                  Community.client(endpoint, endpoint.equals(silent.endpoint()) ? SHORT : PATIENT),
              clock,
              Duration.ofSeconds(5))) {
        for (int round = 0; round < 2; round++) {
          List<Polled> polled = poller.poll(clock.millis());
          assertThat(polled.stream().map(p -> p.source().meter()))
              .containsExactly("home-1", "silent", "home-2", "home-3", "no-unit", "nobody");
          assertThat(polled.stream().map(MeterPollerTest::outcome))
              .containsExactly("ok", "TIMEOUT", "ok", "ok", "UNIT_UNREACHABLE", "DISCONNECTED");
        }
      }
    }
  }

  @Test
  void endpointsArePolledInParallel() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    try (RawModbusServer a = meeting(together);
        RawModbusServer b = meeting(together);
        MeterPoller poller =
            new MeterPoller(
                List.of(
                    new MeterSource("a", a.endpoint(), 1, 1),
                    new MeterSource("b", b.endpoint(), 1, 1)),
                endpoint -> Community.client(endpoint, PATIENT),
                clock,
                Duration.ofSeconds(5))) {
      assertThat(poller.poll(clock.millis()).stream().map(MeterPollerTest::outcome))
          .as("each answers only when the other was asked too")
          .containsExactly("NO_SUNSPEC", "NO_SUNSPEC");
    }
  }

  private static RawModbusServer meeting(CyclicBarrier together) throws Exception {
    return new RawModbusServer(
        0,
        request -> {
          try {
            together.await(PATIENT.toSeconds(), TimeUnit.SECONDS);
          } catch (Exception e) {
            return RawModbusServer.SILENCE;
          }
          return request.countingRegisters();
        });
  }

  @Test
  void aDeviceThatMovedIsIdentifiedAnew() throws Exception {
    int port = TestPorts.pick();
    DeviceSimulator first = TestPorts.listen(() -> simulator(SimulatedMeter.of("home-1", 1), port));
    List<MeterSource> meters = first.meters(1);
    try (first;
        MeterPoller poller = Community.poller(meters, clock, Duration.ofSeconds(5))) {
      Eventually.until("the first is identified", () -> isOk(poller));
      first.close();
      try (DeviceSimulator second =
          TestPorts.listen(() -> simulator(SimulatedMeter.of("home-2", 2), port))) {
        Eventually.until("it is connected again", () -> isOk(poller));
        assertThat(second.meters(1)).hasSize(1);
      }
    }
  }

  private DeviceSimulator simulator(SimulatedMeter meter, int port) throws IOException {
    return DeviceSimulator.start(
        new SimulatorOptions(List.of(meter), 8, port, SimulatorOptions.UnknownUnit.EXCEPTION),
        Community.PROFILES,
        clock);
  }

  private boolean isOk(MeterPoller poller) {
    return outcome(pollAll(poller).get(0)).equals("ok");
  }

  private List<Polled> pollAll(MeterPoller poller) {
    try {
      return poller.poll(clock.millis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** 100 counts up: 100 and 101 make the import, 102 and 103 the export, 0 the power. */
  @Test
  void aMeterWithARegisterMapIsPolledAmongSunSpecMeters() throws Exception {
    RegisterMap map =
        new RegisterMap("m", "", point(100, "Wh"), point(102, "Wh"), point(0, "W"), true, null);
    try (Community community = Community.of(clock, 1);
        RawModbusServer mapped = new RawModbusServer(0, Request::countingRegisters)) {
      List<MeterSource> meters = new ArrayList<>(community.meters());
      meters.add(new MeterSource("mapped", mapped.endpoint(), 1, 1, map, 0));
      try (MeterPoller poller = Community.poller(meters, clock)) {
        List<Polled> polled = poller.poll(clock.millis());
        assertThat(outcome(polled.get(0))).isEqualTo("ok");
        assertThat(polled.get(1).result())
            .isEqualTo(
                DeviceResult.ok(new MeterRegisters((100L << 16) + 101, (102L << 16) + 103, -1, 1)));
      }
    }
  }

  @Test
  void aMeterIsPolledAtMultiplesOfItsInterval() throws Exception {
    try (RawModbusServer server = new RawModbusServer(0, Request::countingRegisters);
        MeterPoller poller =
            Community.poller(
                List.of(
                    new MeterSource("each", server.endpoint(), 1, 1),
                    new MeterSource("slow", server.endpoint(), 2, 1, SunSpecLayout.ANY, 300)),
                clock)) {
      long border = clock.millis();
      assertThat(poller.poll(border))
          .extracting(p -> p.source().meter())
          .containsExactly("each", "slow");
      assertThat(poller.poll(border + 60_000))
          .extracting(p -> p.source().meter())
          .containsExactly("each");
      assertThat(poller.poll(border + 60_000, meter -> true)).hasSize(2);
    }
  }

  private static RegisterPoint point(int address, String unit) {
    return new RegisterPoint(
        RegisterTable.INPUT,
        address,
        RegisterType.U32,
        WordOrder.HIGH_FIRST,
        RegisterScale.ONE,
        unit.equals("W") ? RegisterUnit.WATT : RegisterUnit.WATT_HOUR);
  }

  @Test
  void anAnswerThatCameTooLateDoesNotStandForTheInstant() throws Exception {
    try (Community community = Community.of(clock, 1);
        MeterPoller poller = Community.poller(community.meters(), clock)) {
      long time = clock.millis();
      clock.advanceMillis(5_000);
      assertThat(outcome(poller.poll(time).get(0))).isEqualTo("ok");
      clock.advanceMillis(1);
      assertThat(outcome(poller.poll(time).get(0))).isEqualTo("LATE");
    }
  }

  @Test
  void unitsWhoseAnswersWouldBeTooLateAreNotAskedAndComeFirstNextTime() throws Exception {
    RegisterMap map =
        new RegisterMap("m", "", point(100, "Wh"), point(102, "Wh"), point(0, "W"), true, null);
    List<Integer> asked = new CopyOnWriteArrayList<>();
    try (RawModbusServer slow =
        new RawModbusServer(
            0,
            request -> {
              asked.add(request.unit());
              clock.advanceMillis(6_000);
              return request.countingRegisters();
            })) {
      List<MeterSource> meters =
          List.of(
              new MeterSource("a", slow.endpoint(), 1, 1, map, 0),
              new MeterSource("b", slow.endpoint(), 2, 1, map, 0));
      try (MeterPoller poller = Community.poller(meters, clock)) {
        List<Polled> first = poller.poll(clock.millis());
        assertThat(first).extracting(MeterPollerTest::outcome).containsExactly("LATE", "LATE");
        int asksFirst = asked.get(0);
        assertThat(asked).containsOnly(asksFirst);
        asked.clear();
        Eventually.until(
            "the gateway has ended its part in the first poll",
            () -> {
              pollAll(poller);
              return !asked.isEmpty();
            });
        assertThat(asked.get(0)).isNotEqualTo(asksFirst);
      }
    }
  }

  /** The slow one answers when it is let, the other at once: by the real clock, as in a market. */
  @Test
  void aSlowGatewayMakesNoOtherMissAnInstant() throws Exception {
    Eventually.undisturbed(this::pollBesideASlowGateway);
  }

  private void pollBesideASlowGateway() throws Exception {
    RegisterMap map =
        new RegisterMap("m", "", point(100, "Wh"), point(102, "Wh"), point(0, "W"), true, null);
    CountDownLatch let = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (RawModbusServer slow =
            new RawModbusServer(
                0,
                request -> {
                  asked.incrementAndGet();
                  try {
                    let.await();
                  } catch (InterruptedException e) {
                    return RawModbusServer.SILENCE;
                  }
                  return request.countingRegisters();
                });
        RawModbusServer live = new RawModbusServer(0, Request::countingRegisters);
        MeterPoller poller =
            new MeterPoller(
                List.of(
                    new MeterSource("slow", slow.endpoint(), 1, 1, map, 0),
                    new MeterSource("live", live.endpoint(), 1, 1, map, 0)),
                endpoint -> Community.client(endpoint, PATIENT),
                InstantSource.system(),
                Duration.ofSeconds(2))) {
      Eventually.until("the live one is connected", () -> outcomes(poller).get(1).equals("ok"));
      int asks = asked.get();
      for (int round = 0; round < 3; round++) {
        assertThat(outcomes(poller)).containsExactly("LATE", "ok");
      }
      assertThat(asked).as("one request at a time").hasValue(asks);
      let.countDown();
      Eventually.until("the slow one takes part again", () -> outcomes(poller).get(0).equals("ok"));
    }
  }

  @Test
  void manyDeadGatewaysMakeNoOtherMissAnInstant() throws Exception {
    Eventually.undisturbed(this::pollBesideDeadGateways);
  }

  private void pollBesideDeadGateways() throws Exception {
    List<RawModbusServer> dead = new ArrayList<>();
    List<MeterSource> meters = new ArrayList<>();
    try (RawModbusServer live = new RawModbusServer(0, Request::countingRegisters)) {
      for (int i = 0; i < 40; i++) {
        dead.add(new RawModbusServer(0, request -> RawModbusServer.SILENCE));
        meters.add(new MeterSource("dead-" + i, dead.get(i).endpoint(), 1, 1));
      }
      RegisterMap map =
          new RegisterMap("m", "", point(100, "Wh"), point(102, "Wh"), point(0, "W"), true, null);
      meters.add(new MeterSource("live", live.endpoint(), 1, 1, map, 0));
      try (MeterPoller poller =
          new MeterPoller(
              meters,
              endpoint -> Community.client(endpoint, PATIENT),
              InstantSource.system(),
              Duration.ofSeconds(2))) {
        Eventually.until("the live one is connected", () -> outcomes(poller).get(40).equals("ok"));
        for (int round = 0; round < 3; round++) {
          assertThat(outcomes(poller)).hasSize(41).endsWith("ok").startsWith("LATE");
        }
      }
    } finally {
      for (RawModbusServer server : dead) {
        server.close();
      }
    }
  }

  private static List<String> outcomes(MeterPoller poller) {
    try {
      return poller.poll(System.currentTimeMillis()).stream()
          .map(MeterPollerTest::outcome)
          .toList();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void metersMustNotShareAnIdOrAnAddress() {
    Endpoint endpoint = new Endpoint("127.0.0.1", 502);
    MeterSource meter = new MeterSource("a", endpoint, 1, 1);
    assertThatThrownBy(
            () -> Community.poller(List.of(meter, new MeterSource("a", endpoint, 2, 1)), clock))
        .hasMessageContaining("same id");
    assertThatThrownBy(
            () -> Community.poller(List.of(meter, new MeterSource("b", endpoint, 1, 1)), clock))
        .hasMessageContaining("same endpoint and unit");
    assertThatThrownBy(() -> new MeterSource("a b", endpoint, 1, 1)).hasMessageContaining("id");
    assertThatThrownBy(() -> new MeterSource("a", endpoint, 256, 1)).hasMessageContaining("255");
    assertThatThrownBy(() -> new MeterSource("a", endpoint, 1, 0)).hasMessageContaining("rated");
    assertThatThrownBy(() -> new Endpoint("h", 0)).hasMessageContaining("port");
  }

  private static String outcome(Polled polled) {
    if (polled.result() instanceof DeviceResult.Failed<MeterRegisters> failed) {
      FailureCode code = failed.failure().code();
      return code.name();
    }
    return "ok";
  }
}
