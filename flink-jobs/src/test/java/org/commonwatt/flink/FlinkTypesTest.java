package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.netting.AreaFlow;
import org.commonwatt.flink.netting.AreaReport;
import org.commonwatt.flink.netting.AreaSlot;
import org.commonwatt.flink.netting.GridAlert;
import org.commonwatt.flink.registers.BorderRegisters;
import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.registers.RegisterOffsets;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.ClockChecks.Rhythm;
import org.commonwatt.flink.vee.DayBuffer;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.PastDay;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.flink.vee.VeeCheck;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that crosses an operator's edge or is kept in state, and its serializer. */
class FlinkTypesTest {
  private static final RegisterReading READING =
      new RegisterReading("m-1", "p-1", 3, 900_000, 10, 20, -5, Quality.ACTUAL, "0a0b");
  private static final DeliverySlot SLOT = new DeliverySlot(900_000, 15);
  private static final AreaFlow.Accounts ACCOUNTS = new AreaFlow.Accounts(1, 2);
  private static final RejectedReading REJECTED =
      new RejectedReading("m-1", 7, new Rejection(RejectionCode.READING_LATE, "late"), "ff");

  static List<Object> values() {
    return List.of(
        READING,
        new RegisterReading("é", "☃", -1, -2, -3, Long.MAX_VALUE, -5, Quality.NULL, ""),
        REJECTED,
        new IntervalEnergy("m-1", "p-1", SLOT, 1, 10, 20, Quality.ESTIMATED),
        new MeteredPosition("p-1", SLOT, 1, 10, 20, Quality.ACTUAL),
        new ReportedSlot(
            2, List.of(new IntervalEnergy("m-1", "p-1", SLOT, 1, 10, 20, Quality.ESTIMATED))),
        new AreaReport("v", "", SLOT, 3, 1, 2, Quality.FINAL, 4),
        new AreaSlot(1, 2, List.of(GridAlert.Kind.IMPORT, GridAlert.Kind.RESIDUAL)),
        new AreaFlow("v", SLOT, 1, ACCOUNTS, -5L, null, null, null, Quality.ACTUAL),
        new AreaFlow("v", SLOT, 1, ACCOUNTS, -5L, -6L, 7L, 8L, Quality.ACTUAL),
        new AreaFlow("v", SLOT, 1, ACCOUNTS, null, -6L, null, null, Quality.ACTUAL),
        new GridAlert("v", SLOT, GridAlert.Kind.EXPORT, 1, 2, 3, true),
        new OwnedEnergy(
            new IntervalEnergy("m-1", "p-1", SLOT, 1, 10, 20, Quality.ESTIMATED),
            2,
            new AreaPlace("v", 3)),
        MarketChange.time(900_000),
        MarketChange.owner("m-1", "p-1", 900_000, "v"),
        new MeterFinding("m-1", new Finding(VeeCheck.SPIKE, 1, 2, "high")),
        MeterMemory.NEW,
        LogReading.tick(900_000),
        LogReading.of(READING),
        LogReading.refused(REJECTED),
        MeterState.NEW,
        new MeterState(
            new BorderRegisters(900_000, 1, 2, Quality.ACTUAL),
            READING,
            List.of(READING),
            new MeterState.Registers(new RegisterOffsets(5, 6), READING, new Rhythm(7, 8))),
        new DayBuffer(new long[] {1}, new int[] {2}, new int[] {3}, new byte[] {4}),
        SimilarDays.NONE.with(new PastDay(9, true, new int[] {1}, new int[] {2}), 1));
  }

  @ParameterizedTest
  @MethodSource("values")
  void isAPojoWithoutGenericPartsAndSurvivesSerialization(Object value) throws Exception {
    assertSurvives(value);
  }

  /** Fails unless a value has a serializer of its own that gives it back. */
  static void assertSurvives(Object value) throws Exception {
    @SuppressWarnings("unchecked")
    TypeInformation<Object> type = (TypeInformation<Object>) TypeInformation.of(value.getClass());
    if (!(value instanceof RegisterReading)) { // which has one that is written by hand
      assertThat(type).isInstanceOf(PojoTypeInfo.class);
    }
    assertThat(type.toString()).doesNotContain("GenericType");
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    TypeSerializer<Object> serializer = type.createSerializer(config);
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    Object back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertThat(back).isEqualTo(value);
    assertThat(serializer.copy(value)).isEqualTo(value);
  }
}
