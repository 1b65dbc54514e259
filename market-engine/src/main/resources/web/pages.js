/*
 * The pages: their place in the address (#/path), the key of their title, and the module that makes them, which is loaded when
 * somebody goes there. docs/pages.md says how one is added.
 */
const TRADERS = ["prosumer", "storage-operator"];

export const PAGES = [
  {path: "market", title: "page.market", load: () => import("./page-market.js")},
];

/** Whether a role may open a page; in a service without accounts everybody may open all. */
export const isFor = (page, role, logins) => !page.roles || !logins || page.roles.includes(role);

/** The first page of a role. */
export function homeOf(role) {
  const own = PAGES.find(page => page.roles && page.roles.includes(role));
  return (own || PAGES[0]).path;
}
export {TRADERS};
