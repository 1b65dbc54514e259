package org.commonwatt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build gave this program. */
final class BuildVersion implements IVersionProvider {
  private static final String FILE = "version.properties";

  /** As in {@code pom.xml}. */
  static String text() {
    Properties properties = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream(FILE)) {
      properties.load(Objects.requireNonNull(in, FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(properties.getProperty("version"));
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Commonwatt " + text()};
  }
}
