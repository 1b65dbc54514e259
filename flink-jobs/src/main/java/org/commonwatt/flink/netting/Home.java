package org.commonwatt.flink.netting;

import java.io.Serializable;
import java.util.List;

/**
 * A member that the community file names.
 *
 * @param participant its account
 * @param area where its meters are
 * @param meters ids
 */
public record Home(String participant, String area, List<String> meters) implements Serializable {
  /** Copies the list. */
  public Home {
    meters = List.copyOf(meters);
  }
}
