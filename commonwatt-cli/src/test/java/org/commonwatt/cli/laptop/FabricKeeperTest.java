package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.commonwatt.fabric.network.FabricException;
import org.junit.jupiter.api.Test;

class FabricKeeperTest {
  @Test
  void itLooksAgainAndAgainEvenAfterAProcessDidNotStart() throws InterruptedException {
    CountDownLatch looks = new CountDownLatch(3);
    FabricKeeper keeper =
        new FabricKeeper(
            () -> {
              looks.countDown();
              if (looks.getCount() == 2) {
                throw new FabricException("peer-exchange ended at its start");
              }
              return List.of("orderer");
            });
    try (keeper) {
      assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
