package org.commonwatt.engine.issuer;

import java.util.List;
import org.commonwatt.identity.Account;
import org.jspecify.annotations.Nullable;

/** The page of the built-in issuer on which somebody says who it is. */
final class LoginPage {
  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;"
          + "background:Canvas;color:CanvasText}.mark{border:2px solid #a35b00;padding:.5rem 1rem}"
          + "label{display:block;margin:.3rem 0}input[type=password]{width:100%}";

  private LoginPage() {}

  /**
   * Writes the page.
   *
   * @param accounts to choose from
   * @param asksForLogin whether a login of the account must be shown
   * @param wrong what was wrong the last time, null for the first
   */
  static String of(
      AuthorizationRequest request,
      List<Account> accounts,
      boolean asksForLogin,
      @Nullable String wrong) {
    StringBuilder out = new StringBuilder(4_096);
    out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<title>Built-in login, for local use only</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>Log in to Commonwatt</h1><p class=\"mark\">")
        .append("<strong>This is the built-in issuer, for local use only.</strong> A market for")
        .append(" people has a provider of their logins: <code>--oidc</code>.</p>");
    if (wrong != null) {
      out.append("<p role=\"alert\"><strong>").append(escaped(wrong)).append("</strong></p>");
    }
    out.append("<form method=\"post\" action=\"authorize\">");
    hidden(out, "client_id", BuiltInIssuer.CLIENT_ID);
    hidden(out, "response_type", "code");
    hidden(out, "code_challenge_method", "S256");
    hidden(out, "redirect_uri", request.redirect());
    hidden(out, "state", request.state());
    hidden(out, "nonce", request.nonce());
    hidden(out, "code_challenge", request.challenge());
    out.append("<fieldset><legend>Who are you?</legend>");
    for (Account account : accounts) {
      out.append("<label><input type=\"radio\" name=\"account\" required value=\"")
          .append(escaped(account.id()))
          .append("\"> ")
          .append(escaped(account.id()))
          .append(" (")
          .append(escaped(account.role().word()))
          .append(")</label>");
    }
    out.append("</fieldset>");
    if (asksForLogin) {
      out.append("<label>A login of this account, as its file in <code>logins</code> has it")
          .append(" <input type=\"password\" name=\"login\" required autocomplete=\"off\">")
          .append("</label>");
    }
    out.append("<p><button>Log in</button></p></form></body></html>\n");
    return out.toString();
  }

  /** What is said when a login cannot begin. */
  static String refused(String why) {
    return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Built-in login,"
        + " for local use only</title></head><body><h1>This login cannot begin</h1><p>"
        + escaped(why)
        + ".</p></body></html>\n";
  }

  private static void hidden(StringBuilder out, String name, String value) {
    if (!value.isEmpty()) {
      out.append("<input type=\"hidden\" name=\"")
          .append(name)
          .append("\" value=\"")
          .append(escaped(value))
          .append("\">");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
