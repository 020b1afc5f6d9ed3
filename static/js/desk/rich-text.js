// The editor of long texts. Every text has a box with its Markdown, which works without this script and is sent as it
// was shown. Once somebody changes something in the editor, its HTML is sent beside it.

const ADDRESS = /^(?:https?:\/\/\S+|mailto:\S+@\S+|tel:\+?[\d#*-]+|\/(?!\/)\S*|#\S+)$/i;
const MENTION = /\[\[[^[\]|\n]+(?:\|[^[\]\n]+)?\]\]|\{\{\s*[a-z0-9-]+\s*\}\}/g;

const VERBS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  heading: (chain) => chain.toggleHeading({ level: 2 }),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

// Tiptap's own focus() comes a frame later; what a fast writer types until then would be lost on the button.
function backIn(editor) {
  editor.view.focus();
  return editor.chain();
}

async function start(box) {
  const area = box.querySelector("textarea");
  if (area.id.includes("__prefix__") || "started" in box.dataset) return;
  box.dataset.started = "";
  const [library, { cleaned }] = await Promise.all([import(box.dataset.editor), import(box.dataset.paste)]);
  const sent = box.querySelector("input[type=hidden]");
  const frame = document.createElement("div");
  area.before(frame);
  area.hidden = true;
  const editor = new library.Editor({
    element: frame,
    injectCSS: false,
    extensions: extensions(library, JSON.parse(box.dataset.richText)),
    // After “back” browsers put into the hidden field what was there.
    content: sent.value || box.dataset.html,
    editorProps: { attributes: attributes(area), transformPastedHTML: cleaned },
    onUpdate({ editor: changed }) {
      sent.value = changed.getHTML();
      sent.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  labelOf(area)?.addEventListener("click", () => editor.commands.focus());
  startTools(box, editor);
}

function extensions(library, { extensions: wanted }) {
  const own = {
    // Tab leaves the editor, as it leaves every field.
    ListItem: library.ListItem.extend({
      addKeyboardShortcuts() { return { Enter: () => this.editor.commands.splitListItem(this.name) }; },
    }),
    Link: library.Link.extend({ addKeyboardShortcuts: () => ({}) }).configure({
      isAllowedUri: (address) => ADDRESS.test(address || ""),
      shouldAutoLink: (address) => address.startsWith("https://"),
    }),
  };
  return [...Object.entries(wanted).map(([name, options]) => {
    const extension = own[name] || library[name];
    return typeof options === "object" ? extension.configure(options) : extension;
  }), mentions(library)];
}

// Terms and amounts stand out, though they are plain text; from left to right, as they are written in every language.
function mentions({ Extension, Plugin, pm }) {
  const { Decoration, DecorationSet } = pm.view;
  const decorations = ({ doc }) => {
    const found = [];
    doc.descendants((node, position) => {
      for (const match of node.text?.matchAll(MENTION) || []) {
        const from = position + match.index;
        found.push(Decoration.inline(from, from + match[0].length, { class: "text-mention", dir: "ltr", spellcheck: "false" }));
      }
    });
    return DecorationSet.create(doc, found);
  };
  return Extension.create({ name: "mentions", addProseMirrorPlugins: () => [new Plugin({ props: { decorations } })] });
}

const labelOf = (area) => document.querySelector(`label[for="${CSS.escape(area.id)}"]`);

function attributes(area) {
  const label = labelOf(area);
  if (label) label.id ||= `${area.id}_label`;
  const given = {
    class: "text-editor",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": label?.id,
    "aria-describedby": area.getAttribute("aria-describedby"),
    "aria-invalid": area.getAttribute("aria-invalid"),
    "aria-required": area.required ? "true" : null,
    lang: area.lang,
    dir: area.dir,
    spellcheck: "true",
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
}

function startTools(box, editor) {
  const bar = box.querySelector(".text-tools");
  const buttons = [...bar.querySelectorAll("button")];
  bar.hidden = false;
  buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  // One stop for Tab, arrows inside: eight editors on a page would else have eighty stops.
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!step) return;
    event.preventDefault();
    const turn = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const at = buttons.indexOf(document.activeElement) + (Number.isFinite(step) ? step * turn : step);
    buttons.at(Math.max(0, Math.min(at, buttons.length - 1))).focus();
  });
  bar.addEventListener("focusin", ({ target }) => buttons.forEach((button) => { button.tabIndex = button === target ? 0 : -1; }));
  bar.addEventListener("click", ({ target }) => {
    const tool = target.closest("button")?.dataset.tool;
    if (tool in VERBS) VERBS[tool](backIn(editor)).run();
    else if (tool) togglePanel(box, editor, tool);
  });
  const showState = () => {
    for (const button of buttons) {
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", editor.isActive(button.dataset.tool));
    }
  };
  editor.on("transaction", showState);
  showState();
  startPanels(box, editor);
}

const part = (panel, name) => panel.querySelector(`[data-part="${name}"]`);
const panelOf = (box, name) => box.querySelector(`[data-panel="${name}"]`);

function startPanels(box, editor) {
  for (const panel of box.querySelectorAll("[data-panel]")) {
    panel.addEventListener("click", ({ target }) => {
      const verb = target.closest("button")?.dataset.do;
      if (verb === "link") setLink(box, editor, panel);
      if (verb === "mention") insertMention(box, editor, panel);
      if (verb === "close") close(box, panel);
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(box, panel);
      if (event.key === "Enter" && event.target.dataset.part === "address") {
        event.preventDefault();
        setLink(box, editor, panel);
      }
    });
  }
}

function togglePanel(box, editor, name) {
  const panel = panelOf(box, name);
  if (!panel.hidden) return close(box, panel);
  for (const other of box.querySelectorAll("[data-panel]")) if (other !== panel) hide(box, other);
  panel.hidden = false;
  opener(box, panel).setAttribute("aria-expanded", "true");
  part(panel, "fault").textContent = "";
  if (name === "link") part(panel, "address").value = editor.getAttributes("link").href || "";
  if (name === "mention") fill(panel);
  panel.querySelector("input, select").focus();
}

const opener = (box, panel) => box.querySelector(`[data-tool="${panel.dataset.panel}"]`);

function hide(box, panel) {
  panel.hidden = true;
  opener(box, panel).setAttribute("aria-expanded", "false");
}

function close(box, panel) {
  hide(box, panel);
  opener(box, panel).focus();
}

// As people write it: a bare site, a phone with spaces, an e-mail address.
function address(typed) {
  const words = typed.trim();
  if (/^\+?[\d ()-]{3,}$/.test(words)) return `tel:${words.replace(/[^\d+]/g, "")}`;
  if (/^[^@\s/:]+@[^@\s/:]+\.[^@\s/:]+$/.test(words)) return `mailto:${words}`;
  if (/^(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:pl|eu|org|com|net)(?:\/|$))/i.test(words)) return `https://${words}`;
  return words.replace(/^http:\/\//i, "https://");
}

function setLink(box, editor, panel) {
  const href = address(part(panel, "address").value);
  const fault = part(panel, "fault");
  if (href && !ADDRESS.test(href)) { fault.textContent = fault.dataset.noAddress; return; }
  if (href && editor.state.selection.empty && !editor.isActive("link")) { fault.textContent = fault.dataset.noWords; return; }
  const { from, to } = editor.state.selection;
  if (href && editor.state.doc.textBetween(from, to).includes("[[")) { fault.textContent = fault.dataset.hasTerm; return; }
  const chain = backIn(editor).extendMarkRange("link");
  (href ? chain.setLink({ href }) : chain.unsetLink()).run();
  hide(box, panel);
}

let choices;

async function fill(panel) {
  choices ||= fetch(panel.dataset.choices, { headers: { Accept: "application/json" } }).then((answer) => {
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  });
  try {
    const { terms, amounts } = await choices;
    show(part(panel, "terms"), terms.map((name) => [name, name]));
    show(part(panel, "amounts"), amounts.map(({ slug, label }) => [slug, label]));
  } catch {
    choices = undefined;
    part(panel, "fault").textContent = part(panel, "fault").dataset.noList;
  }
}

function show(select, pairs) {
  if (select.length === 1) select.append(...pairs.map(([value, words]) => new Option(words, value)));
}

function insertMention(box, editor, panel) {
  const { from, to } = editor.state.selection;
  const words = editor.state.doc.textBetween(from, to, " ").trim();
  const [term, slug] = [part(panel, "terms").value, part(panel, "amounts").value];
  if (!term && !slug) return;
  const named = words && words !== term && !/[[\]|]/.test(words) ? `[[${term}|${words}]]` : `[[${term}]]`;
  const text = [term && named, slug && `{{${slug}}}`].filter(Boolean).join(" ");
  backIn(editor).insertContent({ type: "text", text }).run();
  part(panel, "terms").value = part(panel, "amounts").value = "";
  hide(box, panel);
}

function startAll(root) {
  for (const box of root.querySelectorAll("[data-rich-text]")) start(box);
}

startAll(document);
document.addEventListener("formset:added", ({ target }) => startAll(target));
