package org.commonwatt.flink;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.commonwatt.flink.netting.Home;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Where surveillance and net positions read, write and remember.
 *
 * @param market id of the market
 * @param bootstrapServers of the log, {@code host:port}
 * @param database where alerts and net positions are upserted
 * @param checkpoints a folder of the job's own; it is created when missing and continued when not
 * @param watch what it must know of the market
 * @param keys folder of the keys that positions are sealed with; null when nothing is sealed
 */
public record SurveillanceJobConfig(
    String market,
    String bootstrapServers,
    MeteringJobConfig.Database database,
    Path checkpoints,
    Watch watch,
    @Nullable Path keys) {
  /** Checks the market's id. */
  public SurveillanceJobConfig {
    Ids.require("market", market);
  }

  /**
   * What surveillance must know of the market.
   *
   * @param rules the numbers
   * @param closureLeadMinutes how long before a slot's start its gate closes; of no meaning in a
   *     market without continuous trading
   * @param utcOffsetMinutes local time minus UTC: the days of net positions are local ones
   * @param homes the members that the community file names
   */
  public record Watch(
      SurveillanceRules rules, int closureLeadMinutes, int utcOffsetMinutes, List<Home> homes) {
    /** Copies the list. */
    public Watch {
      homes = List.copyOf(homes);
    }

    /** Where each member's meters are. */
    Map<String, String> areaByParticipant() {
      return homes.stream().collect(Collectors.toMap(Home::participant, Home::area));
    }
  }

  JobKeys jobKeys() {
    return new JobKeys(keys == null ? null : keys.toAbsolutePath().toString());
  }
}
