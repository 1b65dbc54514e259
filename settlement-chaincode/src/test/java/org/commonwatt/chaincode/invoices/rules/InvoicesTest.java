package org.commonwatt.chaincode.invoices.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoicesTest {
  private static final int BATCHES = 120;
  private static final PostedBatches POSTED = PostedBatches.of("m", BATCHES);
  private static final String FIRST = POSTED.invoice(1, "home-01", 0, 4, 0);

  private final MapState state = POSTED.state();
  private final Invoices invoices = new Invoices(state);

  @Test
  void anIssuedInvoiceIsKeptWithWhatBecomesOfIt() {
    String issued =
        "{\"invoice\":"
            + FIRST
            + ",\"status\":\"ISSUED\",\"payment\":\"\",\"reimbursement\":\"\",\"replacedBy\":0,"
            + "\"transactionId\":\"tx\"}";
    assertThat(invoices.issue(FIRST)).isEqualTo(issued);
    assertThat(state.written)
        .containsEntry("invoices~m~", "1")
        .containsEntry("invoiced~m~home-01~", hash(4))
        .containsEntry("invoice~m~0000000000000000001~", issued)
        .hasSize(3);
    assertThat(state.event)
        .isEqualTo("InvoiceChanged {\"market\":\"m\",\"number\":1,\"status\":\"ISSUED\"}");
    state.commit();
    assertThat(invoices.pay("m", "1", "p-1")).contains("\"PAID\",\"payment\":\"p-1\"");
    state.commit();
    assertThat(invoices.reverse("m", "1", "p-2"))
        .contains("\"REVERSED\",\"payment\":\"p-1\",\"reimbursement\":\"p-2\"");
    state.commit();
    assertThat(invoices.get("m", "1")).contains(FIRST, "REVERSED");
  }

  @Test
  void whatWasPaidIsGivenBackOnce() {
    invoices.issue(FIRST);
    state.commit();
    invoices.pay("m", "1", "p-1");
    state.commit();
    assertThat(code(() -> invoices.pay("m", "1", "p-2"))).isEqualTo("WRONG_STATUS");
    assertThat(code(() -> invoices.reverse("m", "1", ""))).isEqualTo("WRONG_REFERENCE");
    assertThat(code(() -> invoices.reverse("m", "1", "p-1")))
        .as("the payment itself gives nothing back")
        .isEqualTo("PAYMENT_USED");
    invoices.reverse("m", "1", "p-2");
    state.commit();
    assertThat(code(() -> invoices.reverse("m", "1", "p-3"))).isEqualTo("WRONG_STATUS");
  }

  @Test
  void onlyASubmitterOfTheExchangeChangesInvoices() {
    for (Caller other :
        List.of(
            new Caller("ExchangeMSP", "observer"), new Caller("GridOperatorMSP", "submitter"))) {
      state.caller = other;
      assertThat(code(() -> invoices.issue(FIRST))).isEqualTo("NOT_ALLOWED");
      assertThat(code(() -> invoices.pay("m", "1", "p"))).isEqualTo("NOT_ALLOWED");
      assertThat(code(() -> invoices.reverse("m", "1", "p"))).isEqualTo("NOT_ALLOWED");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"number\":1 | \"number\":2 | WRONG_NUMBER | must be 1",
        "\"number\":1 | \"number\":0 | MALFORMED | number",
        "home-01 | -home | MALFORMED | participant",
        "\"batches\":4 | \"batches\":0 | MALFORMED | batches",
        "\"-10\" | \"-10.0\" | MALFORMED | amountNano",
        "\"-10\" | \"9223372036854775808\" | AMOUNT_OVERFLOW | amountNano",
        "\"-10\" | \"-010\" | NOT_CANONICAL | leading zeros",
        "\"replaces\":0 | \"replaces\":0,\"note\":1 | NOT_CANONICAL | no others",
        "\"replaces\":0 | \"replaces\":7 | INVOICE_NOT_FOUND | 7",
        "\"batches\":4 | \"batches\":1001 | TOO_MANY_BATCHES | 1000",
        "\"batches\":4 | \"batches\":3 | INVOICE_DIFFERS | behind after",
        "\"batches\":4 | \"batches\":5 | INVOICE_DIFFERS | must be 4",
        "\"-10\" | \"-11\" | INVOICE_DIFFERS | amountNano must be -10",
        "\"-10\" | \"10\" | INVOICE_DIFFERS | amountNano must be -10",
        "home-01 | home-02 | INVOICE_DIFFERS | amountNano must be -20",
        "home-01 | nobody | INVOICE_DIFFERS | amountNano must be 0"
      })
  void aRefusalHasACodeAndNamesWhatIsWrong(String from, String to, String code, String named) {
    String broken = FIRST.replace(from, to);
    assertThat(broken).isNotEqualTo(FIRST);
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> invoices.issue(broken));
    assertThat(Objects.requireNonNull(refusal).code().name()).as(refusal.text()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining(named);
  }

  @Test
  void aStretchBeginsWhereTheParticipantsLastOneEnded() {
    assertThat(code(() -> invoices.issue(FIRST.replace(hash(0), hash(1)))))
        .isEqualTo("WRONG_STRETCH");
    assertThat(code(() -> invoices.issue(FIRST.replace(hash(4), hash(0))))).isEqualTo("MALFORMED");
    invoices.issue(FIRST);
    state.commit();
    String second = FIRST.replace("\"number\":1", "\"number\":2");
    assertThat(code(() -> invoices.issue(second))).as("once").isEqualTo("WRONG_STRETCH");
    invoices.issue(POSTED.invoice(2, "home-02", 0, 4, 0));
  }

  @Test
  void anInvoiceIsOfBatchesThatAreRecordedAndTheirVeryRoots() {
    assertThat(code(() -> invoices.issue(FIRST.replace(hash(4), "a".repeat(64)))))
        .isEqualTo("BATCH_NOT_INDEXED");
    assertThat(code(() -> invoices.issue(FIRST.replace(hash(4), hash(5)))))
        .isEqualTo("INVOICE_DIFFERS");
    String root = FIRST.replaceFirst("linesRoot\":\"[0-9a-f]{64}", "linesRoot\":\"" + hash(4));
    assertThat(code(() -> invoices.issue(root))).isEqualTo("INVOICE_DIFFERS");
    state.committed.put("invoiced~m~home-01~", hash(9));
    String backwards = FIRST.replace(hash(0), hash(9));
    assertThat(code(() -> invoices.issue(backwards)))
        .as("before the chain's beginning there is nothing to read")
        .isEqualTo("INVOICE_DIFFERS");
    assertThat(code(() -> invoices.issue(backwards.replace("\"batches\":4", "\"batches\":7"))))
        .isEqualTo("INVOICE_DIFFERS");
  }

  @Test
  void aReplacementIsWhatItsBatchesGiveToo() {
    invoices.issue(FIRST);
    state.commit();
    invoices.reverse("m", "1", "");
    state.commit();
    String second = POSTED.invoice(2, "home-01", 0, 4, 1);
    assertThat(code(() -> invoices.issue(second.replace("\"-10\"", "\"-9\""))))
        .isEqualTo("INVOICE_DIFFERS");
    invoices.issue(second);
  }

  @Test
  void anInvoiceOfMoreBatchesThanOneMayHaveIsReplacedByPartsInARow() {
    String stored =
        "{\"invoice\":%s,\"status\":\"REVERSED\",\"payment\":\"\",\"reimbursement\":\"\"";
    String old =
        POSTED.invoice(1, "home-01", 0, 100, 0).replace("\"batches\":100", "\"batches\":2976");
    state.committed.put("invoices~m~", "1"); // as version 9 took it, which did not count
    state.committed.put("invoiced~m~home-01~", hash(100));
    state.committed.put(
        "invoice~m~0000000000000000001~",
        stored.formatted(old) + ",\"replacedBy\":0,\"transactionId\":\"old\"}");
    assertThat(code(() -> invoices.issue(POSTED.invoice(2, "home-01", 1, 40, 1))))
        .as("not from its beginning on")
        .isEqualTo("WRONG_STRETCH");
    assertThat(code(() -> invoices.issue(POSTED.invoice(2, "home-02", 0, 40, 1))))
        .isEqualTo("WRONG_STRETCH");
    assertThat(code(() -> invoices.issue(POSTED.invoice(2, "home-01", 0, 101, 1))))
        .as("beyond its end")
        .isEqualTo("INVOICE_DIFFERS");
    issue(POSTED.invoice(2, "home-01", 0, 40, 1));
    issue(POSTED.invoice(3, "home-01", 100, 110, 0)); // the next one goes on where it did
    assertThat(invoices.get("m", "1")).contains("\"replacedBy\":2");
    assertThat(code(() -> invoices.issue(POSTED.invoice(4, "home-01", 0, 100, 1))))
        .isEqualTo("WRONG_STRETCH");
    invoices.reverse("m", "2", ""); // a part is an invoice
    state.commit();
    issue(POSTED.invoice(4, "home-01", 0, 40, 2));
    issue(POSTED.invoice(5, "home-01", 40, 100, 1));
    assertThat(code(() -> invoices.issue(POSTED.invoice(6, "home-01", 100, 110, 1))))
        .as("nothing is left of it")
        .isEqualTo("WRONG_STATUS");
  }

  private void issue(String json) {
    invoices.issue(json);
    state.commit();
  }

  @Test
  void batchesOfEarlierVersionsAreInvoicedOnceTheyAreIndexed() {
    state.committed.keySet().removeIf(key -> key.startsWith("batch-hash~"));
    state.committed.keySet().removeIf(key -> key.startsWith("postings~"));
    POSTED.putAsBefore(state); // postings as versions 1 to 3 wrote them
    assertThat(code(() -> invoices.issue(FIRST))).isEqualTo("BATCH_NOT_INDEXED");
    Settlement settlement = new Settlement(state);
    assertThat(settlement.index(POSTED.indexed(0, 3))).isEqualTo("3");
    state.commit();
    assertThat(code(() -> invoices.issue(FIRST))).isEqualTo("BATCH_NOT_INDEXED");
    assertThat(settlement.index(POSTED.indexed(1, 4))).isEqualTo("1");
    state.commit();
    invoices.issue(FIRST);
  }

  @Test
  void batchesAreIndexedBySubmittersFromOneCanonicalTextOfKnownOnes() {
    Settlement settlement = new Settlement(state);
    String json = POSTED.indexed(0, 2);
    assertThat(code(() -> settlement.index(json + " "))).isEqualTo("NOT_CANONICAL");
    assertThat(code(() -> settlement.index("{\"market\":\"m\",\"batchIds\":[]}")))
        .isEqualTo("MALFORMED");
    assertThat(code(() -> settlement.index("{\"market\":\"m\",\"batchIds\":[1]}")))
        .isEqualTo("MALFORMED");
    assertThat(code(() -> settlement.index(POSTED.indexed(0, 101)))).isEqualTo("MALFORMED");
    assertThat(code(() -> settlement.index(json.replace("\"m\"", "\"n\""))))
        .isEqualTo("BATCH_NOT_FOUND");
    state.caller = new Caller("GridOperatorMSP", "submitter");
    assertThat(code(() -> settlement.index(json))).isEqualTo("NOT_ALLOWED");
  }

  @Property
  void changesAndQueriesAnswerOrRefuseAnyText(
      @ForAll String one, @ForAll String other, @ForAll String third) {
    List<Runnable> calls =
        List.of(
            () -> invoices.issue(one),
            () -> invoices.pay(one, other, third),
            () -> invoices.reverse(one, other, third),
            () -> invoices.get(one, other),
            () -> invoices.list(one),
            () -> new Settlement(state).index(one));
    for (Runnable call : calls) {
      try {
        call.run();
      } catch (Refusal refusal) {
        assertThat(refusal.text()).matches("(?s)[A-Z_]+: .+");
      }
    }
  }

  /** What somebody tries; few numbers, homes, ends and payments, so that many clash. */
  private record Wish(String kind, int number, int home, int payment) {}

  /** An invoice of the model. */
  private static final class Kept {
    private final int home;
    private final int after;
    private final int to;
    private String status = "ISSUED";
    private int replacedTo;

    private Kept(int home, int after, int to) {
      this.home = home;
      this.after = after;
      this.to = to;
      this.replacedTo = after;
    }
  }

  /** Numbers, ends and payments as plain lists: the simplest thing that could be true. */
  private static final class Model {
    private final List<Kept> all = new ArrayList<>();
    private final Map<Integer, Integer> ends = new HashMap<>();
    private final Set<Integer> payments = new HashSet<>();

    String issue(int home, int to) {
      int after = ends.getOrDefault(home, 0);
      all.add(new Kept(home, after, to));
      ends.put(home, to);
      return "";
    }

    String replace(int number, int to) {
      if (number > all.size()) {
        return "INVOICE_NOT_FOUND";
      }
      Kept old = all.get(number - 1);
      if (!old.status.equals("REVERSED") || old.replacedTo == old.to) {
        return "WRONG_STATUS";
      }
      if (to > old.to) {
        return "INVOICE_DIFFERS";
      }
      all.add(new Kept(old.home, old.replacedTo, to));
      old.replacedTo = to;
      return "";
    }

    String pay(int number, int payment) {
      if (number > all.size()) {
        return "INVOICE_NOT_FOUND";
      }
      Kept kept = all.get(number - 1);
      if (!kept.status.equals("ISSUED")) {
        return "WRONG_STATUS";
      }
      if (!payments.add(payment)) {
        return "PAYMENT_USED";
      }
      kept.status = "PAID";
      return "";
    }

    String reverse(int number, int payment) {
      if (number > all.size()) {
        return "INVOICE_NOT_FOUND";
      }
      Kept kept = all.get(number - 1);
      if (kept.status.equals("REVERSED")) {
        return "WRONG_STATUS";
      }
      if (kept.status.equals("PAID") == (payment == 0)) {
        return "WRONG_REFERENCE";
      }
      if (payment != 0 && !payments.add(payment)) {
        return "PAYMENT_USED";
      }
      kept.status = "REVERSED";
      return "";
    }
  }

  @Property(tries = 200)
  void aRandomWalkAgreesWithASimpleModel(@ForAll("walks") List<Wish> walk) {
    Model model = new Model();
    int end = 0;
    for (Wish wish : walk) {
      end++;
      String number = Integer.toString(wish.number);
      String payment = wish.payment == 0 ? "" : "p-" + wish.payment;
      int last = end;
      String expected;
      String found;
      switch (wish.kind) {
        case "issue" -> {
          String json = json(model, wish.home, model.ends.getOrDefault(wish.home, 0), last, 0);
          expected = model.issue(wish.home, last);
          found = tried(() -> invoices.issue(json));
        }
        case "replace" -> {
          Kept old = wish.number > model.all.size() ? null : model.all.get(wish.number - 1);
          int after = old == null ? 0 : old.replacedTo;
          int to = Math.min(BATCHES, after + 1 + wish.payment);
          String json = json(model, old == null ? wish.home : old.home, after, to, wish.number);
          expected = model.replace(wish.number, to);
          found = tried(() -> invoices.issue(json));
        }
        case "pay" -> {
          int one = Math.max(1, wish.payment);
          expected = model.pay(wish.number, one);
          found = tried(() -> invoices.pay("m", number, "p-" + one));
        }
        default -> {
          expected = model.reverse(wish.number, wish.payment);
          found = tried(() -> invoices.reverse("m", number, payment));
        }
      }
      assertThat(found).as("%s", wish).isEqualTo(expected);
    }
    for (int i = 0; i < model.all.size(); i++) {
      assertThat(invoices.get("m", Integer.toString(i + 1)))
          .contains("\"status\":\"" + model.all.get(i).status + "\"");
    }
    state.committed.keySet().removeIf(key -> key.startsWith("invoice"));
  }

  @Provide
  Arbitrary<List<Wish>> walks() {
    return Combinators.combine(
            Arbitraries.of("issue", "replace", "pay", "reverse"),
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 12))
        .as(Wish::new)
        .list()
        .ofMinSize(30)
        .ofMaxSize(120);
  }

  private String tried(Runnable call) {
    try {
      call.run();
      state.commit();
      return "";
    } catch (Refusal refusal) {
      state.written.clear();
      return refusal.code().name();
    }
  }

  private static String json(Model model, int home, int after, int to, int replaces) {
    return POSTED.invoice(model.all.size() + 1, "home-0" + home, after, to, replaces);
  }

  private static String hash(int batch) {
    return POSTED.hash(batch);
  }

  private String code(Runnable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::run);
    state.written.clear();
    return Objects.requireNonNull(refusal).code().name();
  }
}
