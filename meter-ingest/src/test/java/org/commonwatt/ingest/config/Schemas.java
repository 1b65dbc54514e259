package org.commonwatt.ingest.config;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the documented JSON Schemas say of a YAML text. */
final class Schemas {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");

  private Schemas() {}

  static Set<ValidationMessage> complaints(String schema, String yaml) {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(DOCS.resolve("formats").resolve(schema)))
          .validate(new YAMLMapper().readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first YAML that a page shows. */
  static String example(String page) throws IOException {
    List<String> examples = examples(page);
    if (examples.isEmpty()) {
      throw new AssertionError("no YAML in " + page);
    }
    return examples.get(0);
  }

  /** Every YAML that a page shows. */
  static List<String> examples(String page) throws IOException {
    return YAML.matcher(Files.readString(DOCS.resolve(page)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
