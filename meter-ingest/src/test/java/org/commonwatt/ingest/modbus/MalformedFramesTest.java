package org.commonwatt.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.commonwatt.ingest.Eventually;
import org.commonwatt.ingest.modbus.RawModbusServer.Request;
import org.junit.jupiter.api.Test;

/**
 * Malformed answers give failures or the registers that are really there, never others, and the
 * client reads on afterwards. The time limit is short only to be quick: no assertion rests on it.
 */
class MalformedFramesTest {
  private static final int FRAMES = 500;
  private static final int CLIENTS = 20;

  /** All bytes before the registers but the low one of the transaction. */
  private static final int[] HEADER = {0, 2, 3, 4, 5, 6, 7, 8};

  private static final ModbusOptions IMPATIENT =
      new ModbusOptions(Duration.ofMillis(25), 2, Duration.ofMillis(1), Duration.ofMillis(1));

  /** Side by side, since most end at the time limit. */
  @Test
  void fiveHundredMalformedTcpFramesGiveNoBogusRegisters() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(20_261_129 + i);
        all.add(
            clients.submit(
                () -> {
                  readMalformedFrames(random);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private static void readMalformedFrames(Random random) throws Exception {
    AtomicInteger malformed = new AtomicInteger();
    try (RawModbusServer server =
            new RawModbusServer(
                0,
                request -> {
                  malformed.incrementAndGet();
                  return damaged(request.countingRegisters(), random);
                });
        ModbusClient client =
            new DigitalpetriModbusClient(server.endpoint(), IMPATIENT, InstantSource.system())) {
      for (int i = 0; malformed.get() < FRAMES / CLIENTS; i++) {
        server.hangUp(i % 3 == 0);
        assertNothingBogus(client, 100 * (i % 600));
      }
      server.hangUp(false);
      server.behave(Request::countingRegisters);
      readsAgain(client);
    }
  }

  @Test
  void anAnswerOfAnotherUnitIsNotTaken() throws IOException {
    Function<Request, byte[]> mixedUp =
        request -> {
          byte[] answer = request.countingRegisters();
          answer[6] = (byte) (request.unit() + 1);
          return answer;
        };
    try (RawModbusServer server = new RawModbusServer(0, mixedUp);
        ModbusClient client =
            new DigitalpetriModbusClient(server.endpoint(), IMPATIENT, InstantSource.system())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.readHoldingRegisters(1, 7, 2)).isInstanceOf(DeviceResult.Failed.class);
      }
    }
  }

  private static void assertNothingBogus(ModbusClient client, int address) {
    if (client.readHoldingRegisters(1, address, 4) instanceof DeviceResult.Ok<RegisterBlock> ok) {
      assertThat(ok.value().unsigned16(0)).isEqualTo(address);
      assertThat(ok.value().unsigned16(3)).isEqualTo(address + 3);
      assertThat(ok.value().size()).isEqualTo(4);
    }
  }

  private static void readsAgain(ModbusClient client) throws InterruptedException {
    Eventually.until(
        "the client reads on",
        () ->
            client.readHoldingRegisters(1, 41, 2) instanceof DeviceResult.Ok<RegisterBlock> ok
                && ok.value().unsigned16(0) == 41);
  }

  /**
   * Every damage but those that Modbus TCP cannot detect: one in the registers themselves, and one
   * that gives a late answer the number of the next question.
   */
  private static byte[] damaged(byte[] frame, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] garbage = new byte[1 + random.nextInt(60)];
        random.nextBytes(garbage);
        return garbage;
      }
      case 1 -> {
        return Arrays.copyOf(frame, 1 + random.nextInt(frame.length - 1));
      }
      case 2 -> {
        frame[HEADER[random.nextInt(HEADER.length)]] ^= (byte) (1 << random.nextInt(8));
        return frame;
      }
      default -> {
        byte[] shifted = new byte[frame.length + 1];
        System.arraycopy(frame, 0, shifted, 1, frame.length);
        shifted[0] = (byte) random.nextInt(256);
        return shifted;
      }
    }
  }
}
