package org.commonwatt.fabric.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration file of the product, with {@code {{name}}} where values go. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z.]+)}}");

  private Template() {}

  /**
   * Fills a template.
   *
   * @throws IllegalArgumentException when a value is missing
   */
  static String fill(String name, Map<String, String> values) {
    Matcher places = PLACE.matcher(read(name));
    return places.replaceAll(
        place -> {
          String value = values.get(place.group(1));
          if (value == null) {
            throw new IllegalArgumentException(name + " needs a value for " + place.group(1));
          }
          return Matcher.quoteReplacement(value);
        });
  }

  /** A resource as it is. */
  static String read(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FabricException("cannot read the product's own " + name, e);
    }
  }
}
