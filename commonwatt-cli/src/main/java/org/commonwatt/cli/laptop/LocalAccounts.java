package org.commonwatt.cli.laptop;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.commonwatt.cli.UserError;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Role;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;

/** The accounts that follow from a rulebook. */
final class LocalAccounts {
  private static final String ADMINISTRATOR = "administrator";
  private static final String REGULATOR = "regulator";
  private static final String METERS = "meter-organisation";

  private static final Set<Role> OPERATORS = Set.of(Role.ADMINISTRATOR, Role.GRID_OPERATOR);

  private final Map<String, Account> accounts = new LinkedHashMap<>();

  private LocalAccounts() {}

  /**
   * One for each member, the supplier, the grid operator and who decides disputes, each acting for
   * itself; and an administrator, a regulator and a meter organisation, who act for nobody. Who the
   * rulebook names to confirm accounts, meter points and deposits acts for itself, and the meter
   * organisation for the one of the rulebook.
   *
   * @throws UserError when a participant has the id of one of the last three, or one of more than
   *     58 characters, or who confirms is somebody whose account may not
   */
  static Collection<Account> of(Rulebook rulebook) {
    LocalAccounts all = new LocalAccounts();
    rulebook.members().forEach(member -> all.participant(member.participant(), Role.PROSUMER));
    String operator = rulebook.areas().gridOperator();
    if (operator != null) {
      all.participant(operator, Role.GRID_OPERATOR);
    }
    DisputeRules disputes = rulebook.disputes();
    if (disputes != null) {
      all.participant(disputes.decider(), Role.ADMINISTRATOR);
    }
    all.participant(rulebook.supplier(), Role.PROSUMER);
    Registration registration = rulebook.registration();
    if (registration != null) {
      all.officer(registration.registrar(), Role.REGISTRATION_OFFICER);
      all.officer(registration.bank(), Role.REGISTRATION_OFFICER);
      all.officer(registration.meterOrganisation(), Role.METER_ORGANISATION);
    }
    all.office(ADMINISTRATOR, Role.ADMINISTRATOR, Set.of());
    all.office(REGULATOR, Role.REGULATOR, Set.of());
    boolean ofRulebook = registration != null && registration.meterOrganisation().equals(METERS);
    all.office(METERS, Role.METER_ORGANISATION, ofRulebook ? Set.of(METERS) : Set.of());
    return all.accounts.values();
  }

  private void participant(String id, Role role) {
    if (!Ids.isValid(LocalLogins.KEY_PREFIX + id)) {
      throw new UserError("the id " + id + " is too long for a login: use a shorter one");
    }
    accounts.putIfAbsent(id, new Account(id, role, Set.of(id)));
  }

  /** Who confirms: of the offices below two have accounts of their own, which may. */
  private void officer(String id, Role role) {
    Account other = accounts.get(id);
    boolean may = other == null || other.role() == role || OPERATORS.contains(other.role());
    if (!may || (id.equals(METERS) && role != Role.METER_ORGANISATION)) {
      throw new UserError(
          id + " cannot be " + role.word() + ", too: give the registration an id of its own");
    }
    if (!id.equals(ADMINISTRATOR) && !id.equals(METERS)) {
      participant(id, role);
    }
  }

  private void office(String id, Role role, Set<String> participants) {
    if (accounts.putIfAbsent(id, new Account(id, role, participants)) != null) {
      throw new UserError(
          "a participant is called " + id + ", as an account of the market: give it another id");
    }
  }
}
