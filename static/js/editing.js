// An open form says every minute that it is still open, and shows who else has it open. Without this script the page
// still says who had it open when it was loaded.
const notice = document.getElementById("who-else");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");
const EVERY = 60 * 1000; // milliseconds

async function beat() {
  const response = await fetch(notice.dataset.url, { method: "POST", headers: { "X-CSRFToken": token.value } });
  if (!response.ok || response.redirected) return;
  const said = [...notice.children].map((line) => line.textContent);
  const { who_else: sentences } = await response.json();
  if (sentences.join() === said.join()) return;
  notice.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.textContent = sentence;
    return line;
  }));
}

if (notice && token) {
  // A page in the background is not being edited.
  setInterval(() => { if (!document.hidden) beat().catch(() => {}); }, EVERY);
}
