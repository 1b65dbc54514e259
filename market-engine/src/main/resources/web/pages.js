/*
 * The pages: their place in the address (#/path), the key of their title, and the module that makes them, which is loaded when
 * somebody goes there. docs/pages.md says how one is added.
 */
const OFFICERS = ["meter-organisation", "registration-officer", "administrator"];
const TRADERS = ["prosumer", "storage-operator"];

export const PAGES = [
  {path: "home", title: "page.home", roles: TRADERS, load: () => import("./page-home.js")},
  {path: "orders", title: "page.orders", roles: TRADERS, load: () => import("./page-orders.js")},
  {path: "storage", title: "page.storage", roles: TRADERS, load: () => import("./page-storage.js")},
  {path: "bills", title: "page.bills", roles: TRADERS, load: () => import("./page-bills.js")},
  {path: "data", title: "page.data", roles: TRADERS, load: () => import("./page-data.js")},
  {path: "registrations", title: "page.registrations", roles: OFFICERS, load: () => import("./page-registrations.js")},
  {path: "oversight", title: "page.oversight", roles: ["regulator"], load: () => import("./page-oversight.js")},
  {path: "replay", title: "page.replay", roles: ["regulator"], load: () => import("./page-replay.js")},
  {path: "settlement", title: "page.settlement", roles: ["regulator"], load: () => import("./page-settlement.js")},
  {path: "grid", title: "page.grid", roles: ["grid-operator", "regulator"], load: () => import("./page-grid.js")},
  {path: "battery", title: "page.battery", roles: [...TRADERS, "battery-organisation", "regulator"], load: () => import("./page-battery.js")},
  {path: "market", title: "page.market", load: () => import("./page-market.js")},
];

/** Whether a role may open a page; in a service without accounts everybody may open all. */
export const isFor = (page, role, logins) => !page.roles || !logins || page.roles.includes(role);

/** The first page of a role. */
export function homeOf(role) {
  const own = PAGES.find(page => page.roles && page.roles.includes(role));
  return (own || PAGES.find(page => !page.roles)).path;
}
