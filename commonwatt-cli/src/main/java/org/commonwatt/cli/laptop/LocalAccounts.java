package org.commonwatt.cli.laptop;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.Community;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Role;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;

/** The accounts that follow from a community file. */
public final class LocalAccounts {
  private static final String ADMINISTRATOR = "administrator";
  private static final String REGULATOR = "regulator";
  private static final String METERS = "meter-organisation";

  private static final Set<Role> OPERATORS = Set.of(Role.ADMINISTRATOR, Role.GRID_OPERATOR);

  private final String market;
  private final Map<String, Account> accounts = new LinkedHashMap<>();

  private LocalAccounts(String market) {
    this.market = market;
  }

  /**
   * Those of a community.
   *
   * @throws UserError as {@link #of(Rulebook, List)} says
   */
  static LocalAccounts of(Community community) {
    return of(community.rulebook(), community.batteryOrganisations());
  }

  /**
   * One for each member, the supplier, the grid operator and who decides disputes, each acting for
   * itself; and an administrator, a regulator and a meter organisation, who act for nobody. Who the
   * rulebook names to confirm accounts, meter points and deposits acts for itself, and the meter
   * organisation for the one of the rulebook. Battery organisations act for nobody.
   *
   * @throws UserError when an id is needed twice or has more than 58 characters, or who confirms is
   *     somebody whose account may not
   */
  static LocalAccounts of(Rulebook rulebook, List<String> batteryOrganisations) {
    LocalAccounts all = new LocalAccounts(rulebook.market());
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
    batteryOrganisations.forEach(all::batteryOrganisation);
    return all;
  }

  /** The market whose accounts they are. */
  String market() {
    return market;
  }

  /** All of them. */
  Collection<Account> all() {
    return accounts.values();
  }

  private void batteryOrganisation(String id) {
    requireRoom(id);
    Account account = new Account(id, Role.BATTERY_ORGANISATION, Set.of(id));
    if (accounts.putIfAbsent(id, account) != null) {
      throw new UserError(
          "batteryOrganisations: "
              + id
              + " is an account of the market already, choose another id");
    }
  }

  private static void requireRoom(String id) {
    if (!Ids.isValid(LocalLogins.KEY_PREFIX + id)) {
      throw new UserError("the id " + id + " is too long for a login: use a shorter one");
    }
  }

  private void participant(String id, Role role) {
    requireRoom(id);
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
