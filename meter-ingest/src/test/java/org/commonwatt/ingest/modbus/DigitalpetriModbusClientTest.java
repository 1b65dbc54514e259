package org.commonwatt.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.ingest.Eventually;
import org.commonwatt.ingest.ManualClock;
import org.commonwatt.ingest.modbus.RawModbusServer.Request;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DigitalpetriModbusClientTest {
  private static final ModbusOptions QUICK =
      new ModbusOptions(Duration.ofMillis(400), 2, Duration.ofSeconds(1), Duration.ofSeconds(4));
  private static final ModbusOptions PATIENT =
      new ModbusOptions(Duration.ofSeconds(60), 2, Duration.ofSeconds(1), Duration.ofSeconds(4));

  private final ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");

  /** The first connection of a process loads classes for longer than a quick client waits. */
  @BeforeAll
  static void warmUp() throws IOException {
    try (RawModbusServer server = new RawModbusServer(0, Request::countingRegisters);
        ModbusClient client =
            new DigitalpetriModbusClient(server.endpoint(), PATIENT, InstantSource.system())) {
      assertThat(client.readHoldingRegisters(1, 0, 1)).isInstanceOf(DeviceResult.Ok.class);
    }
  }

  @Test
  void readsTheRegistersThatWereAskedFor() throws IOException {
    try (RawModbusServer server = new RawModbusServer(0, Request::countingRegisters);
        ModbusClient client = client(server, PATIENT)) {
      RegisterBlock block = value(client.readHoldingRegisters(7, 1000, 125));
      assertThat(block.size()).isEqualTo(125);
      assertThat(block.unsigned16(0)).isEqualTo(1000);
      assertThat(block.unsigned16(124)).isEqualTo(1124);
    }
  }

  @Test
  void asksForTheTableThatWasAskedFor() throws IOException {
    try (RawModbusServer server =
            new RawModbusServer(
                0, request -> request.registers(new byte[] {0, (byte) request.function()}));
        ModbusClient client = client(server, PATIENT)) {
      assertThat(value(client.read(RegisterTable.INPUT, 1, 0, 1)).unsigned16(0)).isEqualTo(4);
      assertThat(value(client.read(RegisterTable.HOLDING, 1, 0, 1)).unsigned16(0)).isEqualTo(3);
    }
  }

  @Test
  void tellsExceptionsApart() throws IOException {
    AtomicInteger code = new AtomicInteger();
    try (RawModbusServer server = new RawModbusServer(0, request -> request.exception(code.get()));
        ModbusClient client = client(server, PATIENT)) {
      assertThat(codeOf(client, code, 1)).isEqualTo(FailureCode.EXCEPTION);
      assertThat(codeOf(client, code, 2)).isEqualTo(FailureCode.ILLEGAL_ADDRESS);
      assertThat(codeOf(client, code, 3)).isEqualTo(FailureCode.EXCEPTION);
      assertThat(codeOf(client, code, 10)).isEqualTo(FailureCode.UNIT_UNREACHABLE);
      assertThat(codeOf(client, code, 11)).isEqualTo(FailureCode.UNIT_UNREACHABLE);
      assertThat(server.connections()).as("exceptions keep the connection").isEqualTo(1);
    }
  }

  private static FailureCode codeOf(ModbusClient client, AtomicInteger code, int next) {
    code.set(next);
    return failure(client.readHoldingRegisters(1, 0, 2)).code();
  }

  @Test
  void aSilentUnitTimesOutAndItsNeighbourStillAnswers() throws Exception {
    Eventually.undisturbed(this::readASilentUnitAndItsNeighbour);
  }

  private void readASilentUnitAndItsNeighbour() throws IOException {
    try (RawModbusServer server =
            new RawModbusServer(
                0,
                request ->
                    request.unit() == 1 ? RawModbusServer.SILENCE : request.countingRegisters());
        ModbusClient client = client(server, QUICK)) {
      for (int i = 0; i < 3; i++) {
        DeviceFailure failure = failure(client.readHoldingRegisters(1, 0, 2));
        assertThat(failure.code()).isEqualTo(FailureCode.TIMEOUT);
        assertThat(failure.message()).contains("unit 1", "400 ms");
        assertThat(value(client.readHoldingRegisters(2, 5, 1)).unsigned16(0)).isEqualTo(5);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void timeoutsInARowCloseTheConnectionBecauseADeadPeerLooksAlive() throws Exception {
    Eventually.undisturbed(this::readADeadPeer);
  }

  private void readADeadPeer() throws IOException {
    try (RawModbusServer server = new RawModbusServer(0, request -> RawModbusServer.SILENCE);
        ModbusClient client = client(server, QUICK)) {
      for (int i = 0; i < 4; i++) {
        assertThat(failure(client.readHoldingRegisters(1, 0, 2)).code())
            .isEqualTo(FailureCode.TIMEOUT);
      }
      assertThat(server.connections()).as("a new one after each two timeouts").isEqualTo(2);
      server.behave(Request::countingRegisters);
      assertThat(value(client.readHoldingRegisters(1, 9, 1)).unsigned16(0)).isEqualTo(9);
    }
  }

  @Test
  void anAnswerThatComesTooLateIsNotTakenForTheNextOne() throws Exception {
    Eventually.undisturbed(this::readTooLateAndThenInTime);
  }

  private void readTooLateAndThenInTime() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (RawModbusServer server =
            new RawModbusServer(
                0,
                request -> {
                  if (request.address() == 1) {
                    asked.countDown();
                    await(goOn);
                  }
                  return request.countingRegisters();
                });
        ModbusClient client = client(server, QUICK)) {
      assertThat(failure(client.readHoldingRegisters(1, 1, 1)).code())
          .isEqualTo(FailureCode.TIMEOUT);
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      goOn.countDown();
      assertThat(value(client.readHoldingRegisters(1, 77, 1)).unsigned16(0)).isEqualTo(77);
    }
  }

  @Test
  void hasOneRequestUnderWayHoweverManyThreadsRead() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    ExecutorService readers = Executors.newFixedThreadPool(8);
    try (RawModbusServer server =
            new RawModbusServer(
                0,
                request -> {
                  seen.add(underWay.incrementAndGet());
                  underWay.decrementAndGet();
                  return request.countingRegisters();
                });
        ModbusClient client = client(server, PATIENT)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int address = i;
        answers.add(
            readers.submit(() -> value(client.readHoldingRegisters(1, address, 1)).unsigned16(0)));
      }
      for (int i = 0; i < 64; i++) {
        assertThat(answers.get(i).get()).isEqualTo(i);
      }
      assertThat(seen).hasSize(64).containsOnly(1);
      assertThat(server.connections()).isEqualTo(1);
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void connectsAgainAfterTheServerRestarted() throws Exception {
    Eventually.undisturbed(this::readBeforeAndAfterARestart);
  }

  private void readBeforeAndAfterARestart() throws Exception {
    int port = TestPorts.pick();
    RawModbusServer first =
        TestPorts.listen(() -> new RawModbusServer(port, Request::countingRegisters));
    try (first;
        ModbusClient client = client(first, QUICK)) {
      assertThat(client.readHoldingRegisters(1, 3, 1)).isInstanceOf(DeviceResult.Ok.class);
      first.close();
      Eventually.until(
          "the loss is noticed",
          () ->
              client.readHoldingRegisters(1, 3, 1) instanceof DeviceResult.Failed<RegisterBlock> f
                  && f.failure().code() == FailureCode.DISCONNECTED);
      try (RawModbusServer second =
          TestPorts.listen(() -> new RawModbusServer(port, Request::countingRegisters))) {
        clock.advanceMillis(10_000);
        assertThat(value(client.readHoldingRegisters(1, 3, 1)).unsigned16(0)).isEqualTo(3);
        assertThat(second.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void waitsLongerAfterEachFailedAttemptToConnect() throws IOException {
    try (Socket refusing = TestPorts.refusing();
        ModbusClient client =
            new DigitalpetriModbusClient(
                new Endpoint("127.0.0.1", refusing.getLocalPort()),
                Connection.TCP,
                PATIENT,
                clock,
                new SplittableRandom(7))) {
      BackOff same =
          new BackOff(PATIENT.firstBackOff(), PATIENT.longestBackOff(), new SplittableRandom(7));
      assertThat(failure(client.readHoldingRegisters(1, 0, 1)).message()).contains("switched on");
      for (int i = 0; i < 4; i++) {
        clock.advanceMillis(same.next().toMillis() - 1);
        assertThat(failure(client.readHoldingRegisters(1, 0, 1)).message())
            .contains("next attempt to connect is due at");
        clock.advanceMillis(1);
        assertThat(failure(client.readHoldingRegisters(1, 0, 1)).message()).contains("switched on");
      }
    }
  }

  @Test
  void anAnswerOfAnotherLengthIsGarbled() throws IOException {
    try (RawModbusServer server =
            new RawModbusServer(0, request -> request.registers(new byte[2]));
        ModbusClient client = client(server, PATIENT)) {
      assertThat(failure(client.readHoldingRegisters(1, 0, 2)).code())
          .isEqualTo(FailureCode.GARBLED);
      server.behave(Request::countingRegisters);
      assertThat(client.readHoldingRegisters(1, 0, 2)).isInstanceOf(DeviceResult.Ok.class);
    }
  }

  @Test
  void garbageIsAFailureAndTheNextConnectionIsCleanAgain() throws Exception {
    Eventually.undisturbed(this::readGarbageAndThenRegisters);
  }

  private void readGarbageAndThenRegisters() throws IOException {
    Random random = new Random(20_260_101);
    try (RawModbusServer server =
            new RawModbusServer(
                0,
                request -> {
                  byte[] garbage = new byte[9 + random.nextInt(40)];
                  random.nextBytes(garbage);
                  return garbage;
                });
        ModbusClient client = client(server, QUICK)) {
      for (int i = 0; i < 6; i++) {
        assertThat(client.readHoldingRegisters(1, 0, 2)).isInstanceOf(DeviceResult.Failed.class);
      }
    }
    try (RawModbusServer server =
            new RawModbusServer(0, request -> wrongFunction(request.countingRegisters()));
        ModbusClient client = client(server, QUICK)) {
      assertThat(client.readHoldingRegisters(1, 0, 2)).isInstanceOf(DeviceResult.Failed.class);
      server.behave(Request::countingRegisters);
      clock.set(Instant.parse("2026-01-02T00:00:00Z").toEpochMilli());
      assertThat(client.readHoldingRegisters(1, 0, 2)).isInstanceOf(DeviceResult.Ok.class);
    }
  }

  @Test
  void aClosedClientReadsNothing() throws IOException {
    try (RawModbusServer server = new RawModbusServer(0, Request::countingRegisters)) {
      ModbusClient client = client(server, PATIENT);
      client.close();
      assertThat(failure(client.readHoldingRegisters(1, 0, 1)).code())
          .isEqualTo(FailureCode.DISCONNECTED);
    }
  }

  private static byte[] wrongFunction(byte[] answer) {
    answer[7] = 0x04;
    return answer;
  }

  private ModbusClient client(RawModbusServer server, ModbusOptions options) {
    return new DigitalpetriModbusClient(server.endpoint(), options, clock);
  }

  private static RegisterBlock value(DeviceResult<RegisterBlock> result) {
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<RegisterBlock>) result).value();
  }

  private static DeviceFailure failure(DeviceResult<RegisterBlock> result) {
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    return ((DeviceResult.Failed<RegisterBlock>) result).failure();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
