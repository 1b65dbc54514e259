/*
 * Metered energy as Green Button data: an Atom feed of ESPI 1.1 (NAESB REQ.21), of one usage point with a meter reading for what was
 * taken from the grid and one for what was fed in. docs/pages.md has what of the format is used.
 */
const ATOM = "http://www.w3.org/2005/Atom", ESPI = "http://naesb.org/espi"; // names in XML: nobody asks there
const UP = "/espi/1_1/resource/UsagePoint/1", ZONE_OFF = "FFFFFFFF";
const FLOWS = [{id: 1, direction: 1, title: "taken from the grid", of: slot => slot.importWh}, {id: 2, direction: 19, title: "fed into the grid", of: slot => slot.exportWh}];
// QualityOfReading: valid, by a straight line, by a reference day, questionable. FINAL is a substitute that stays, by whatever method: other.
const QUALITY = {ACTUAL: 0, ESTIMATED: 9, SUBSTITUTED: 8, FINAL: 16, NULL: 10};

const seconds = instant => Math.floor(Date.parse(instant) / 1000);
const DAY = 86400;

/** The feed; "market" is the market's id, "slots" are those of /usage in order, "made" when the file is made, "zoneMinutes" the zone's distance from UTC. */
export async function espi({market, participant, slots, zoneMinutes, made}) {
  const feed = document.implementation.createDocument(ATOM, "feed", null), root = feed.documentElement;
  const el = (space, name, ...children) => {
    const made = feed.createElementNS(space, name);
    made.append(...children.map(one => typeof one === "object" ? one : String(one)));
    return made;
  };
  const x = (name, ...children) => el(ESPI, name, ...children), a = (name, ...children) => el(ATOM, name, ...children);
  const link = (rel, href) => {
    const one = a("link");
    one.setAttribute("rel", rel);
    one.setAttribute("href", href);
    return one;
  };
  const typed = content => {
    const one = a("content", content);
    one.setAttribute("type", "application/xml");
    return one;
  };
  const entry = async (self, up, related, title, content) => a("entry", a("id", await urn(`${market} ${participant}${self}`)), link("self", self), ...up ? [link("up", up)] : [],
    ...related.map(one => link("related", one)), a("title", title), typed(content), a("published", made), a("updated", made));
  const local = "/espi/1_1/resource/LocalTimeParameters/1";
  root.append(a("id", await urn(`${market} ${participant} ${slots[0].slotStart} ${slots.length} ${made}`)), a("title", "Green Button Usage Feed of " + participant), a("updated", made),
    a("author", a("name", market)), link("self", "/espi/1_1/resource/Batch/Subscription/1"),
    await entry(UP, "/espi/1_1/resource/UsagePoint", [UP + "/MeterReading", local], participant, x("UsagePoint", x("ServiceCategory", x("kind", 0)))),
    await entry(local, "/espi/1_1/resource/LocalTimeParameters", [], "Local time", x("LocalTimeParameters", x("dstEndRule", ZONE_OFF), x("dstOffset", 0), x("dstStartRule", ZONE_OFF), x("tzOffset", zoneMinutes * 60))));
  for (const flow of FLOWS) {
    const reading = UP + "/MeterReading/" + flow.id, type = "/espi/1_1/resource/ReadingType/" + flow.id;
    root.append(await entry(reading, UP + "/MeterReading", [reading + "/IntervalBlock", type], flow.title, x("MeterReading")),
      await entry(type, "/espi/1_1/resource/ReadingType", [], flow.title, x("ReadingType", x("accumulationBehaviour", 4), x("commodity", 1), x("dataQualifier", 12),
        x("flowDirection", flow.direction), x("intervalLength", slots[0].slotMinutes * 60), x("kind", 12), x("powerOfTenMultiplier", 0), x("timeAttribute", 0), x("uom", 72))));
    for (const [day, of] of days(slots, zoneMinutes)) {
      const interval = (name, start, duration) => x(name, x("duration", duration), x("start", start));
      root.append(await entry(`${reading}/IntervalBlock/${day}`, reading + "/IntervalBlock", [], flow.title, x("IntervalBlock", interval("interval", day * DAY - zoneMinutes * 60, DAY),
        ...of.map(slot => x("IntervalReading", x("ReadingQuality", x("quality", QUALITY[slot.quality])), interval("timePeriod", seconds(slot.slotStart), slot.slotMinutes * 60), x("value", flow.of(slot)))))));
    }
  }
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(feed) + "\n";
}

/** Slots by the day of the zone, as its number since 1970. */
function days(slots, zoneMinutes) {
  const found = new Map();
  for (const slot of slots) {
    const day = Math.floor((seconds(slot.slotStart) + zoneMinutes * 60) / DAY);
    found.set(day, [...found.get(day) || [], slot]);
  }
  return found;
}

/** The same UUID for the same name, each time: of version 8 (RFC 9562), its digits from SHA-256. */
async function urn(name) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name))).slice(0, 16);
  bytes[6] = bytes[6] & 0x0f | 0x80;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = [...bytes].map(one => one.toString(16).padStart(2, "0")).join("");
  return "urn:uuid:" + [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
