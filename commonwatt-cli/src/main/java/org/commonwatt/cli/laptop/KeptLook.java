package org.commonwatt.cli.laptop;

import java.nio.file.Files;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonwatt.cli.UserError;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.MasterKey;
import org.commonwatt.identity.PersonalView;
import org.commonwatt.identity.Role;
import org.flywaydb.core.api.FlywayException;

/**
 * Keeps, in a data folder whose market is not running, that somebody looked at a participant's
 * personal data, before they are shown: where the participant sees it. Who has the folder says who
 * looks, and nobody checks that, so a look is kept even if the viewer acts for the participant.
 *
 * @param viewer for which account it is looked, as whoever has the folder says
 * @param purpose what for
 * @param what at what, in a word
 */
public record KeptLook(String viewer, String purpose, String what) {
  private static final String ADMINISTRATOR = "administrator";
  private static final Pattern PURPOSE =
      Pattern.compile("[ -~]{1," + PersonalView.MAX_PURPOSE + "}");

  /** Whether a text can be a purpose: 1 to 200 visible characters of ASCII, not only blanks. */
  public static boolean isPurpose(String text) {
    return PURPOSE.matcher(text).matches() && !text.isBlank();
  }

  /**
   * Keeps it.
   *
   * @return what the viewer is
   * @throws UserError when the market has no such account, it may not look at the participant's
   *     data, or it cannot be kept: then nothing may be shown
   */
  public Role at(DataFolder data, String participant, InstantSource wall) {
    if (!Files.isDirectory(data.part("postgres"))) {
      throw new UserError(
          data.root() + " has no database that keeps who looked: nothing is shown without");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(data.part("postgres"));
        Identity identity = open(database, StoredMarket.market(data), wall)) {
      Account account = account(identity);
      if (!account.participants().contains(participant)
          && account.role() != Role.ADMINISTRATOR
          && account.role() != Role.REGULATOR) {
        throw new UserError(
            "%s is a %s, who may not read what is another's: name a regulator or an administrator"
                .formatted(viewer, account.role().word()));
      }
      PersonalView.Look look =
          new PersonalView.Look(purpose, what, wall.instant().truncatedTo(ChronoUnit.MILLIS));
      identity.saw(List.of(new PersonalView(participant, viewer, account.role(), look)));
      return account.role();
    } catch (SQLException | FlywayException | IllegalStateException e) {
      throw new UserError("who looked cannot be kept: " + e.getMessage(), e);
    }
  }

  /** No login is made or taken here, so any master key will do. */
  private static Identity open(EmbeddedDatabase database, String market, InstantSource wall) {
    Identity.Access access = new Identity.Access(database.jdbcUrl(), "postgres", "");
    return Identity.open(access, market, MasterKey.ofSeed(market), wall);
  }

  /** A market without logins has no accounts: who runs it is its administrator. */
  private Account account(Identity identity) {
    return identity
        .account(viewer)
        .or(
            () ->
                viewer.equals(ADMINISTRATOR)
                    ? Optional.of(new Account(viewer, Role.ADMINISTRATOR, Set.of()))
                    : Optional.empty())
        .orElseThrow(() -> new UserError("the market has no account " + viewer));
  }
}
