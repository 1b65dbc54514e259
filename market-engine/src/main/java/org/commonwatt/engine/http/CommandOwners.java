package org.commonwatt.engine.http;

import org.commonwatt.model.Command;
import org.jspecify.annotations.Nullable;

/** Whom a command of a client is for, or as whom it is sent. */
final class CommandOwners {
  private CommandOwners() {}

  /**
   * Refuses a command that is for another's participant, or as an officer that the caller is not.
   *
   * @throws ProblemException as if there were no such participant
   */
  static void require(Caller caller, Command command) {
    if (command instanceof Command.CancelAuction by) {
      caller.requireOfficer(by.operator(), "NOT_OPERATOR");
    } else if (command instanceof Command.BustTrade by) {
      caller.requireOfficer(by.operator(), "NOT_OPERATOR");
    } else if (command instanceof Command.LimitLink by) {
      caller.requireOfficer(by.operator(), "NOT_OPERATOR");
    } else if (command instanceof Command.CallStorage by) {
      caller.requireOfficer(by.operator(), "NOT_OPERATOR");
    } else if (command instanceof Command.CancelCall by) {
      caller.requireOfficer(by.operator(), "NOT_OPERATOR");
    } else if (command instanceof Command.ImportImbalancePrice by) {
      caller.requireOfficer(by.importer(), "NOT_IMPORTER");
    } else if (command instanceof Command.DecideDispute by) {
      caller.requireOfficer(by.decider(), "NOT_DECIDER");
    } else if (command instanceof Command.SetAccountState by) {
      caller.requireOfficer(by.officer(), "NOT_REGISTRAR");
    } else if (command instanceof Command.DecideMeterPoint by) {
      caller.requireOfficer(by.officer(), "NOT_REGISTRAR");
    } else if (command instanceof Command.HandOverMeterPoint by) {
      caller.requireOfficer(by.officer(), "NOT_REGISTRAR");
    } else if (command instanceof Command.DecideDeposit by) {
      caller.requireOfficer(by.officer(), "NOT_REGISTRAR");
    } else if (command instanceof Command.RegisterStorage by) {
      caller.requireOfficer(by.officer(), "NOT_REGISTRAR");
    } else if (command instanceof Command.ReportStateOfCharge by) {
      caller.requireOfficer(by.officer(), "NOT_REGISTRAR");
    } else if (command instanceof Command.ReportDelivery by) {
      caller.requireOfficer(by.officer(), "NOT_REGISTRAR");
    } else if (command instanceof Command.RecordBilateral by) {
      String buyer = by.contract().terms().buyer();
      caller.requireOwn(caller.isOwn(buyer) ? buyer : by.contract().terms().seller());
    } else if (!(command instanceof Command.RegisterAccount)) { // which anybody may ask for
      caller.requireOwn(owner(command));
    }
  }

  private static String owner(Command command) {
    @Nullable String owner = ofOrders(command);
    if (owner == null) {
      owner = ofDisputes(command);
    }
    if (owner == null) {
      owner = ofRegistrations(command);
    }
    if (owner == null) {
      owner = ofStorage(command);
    }
    if (owner == null) {
      throw new IllegalArgumentException("no client sends " + command);
    }
    return owner;
  }

  private static @Nullable String ofOrders(Command command) {
    if (command instanceof Command.PlaceOrder order) {
      return order.participant();
    }
    if (command instanceof Command.PlaceBasket basket) {
      return basket.participant();
    }
    if (command instanceof Command.AmendOrder order) {
      return order.participant();
    }
    if (command instanceof Command.CancelOrder order) {
      return order.participant();
    }
    if (command instanceof Command.CancelAll all) {
      return all.participant();
    }
    return command instanceof Command.CancelAfter after ? after.participant() : null;
  }

  private static @Nullable String ofDisputes(Command command) {
    if (command instanceof Command.OpenDispute dispute) {
      return dispute.participant();
    }
    if (command instanceof Command.AddEvidence dispute) {
      return dispute.participant();
    }
    return command instanceof Command.WithdrawDispute dispute ? dispute.participant() : null;
  }

  private static @Nullable String ofStorage(Command command) {
    if (command instanceof Command.ReportOutage outage) {
      return outage.participant();
    }
    if (command instanceof Command.CommitStorage commit) {
      return commit.participant();
    }
    if (command instanceof Command.SetCallPrice price) {
      return price.participant();
    }
    if (command instanceof Command.OfferStorage offer) {
      return offer.participant();
    }
    if (command instanceof Command.WithdrawStorageOffer offer) {
      return offer.participant();
    }
    if (command instanceof Command.BidStorage bid) {
      return bid.participant();
    }
    if (command instanceof Command.WithdrawStorageBid bid) {
      return bid.participant();
    }
    if (command instanceof Command.PlanLease plan) {
      return plan.participant();
    }
    if (command instanceof Command.AnswerCall answer) {
      return answer.participant();
    }
    if (command instanceof Command.ProposeService by) {
      return by.by();
    }
    if (command instanceof Command.CounterService by) {
      return by.by();
    }
    if (command instanceof Command.AcceptService by) {
      return by.by();
    }
    if (command instanceof Command.EndNegotiation by) {
      return by.by();
    }
    return command instanceof Command.WithdrawCommitment withdraw ? withdraw.participant() : null;
  }

  private static @Nullable String ofRegistrations(Command command) {
    if (command instanceof Command.RequestMeterPoint request) {
      return request.participant();
    }
    if (command instanceof Command.RegisterSigningKey key) {
      return key.participant();
    }
    if (command instanceof Command.PayOutGains payOut) {
      return payOut.participant();
    }
    return command instanceof Command.RequestDeposit request ? request.participant() : null;
  }
}
