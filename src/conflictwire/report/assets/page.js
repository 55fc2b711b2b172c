"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { articles, events, fields } = data;
  const PAGE = 50;
  const TYPES = ["battles", "explosions_remote_violence", "violence_against_civilians", "protests", "riots", "strategic_developments"];
  const SHAPES = ["exact", "near", "admin2", "admin1", "country"];
  const byId = (id) => document.getElementById(id);
  const words = (value) => String(value).replaceAll("_", " ");
  const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  // ---- building elements; text goes in as text, never as markup ----
  const make = (name, attributes, children, space) => {
    const node = space ? document.createElementNS(space, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") node.addEventListener(key, value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
    }
    for (const child of [children ?? []].flat()) node.append(child);
    return node;
  };
  const el = (name, attributes, children) => make(name, attributes, children);
  const svg = (name, attributes, children) => make(name, attributes, children, "http://www.w3.org/2000/svg");
  const names = (parties) => parties.map((party) => party.name).join("; ");
  const press = (action) => ({
    click: action,
    keydown: (key) => { if (key.key === "Enter" || key.key === " ") { key.preventDefault(); action(key); } },
  });

  // ---- what is chosen ----
  const input = { text: byId("f-text"), type: byId("f-type"), actor: byId("f-actor"), country: byId("f-country"), from: byId("f-from"), to: byId("f-to"), status: byId("f-status"), confidence: byId("f-confidence"), background: byId("f-background") };
  const state = { page: 0, conflictPage: 0, place: null, article: null, event: null, hidden: new Set(), shown: [], shownArticles: [], conflicts: [] };
  const point = (event) => event.place && event.place.latitude !== null && event.place.longitude !== null;
  // Figures for the same people that differ between claimants; parts of a toll from one mouth are no conflict.
  const figuresDiffer = (event) => event.tolls.some((one) => event.tolls.some((other) => one.kind === other.kind && one.who === other.who && (one.min !== other.min || one.max !== other.max) && one.by.join() !== other.by.join()));
  articles.forEach((article, number) => { article.number = number; });
  for (const [number, event] of events.entries()) {
    const article = articles[event.article];
    event.number = number;
    event.spot = point(event) ? [event.place.latitude, event.place.longitude, event.place.precision].join("/") : null;
    event.conflict = event.denied_by.length > 0 || event.blamed_by.length > 0 || figuresDiffer(event);
    event.people = [...event.actors, ...event.targets].map((party) => party.name);
    event.found = [event.id, event.trigger, words(event.sub), ...event.people, ...event.claimed_by, event.place ? event.place.name : "", article.title, article.id, article.publisher].join("\n").toLowerCase();
  }
  const where = (event) => (event.place ? [event.place.name, event.place.country].filter(Boolean).join(", ") : "");

  const fits = () => {
    const text = input.text.value.trim().toLowerCase();
    const actor = input.actor.value.trim().toLowerCase();
    const { value: type } = input.type;
    const [country, status, from, to, least] = [input.country.value, input.status.value, input.from.value, input.to.value, Number(input.confidence.value)];
    return (event) =>
      (!text || event.found.includes(text)) &&
      (!type || event.type === type || event.sub === type) &&
      (!actor || event.people.some((name) => name.toLowerCase().includes(actor))) &&
      (!country || (event.place && event.place.country === country)) &&
      (!status || event.status === status) &&
      (!from || (event.date && event.date.end >= from)) &&
      (!to || (event.date && event.date.start <= to)) &&
      event.confidence >= least &&
      (input.background.checked || !event.background) &&
      (!state.place || event.spot === state.place);
  };
  const filtered = () => state.place || !input.background.checked || Number(input.confidence.value) > 0 || ["text", "type", "actor", "country", "from", "to", "status"].some((name) => input[name].value.trim());

  const refresh = () => {
    byId("f-shown").textContent = Number(input.confidence.value).toFixed(2);
    state.shown = events.filter(fits());
    const with_events = new Set(state.shown.map((event) => event.article));
    state.shownArticles = filtered() ? articles.filter((_, number) => with_events.has(number)) : articles;
    state.conflicts = state.shown.filter((event) => event.conflict);
    state.page = state.conflictPage = 0;
    byId("count").textContent = `${many(state.shown.length, "event")} in ${many(with_events.size, "article")}${state.place ? ", one place" : ""}`;
    drawList(); drawTotals(); drawTimeline(); drawMap(); drawConflicts();
  };

  // ---- the list ----
  const date = (event) => (event.date ? event.date.shown : "no date");
  const orders = {
    article: null,
    new: (a, b) => (b.date ? b.date.start : "").localeCompare(a.date ? a.date.start : ""),
    old: (a, b) => (a.date ? a.date.start : "9").localeCompare(b.date ? b.date.start : "9"),
    confidence: (a, b) => b.confidence - a.confidence,
  };
  const sub = (event) => words(event.sub) + (event.status === "occurred" ? "" : ` (${event.status})`);
  const eventItem = (event) => {
    const who = [names(event.actors), names(event.targets)].filter(Boolean).join(" \u2192 ");
    const lines = [el("strong", {}, sub(event)), el("small", {}, [date(event), where(event), event.background ? "background" : "", event.confidence.toFixed(2)].filter(Boolean).join(" \u00b7 ")), who];
    const chosen = events[state.event] === event;
    return el("button", { type: "button", class: `t-${event.type}${event.background ? " faded" : ""}`, "aria-current": chosen ? "true" : null, click: () => choose(event.article, event.number) }, lines.filter(Boolean));
  };
  const articleItem = (article) => {
    const number = article.number;
    const count = article.events[1] - article.events[0];
    const facts = [article.date, article.publisher, article.status === "ok" ? many(count, "event") : article.status].filter(Boolean).join(" \u00b7 ");
    const tone = count ? events[article.events[0]].type : "plain";
    return el("button", { type: "button", class: `t-${tone}`, "aria-current": state.article === number && state.event === null ? "true" : null, click: () => choose(number, null) }, [el("strong", {}, article.title || article.id), el("small", {}, facts)]);
  };
  const turn = (page, length, previous, next, label) => {
    const last = Math.max(0, Math.ceil(length / PAGE) - 1);
    byId(previous).disabled = page <= 0;
    byId(next).disabled = page >= last;
    byId(label).textContent = length ? `${page * PAGE + 1} to ${Math.min(length, (page + 1) * PAGE)} of ${length}` : "none";
    byId(label).parentElement.hidden = length <= PAGE;
  };
  const drawList = () => {
    const inEvents = byId("view").value === "events";
    const order = orders[byId("order").value];
    const items = inEvents ? (order ? [...state.shown].sort(order) : state.shown) : state.shownArticles;
    const part = items.slice(state.page * PAGE, (state.page + 1) * PAGE);
    byId("order").disabled = !inEvents;
    byId("list").replaceChildren(...part.map((item) => el("li", {}, inEvents ? eventItem(item) : articleItem(item))));
    if (!part.length) byId("list").append(el("li", { class: "empty" }, "Nothing fits these filters."));
    turn(state.page, items.length, "previous", "next", "page");
  };
  byId("list").addEventListener("keydown", (key) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
    const buttons = [...byId("list").querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (step && buttons[at + step]) { key.preventDefault(); buttons[at + step].focus(); }
  });

  // ---- the article ----
  const choose = (article, event, quiet) => {
    const focused = [...byId("list").querySelectorAll("button")].indexOf(document.activeElement);
    state.article = article;
    state.event = event;
    drawArticle();
    drawList();
    if (quiet) return;
    if (focused >= 0) byId("list").querySelectorAll("button")[focused]?.focus();
    byId("reading").scrollTop = 0;
    if (window.matchMedia("(max-width: 60rem)").matches) byId("reading").focus();
  };
  const drawArticle = () => {
    const article = articles[state.article];
    if (!article) { byId("article").replaceChildren(el("p", { class: "empty" }, "Choose an event or an article from the list.")); return; }
    const [first, last] = article.events;
    const chosen = state.event === null ? events.slice(first, last) : [events[state.event]];
    const facts = [article.date, article.publisher, article.id, article.status].filter(Boolean).join(" \u00b7 ");
    const parts = [el("h3", {}, article.title || article.id), el("p", { class: "facts" }, facts)];
    if (state.event !== null && last - first > 1) parts.push(el("button", { type: "button", click: () => choose(state.article, null) }, `Show all ${last - first} events of this article`));
    parts.push(legend(article), text(article));
    if (!article.whole) parts.push(el("p", { class: "facts" }, "The article's text was not given; these are the sentences that the records rest on."));
    parts.push(...chosen.map(record));
    if (article.warnings.length) parts.push(el("details", {}, [el("summary", {}, many(article.warnings.length, "warning")), el("ul", {}, article.warnings.map((line) => el("li", {}, line)))]));
    byId("article").replaceChildren(...parts);
  };
  const active = (article, numbers) => numbers.map((number) => article.marks[number]).filter(([event, field]) => (state.event === null || event === state.event) && !state.hidden.has(fields[field]));
  const text = (article) => {
    const box = el("div", { id: "text", role: "group", lang: "en", tabindex: "0", "aria-label": "Text of the article" });
    let end = null;
    for (const [start, words_, ...numbers] of article.segments) {
      if (!article.whole && end !== null && start > end) box.append(" \u2026 ");
      end = start + [...words_].length;
      const marks = active(article, numbers);
      if (!marks.length) { box.append(words_); continue; }
      const [inner, outer] = [...new Set(marks.map((mark) => fields[mark[1]]))];
      const tip = () => marks.map(([event, field, note]) => [fields[field], note, events[event].rules]);
      box.append(el("mark", { class: `m-${inner}${outer ? ` u-${outer}` : ""}`, "data-under": outer ? "" : null, "data-start": start, "data-end": end, "data-fields": [...new Set(marks.map((mark) => fields[mark[1]]))].join(" "), tabindex: "0", mouseenter: (at) => showTip(at.currentTarget, tip()), mouseleave: hideTip, focus: (at) => showTip(at.currentTarget, tip()), blur: hideTip, click: (at) => showTip(at.currentTarget, tip()) }, words_));
    }
    return box;
  };
  const legend = (article) => {
    const used = new Set(article.marks.map((mark) => fields[mark[1]]));
    const box = (field) => el("label", {}, [el("input", { type: "checkbox", [state.hidden.has(field) ? "data-off" : "checked"]: "", change: (at) => { state.hidden[at.target.checked ? "delete" : "add"](field); byId("text").replaceWith(text(article)); } }), el("span", { class: `m-${field}` }, field)]);
    return el("fieldset", { class: "fields", "aria-label": "Highlighted fields" }, fields.filter((field) => used.has(field)).map(box));
  };
  const tip = byId("tip");
  const showTip = (target, lines) => {
    tip.replaceChildren(...lines.slice(0, 6).map(([field, note, rules]) => el("p", {}, [el("strong", {}, field), `: ${note} `, el("code", {}, rules.join(", "))])));
    tip.hidden = false;
    target.setAttribute("aria-describedby", "tip");
    const box = target.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const below = box.bottom + tip.offsetHeight + 8 < window.innerHeight;
    tip.style.left = `${Math.max(4, left) + window.scrollX}px`;
    tip.style.top = `${(below ? box.bottom + 6 : box.top - tip.offsetHeight - 6) + window.scrollY}px`;
  };
  const hideTip = (at) => { tip.hidden = true; if (at) at.currentTarget.removeAttribute("aria-describedby"); };
  document.addEventListener("keydown", (key) => { if (key.key === "Escape") hideTip(); });

  const record = (event) => {
    const place = event.place && [where(event), event.place.admin1, `${event.place.precision}, ${words(event.place.basis)}`, point(event) ? `${event.place.latitude.toFixed(2)}, ${event.place.longitude.toFixed(2)}` : "no coordinates"].filter(Boolean).join(" \u00b7 ");
    const party = (item) => `${item.name} (${[words(item.kind), item.country].filter(Boolean).join(", ")})`;
    const rows = [
      ["date", event.date && `${event.date.shown} (${event.date.precision}, ${words(event.date.basis)})`],
      ["actors", event.actors.map(party).join("; ")], ["targets", event.targets.map(party).join("; ")], ["place", place],
      ["casualties", event.tolls.map((toll) => `${toll.number} ${toll.kind}${toll.by.length ? ` (${toll.by.join(", ")})` : ""}`).join("; ")],
      ["according to", event.claimed_by.join("; ")], ["blamed by", event.blamed_by.join("; ")], ["denied by", event.denied_by.join("; ")], ["weapons", event.weapons.join("; ")],
      ["codes", Object.entries(event.codes).filter(([, code]) => code).map(([name, code]) => `${name} ${code}`).join(", ")],
      ["rules", event.rules.join(", ")], ["confidence", event.confidence.toFixed(2)], ["id", event.id],
    ].filter(([, value]) => value);
    return el("section", { class: `record t-${event.type}`, "aria-label": sub(event) }, [el("h3", {}, `${sub(event)}${event.background ? ", background" : ""}`), el("dl", {}, rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])), ...(event.conflict ? [claimTable(event)] : [])]);
  };

  // ---- claims side by side ----
  const claimTable = (event) => {
    const columns = [...new Set(event.tolls.flatMap((toll) => (toll.by.length ? toll.by : ["the article itself"])).concat(event.claimed_by, event.blamed_by, event.denied_by))];
    const stance = (who) => [event.claimed_by.includes(who) && "says so", event.blamed_by.includes(who) && `blames ${names(event.actors) || "an actor"}`, event.denied_by.includes(who) && "denies it"].filter(Boolean).join("; ");
    const kinds = [...new Set(event.tolls.map((toll) => toll.kind))];
    const cell = (kind, who) => event.tolls.filter((toll) => toll.kind === kind && (toll.by.length ? toll.by.includes(who) : who === "the article itself")).flatMap((toll) => [el("div", {}, `${toll.number}${toll.who === "unknown" ? "" : ` ${words(toll.who)}`}`), el("q", {}, toll.text)]);
    const head = el("thead", {}, el("tr", {}, [el("th", { scope: "col" }, ""), ...columns.map((who) => el("th", { scope: "col" }, who))]));
    const rows = [el("tr", {}, [el("th", { scope: "row" }, "the event"), ...columns.map((who) => el("td", {}, stance(who)))]), ...kinds.map((kind) => el("tr", {}, [el("th", { scope: "row" }, kind), ...columns.map((who) => el("td", {}, cell(kind, who)))]))];
    return el("div", { class: "claims", tabindex: "0", role: "group", "aria-label": "Claims side by side" }, el("table", {}, [head, el("tbody", {}, rows)]));
  };
  const drawConflicts = () => {
    const part = state.conflicts.slice(state.conflictPage * PAGE, (state.conflictPage + 1) * PAGE);
    byId("no-conflicts").hidden = part.length > 0;
    byId("claims").replaceChildren(...part.map((event) => el("div", {}, [el("button", { type: "button", click: () => { choose(event.article, event.number); byId("reading").scrollIntoView(); } }, [date(event), where(event), sub(event)].filter(Boolean).join(" \u00b7 ")), claimTable(event)])));
    turn(state.conflictPage, state.conflicts.length, "c-previous", "c-next", "c-page");
  };

  // ---- totals ----
  const tally = (keys) => { const counts = new Map(); for (const key of keys) counts.set(key, (counts.get(key) || 0) + 1); return [...counts]; };
  const totals = (id, rows, tone, action) => {
    const most = Math.max(1, ...rows.map((row) => row[1]));
    const share = (key, count) => svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { width: (100 * count) / most, height: 10, class: tone(key) }));
    const body = rows.map(([key, count]) => el("tr", {}, [el("td", {}, el("button", { type: "button", click: () => { action(key); refresh(); } }, words(key))), el("td", { class: "share" }, share(key, count)), el("td", { class: "number" }, String(count))]));
    byId(id).querySelector("tbody")?.remove();
    byId(id).append(el("tbody", {}, body));
  };
  const month = (event) => (event.date ? event.date.start.slice(0, 7) : "no date");
  const monthEnd = (key) => new Date(Date.UTC(Number(key.slice(0, 4)), Number(key.slice(5, 7)), 0)).toISOString().slice(0, 10);
  const drawTotals = () => {
    totals("by-type", tally(state.shown.map((event) => event.type)).sort((a, b) => b[1] - a[1]), (key) => `t-${key}`, (key) => { input.type.value = key; });
    totals("by-actor", tally(state.shown.flatMap((event) => [...new Set(event.actors.map((party) => party.name))])).sort((a, b) => b[1] - a[1]).slice(0, 20), () => "t-plain", (key) => { input.actor.value = key; });
    totals("by-month", tally(state.shown.map(month)).sort((a, b) => a[0].localeCompare(b[0])), () => "t-plain", (key) => { if (key !== "no date") { input.from.value = `${key}-01`; input.to.value = monthEnd(key); } });
  };

  // ---- timeline ----
  const DAY = 86400000;
  const stamp = (day) => Date.parse(`${day}T00:00:00Z`);
  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  const bins = (dated) => {
    const first = dated.reduce((least, event) => (event.date.start < least ? event.date.start : least), "9999");
    const last = dated.reduce((most, event) => (event.date.start > most ? event.date.start : most), "0000");
    const span = (stamp(last) - stamp(first)) / DAY;
    const [unit, length] = span < 62 ? ["day", 10] : span < 2200 ? ["month", 7] : ["year", 4];
    const keys = [];
    const until = last.slice(0, length);
    for (let at = new Date(stamp(first)); keys.length < 600; ) {
      const key = iso(at.getTime()).slice(0, length);
      keys.push(key);
      if (key >= until) break;
      if (unit === "day") at = new Date(at.getTime() + DAY);
      else at = new Date(Date.UTC(at.getUTCFullYear() + (unit === "year" ? 1 : 0), at.getUTCMonth() + (unit === "month" ? 1 : 0), 1));
    }
    return { unit, length, keys };
  };
  const range = { day: (key) => [key, key], month: (key) => [`${key}-01`, monthEnd(key)], year: (key) => [`${key}-01-01`, `${key}-12-31`] };
  const drawTimeline = () => {
    const chart = byId("timeline");
    const dated = state.shown.filter((event) => event.date);
    chart.replaceChildren();
    byId("unit").textContent = dated.length ? "" : "no dated event";
    if (!dated.length) return;
    const { unit, length, keys } = bins(dated);
    byId("unit").textContent = `events a ${unit}, by first possible day`;
    const counts = new Map(keys.map((key) => [key, new Map()]));
    for (const event of dated) { const bin = counts.get(event.date.start.slice(0, length)); if (bin) bin.set(event.type, (bin.get(event.type) || 0) + 1); }
    const [width, height, left, bottom] = [Math.max(300, chart.clientWidth || 600), chart.clientHeight || 240, 30, 20];
    chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const sum = (bin) => [...bin.values()].reduce((a, b) => a + b, 0);
    const most = Math.max(1, ...[...counts.values()].map(sum));
    const step = (width - left) / keys.length;
    const tall = height - bottom - 12;
    for (const part of [...new Set([0, Math.round(most / 2), most])]) {
      const y = height - bottom - (tall * part) / most;
      chart.append(svg("line", { x1: left, x2: width, y1: y, y2: y, class: "rule" }), svg("text", { x: left - 6, y: y + 4, "text-anchor": "end" }, String(part)));
    }
    const every = Math.ceil((unit === "day" ? 76 : 56) / step);
    keys.forEach((key, at) => {
      const bin = counts.get(key);
      const x = left + at * step;
      const label = at % every === 0 ? [svg("text", { x: Math.min(x + 1, width - key.length * 6.5), y: height - 5 }, key)] : [];
      if (!bin.size) { chart.append(...label); return; }
      const act = () => { [input.from.value, input.to.value] = range[unit](key); refresh(); };
      let y = height - bottom;
      const bars = TYPES.filter((type) => bin.has(type)).map((type) => { const size = (tall * bin.get(type)) / most; y -= size; return svg("rect", { x: x + Math.min(1, step * 0.1), y, width: Math.min(36, Math.max(1, step * 0.8)), height: size, class: `t-${type}` }); });
      const said = `${key}: ${many(sum(bin), "event")}`;
      chart.append(...label, svg("g", { class: "column", role: "button", tabindex: "0", "aria-label": said, ...press(act) }, [svg("title", {}, said), svg("rect", { class: "back", x, y: 8, width: step, height: tall + 4 }), ...bars]));
    });
  };

  // ---- map ----
  const WORLD = [0, 60, 3600, 1500];
  let view = [...WORLD];
  let fitted = null;
  const at = (event) => [(event.place.longitude + 180) * 10, (90 - event.place.latitude) * 10];
  const shape = (precision, x, y, size) => ({
    exact: () => svg("circle", { cx: x, cy: y, r: size }),
    near: () => svg("path", { d: `M${x} ${y - size}A${size} ${size} 0 1 1 ${x - 0.01} ${y - size}zM${x} ${y - size * 0.5}A${size * 0.5} ${size * 0.5} 0 1 0 ${x + 0.01} ${y - size * 0.5}z`, "fill-rule": "evenodd" }),
    admin2: () => svg("rect", { x: x - size * 0.9, y: y - size * 0.9, width: size * 1.8, height: size * 1.8 }),
    admin1: () => svg("path", { d: `M${x} ${y - size * 1.25}l${size * 1.25} ${size * 1.25}l${-size * 1.25} ${size * 1.25}l${-size * 1.25} ${-size * 1.25}z` }),
    country: () => svg("path", { d: `M${x} ${y - size * 1.2}l${size * 1.25} ${size * 2.2}h${-size * 2.5}z` }),
  })[precision]();
  const fit = (places) => {
    if (!places.length) return [...WORLD];
    const xs = places.map((place) => place.x);
    const ys = places.map((place) => place.y);
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const width = Math.min(3600, Math.max(260, (x1 - x0) * 1.25, (y1 - y0) * 1.35 * 2.4));
    return [(x0 + x1) / 2 - width / 2, (y0 + y1) / 2 - width / 4.8, width, width / 2.4];
  };
  const spots = () => {
    const found = new Map();
    for (const event of state.shown) {
      const key = event.spot;
      if (!key) continue;
      if (!found.has(key)) { const [x, y] = at(event); found.set(key, { key, x, y, name: where(event), precision: event.place.precision, claims: 0, events: 0, types: [] }); }
      const place = found.get(key);
      place.claims += event.claims;
      place.events += 1;
      place.types.push(event.type);
    }
    return [...found.values()].sort((a, b) => b.claims - a.claims);
  };
  const drawMap = () => {
    const places = spots();
    const sign = places.map((place) => place.key).join();
    if (fitted !== sign && !state.place) view = fit(places);
    fitted = sign;
    drawPoints(places);
  };
  const drawPoints = (places) => {
    byId("map").setAttribute("viewBox", view.join(" "));
    const unit = view[2] / (byId("map").clientWidth || 640);
    byId("points").replaceChildren(...places.map((place) => {
      const [main] = tally(place.types).sort((a, b) => b[1] - a[1])[0];
      const said = `${place.name} (${place.precision}): ${many(place.events, "event")}, ${many(place.claims, "claim")}`;
      const node = shape(place.precision, place.x, place.y, unit * Math.min(22, 3.5 + 1.6 * Math.sqrt(place.claims)));
      const act = () => { state.place = state.place === place.key ? null : place.key; refresh(); };
      for (const [name, value] of Object.entries({ class: `point t-${main}`, role: "button", tabindex: "0", "aria-label": said, "aria-pressed": String(state.place === place.key) })) node.setAttribute(name, value);
      for (const [name, action] of Object.entries(press(act))) node.addEventListener(name, action);
      node.append(svg("title", {}, said));
      return node;
    }));
  };
  const zoom = (factor) => { const [x, y, w, h] = view; view = [x + (w * (1 - factor)) / 2, y + (h * (1 - factor)) / 2, w * factor, h * factor]; drawPoints(spots()); };
  byId("zoom-in").addEventListener("click", () => zoom(0.6));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 0.6));
  byId("zoom-fit").addEventListener("click", () => { view = fit(spots()); drawPoints(spots()); });
  byId("zoom-all").addEventListener("click", () => { view = [...WORLD]; drawPoints(spots()); });

  // ---- start ----
  const option = (value, label) => el("option", { value }, label);
  const seen = (values) => [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b));
  input.type.append(option("", "all"), ...TYPES.filter((type) => events.some((event) => event.type === type)).map((type) => el("optgroup", { label: words(type) }, [option(type, `all ${words(type)}`), ...seen(events.filter((event) => event.type === type).map((event) => event.sub)).map((name) => option(name, words(name)))])));
  input.country.append(option("", "all"), ...seen(events.map((event) => event.place && event.place.country)).map((code) => option(code, code)));
  input.status.append(option("", "all"), ...seen(events.map((event) => event.status)).map((name) => option(name, name)));
  byId("actors").append(...tally(events.flatMap((event) => event.people)).sort((a, b) => b[1] - a[1]).slice(0, 300).map(([name]) => option(name, "")));
  const icon = (node) => svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, node);
  byId("shapes").append(...SHAPES.map((name) => { const node = shape(name, 6, 6, 4.6); node.setAttribute("class", "t-plain"); return el("li", {}, [icon(node), name]); }));
  byId("types").append(...TYPES.map((type) => el("li", {}, [icon(svg("rect", { width: 12, height: 12, class: `t-${type}` })), words(type)])));

  let waiting = null;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(refresh, 120); };
  byId("filters").addEventListener("input", soon);
  byId("filters").addEventListener("submit", (sent) => sent.preventDefault());
  byId("filters").addEventListener("reset", () => { state.place = null; setTimeout(refresh); });
  for (const id of ["view", "order"]) byId(id).addEventListener("change", () => { state.page = 0; drawList(); });
  const flip = (id, key, step, draw) => byId(id).addEventListener("click", () => { state[key] += step; draw(); });
  flip("previous", "page", -1, drawList); flip("next", "page", 1, drawList);
  flip("c-previous", "conflictPage", -1, drawConflicts); flip("c-next", "conflictPage", 1, drawConflicts);
  const measure = () => {
    const stuck = getComputedStyle(byId("filters")).position === "sticky";
    document.documentElement.style.setProperty("--top", `${stuck ? byId("filters").offsetHeight : 0}px`);
  };
  window.addEventListener("resize", () => { measure(); soon(); });
  measure();
  refresh();
  const first = events.findIndex((event) => !event.background);
  choose(first >= 0 ? events[first].article : articles.length ? 0 : null, null, true);
})();
