package org.commonwatt.ingest.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.Transport;
import org.commonwatt.ingest.mqtt.MqttSettings;
import org.commonwatt.ingest.push.PushKey;
import org.commonwatt.ingest.registers.MeterLayout;
import org.commonwatt.ingest.sunspec.SunSpecLayout;
import org.jspecify.annotations.Nullable;

/** Reads devices files; {@code docs/formats/devices.md} describes them. */
public final class DevicesFile {
  /** What {@code map} says of a device that tells by itself where its totals are. */
  public static final String SUNSPEC = "sunspec";

  private static final int DEFAULT_POLL_SECONDS = 60;
  private static final int MODBUS_PORT = 502;
  private static final int TLS_PORT = 802;
  private static final int MOST_SECONDS = 86_400;

  private final YamlFile file;
  private final Path folder;
  private final Connections connections;

  private record Document(
      @JsonProperty @Nullable Integer pollSeconds,
      @JsonProperty(required = true) List<Entry> devices,
      @JsonProperty @Nullable MqttSection mqtt,
      @JsonProperty @Nullable List<PushSection> push) {}

  private record Entry(
      @JsonProperty(required = true) String meter,
      @JsonProperty(required = true) String host,
      @JsonProperty @Nullable Integer port,
      @JsonProperty @Nullable Transport transport,
      @JsonProperty Connections.@Nullable Tls tls,
      @JsonProperty(required = true) int unit,
      @JsonProperty(required = true) long ratedPowerW,
      @JsonProperty @Nullable String map,
      @JsonProperty @Nullable Integer model,
      @JsonProperty @Nullable Integer pollSeconds) {}

  private DevicesFile(YamlFile file, Path folder) {
    this.file = file;
    this.folder = folder;
    this.connections = new Connections(folder);
  }

  /**
   * Reads a devices file and the register maps that it names.
   *
   * @throws ConfigException naming the file, the line and what to change
   */
  public static Devices read(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    return new DevicesFile(YamlFile.of(path), folder == null ? path : folder).devices();
  }

  private Devices devices() {
    Document document = file.parse(Document.class);
    int pollSeconds =
        file.at(
            List.of("pollSeconds"), () -> seconds(document.pollSeconds(), DEFAULT_POLL_SECONDS));
    List<MeterSource> devices = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < document.devices().size(); i++) {
      Entry entry = document.devices().get(i);
      List<Object> path = List.of("devices", i);
      MeterSource device = file.at(path, () -> device(entry, pollSeconds));
      file.at(path, () -> requireNew(taken, device));
      devices.add(device);
    }
    MqttSettings mqtt = document.mqtt() == null ? null : document.mqtt().settings(file, folder);
    List<PushKey> keys = pushKeys(document);
    requireNewMeters(taken, mqtt, keys);
    return new Devices(
        pollSeconds, List.copyOf(devices), connections.all(), mqtt, keys, files(document));
  }

  private List<Path> files(Document document) {
    Stream<String> named =
        document.devices().stream()
            .flatMap(
                entry ->
                    Stream.concat(
                        Stream.ofNullable(entry.map()).filter(map -> map.endsWith(".yaml")),
                        entry.tls() == null ? Stream.empty() : entry.tls().files()));
    Stream<String> ofBroker =
        document.mqtt() == null ? Stream.empty() : document.mqtt().files().stream();
    return Stream.concat(named, ofBroker).distinct().map(folder::resolve).toList();
  }

  private List<PushKey> pushKeys(Document document) {
    List<PushSection> sections = document.push() == null ? List.of() : document.push();
    List<PushKey> keys = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      PushSection section = sections.get(i);
      keys.add(file.at(List.of("push", i), section::pushKey));
    }
    return List.copyOf(keys);
  }

  /** A meter has one way in: its readings are one chain. */
  private void requireNewMeters(
      Set<String> taken, @Nullable MqttSettings mqtt, List<PushKey> keys) {
    for (int i = 0; mqtt != null && i < mqtt.meters().size(); i++) {
      String meter = mqtt.meters().get(i).meter();
      file.at(List.of("mqtt", "meters", i), () -> requireNew(taken, meter));
    }
    for (int i = 0; i < keys.size(); i++) {
      for (String meter : keys.get(i).ratedPowers().keySet()) {
        file.at(List.of("push", i), () -> requireNew(taken, meter));
      }
    }
  }

  /**
   * Checks what a connection can carry.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  static void requirePower(long ratedPowerW) {
    if (ratedPowerW < 1 || ratedPowerW > MeterSource.LARGEST_POWER_W) {
      throw new IllegalArgumentException(
          "the rated power is 1 to " + MeterSource.LARGEST_POWER_W + " W, not " + ratedPowerW);
    }
  }

  private MeterSource device(@Nullable Entry entry, int pollSeconds) {
    if (entry == null || entry.meter() == null || entry.host() == null) {
      throw new IllegalArgumentException("a device needs meter, host, unit and ratedPowerW");
    }
    Transport transport = entry.transport() == null ? Transport.TCP : entry.transport();
    int usual = transport == Transport.TLS ? TLS_PORT : MODBUS_PORT;
    Endpoint endpoint = new Endpoint(entry.host(), entry.port() == null ? usual : entry.port());
    connections.add(endpoint, new Connections.Wish(transport, entry.tls()));
    int interval = seconds(entry.pollSeconds(), pollSeconds);
    if (interval % pollSeconds != 0) {
      throw new IllegalArgumentException(
          "pollSeconds of meter %s must be a multiple of %d".formatted(entry.meter(), pollSeconds));
    }
    return new MeterSource(
        entry.meter(), endpoint, entry.unit(), entry.ratedPowerW(), layout(entry), interval);
  }

  private MeterLayout layout(Entry entry) {
    String map = entry.map() == null ? SUNSPEC : entry.map();
    if (map.equals(SUNSPEC)) {
      return new SunSpecLayout(entry.model() == null ? 0 : entry.model());
    }
    if (entry.model() != null) {
      throw new IllegalArgumentException("model belongs to map: " + SUNSPEC + " only");
    }
    if (map.endsWith(".yaml")) {
      return RegisterMapFile.read(folder.resolve(map));
    }
    if (!RegisterMapFile.READY.contains(map)) {
      throw new IllegalArgumentException(
          "map is %s, a file that ends in .yaml, or one of %s, not %s"
              .formatted(SUNSPEC, String.join(", ", RegisterMapFile.READY), map));
    }
    return RegisterMapFile.ready(map);
  }

  private static int seconds(@Nullable Integer given, int otherwise) {
    int seconds = given == null ? otherwise : given;
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException(
          "pollSeconds is 1 to " + MOST_SECONDS + ", not " + seconds);
    }
    return seconds;
  }

  private static boolean requireNew(Set<String> taken, MeterSource source) {
    String address = source.endpoint() + " unit " + source.unit();
    requireNew(taken, source.meter());
    if (!taken.add(address)) {
      throw new IllegalArgumentException("two meters are at " + address);
    }
    return true;
  }

  private static boolean requireNew(Set<String> taken, String meter) {
    if (!taken.add(meter)) {
      throw new IllegalArgumentException("meter " + meter + " is listed twice");
    }
    return true;
  }
}
