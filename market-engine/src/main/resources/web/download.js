import {h} from "./dom.js";

/** Hands a text over as a file of a type. */
export function download(name, type, text) {
  const link = h("a", {href: URL.createObjectURL(new Blob([text], {type: type + ";charset=utf-8"})), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
