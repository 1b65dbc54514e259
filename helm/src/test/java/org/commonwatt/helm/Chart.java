package org.commonwatt.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The chart of this module, rendered by Helm itself in this process. */
final class Chart {
  /** Maven runs the tests of a module in its folder. */
  static final Path FOLDER = Path.of("commonwatt").toAbsolutePath();

  /** A values file that says something else than the defaults wherever it can. */
  static final Path FULL = Path.of("src/test/resources/full-values.yaml").toAbsolutePath();

  private static final String KUBERNETES = "1.27.0";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Chart() {}

  /** What differs between one release and the next. */
  static TemplateCommand template() {
    return new Helm(FOLDER)
        .template()
        .withName("market")
        .withNamespace("energy")
        .withKubeVersion(KUBERNETES);
  }

  /** What a release with a values file puts into the cluster. */
  static List<JsonNode> full() throws IOException {
    return manifests(template().withValuesFile(FULL).call());
  }

  /** The documents of a rendering that are not empty. */
  static List<JsonNode> manifests(String rendered) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    YAML.readerFor(JsonNode.class)
        .<JsonNode>readValues(rendered)
        .forEachRemaining(
            document -> {
              if (document.isObject()) {
                all.add(document);
              }
            });
    return all;
  }

  /** A file of the module. */
  static JsonNode read(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  /** The manifests of a kind. */
  static List<JsonNode> of(List<JsonNode> manifests, String kind) {
    return manifests.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
  }

  /** The pods of all stateful sets. */
  static List<JsonNode> pods(List<JsonNode> manifests) {
    return of(manifests, "StatefulSet").stream().map(set -> set.at("/spec/template/spec")).toList();
  }

  /** The only container of a pod. */
  static JsonNode container(JsonNode pod) {
    return pod.at("/containers/0");
  }

  /** The texts of an array. */
  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
