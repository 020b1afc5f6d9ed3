// The desk: the language tabs are links, so a text that was typed and not saved must not get lost by following one.
const form = document.querySelector("#content-main form[method=post]");
if (form) {
  let isChanged = false;
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}
