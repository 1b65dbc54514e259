/**
 * Reading registers of devices: the {@link org.commonwatt.ingest.modbus.ModbusClient} port, its
 * adapter over Modbus TCP, and the values that a device can answer with.
 *
 * <p>Used by the register maps and the poller; knows nothing of meters or of the log.
 */
@NullMarked
package org.commonwatt.ingest.modbus;

import org.jspecify.annotations.NullMarked;
