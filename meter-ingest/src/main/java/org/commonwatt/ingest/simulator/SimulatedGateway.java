package org.commonwatt.ingest.simulator;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.UnknownUnitIdException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.commonwatt.ingest.modbus.ModbusClient;

/** Answers for the units of one simulated gateway as of the clock's instant. */
final class SimulatedGateway implements ModbusServices {
  private final Map<Integer, RegisterImage> units;
  private final SimulatorOptions.UnknownUnit unknownUnit;
  private final InstantSource clock;

  SimulatedGateway(
      Map<Integer, RegisterImage> units,
      SimulatorOptions.UnknownUnit unknownUnit,
      InstantSource clock) {
    this.units = Map.copyOf(units);
    this.unknownUnit = unknownUnit;
    this.clock = clock;
  }

  @Override
  public ReadHoldingRegistersResponse readHoldingRegisters(
      ModbusRequestContext context, int unitId, ReadHoldingRegistersRequest request)
      throws ModbusResponseException, UnknownUnitIdException {
    RegisterImage image = units.get(unitId);
    if (image == null) {
      if (unknownUnit == SimulatorOptions.UnknownUnit.SILENT) {
        throw new UnknownUnitIdException(unitId);
      }
      throw refused(ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE);
    }
    if (request.quantity() < 1 || request.quantity() > ModbusClient.MAX_REGISTERS) {
      throw refused(ExceptionCode.ILLEGAL_DATA_VALUE);
    }
    int first = request.address() - RegisterImage.BASE;
    if (first < 0 || first + request.quantity() > image.size()) {
      throw refused(ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    byte[] registers = image.at(clock.millis());
    return new ReadHoldingRegistersResponse(
        Arrays.copyOfRange(registers, 2 * first, 2 * (first + request.quantity())));
  }

  private static ModbusResponseException refused(ExceptionCode code) {
    return new ModbusResponseException(FunctionCode.READ_HOLDING_REGISTERS, code);
  }
}
