import {card, h, put, scroller, table} from "./dom.js";
import {t, word} from "./text.js";
import {meterPoints, views} from "./mine.js";
import {rules} from "./slots.js";
import {count, dayTime, none} from "./units.js";
import {usage} from "./usage.js";
/* One's own data: the meter points and what is to be done when the home changes hands, metered energy to take along, who looked. */

/** Opens the page. */
export async function open({participant, tell}) {
  if (!participant) return {node: h("p", {class: "empty"}, t("mine.nobody")), refresh() {}};
  const at = {points: h("div", {}), hand: h("div", {}), views: h("div", {id: "views"})};
  const node = h("div", {}, h("div", {class: "grid"},
    card(t("data.points"), "two", at.points),
    card(t("data.hand-over"), "third", at.hand),
    card(t("data.usage"), null, usage({participant, tell})),
    card(t("data.views"), null, at.views)));
  return {node, title: t("data.title", {participant}), refresh};

  async function refresh() {
    const [points, looks, market] = await Promise.all([meterPoints(participant), views(participant), rules()]);
    const from = one => one.from ? dayTime(one.from) : t("data.always");
    put(at.points, scroller(t("data.points"), table(t("data.points-caption", {supplier: points.supplier}), [
      {name: t("data.point"), head: true, of: one => one.meterPoint}, {name: t("meter"), of: one => one.meter}, {name: t("data.area"), of: one => one.area},
      {name: t("data.feed-in"), number: true, of: one => one.feedInW === null ? none() : count(one.feedInW)}, {name: t("data.load"), number: true, of: one => one.loadW === null ? none() : count(one.loadW)},
      {name: t("data.from"), of: from}, {name: t("data.until"), of: one => one.until ? dayTime(one.until) : none()},
      {name: t("data.state"), of: one => t(one.state ? "data.waits" : "data.holds")}], [...points.meterPoints, ...points.requested], t("data.no-points"))));
    const officer = market.registration ? market.registration.meterOrganisation : market.gridOperator;
    put(at.hand, h("p", {}, t("data.hand-over-how", {officer: officer || none()})),
      ...points.meterPoints.map(one => h("p", {}, h("code", {}, t("data.hand-over-text", {point: one.meterPoint, participant})))),
      h("p", {class: "sub"}, t("data.hand-over-after")));
    put(at.views, scroller(t("data.views"), table(t("data.views-caption"), [
      {name: t("data.viewer"), head: true, of: one => one.viewer}, {name: t("data.role"), of: one => word("role", one.role)}, {name: t("data.purpose"), of: one => one.purpose},
      {name: t("data.what"), of: one => word("operation", one.what)}, {name: t("data.last"), of: one => dayTime(one.lastSeenAt)}, {name: t("data.times"), number: true, of: one => count(one.times)}],
    looks.views, t("data.no-views"))));
  }
}
