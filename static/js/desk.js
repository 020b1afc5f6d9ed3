// The desk: the language tabs are links, so a text that was typed and not saved must not get lost by following one.
const form = document.querySelector("#content-main form[id$=_form][method=post]");
if (form) {
  let isChanged = false;
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}

// Django's lists to choose from draw a question mark with a name but without a role, which a screen reader passes over.
// They are drawn when the page has loaded, so they are looked at after that.
window.addEventListener("load", () => setTimeout(() => {
  for (const mark of document.querySelectorAll(".help-tooltip[aria-label]")) mark.setAttribute("role", "img");
}));
