package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commonwatt.core.settlement.MerkleTree;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.sunspec.SunSpecReader;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the readings of one slot through the stations of ARCHITECTURE.md, "One reading, in
 * files".
 */
class ReadingToBillTest {
  private static final String REGISTRATION =
      """
        registration:
          registrar: registrar
          accountsAtOnce: true
          meterOrganisation: meters
          meterPointsAtOnce: true
          bank: bank
          maxAccounts: 10
      """;

  @TempDir private Path temp;

  @Test
  void aReadingGoesFromModbusToTheRootOnTheLedger() throws Exception {
    try (SmallLaptop laptop = new SmallLaptop(temp, 3, false, ReadingToBillTest::open)) {
      aStrangerTakesTheThirdMeter(laptop);
      laptop.advanceTo(SmallLaptop.START);
      MeterReading before = onTheReadingsLog(laptop, fromTheMeter(laptop));
      laptop.advanceTo(SmallLaptop.START.plusSeconds(600));
      laptop.step();
      throughTheSpool(laptop);
      MeterReading after = onTheReadingsLog(laptop, fromTheMeter(laptop));
      laptop.tick();
      laptop.awaitRecorded(1);
      SmallLaptop.Logged<MeteredPosition> position = onThePositionsLog(laptop);
      assertThat(position.value().importWh()).isEqualTo(after.importWh() - before.importWh());
      assertThat(position.value().exportWh()).isEqualTo(after.exportWh() - before.exportWh());
      reportedByTheBridge(laptop, position);
      Event.SlotSettled settled = billed(laptop, position.value());
      onTheLedger(laptop, settled);
      theStrangerIsBilledForItsMeter(laptop);
      assertThat(laptop.audit().findings()).isEmpty();
    }
  }

  /** The third home is in nobody's name yet, and others may come. */
  private static String open(String community) {
    return community
        .replaceAll("(?m)^ *- \\{id: home-03.*\\n", "")
        .replaceAll("(?m)^ *- \\{account: home-03.*\\n", "")
        .replace("  # Bill lines are hashed", REGISTRATION + "  # Bill lines are hashed");
  }

  private static void aStrangerTakesTheThirdMeter(SmallLaptop laptop) throws Exception {
    String account = "{\"participant\":\"newcomer\"}";
    assertThat(laptop.api().send("POST", "/v1/accounts", account).status()).isEqualTo(201);
    Api.Answer point =
        laptop
            .api()
            .send(
                "PUT",
                "/v1/accounts/newcomer/meter-points/point-03",
                "{\"area\":\"foothill\",\"meter\":\"meter-03\",\"feedInW\":8000,\"loadW\":8000}");
    assertThat(point.body().required("state").asText()).isEqualTo("ASSIGNED");
  }

  private static void theStrangerIsBilledForItsMeter(SmallLaptop laptop) throws Exception {
    Api.Answer position =
        laptop.api().get("/v1/positions?participant=newcomer&slotStart=" + SmallLaptop.START);
    long netWh = position.body().required("netWh").asLong();
    assertThat(laptop.api().get("/v1/bills/newcomer").body().required("lines"))
        .singleElement()
        .satisfies(line -> assertThat(line.path("energyWh").asLong()).isEqualTo(Math.abs(netWh)));
  }

  private static MeterRegisters fromTheMeter(SmallLaptop laptop) {
    MeterSource meter = laptop.meter(0);
    try (DigitalpetriModbusClient client =
        new DigitalpetriModbusClient(
            meter.endpoint(),
            new ModbusOptions(
                SmallLaptop.PATIENCE, 3, Duration.ofMillis(10), Duration.ofMillis(10)),
            InstantSource.system())) {
      SunSpecReader reader = new SunSpecReader(client, meter.unit());
      DeviceResult<MeterRegisters> registers = reader.identify().then(reader::readMeter);
      return ((DeviceResult.Ok<MeterRegisters>) registers).value();
    }
  }

  private static void throughTheSpool(SmallLaptop laptop) throws Exception {
    long spooledBefore = spoolBytes(laptop);
    assertThat(laptop.poll().accepted()).extracting(MeterReading::meter).contains("meter-01");
    assertThat(spoolBytes(laptop)).isGreaterThan(spooledBefore);
  }

  private static long spoolBytes(SmallLaptop laptop) throws IOException {
    try (Stream<Path> files = Files.list(laptop.dataFolder().resolve("spool"))) {
      return files
          .filter(file -> file.toString().endsWith(".spool"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  /** The newest reading of the first meter, with the registers that the meter shows. */
  private static MeterReading onTheReadingsLog(SmallLaptop laptop, MeterRegisters registers) {
    MeterReading newest =
        IntStream.range(0, Topics.READINGS_PARTITIONS)
            .mapToObj(
                partition ->
                    laptop.log(
                        Topics.READINGS,
                        partition,
                        record -> ReadingCodec.decode(record, laptop.parts().keyring())))
            .flatMap(List::stream)
            .map(SmallLaptop.Logged::value)
            .filter(ReadingRecord.Reading.class::isInstance)
            .map(record -> ((ReadingRecord.Reading) record).reading())
            .filter(reading -> reading.meter().equals("meter-01"))
            .reduce((a, b) -> b)
            .orElseThrow();
    assertThat(newest.timeMillis()).isEqualTo(laptop.now().toEpochMilli());
    assertThat(newest.importWh()).isEqualTo(registers.importWh());
    assertThat(newest.exportWh()).isEqualTo(registers.exportWh());
    return newest;
  }

  private static SmallLaptop.Logged<MeteredPosition> onThePositionsLog(SmallLaptop laptop) {
    return laptop
        .log(
            Topics.POSITIONS,
            0,
            record ->
                ((PositionRecord.Position) PositionCodec.decode(record, laptop.parts().keyring()))
                    .position())
        .stream()
        .filter(logged -> logged.value().participant().equals("home-01"))
        .filter(logged -> logged.value().slot().startMillis() == SmallLaptop.START.toEpochMilli())
        .findFirst()
        .orElseThrow();
  }

  private static void reportedByTheBridge(
      SmallLaptop laptop, SmallLaptop.Logged<MeteredPosition> position) throws Exception {
    CommandFrame.Entry expected =
        new CommandFrame.Entry(
            new CommandOrigin("positions", 0, position.offset()),
            new Command.ReportPosition(position.value()));
    assertThat(laptop.commands()).anyMatch(frame -> frame.value().entries().contains(expected));
    Api.Answer shown =
        laptop.api().get("/v1/positions?participant=home-01&slotStart=" + SmallLaptop.START);
    assertThat(shown.body().required("netWh").asLong()).isEqualTo(position.value().netWh());
  }

  /** Nobody traded, so the bill is the metered energy at the supplier's tariff. */
  private static Event.SlotSettled billed(SmallLaptop laptop, MeteredPosition position)
      throws Exception {
    Event.SlotSettled settled =
        laptop.events().stream()
            .filter(envelope -> envelope.event() instanceof Event.SlotSettled)
            .map(envelope -> (Event.SlotSettled) envelope.event())
            .findFirst()
            .orElseThrow();
    BillLine line =
        settled.billLines().stream()
            .filter(l -> l.participant().equals("home-01"))
            .findFirst()
            .orElseThrow();
    assertThat(line.energyWh()).isEqualTo(Math.abs(position.netWh())).isPositive();
    assertThat(laptop.api().get("/v1/bills/home-01").body().required("lines"))
        .anyMatch(shown -> shown.path("amountNano").asText().equals("" + line.amountNano()));
    return settled;
  }

  private static void onTheLedger(SmallLaptop laptop, Event.SlotSettled settled)
      throws IOException {
    SettlementBatch recorded =
        new SettlementLedger(laptop.parts().ledger())
            .find(settled.batch().batchId())
            .orElseThrow()
            .batch();
    List<byte[]> leaves = new ArrayList<>();
    for (BillLine line : settled.billLines()) {
      leaves.add(leaf(line));
    }
    assertThat(recorded.billRoot()).isEqualTo(MerkleTree.root(leaves));
  }

  /** The leaf as docs/formats/settlement-batch.md spells it. */
  private static byte[] leaf(BillLine line) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(line.salt().bytes());
    out.writeUTF(line.participant());
    out.writeLong(line.slot().startMillis());
    out.writeInt(line.slot().minutes());
    out.writeByte(line.kind().code());
    out.writeUTF(line.counterparty());
    out.writeLong(line.tradeId());
    out.writeLong(line.energyWh());
    out.writeLong(line.priceMicroPerKwh());
    out.writeLong(line.amountNano());
    return bytes.toByteArray();
  }
}
