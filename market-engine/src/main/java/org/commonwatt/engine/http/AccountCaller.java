package org.commonwatt.engine.http;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.PersonalView;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of somebody who logged in, and whose data of others its answer will have. */
final class AccountCaller implements Caller {
  private static final Logger LOG = LoggerFactory.getLogger(AccountCaller.class);

  private final AccountVisitor visitor;
  private final Principal principal;
  private final AccessRule rule;
  private final @Nullable String purpose;
  private final Set<String> others = new TreeSet<>();

  AccountCaller(AccountVisitor visitor, AccessRule rule, @Nullable String purpose) {
    this.visitor = visitor;
    this.principal = visitor.principal();
    this.rule = rule;
    this.purpose = purpose;
  }

  @Override
  public void requireOwn(String participant) {
    if (!principal.actsFor(participant)) {
      throw Caller.unknown(participant);
    }
  }

  @Override
  public boolean isActive() {
    return visitor.isActive();
  }

  @Override
  public void requireActive() {
    visitor.requireActive();
  }

  @Override
  public boolean isOwn(String participant) {
    return principal.actsFor(participant);
  }

  @Override
  public void requireOfficer(String officer, String code) {
    boolean anyOfficer =
        principal.account().role() == Role.ADMINISTRATOR
            && principal.account().participants().isEmpty();
    if (!anyOfficer && !principal.actsFor(officer)) {
      throw new ProblemException(LoginProblems.officer(officer, code));
    }
  }

  @Override
  public boolean hasDuty(String officer) {
    Role role = principal.account().role();
    boolean confirmsOnly = role == Role.REGISTRATION_OFFICER || role == Role.METER_ORGANISATION;
    return !confirmsOnly || principal.actsFor(officer);
  }

  @Override
  public boolean sees(String participant) {
    if (principal.actsFor(participant)) {
      return true;
    }
    return mayRead(Set.of(participant));
  }

  @Override
  public boolean seesAccount(Account account) {
    return principal.account().id().equals(account.id()) || mayRead(account.participants());
  }

  /** Whether others' data may be read; whose they are is noted. */
  private boolean mayRead(Set<String> participants) {
    if (!isReader()) {
      return false;
    }
    if (purpose == null) {
      throw new ProblemException(LoginProblems.purpose());
    }
    participants.stream().filter(one -> !principal.actsFor(one)).forEach(others::add);
    return true;
  }

  @Override
  public @Nullable Set<String> visible() {
    return isReader() ? null : principal.account().participants();
  }

  @Override
  public void count(long more) {
    if (more > 0) {
      visitor.count(more);
    }
  }

  @Override
  public <T> T whileKnown(Supplier<T> what) {
    return visitor
        .setting()
        .identity()
        .whileCurrent(principal, what)
        .orElseThrow(() -> new ProblemException(LoginProblems.ended()));
  }

  @Override
  public Optional<Principal> principal() {
    return Optional.of(principal);
  }

  @Override
  public boolean isParty(String buyer, String seller) {
    return principal.actsFor(buyer) || principal.actsFor(seller);
  }

  @Override
  public void told() {
    if (others.isEmpty() || purpose == null) {
      return;
    }
    PersonalView.Look look =
        new PersonalView.Look(purpose, rule.operation(), visitor.setting().wall().instant());
    String viewer = principal.account().id();
    Role role = principal.account().role();
    List<PersonalView> views =
        others.stream().map(other -> new PersonalView(other, viewer, role, look)).toList();
    try {
      visitor.setting().identity().saw(views);
    } catch (SQLException e) {
      LOG.warn("who looked at personal data cannot be kept", e);
      throw new ProblemException(LoginProblems.unavailable());
    }
  }

  private boolean isReader() {
    return rule.readers().contains(principal.account().role());
  }
}
