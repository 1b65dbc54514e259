package org.commonwatt.cli.battery;

import java.time.InstantSource;
import java.util.Optional;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.chaincode.batteries.rules.Batteries;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.SubmitOutcome;

/** Where statements of a file go. */
public interface StatementTarget {
  /** How many events an asset has there, 0 when it is not known. */
  long events(String asset);

  /** Takes a statement; returns why it does not, empty when it does. */
  Optional<String> take(SignedStatement signed);

  /** The ledger. */
  static StatementTarget ledger(BatteryLedger batteries) {
    return new StatementTarget() {
      @Override
      public long events(String asset) {
        return batteries.asset(asset).map(Asset::sequence).orElse(0L);
      }

      @Override
      public Optional<String> take(SignedStatement signed) {
        SubmitOutcome outcome = batteries.submit(signed);
        if (outcome instanceof SubmitOutcome.Committed) {
          return Optional.empty();
        }
        return Optional.of(
            outcome instanceof SubmitOutcome.Rejected rejected
                ? rejected.rejection().code() + ": " + rejected.rejection().message()
                : "changed nothing, send it again: " + outcome);
      }
    };
  }

  /** The contract's rules over what the ledger has, on which nothing changes. */
  static StatementTarget dry(BatteryLedger batteries, InstantSource wall) {
    DryState state = new DryState(batteries, wall);
    Batteries contract = new Batteries(state);
    return new StatementTarget() {
      @Override
      public long events(String asset) {
        return state.events(asset);
      }

      @Override
      public Optional<String> take(SignedStatement signed) {
        try {
          contract.submit(signed.text());
          state.keep();
          return Optional.empty();
        } catch (Refusal refusal) {
          state.forget();
          return Optional.of(refusal.text());
        }
      }
    };
  }
}
