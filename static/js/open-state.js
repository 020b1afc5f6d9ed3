// Says whether the Centre is open at this minute. The page itself cannot: it may come from a cache, or stay open all day.

const MINUTE = 60 * 1000; // milliseconds
const DAY = 24 * 60 * MINUTE;

// Swedish writes dates as ISO 8601 does.
const kaliszDate = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Warsaw" });

const places = document.querySelectorAll("[data-openings]");

function showAll() {
  for (const place of places) show(place, Date.now());
}

function show(place, now) {
  const words = place.dataset;
  // A page older than what it knows says nothing.
  if (now >= Date.parse(words.knownUntil)) return say(place);

  const openings = JSON.parse(words.openings);
  const current = openings.find(({ opens, closes }) => Date.parse(opens) <= now && now < Date.parse(closes));
  if (current) return say(place, words.open, sentence(words.closes, current.closes));

  const next = openings.find(({ opens }) => now < Date.parse(opens));
  return say(place, words.closed, ...(next ? [whenItOpens(words, next, now)] : []));
}

function whenItOpens(words, { opens, weekday, date }, now) {
  const daysAhead = (Date.parse(opens.slice(0, 10)) - Date.parse(kaliszDate.format(now))) / DAY;
  if (daysAhead === 0) return sentence(words.today, opens);
  if (daysAhead === 1) return sentence(words.tomorrow, opens);
  // From seven days on a weekday alone could mean the wrong week.
  return sentence(words.later.replace("{day}", daysAhead < 7 ? weekday : `${weekday}, ${date}`), opens);
}

// `moment` carries the time on the wall in Kalisz: 2026-11-25T07:30+01:00. The page may be read in another zone.
function sentence(words, moment) {
  const line = document.createElement("span");
  const time = document.createElement("bdi");
  time.dir = "ltr";
  time.textContent = moment.slice(11, 16).replace(/^0/, "");
  const [before, after = ""] = words.split("{time}");
  line.append(before, time, after);
  return line;
}

function say(place, state, ...lines) {
  const parts = [];
  if (state) {
    const bold = document.createElement("b");
    bold.textContent = state;
    parts.push(bold, ...lines);
  }
  const said = document.createElement("span");
  said.append(...parts);
  // Only what has changed is written, so that nobody who selects or hears it is interrupted each minute.
  if (said.innerHTML === place.innerHTML) return;
  place.classList.toggle("is-open", state === place.dataset.open);
  place.replaceChildren(...parts);
}

function showEachMinute() {
  showAll();
  setTimeout(showEachMinute, MINUTE - (Date.now() % MINUTE));
}

showEachMinute();
// Timers sleep with a tab and with a page that waits behind the back button.
document.addEventListener("visibilitychange", showAll);
addEventListener("pageshow", showAll);
