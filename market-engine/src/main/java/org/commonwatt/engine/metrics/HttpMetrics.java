package org.commonwatt.engine.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Has requests counted and timed by route, method and status. Labels come from the routes that
 * there are, never from what somebody sends: else anybody could make as many as memory holds.
 */
public final class HttpMetrics {
  private static final String METHOD = "method";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private HttpMetrics() {}

  /** Has a registry count methods that no route has together; before it has any meter. */
  static void prepare(MeterRegistry registry) {
    registry
        .config()
        .meterFilter(new KnownMethods())
        .meterFilter(MeterFilter.denyNameStartsWith("vertx.http.server.active"));
  }

  /**
   * A Vert.x whose HTTP server tells its numbers to a registry.
   *
   * @param registry that of an {@link EngineMetrics}
   */
  public static Vertx vertx(MeterRegistry registry) {
    MicrometerMetricsOptions options =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setLabels(EnumSet.of(Label.HTTP_ROUTE, Label.HTTP_METHOD, Label.HTTP_CODE))
            .setDisabledMetricsCategories(others());
    return Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(options))
        .withMetrics(new MicrometerMetricsFactory(registry))
        .build();
  }

  private static Set<String> others() {
    return EnumSet.complementOf(EnumSet.of(MetricsDomain.HTTP_SERVER)).stream()
        .map(MetricsDomain::toCategory)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Counts methods that no route has together. */
  private static final class KnownMethods implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      String method = id.getTag(METHOD);
      return method == null || METHODS.contains(method)
          ? id
          : id.replaceTags(
              id.getTags().stream()
                  .map(tag -> tag.getKey().equals(METHOD) ? Tag.of(METHOD, "OTHER") : tag)
                  .toList());
    }
  }
}
