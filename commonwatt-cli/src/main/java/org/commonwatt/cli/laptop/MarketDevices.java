package org.commonwatt.cli.laptop;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.MeterPoint;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.config.ConfigException;
import org.commonwatt.ingest.config.Devices;
import org.commonwatt.ingest.config.DevicesFile;

/** A devices file that says where the meters of a community are. */
final class MarketDevices {
  private static final int SECONDS_PER_MINUTE = 60;

  private MarketDevices() {}

  /**
   * Reads the file and compares it with the community.
   *
   * @throws UserError when the file cannot be used, has not exactly the community's meters, or
   *     polls one so that the borders of slots are missed
   */
  static Devices read(Path file, Community community) {
    try {
      Devices devices = DevicesFile.read(file);
      requireSameMeters(file, devices, community);
      devices.devices().forEach(device -> requireBorders(file, device, community));
      return devices;
    } catch (ConfigException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireSameMeters(Path file, Devices devices, Community community) {
    Set<String> wanted =
        community.meters().stream().map(MeterPoint::meter).collect(Collectors.toSet());
    Set<String> named = new TreeSet<>(devices.ratedPowers().keySet());
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(named);
    if (!missing.isEmpty()) {
      throw new UserError(file + " has no device for " + String.join(", ", missing));
    }
    named.removeAll(wanted);
    if (!named.isEmpty()) {
      throw new UserError(
          file + " names meters that the community has not: " + String.join(", ", named));
    }
  }

  private static void requireBorders(Path file, MeterSource device, Community community) {
    int slot = community.rulebook().timing().slotMinutes() * SECONDS_PER_MINUTE;
    int every = community.pollSeconds();
    if (slot % device.pollSeconds() != 0 || device.pollSeconds() % every != 0) {
      throw new UserError(
          "%s: pollSeconds of meter %s must divide the slot of %d s and be a multiple of the community's %d"
              .formatted(file, device.meter(), slot, every));
    }
  }
}
