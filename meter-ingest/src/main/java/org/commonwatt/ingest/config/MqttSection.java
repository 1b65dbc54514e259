package org.commonwatt.ingest.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.commonwatt.ingest.modbus.TlsIdentity;
import org.commonwatt.ingest.mqtt.MqttMeter;
import org.commonwatt.ingest.mqtt.MqttPoint;
import org.commonwatt.ingest.mqtt.MqttSettings;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.jspecify.annotations.Nullable;

/** What a devices file says of a broker and the meters behind it. */
record MqttSection(
    @JsonProperty(required = true) String host,
    @JsonProperty @Nullable Integer port,
    @JsonProperty @Nullable String user,
    @JsonProperty @Nullable String passwordFile,
    @JsonProperty @Nullable Tls tls,
    @JsonProperty @Nullable String discovery,
    @JsonProperty(required = true) List<Entry> meters) {
  private static final String PREFIX = "homeassistant";
  private static final int PORT = 1_883;
  private static final int TLS_PORT = 8_883;
  private static final int MAX_AGE_SECONDS = 300;
  private static final int MOST_SECONDS = 86_400;

  /** The files that it names. */
  List<String> files() {
    return Stream.concat(
            Stream.ofNullable(passwordFile),
            tls == null
                ? Stream.empty()
                : Stream.of(
                        Optional.of(tls.trust()),
                        Optional.ofNullable(tls.certificate()),
                        Optional.ofNullable(tls.key()))
                    .flatMap(Optional::stream))
        .toList();
  }

  /** Files of an encrypted connection; certificate and key only together. */
  record Tls(
      @JsonProperty(required = true) String trust,
      @JsonProperty @Nullable String certificate,
      @JsonProperty @Nullable String key) {}

  /** A meter. */
  record Entry(
      @JsonProperty(required = true) String meter,
      @JsonProperty(required = true) long ratedPowerW,
      @JsonProperty(value = "import", required = true) Point imported,
      @JsonProperty("export") @Nullable Point exported,
      @JsonProperty @Nullable Point power,
      @JsonProperty @Nullable Integer maxAgeSeconds) {}

  /** Where a value comes from. */
  record Point(
      @JsonProperty @Nullable String entity,
      @JsonProperty @Nullable String topic,
      @JsonProperty @Nullable String field,
      @JsonProperty @Nullable RegisterUnit unit,
      @JsonProperty RegisterMapFile.@Nullable Direction positive) {}

  /**
   * The settings that this means.
   *
   * @param file for complaints
   * @param folder beside which files are looked for
   */
  MqttSettings settings(YamlFile file, Path folder) {
    MqttSettings.Broker broker =
        file.at(
            List.of("mqtt"),
            () ->
                new MqttSettings.Broker(
                    host, port == null ? (tls == null ? PORT : TLS_PORT) : port));
    MqttSettings.Login login = file.at(List.of("mqtt"), () -> new Login(login(folder))).value();
    MqttSettings.Tls secured =
        file.at(List.of("mqtt", "tls"), () -> new Secured(tls(folder))).value();
    List<MqttMeter> all = new ArrayList<>();
    for (int i = 0; i < meters.size(); i++) {
      Entry entry = meters.get(i);
      all.add(file.at(List.of("mqtt", "meters", i), () -> meter(entry)));
    }
    return new MqttSettings(
        broker, login, secured, discovery == null ? PREFIX : discovery, List.copyOf(all));
  }

  private record Login(MqttSettings.@Nullable Login value) {}

  private record Secured(MqttSettings.@Nullable Tls value) {}

  private MqttSettings.@Nullable Login login(Path folder) {
    if ((user == null) != (passwordFile == null)) {
      throw new IllegalArgumentException("user and passwordFile belong together");
    }
    if (user == null || passwordFile == null) {
      return null;
    }
    try {
      return new MqttSettings.Login(user, Files.readString(folder.resolve(passwordFile)).strip());
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read passwordFile " + passwordFile, e);
    }
  }

  private MqttSettings.@Nullable Tls tls(Path folder) {
    if (tls == null) {
      return null;
    }
    if ((tls.certificate() == null) != (tls.key() == null)) {
      throw new IllegalArgumentException("tls: certificate and key belong together");
    }
    try {
      TrustManagerFactory trusted = TlsIdentity.trusting(folder.resolve(tls.trust()));
      KeyManagerFactory keys =
          tls.certificate() == null || tls.key() == null
              ? null
              : TlsIdentity.load(
                      folder.resolve(tls.certificate()),
                      folder.resolve(tls.key()),
                      folder.resolve(tls.trust()))
                  .keys();
      return new MqttSettings.Tls(trusted, keys);
    } catch (IOException e) {
      throw new IllegalArgumentException("tls: cannot use " + e.getMessage(), e);
    }
  }

  private static MqttMeter meter(Entry entry) {
    int age = entry.maxAgeSeconds() == null ? MAX_AGE_SECONDS : entry.maxAgeSeconds();
    if (age < 1 || age > MOST_SECONDS) {
      throw new IllegalArgumentException("maxAgeSeconds is 1 to " + MOST_SECONDS + ", not " + age);
    }
    DevicesFile.requirePower(entry.ratedPowerW());
    return new MqttMeter(
        entry.meter(),
        entry.ratedPowerW(),
        point("import", entry.imported(), true),
        entry.exported() == null ? null : point("export", entry.exported(), true),
        entry.power() == null ? null : point("power", entry.power(), false),
        Duration.ofSeconds(age));
  }

  private static MqttPoint point(String name, Point point, boolean isEnergy) {
    if (isEnergy == (point.positive() != null)) {
      throw new IllegalArgumentException(
          name
              + (isEnergy
                  ? " has no sign: positive belongs to power only"
                  : ": add positive, import or export"));
    }
    boolean isImport = point.positive() == RegisterMapFile.Direction.IMPORT;
    if (point.entity() != null) {
      if (point.topic() != null || point.field() != null || point.unit() != null) {
        throw new IllegalArgumentException(
            name + ": topic, field and unit of an entity are announced");
      }
      return new MqttPoint(point.entity(), null, isImport);
    }
    if (point.topic() == null || point.unit() == null) {
      throw new IllegalArgumentException(name + " needs entity, or topic and unit");
    }
    if (point.unit().isEnergy() != isEnergy) {
      throw new IllegalArgumentException(
          name + (isEnergy ? " counts in Wh, kWh or MWh" : " counts in W or kW"));
    }
    String field = point.field() == null ? "" : point.field();
    return new MqttPoint(null, new MqttPoint.Place(point.topic(), field, point.unit()), isImport);
  }
}
