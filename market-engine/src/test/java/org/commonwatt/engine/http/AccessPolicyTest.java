package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.MarketData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use which operation is what the API's document says, and an operation says it. */
class AccessPolicyTest {
  private static final OpenApi DOCUMENT = OpenApi.packaged();

  private static ObjectNode changed(String field, JsonNode value) {
    ObjectNode document = DOCUMENT.document().deepCopy();
    ObjectNode access = (ObjectNode) document.at("/paths/~1v1~1bills/get/x-access");
    access.set(field, value);
    return document;
  }

  private static JsonNode text(String word) {
    return new com.fasterxml.jackson.databind.node.TextNode(word);
  }

  @Test
  void everyOperationOfTheDocumentHasARule() {
    assertThat(AccessPolicy.packaged().routes()).isEqualTo(DOCUMENT.operations());
  }

  @Test
  void aRuleSaysWhatTheDocumentSays() {
    AccessRule place = AccessPolicy.packaged().rule("POST /v1/orders");
    assertThat(place.scope()).isEqualTo(Scope.TRADE);
    assertThat(place.roles()).containsExactlyInAnyOrder(Role.PROSUMER, Role.STORAGE_OPERATOR);
    AccessRule bill = AccessPolicy.packaged().rule("GET /v1/bills/{participant}");
    assertThat(bill.operation()).isEqualTo("bill");
    assertThat(bill.readers()).isEqualTo(Set.of(Role.REGULATOR));
    AccessRule health = AccessPolicy.packaged().rule("GET /healthz");
    assertThat(health.isPublic()).isTrue();
    assertThat(health.unlimited()).isTrue();
    assertThat(bill.unlimited()).isFalse();
    AccessRule book = AccessPolicy.packaged().rule("GET /v1/slots/{start}/book");
    assertThat(book.isPublic()).isTrue();
    assertThat(book.data()).isEqualTo(EnumSet.allOf(MarketData.class));
  }

  @Test
  void everyOperationThatNeedsALoginTakesAllOfThemAndTellsWhoHasNone() {
    Set<String> schemes = names(DOCUMENT.document().at("/components/securitySchemes"));
    assertThat(schemes).containsExactlyInAnyOrder("bearer", "signed", "certificate");
    for (String operation : DOCUMENT.operations()) {
      boolean open = AccessPolicy.packaged().rule(operation).isPublic();
      boolean hidden = !AccessPolicy.packaged().rule(operation).data().isEmpty();
      JsonNode said = DOCUMENT.at(operation);
      assertThat(said.has("security")).as(operation).isEqualTo(!open || hidden);
      if (said.has("security")) {
        assertThat(schemes(said.get("security"))).as(operation).isEqualTo(schemes);
        assertThat(said.get("security").toString().contains("{}"))
            .as("without a login, too: " + operation)
            .isEqualTo(open);
      }
      assertThat(said.path("responses").has("401"))
          .as(operation)
          .isEqualTo(!open || hidden || operation.endsWith("/v1/stream"));
    }
  }

  /** The schemes of logins that an operation takes, each by itself. */
  private static Set<String> schemes(JsonNode security) {
    Set<String> found = new TreeSet<>();
    for (JsonNode one : security) {
      assertThat(one).hasSizeLessThanOrEqualTo(1);
      found.addAll(names(one));
    }
    return found;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void aRouteThatTheDocumentDoesNotHaveIsAnErrorAtTheStart() {
    assertThatThrownBy(() -> AccessPolicy.packaged().rule("GET /v1/secrets"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /v1/secrets");
  }

  @Test
  void anOperationThatDoesNotSayWhoMayIsAnErrorAtTheStart() {
    ObjectNode document = DOCUMENT.document().deepCopy();
    ((ObjectNode) document.at("/paths/~1v1~1bills/get")).remove("x-access");
    assertThatThrownBy(() -> AccessPolicy.of(document))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /v1/bills has no x-access");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scope", "owner"})
  void aWordThatIsNotKnownIsAnErrorAtTheStart(String field) {
    assertThatThrownBy(() -> AccessPolicy.of(changed(field, text("everything"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("everything");
  }

  @Test
  void aFieldThatIsNotKnownIsAnErrorAtTheStart() {
    assertThatThrownBy(() -> AccessPolicy.of(changed("reader", text("regulator"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unknown reader");
  }
}
