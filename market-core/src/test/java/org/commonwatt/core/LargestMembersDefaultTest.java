package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Posting;
import org.junit.jupiter.api.Test;

/** The two largest members default in one settlement: with the numbers of docs/settlement.md. */
class LargestMembersDefaultTest {
  private static final List<String> ACCOUNTS =
      List.of("big-1", "big-2", "mid", "small", "house", "supplier");

  private final TestMarket market =
      TestMarket.under(
          new Rulebooks()
              .members("big-1", "big-2", "mid", "small")
              .guarantees(new Guarantees("house", 0, 0, 0))
              .build());

  private static List<String> block() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "settlement.md"));
    Matcher block = Pattern.compile("```text\n(default .*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1).lines().toList();
  }

  @Test
  void theWaterfallGoesMemberByMemberAndMoneyIsConservedToTheNano() throws IOException {
    List<String> page = block();
    market.tick(START - 60 * TestMarket.MINUTE);
    BigInteger paidIn = BigInteger.ZERO;
    for (String one : after(page.get(1), "paid in").split(", ")) {
      String[] parts = one.split(" ");
      long collateral = Long.parseLong(parts[1]);
      long share = Long.parseLong(parts[2]);
      market.apply(new ReportCollateral(parts[0], collateral, share));
      paidIn = paidIn.add(BigInteger.valueOf(collateral)).add(BigInteger.valueOf(share));
    }
    assertThat(total()).isEqualTo(paidIn).isEqualTo(BigInteger.valueOf(1_700_000_000));
    market.tick(SLOT.endMillis());
    for (String one : after(page.get(2), "metered").split(", ")) {
      market.report(one.split(" ")[0], SLOT, -Long.parseLong(one.split(" ")[1]), 0);
    }
    market.report("mid", SLOT, 0, 0);
    market.report("small", SLOT, 0, 0);

    SlotSettled settled = market.events(SlotSettled.class).get(0);
    assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
    List<String> told = new ArrayList<>();
    for (AccountDefaulted one : market.events(AccountDefaulted.class)) {
      BigInteger fund =
          one.fund().stream().map(CreditShare::nano).reduce(BigInteger.ZERO, BigInteger::add);
      told.add(
          "%s shortfall %d collateral %d own-share %d exchange %d fund %d uncovered %d"
              .formatted(
                  one.account(),
                  one.shortfallNano(),
                  one.collateralNano(),
                  one.ownFundNano(),
                  one.exchangeNano(),
                  fund,
                  one.uncoveredNano()));
      assertThat(
              one.collateralNano()
                  .add(one.ownFundNano())
                  .add(one.exchangeNano())
                  .add(fund)
                  .add(one.uncoveredNano()))
          .isEqualTo(one.shortfallNano());
    }
    assertThat(told)
        .containsExactlyElementsOf(
            page.subList(4, page.size()).stream()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList());
    assertThat(total()).as("money only moves").isEqualTo(paidIn);
    assertThat(market.machine().account("house").balanceNano())
        .isEqualTo(BigInteger.valueOf(-1_500_000_000L - 2_200_000_000L));
  }

  @Test
  void whatComesInLaterIsPaidBackAndTheSumStaysWhatWasPaidIn() throws IOException {
    theWaterfallGoesMemberByMemberAndMoneyIsConservedToTheNano();
    market.apply(new ReportCollateral("big-2", 3_000_000_007L, 60_000_000));
    assertThat(market.events(ReceivablePaid.class)).hasSize(1);
    assertThat(market.machine().account("big-2").receivableNano()).isZero();
    assertThat(total()).isEqualTo(BigInteger.valueOf(1_700_000_000L + 2_800_000_007L));
  }

  /** All balances, collateral and shares of the fund together. */
  private BigInteger total() {
    BigInteger sum = BigInteger.ZERO;
    for (String account : ACCOUNTS) {
      MemberAccount one = market.machine().account(account);
      sum = sum.add(one.balanceNano()).add(one.collateralNano()).add(one.fundShareNano());
    }
    return sum;
  }

  private static String after(String line, String word) {
    assertThat(line).startsWith(word);
    return line.substring(word.length()).strip();
  }
}
