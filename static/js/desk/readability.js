// Under a Polish text: how hard it reads, asked from the server when somebody stops typing.

const PAUSE = 1200; // milliseconds
const waiting = new WeakMap();

document.addEventListener("input", ({ target }) => {
  const box = target.closest?.(".long-text");
  const hint = box?.querySelector("[data-readability]");
  if (!hint || target.closest("[data-panel]")) return;
  clearTimeout(waiting.get(hint));
  waiting.set(hint, setTimeout(() => ask(box, hint), PAUSE));
});

async function ask(box, hint) {
  const html = box.querySelector("input[type=hidden]")?.value;
  const words = html ? { html } : { text: box.querySelector("textarea").value };
  const body = new FormData();
  for (const [name, value] of Object.entries(words)) body.set(name, value);
  body.set("csrfmiddlewaretoken", box.closest("form").elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(hint.dataset.readability, { method: "POST", body });
    // A login page instead of an answer, or none: the hint stays as it was.
    if (answer.ok && !answer.redirected) show(hint, await answer.text());
  } catch { /* without a connection there is no hint */ }
}

// Made by our own template, which escapes; the level is announced only when it has changed.
function show(hint, html) {
  const told = hint.querySelector("[role=status]");
  const wasOpen = hint.querySelector("details")?.open;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const level = fresh.content.querySelector("[role=status]");
  if (told && level) {
    if (told.textContent !== level.textContent) told.textContent = level.textContent;
    told.parentElement.replaceChildren(told, ...[...level.parentElement.childNodes].filter((node) => node !== level));
    hint.querySelector("details")?.remove();
    const details = fresh.content.querySelector("details");
    if (details) hint.append(details);
  } else {
    hint.replaceChildren(fresh.content);
  }
  if (wasOpen) hint.querySelector("details")?.setAttribute("open", "");
}
