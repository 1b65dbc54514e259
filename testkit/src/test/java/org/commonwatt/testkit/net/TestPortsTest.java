package org.commonwatt.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestPortsTest {
  @Test
  void portsLieWhereTheSystemGivesNoneAndWhereNoBrokerTakesOne() {
    for (int i = 0; i < 50; i++) {
      assertThat(TestPorts.pick()).isBetween(13_312, 16_383);
    }
  }

  @Test
  void aPortIsTakenAsSoonAsItsLastListenerLetsGoOfIt() throws Exception {
    int port = TestPorts.pick();
    AtomicInteger attempts = new AtomicInteger();
    try (ServerSocket first = TestPorts.listen(() -> socket(port));
        ServerSocket second =
            TestPorts.listen(
                () -> {
                  if (attempts.incrementAndGet() == 3) {
                    first.close();
                  }
                  return socket(port);
                })) {
      assertThat(second.getLocalPort()).isEqualTo(port);
      assertThat(attempts).hasValueGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void whoConnectsToAHeldPortIsRefusedAndNobodyElseGetsIt() throws IOException {
    try (Socket held = TestPorts.refusing()) {
      int port = held.getLocalPort();
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> socket(port).close()).isInstanceOf(IOException.class);
    }
  }

  private static ServerSocket socket(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
