package org.commonwatt.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptHeadsTest {
  private final KeptHeads heads = new KeptHeads(2);

  @Test
  void aNumberIsOfTheFirstHeadThatHasSoManyBatches() {
    assertThat(heads.newest()).isEmpty();
    assertThat(heads.of(1)).isEmpty();
    heads.add(2, head(2));
    heads.add(5, head(5));
    assertThat(heads.of(1)).contains(head(2));
    assertThat(heads.of(3)).contains(head(5));
    assertThat(heads.of(6)).isEmpty();
    assertThat(heads.isDropped(1)).isFalse();
    assertThat(heads.newest()).contains(head(5));
  }

  @Test
  void aHeadThatIsDroppedIsNotAnsweredByALaterOne() {
    heads.add(2, head(2));
    heads.add(5, head(5));
    heads.add(6, head(6));
    assertThat(heads.of(1)).isEmpty();
    assertThat(heads.of(2)).isEmpty();
    assertThat(heads.isDropped(2)).isTrue();
    assertThat(heads.of(3)).contains(head(5));
    assertThat(heads.isDropped(3)).isFalse();
    heads.clear();
    assertThat(heads.newest()).isEmpty();
  }

  private static SignedHead head(long timeMillis) {
    RunningTree.Head none = new RunningTree().head();
    return new SignedHead("m", timeMillis, none, none, none);
  }
}
