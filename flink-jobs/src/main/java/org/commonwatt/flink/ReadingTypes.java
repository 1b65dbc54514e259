package org.commonwatt.flink;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.commonwatt.flink.registers.RegisterReading;
import org.jspecify.annotations.Nullable;

/** Tells Flink which serializer readings have, wherever they are: on their way, or in state. */
public final class ReadingTypes extends TypeInfoFactory<RegisterReading> {

  @Override
  public TypeInformation<RegisterReading> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> parameters) {
    return new OfReadings();
  }

  private static final class OfReadings extends TypeInformation<RegisterReading> {
    private static final long serialVersionUID = 1L;

    @Override
    public TypeSerializer<RegisterReading> createSerializer(SerializerConfig config) {
      return ReadingSerializer.INSTANCE;
    }

    @Override
    public Class<RegisterReading> getTypeClass() {
      return RegisterReading.class;
    }

    @Override
    public boolean isBasicType() {
      return false;
    }

    @Override
    public boolean isTupleType() {
      return false;
    }

    @Override
    public int getArity() {
      return 1;
    }

    @Override
    public int getTotalFields() {
      return 1;
    }

    @Override
    public boolean isKeyType() {
      return false;
    }

    @Override
    public boolean canEqual(Object other) {
      return other instanceof OfReadings;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof OfReadings;
    }

    @Override
    public int hashCode() {
      return OfReadings.class.hashCode();
    }

    @Override
    public String toString() {
      return "RegisterReading";
    }
  }
}
