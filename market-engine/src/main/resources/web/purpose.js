import {h} from "./dom.js";
import {usePurpose} from "./api.js";
import {t} from "./text.js";
import {loginService} from "./login.js";
/* What somebody looks at the data of others for: asked once, kept in this page's memory, sent with each question, and shown to those whom it is about. */
let purpose = "";

/** Whether a purpose was given. */
export const hasPurpose = () => purpose !== "";
/** Whether one has to be given first: a service that asks nobody who it is asks nobody what for. */
export const purposeIsMissing = () => loginService().logins && !hasPurpose();

/** A form that asks what for; "given" is called when it was said. */
export function purposeForm(given) {
  const field = h("input", {id: "purpose", required: true, maxlength: "200", pattern: "[ -~]*[!-~][ -~]*", value: purpose, title: t("purpose.ascii")});
  return h("form", {class: "fields", onsubmit: event => {
    event.preventDefault();
    purpose = field.value.trim();
    usePurpose(purpose);
    given();
  }}, h("label", {}, t("purpose.ask"), field), h("button", {type: "submit", id: "purpose-send"}, t("purpose.send")),
  h("p", {class: "sub"}, t("purpose.why") + " " + t("purpose.ascii")));
}
