package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.junit.jupiter.api.Test;

/** What registry and invoices hold is read as it is or not at all. */
class StoredJsonTest {
  private static final Invoice INVOICE =
      new Invoice(
          "m", 1, "ann", Hash.ZERO, new Hash("1".repeat(64)), 2, new Hash("2".repeat(64)), -5, 0);
  private static final long TOO_LARGE = (1L << 32) + 2;

  private static void assertNotRead(ThrowingCallable reading, String named) {
    assertThatThrownBy(reading).isInstanceOf(LedgerException.class).hasMessageContaining(named);
  }

  @Test
  void anInvoiceIsReadBackAndNoNumberIsCutToFit() {
    String json = InvoiceJson.write(INVOICE);
    assertThat(InvoiceJson.read(json)).isEqualTo(INVOICE);
    String large = json.replace("\"batches\":2", "\"batches\":" + TOO_LARGE);
    assertThat(large).isNotEqualTo(json);
    assertNotRead(() -> InvoiceJson.read(large), "batches");
  }

  @Test
  void whatIsNoListIsNoEmptyOne() {
    assertNotRead(() -> InvoiceJson.readList("{}"), "array");
    assertNotRead(() -> RegistryJson.readRulebooks("7"), "array");
    assertThat(InvoiceJson.readList("[]")).isEmpty();
  }

  @Test
  void theRegistrysVersionsAreNotCutToFit() {
    String head = "{\"toSequence\":3,\"nextOffset\":2,\"rulebookVersion\":%d}";
    assertThat(RegistryJson.readHead(head.formatted(2)).rulebookVersion()).isEqualTo(2);
    assertNotRead(() -> RegistryJson.readHead(head.formatted(TOO_LARGE)), "rulebookVersion");
  }
}
