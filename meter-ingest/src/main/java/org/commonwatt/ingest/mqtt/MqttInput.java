package org.commonwatt.ingest.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.commonwatt.ingest.MeterInput;
import org.commonwatt.ingest.Sample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters whose values come over MQTT 3.1.1. Messages have no instant of their own: at each poll a
 * meter stands at the last values that came, when they are young enough, and the reading then goes
 * the way of every other.
 *
 * <p>The connection is made again by itself, after pauses that grow to half a minute and are drawn
 * at random by the library.
 */
public final class MqttInput implements MeterInput {
  private static final Logger log = LoggerFactory.getLogger(MqttInput.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final long CLOSE_SECONDS = 5;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final MqttSettings settings;
  private final TopicValues values;
  private final Consumer<String> counter;
  private final Mqtt3AsyncClient client;
  private final AtomicBoolean away = new AtomicBoolean();
  private final Map<String, Boolean> complained = new HashMap<>();

  /**
   * An input; it begins to connect.
   *
   * @param settings broker and meters
   * @param counter is told what came of each message: {@code taken}, {@code retained}, {@code
   *     malformed}, {@code announcement}
   */
  public MqttInput(MqttSettings settings, Consumer<String> counter) {
    this.settings = settings;
    this.counter = counter;
    this.values =
        new TopicValues(
            settings.meters().stream().flatMap(MqttMeter::points).toList(), System::nanoTime);
    this.client = client();
    client.publishes(MqttGlobalPublishFilter.ALL, this::take);
    client
        .connectWith()
        .cleanSession(true)
        .keepAlive(KEEP_ALIVE_SECONDS)
        .send()
        .exceptionally(
            e -> {
              // The listener has said so, and the library goes on trying.
              return null;
            });
  }

  @Override
  public int size() {
    return settings.meters().size();
  }

  @Override
  public List<Sample> sample(long timeMillis) {
    return settings.meters().stream().map(meter -> MeterSample.of(meter, values)).toList();
  }

  @Override
  public void close() {
    try {
      client.disconnect().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It was not connected.
    }
  }

  private Mqtt3AsyncClient client() {
    MqttSettings.Broker broker = settings.broker();
    Mqtt3ClientBuilder builder =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier("commonwatt-" + UUID.randomUUID())
            .serverHost(broker.host())
            .serverPort(broker.port())
            .automaticReconnect()
            .maxDelay(LONGEST_PAUSE.toSeconds(), TimeUnit.SECONDS)
            .applyAutomaticReconnect()
            .addConnectedListener(context -> connected())
            .addDisconnectedListener(context -> disconnected(context.getCause()));
    MqttSettings.Login login = settings.login();
    if (login != null) {
      builder =
          builder
              .simpleAuth()
              .username(login.user())
              .password(login.password().getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    MqttSettings.Tls tls = settings.tls();
    return tls == null ? builder.buildAsync() : builder.sslConfig(ssl(tls)).buildAsync();
  }

  private static MqttClientSslConfig ssl(MqttSettings.Tls tls) {
    MqttClientSslConfigBuilder builder =
        MqttClientSslConfig.builder().trustManagerFactory(tls.trusted());
    return tls.keys() == null ? builder.build() : builder.keyManagerFactory(tls.keys()).build();
  }

  private void connected() {
    away.set(false);
    log.info("Connected to the MQTT broker {}", settings.broker());
    if (values.usesDiscovery()) {
      subscribe(settings.discovery() + "/sensor/+/config");
      subscribe(settings.discovery() + "/sensor/+/+/config");
    }
    values.topics().forEach(this::subscribe);
  }

  private void disconnected(Throwable cause) {
    if (!away.getAndSet(true)) {
      log.warn(
          "No connection to the MQTT broker {}, trying again: {}",
          settings.broker(),
          cause.getMessage());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what fails is said here
  private void subscribe(String filter) {
    client
        .subscribeWith()
        .topicFilter(filter)
        .qos(MqttQos.AT_LEAST_ONCE)
        .send()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                log.warn("The broker does not let us read {}: {}", filter, failure.getMessage());
              }
            });
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what still comes is left aside
  private void unsubscribe(String filter) {
    complained.remove(filter);
    client.unsubscribeWith().topicFilter(filter).send();
  }

  /** Called by one thread at a time. */
  private void take(Mqtt3Publish message) {
    String topic = message.getTopic().toString();
    byte[] payload = message.getPayloadAsBytes();
    if (topic.startsWith(settings.discovery() + "/") && topic.endsWith("/config")) {
      counter.accept("announcement");
      TopicValues.Moved moved = values.announce(payload);
      if (moved.subscribe() != null) {
        subscribe(moved.subscribe());
      }
      if (moved.unsubscribe() != null) {
        unsubscribe(moved.unsubscribe());
      }
      return;
    }
    TopicValues.Outcome outcome = values.take(topic, payload, message.isRetain());
    counter.accept(outcome.name().toLowerCase(Locale.ROOT));
    boolean isWrong = outcome == TopicValues.Outcome.MALFORMED;
    Boolean before = complained.put(topic, isWrong);
    if (isWrong && !Boolean.TRUE.equals(before)) {
      log.warn("A message of {} has no number where one is wanted", topic);
    }
  }
}
