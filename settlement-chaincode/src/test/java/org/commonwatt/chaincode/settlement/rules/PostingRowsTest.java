package org.commonwatt.chaincode.settlement.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.model.Posting;
import org.junit.jupiter.api.Test;

final class PostingRowsTest {
  @Test
  void anAccountsPartIsTheDocumentedOne() {
    assertThat(PostingRows.part("home-01")).isEqualTo("62");
    assertThat(PostingRows.part("home-02")).isEqualTo("00");
  }

  @Property
  void everyPostingIsInTheRowOfItsAccountAndNowhereElse(@ForAll("postings") List<Posting> all) {
    Map<String, String> rows = PostingRows.of(all);
    assertThat(rows).hasSizeLessThanOrEqualTo(PostingRows.PARTS);
    for (Posting posting : all) {
      rows.forEach(
          (part, row) ->
              assertThat(PostingRows.amount(row, posting.account()))
                  .isEqualTo(
                      part.equals(PostingRows.part(posting.account()))
                          ? BigInteger.valueOf(posting.amountNano())
                          : BigInteger.ZERO));
      assertThat(rows).containsKey(PostingRows.part(posting.account()));
    }
    assertThat(rows.values()).allSatisfy(row -> Fields.object("row", row));
  }

  @Provide
  Arbitrary<List<Posting>> postings() {
    return Combinators.combine(
            Arbitraries.strings().withCharRange('a', 'e').withChars("09._-").ofMaxLength(6),
            Arbitraries.longs())
        .as((id, amount) -> new Posting("x" + id, amount))
        .list()
        .ofMaxSize(200)
        .uniqueElements(Posting::account);
  }
}
