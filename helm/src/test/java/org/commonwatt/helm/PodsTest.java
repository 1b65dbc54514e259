package org.commonwatt.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every pod, whatever the values. */
class PodsTest {
  private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m");
  private static final Pattern MEMORY = Pattern.compile("(\\d+)(Mi|Gi)");

  private static List<JsonNode> release(boolean full) throws IOException {
    return full ? Chart.full() : Chart.manifests(Chart.template().call());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noPodHasRightsOnItsNodeOrItsCluster(boolean full) throws IOException {
    List<JsonNode> pods = Chart.pods(release(full));
    assertThat(pods).hasSize(3);
    for (JsonNode pod : pods) {
      assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
      JsonNode security = Chart.container(pod).path("securityContext");
      assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
      assertThat(pod.path("volumes").findValues("hostPath")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theHeapLeavesTheProcessRoomBelowItsLimit(boolean full) throws IOException {
    for (JsonNode pod : Chart.pods(release(full))) {
      JsonNode container = Chart.container(pod);
      long heap = first(HEAP, container.path("env").toString());
      Matcher limit = MEMORY.matcher(container.at("/resources/limits/memory").asText());
      assertThat(limit.matches()).isTrue();
      long mebibytes = Long.parseLong(limit.group(1)) * (limit.group(2).equals("Gi") ? 1024 : 1);
      assertThat(mebibytes).isGreaterThanOrEqualTo(heap + heap / 4);
    }
  }

  /** A standby lives and is not ready; that the two paths differ is what tells them apart. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lifeAndReadinessAreAskedApart(boolean full) throws IOException {
    for (JsonNode pod : Chart.pods(release(full))) {
      JsonNode container = Chart.container(pod);
      assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/livez");
      assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/livez");
      assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
    }
  }

  /** Passwords and keys are named, and stand in no manifest. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noSecretIsMade(boolean full) throws IOException {
    List<JsonNode> manifests = release(full);
    assertThat(Chart.of(manifests, "Secret")).isEmpty();
    for (JsonNode pod : Chart.pods(manifests)) {
      for (JsonNode variable : Chart.container(pod).path("env")) {
        assertThat(variable.path("name").asText().contains("PASSWORD"))
            .isEqualTo(variable.at("/valueFrom/secretKeyRef").isObject());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyMountHasItsVolumeAndEveryVolumeItsMount(boolean full) throws IOException {
    for (JsonNode pod : Chart.pods(release(full))) {
      Map<String, Boolean> volumes = new TreeMap<>(Map.of("data", true));
      pod.path("volumes").forEach(volume -> volumes.put(volume.path("name").asText(), true));
      assertThat(Chart.container(pod).path("volumeMounts").findValuesAsText("name"))
          .containsAll(volumes.keySet())
          .allMatch(volumes::containsKey);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServiceABudgetAndAPolicyFindTheirPods(boolean full) throws IOException {
    List<JsonNode> manifests = release(full);
    List<String> labels =
        Chart.of(manifests, "StatefulSet").stream()
            .map(set -> set.at("/spec/template/metadata/labels"))
            .map(PodsTest::identity)
            .toList();
    Chart.of(manifests, "Service")
        .forEach(one -> assertThat(labels).contains(identity(one.at("/spec/selector"))));
    assertThat(Chart.of(manifests, "NetworkPolicy")).hasSize(3);
    Chart.of(manifests, "NetworkPolicy")
        .forEach(
            one -> {
              String part = identity(one.at("/spec/podSelector/matchLabels"));
              assertThat(labels).contains(part);
              List<String> ports =
                  !full
                      ? List.of()
                      : part.endsWith("/ingest")
                          ? List.of("probes", "push")
                          : part.endsWith("/engine") ? List.of("probes", "https") : List.of();
              assertThat(one.at("/spec/ingress").findValuesAsText("port"))
                  .as("nobody connects but who reads numbers, pushes readings or uses the API")
                  .isEqualTo(ports);
              assertThat(one.at("/spec/ingress")).hasSize(ports.size());
            });
    assertThat(Chart.of(manifests, "PodDisruptionBudget"))
        .singleElement()
        .satisfies(
            one -> assertThat(labels).contains(identity(one.at("/spec/selector/matchLabels"))));
  }

  @Test
  void clientsOfTheApiReachTheEngineThatIsReadyOverHttpsOnlyWhereThatIsAskedFor()
      throws IOException {
    assertThat(names(release(false))).noneMatch(name -> name.endsWith("-api"));
    JsonNode service =
        Chart.of(release(true), "Service").stream()
            .filter(one -> one.at("/metadata/name").asText().endsWith("-engine-api"))
            .findFirst()
            .orElseThrow();
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isFalse();
    assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(18080);
    assertThat(service.at("/spec/ports/0/targetPort").asText()).isEqualTo("https");
  }

  private static List<String> names(List<JsonNode> manifests) {
    return Chart.of(manifests, "Service").stream()
        .map(one -> one.at("/metadata/name").asText())
        .toList();
  }

  /**
   * A port that nobody is to reach is open to nobody, and no broker is reached without a devices
   * file.
   */
  @Test
  void readingsArePushedAndFetchedOnlyWhereThatIsAskedFor() throws IOException {
    JsonNode peer = Chart.read(Chart.FULL).at("/networkPolicy/pushers");
    for (boolean full : List.of(false, true)) {
      JsonNode ingest =
          Chart.of(release(full), "NetworkPolicy").stream()
              .filter(one -> identity(one.at("/spec/podSelector/matchLabels")).endsWith("/ingest"))
              .findFirst()
              .orElseThrow();
      assertThat(ingest.at("/spec/ingress/1/from"))
          .isEqualTo(full ? peer : MissingNode.getInstance());
      assertThat(ingest.at("/spec/egress").findValuesAsText("port").contains("1883"))
          .isEqualTo(full);
      assertThat(ingest.at("/spec/egress").findValuesAsText("port")).doesNotContain("8883");
    }
  }

  /** Notices go to public addresses, whatever a participant named; other parts post none. */
  @Test
  void anEngineReachesReceiversButNoneInAPrivateNetwork() throws IOException {
    for (JsonNode policy : Chart.of(release(false), "NetworkPolicy")) {
      List<JsonNode> rules = new ArrayList<>();
      policy.at("/spec/egress").forEach(rules::add);
      rules.removeIf(rule -> rule.at("/ports/0/port").asInt() != 443);
      boolean engine = identity(policy.at("/spec/podSelector/matchLabels")).endsWith("/engine");
      assertThat(rules).hasSize(engine ? 1 : 0);
      if (engine) {
        JsonNode blocks = rules.get(0).path("to");
        assertThat(blocks.findValuesAsText("cidr")).containsExactly("0.0.0.0/0", "2000::/3");
        assertThat(Chart.texts(blocks.at("/0/ipBlock/except")))
            .contains("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")
            .contains("192.168.0.0/16", "100.64.0.0/10", "224.0.0.0/3");
        assertThat(Chart.texts(blocks.at("/1/ipBlock/except"))).contains("2001::/23", "2002::/16");
      }
    }
  }

  private static String identity(JsonNode labels) {
    return labels.path("app.kubernetes.io/instance").asText()
        + "/"
        + labels.path("app.kubernetes.io/component").asText();
  }

  private static long first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
