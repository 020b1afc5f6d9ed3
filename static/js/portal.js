// What the portal adds for browsers with JavaScript. Every page is complete without it.

const YEAR = 365 * 24 * 60 * 60; // seconds

// The chosen language is remembered for the start page alone; the server never reads it anywhere else.
for (const link of document.querySelectorAll(".languages a[hreflang]")) {
  link.addEventListener("click", () => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `language=${link.hreflang}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  });
}

// A form that came back: what has to be mended is read out first (without JavaScript it stands above the form).
document.querySelector(".error-summary")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      // A reader who closes the share sheet has changed their mind; that is no error.
      navigator.share({ title: document.title, url: location.href }).catch(() => {});
    });
  }
}

// On safety pages: leave at once, without a way back to this page in the history.
for (const link of document.querySelectorAll("[data-exit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}
