package org.commonwatt.flink.netting;

import java.util.List;

/**
 * What is known of an area in a slot beside the reports.
 *
 * @param expected how many accounts were in the area when the first of its reports came
 * @param reported how many accounts have reported
 * @param alerted limits about which somebody was told
 */
public record AreaSlot(int expected, int reported, List<GridAlert.Kind> alerted) {
  AreaSlot withOneMore() {
    return new AreaSlot(expected, reported + 1, alerted);
  }

  boolean isWhole() {
    return reported >= expected;
  }
}
