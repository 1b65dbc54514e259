/*
 * The words of the pages, in the language that was chosen, or that the browser asks for. A key without words is shown as it is.
 */
const LANGUAGES = {en: "English", zh: "简体中文"};
const KEPT = "commonwatt-language";
let chosen = "en";
let words = {};

/** The languages by their codes, in their own names. */
export const languages = () => LANGUAGES;
/** The language that the pages speak now, for the attribute lang and for numbers. */
export const language = () => chosen === "zh" ? "zh-CN" : "en";
export const languageCode = () => chosen;

function wanted() {
  const kept = localStorage.getItem(KEPT);
  if (kept in LANGUAGES) return kept;
  const asked = navigator.languages.find(one => one.slice(0, 2) in LANGUAGES);
  return asked ? asked.slice(0, 2) : "en";
}

/** Loads the words; of a language that somebody chose, which is kept. */
export async function loadWords(code) {
  if (code) localStorage.setItem(KEPT, code);
  chosen = code || wanted();
  const answer = await fetch(`/web/text-${chosen}.json`);
  if (!answer.ok) throw new Error("no words");
  words = await answer.json();
  document.documentElement.lang = language();
}

/** Words by their key, with {name} replaced by the value of that name. */
export function t(key, values) {
  const text = words[key] === undefined ? key : words[key];
  return values ? text.replace(/\{(\w+)\}/g, (all, name) => name in values ? String(values[name]) : all) : text;
}

/** Words for a code of the API, such as a phase; a code that came later is shown as it is. */
export function word(kind, code) {
  const found = words[kind + "." + code];
  return found === undefined ? String(code) : found;
}
