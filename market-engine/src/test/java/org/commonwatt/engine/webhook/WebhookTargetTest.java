package org.commonwatt.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses webhooks may go to: none inside of a network that this machine can reach. */
class WebhookTargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no url",
        "/notices",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://example.org/",
        "http://10.0.0.1/",
        "https://ann:secret@example.org/",
        "https://example.org/#part",
        "https:///path",
        "http://127.0.0.2/",
        "https://example.org:65536/"
      })
  void whatIsNoAddressOfAReceiverIsRefused(String url) {
    assertThatThrownBy(() -> WebhookTarget.of(url, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thisMachineIsAllowedOnlyWhereItIsSaidSo() throws Exception {
    WebhookTarget local = WebhookTarget.of("http://127.0.0.1:8080/a?b=c", true);
    assertThat(local.resolve().isLoopbackAddress()).isTrue();
    assertThat(local.port()).isEqualTo(8_080);
    assertThat(local.path()).isEqualTo("/a?b=c");
    assertThat(local.isTls()).isFalse();
    assertThatThrownBy(() -> WebhookTarget.of("http://127.0.0.1:8080/", false))
        .isInstanceOf(IllegalArgumentException.class);
    WebhookTarget tls = WebhookTarget.of("https://127.0.0.1/", false);
    assertThat(tls.port()).isEqualTo(443);
    assertThat(tls.path()).isEqualTo("/");
    assertThatThrownBy(tls::resolve).isInstanceOf(ForbiddenAddressException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "100::1",
        "fec0::1",
        "ff0e::1",
        "4000::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "64:ff9b::a00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "2001::1",
        "2001:10::1",
        "2001:db8::1",
        "3fff::1",
        "2002:a00:1::1"
      })
  void noAddressOfAPrivateNetworkIsCalledWhateverNameItHas(String address) throws Exception {
    WebhookTarget target = WebhookTarget.of("https://example.org/", true);
    assertThat(target.isForbidden(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.0.0.1/",
        "https://2130706433/",
        "https://[::1]:8443/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%251]/",
        "https://localhost/"
      })
  void anAddressIsLookedAtHoweverItIsWritten(String url) {
    WebhookTarget target = WebhookTarget.of(url, false);
    assertThatThrownBy(target::resolve).isInstanceOf(ForbiddenAddressException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.216.34",
        "8.8.8.8",
        "100.63.0.1",
        "2606:2800:220:1::1",
        "2001:4860::1",
        "3ffe::1"
      })
  void publicAddressesAreCalled(String address) throws Exception {
    WebhookTarget target = WebhookTarget.of("https://example.org/", false);
    assertThat(target.isForbidden(InetAddress.getByName(address))).isFalse();
  }
}
