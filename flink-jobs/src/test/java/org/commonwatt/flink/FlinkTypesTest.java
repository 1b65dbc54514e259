package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.commonwatt.flink.registers.BorderRegisters;
import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.registers.RegisterReading;
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
  private static final RejectedReading REJECTED =
      new RejectedReading("m-1", 7, new Rejection(RejectionCode.READING_LATE, "late"), "ff");

  static List<Object> values() {
    return List.of(
        READING,
        REJECTED,
        new IntervalEnergy("m-1", "p-1", SLOT, 1, 10, 20, Quality.ESTIMATED),
        new MeteredPosition("p-1", SLOT, 1, 10, 20, Quality.ACTUAL),
        new PartialPosition(2, 3, 4, Quality.ESTIMATED),
        LogReading.tick(900_000),
        LogReading.of(READING),
        LogReading.refused(REJECTED),
        MeterState.NEW,
        new MeterState(
            new BorderRegisters(900_000, 1, 2, Quality.ACTUAL), READING, List.of(READING)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void isAPojoWithoutGenericPartsAndSurvivesSerialization(Object value) throws Exception {
    @SuppressWarnings("unchecked")
    TypeInformation<Object> type = (TypeInformation<Object>) TypeInformation.of(value.getClass());
    assertThat(type).isInstanceOf(PojoTypeInfo.class);
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
