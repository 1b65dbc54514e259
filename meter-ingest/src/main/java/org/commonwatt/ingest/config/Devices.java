package org.commonwatt.ingest.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.Connection;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.mqtt.MqttSettings;
import org.commonwatt.ingest.push.PushKey;
import org.jspecify.annotations.Nullable;

/**
 * The content of a devices file.
 *
 * @param pollSeconds time between polls, s, positive; the interval of each device is a multiple
 * @param devices in the order of the file; ids and addresses are unique
 * @param connections how each endpoint is connected to
 * @param mqtt meters whose values come over MQTT; null without
 * @param push who may push readings of further meters
 * @param files what the file names: register maps, certificates, keys, passwords
 */
public record Devices(
    int pollSeconds,
    List<MeterSource> devices,
    Map<Endpoint, Connection> connections,
    @Nullable MqttSettings mqtt,
    List<PushKey> push,
    List<Path> files) {

  /** Devices that are polled, and no other way in. */
  public Devices(
      int pollSeconds, List<MeterSource> devices, Map<Endpoint, Connection> connections) {
    this(pollSeconds, devices, connections, null, List.of(), List.of());
  }

  /** What the connections of all meters carry, W, by id of the meter. */
  public Map<String, Long> ratedPowers() {
    Map<String, Long> all = new LinkedHashMap<>();
    devices.forEach(device -> all.put(device.meter(), device.ratedPowerW()));
    if (mqtt != null) {
      mqtt.meters().forEach(meter -> all.put(meter.meter(), meter.ratedPowerW()));
    }
    push.forEach(key -> all.putAll(key.ratedPowers()));
    return all;
  }

  /** How an endpoint of these devices is connected to. */
  public Connection connection(Endpoint endpoint) {
    return connections.getOrDefault(endpoint, Connection.TCP);
  }
}
