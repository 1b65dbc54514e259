package org.commonwatt.flink;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.commonwatt.flink.registers.RegisterReading;

/** Tells Flink which serializer readings have, wherever they are: on their way, or in state. */
public final class ReadingTypes extends TypeInfoFactory<RegisterReading> {

  @Override
  public TypeInformation<RegisterReading> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> parameters) {
    return new WrittenByHand<>(RegisterReading.class, ReadingSerializer.INSTANCE);
  }
}
