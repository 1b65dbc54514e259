package org.commonwatt.ingest.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.ingest.push.PushKey;
import org.commonwatt.model.Ids;

/** What a devices file says of a key and the meters whose readings come with it. */
record PushSection(
    @JsonProperty(required = true) String key,
    @JsonProperty(required = true) String sha256,
    @JsonProperty(required = true) List<Entry> meters) {

  /** A meter. */
  record Entry(
      @JsonProperty(required = true) String meter,
      @JsonProperty(required = true) long ratedPowerW) {}

  PushKey pushKey() {
    Map<String, Long> ratedPowers = new LinkedHashMap<>();
    for (Entry entry : meters) {
      Ids.require("meter", entry.meter());
      DevicesFile.requirePower(entry.ratedPowerW());
      if (ratedPowers.put(entry.meter(), entry.ratedPowerW()) != null) {
        throw new IllegalArgumentException("meter " + entry.meter() + " is listed twice");
      }
    }
    return new PushKey(key, sha256, ratedPowers);
  }
}
