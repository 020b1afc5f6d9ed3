// What comes from Word, from a mail or from another page, as plain paragraphs, lists, bold and links.
// The server cleans again whatever is sent; this is for what somebody sees the moment they paste.

const UNREADABLE = "style, script, noscript, template, title, meta, link, xml, img, svg, object, iframe, video, audio, input, button, select, textarea";
const NUMBER = /^\s*\(?(?:\d+|[a-zA-Z]|[ivxIVX]+)[.)]/;
const ADDRESS = /^(?:https?:\/\/|mailto:|tel:|\/(?!\/))/i;

export function cleaned(html) {
  // Copied inside the editor: already in its own signs.
  if (html.includes("data-pm-slice")) return html;
  const body = new DOMParser().parseFromString(disarmed(html), "text/html").body;
  for (const node of body.querySelectorAll(UNREADABLE)) node.remove();
  removeComments(body);
  gatherWordLists(body);
  nameBold(body);
  flattenTables(body);
  for (const title of body.querySelectorAll("h1, h3, h4, h5, h6")) rename(title, "h2");
  keepSafeLinks(body);
  tidyWords(body);
  for (const node of body.querySelectorAll("*")) {
    for (const { name } of [...node.attributes]) if (name !== "href" && name !== "start") node.removeAttribute(name);
  }
  for (const node of body.querySelectorAll("p, li, h2, ul, ol")) if (!node.textContent.trim()) node.remove();
  return body.innerHTML;
}

// Nothing of it is ever applied or run, but the Content-Security-Policy would report each style and handler it meets.
const disarmed = (html) => html
  .replace(/<!--[\s\S]*?-->/g, "")
  .replace(/<br[^>]*>/gi, "</p><p>")
  .replace(/<(style|script|xml|title)\b[\s\S]*?<\/\1\s*>/gi, "")
  .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/([\s"'/])(style|on\w+)(?=\s*=)/gi, "$1data-$2"));

const styleOf = (node) => (node.dataset.style || "").replace(/\s/g, "").toLowerCase();

function removeComments(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

// Slanted letters say nothing here: in this portal they would mean Polish words.
function nameBold(body) {
  for (const node of body.querySelectorAll("i, em, u, font")) unwrap(node);
  for (const node of body.querySelectorAll("b, strong, span")) {
    const weight = styleOf(node).match(/(?:^|;)font-weight:(\w+)/)?.[1];
    const isBold = weight ? weight === "bold" || Number(weight) >= 600 : node.localName !== "span";
    if (isBold && !node.closest("h1, h2, h3, h4, h5, h6")) rename(node, "strong"); else unwrap(node);
  }
}

// Word writes a list as paragraphs, each with its sign and its level in the style.
function gatherWordLists(body) {
  let lists = [];
  for (const paragraph of body.querySelectorAll("p")) {
    const level = Number(styleOf(paragraph).match(/mso-list:l\d+level(\d+)/)?.[1] || 0);
    const isItem = level || /MsoListParagraph/i.test(paragraph.className);
    if (!isItem || !lists.length || !lists[0].contains(paragraph.previousElementSibling)) lists = [];
    if (!isItem) continue;
    const text = paragraph.textContent;
    const kind = NUMBER.test(text) ? "ol" : "ul";
    const depth = Math.max(1, Math.min(level || 1, lists.length + 1, 3));
    takeMarker(paragraph);
    lists = lists.slice(0, depth);
    if (lists.length === depth && lists[depth - 1].localName !== kind) lists = lists.slice(0, depth - 1);
    if (lists.length < depth) {
      const list = body.ownerDocument.createElement(kind);
      const above = lists[lists.length - 1];
      if (above?.lastElementChild) above.lastElementChild.append(list); else paragraph.before(list);
      lists.push(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(paragraph);
    lists[depth - 1].append(item);
  }
}

function takeMarker(paragraph) {
  const ignored = [...paragraph.querySelectorAll("[data-style]")].find((node) => styleOf(node).includes("mso-list:ignore"));
  if (ignored) ignored.remove();
  const first = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
  if (first) first.data = first.data.replace(/^\s*(?:[·•▪§◦‣–-]|o(?=[\s\u00a0]{2})|\(?(?:\d+|[a-z]|[ivx]+)[.)](?=[\s\u00a0]))[\s\u00a0]+/i, "");
}

// The portal has no tables: a row becomes a line.
function flattenTables(body) {
  for (const row of body.querySelectorAll("tr")) {
    const words = [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
    const line = body.ownerDocument.createElement("p");
    line.textContent = words.join(" – ");
    row.replaceWith(line);
  }
  for (const table of body.querySelectorAll("table, tbody, thead, tfoot")) unwrap(table);
}

function keepSafeLinks(body) {
  for (const link of body.querySelectorAll("a")) if (!ADDRESS.test(link.getAttribute("href") || "")) unwrap(link);
}

function tidyWords(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/[\u00ad\u200b\ufeff]/g, "").replace(/[\s\u00a0]+/g, " ");
  }
}

function rename(node, name) {
  const renamed = node.ownerDocument.createElement(name);
  renamed.append(...node.childNodes);
  node.replaceWith(renamed);
}

function unwrap(node) {
  node.replaceWith(...node.childNodes);
}
