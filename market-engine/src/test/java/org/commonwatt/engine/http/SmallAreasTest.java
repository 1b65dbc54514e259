package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is over fewer than 15 members tells of single homes. */
class SmallAreasTest {
  @Test
  void fifteenMembersAreTheLeastHoweverManyMetersTheyHave() {
    assertThat(SmallAreas.isSmall(14, 14)).isTrue();
    assertThat(SmallAreas.isSmall(15, 15)).isFalse();
    assertThat(SmallAreas.isSmall(0, 20)).as("an area that the rulebook has no more").isTrue();
  }

  @Test
  void whatIsOverFewOfManyAccountsIsSmallToo() {
    assertThat(SmallAreas.isSmall(20, 14)).as("a slot from when there were fewer").isTrue();
    assertThat(SmallAreas.isSmall(20, 15)).isFalse();
  }
}
