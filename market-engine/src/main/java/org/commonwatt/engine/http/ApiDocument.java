package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The API's own document, which is written first: as YAML, as JSON, and as a page for people.
 *
 * @param yaml as it was written
 * @param json the same for programs that read no YAML
 * @param page made from it; needs no script and no network
 */
record ApiDocument(Buffer yaml, Buffer json, Buffer page) {

  /** Reads the document from the jar. */
  static ApiDocument load() {
    byte[] yaml = resource("/openapi/openapi.yaml");
    try {
      JsonNode document = new YAMLMapper().readTree(yaml);
      return new ApiDocument(
          Buffer.buffer(yaml),
          Buffer.buffer(document.toString().getBytes(StandardCharsets.UTF_8)),
          Buffer.buffer(ApiPage.of(document).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("the API's document is no YAML", e);
    }
  }

  /** A file of the jar. */
  static byte[] resource(String name) {
    try (InputStream in = ApiDocument.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
