// The keyboard of the desk. Keys only move the focus or follow a link; nothing is ever sent by one letter.

/** What opens a row of the work list, of a register, of the list beside a record. */
const ROWS = [
  ".task .what a",
  ".register tbody tr th a, .register tbody tr:not(:has(th a)) td:first-child a",
];

/** Where the letters belong to what the user is typing or choosing. */
const isTyping = (element) => element.closest("input, select, textarea, [contenteditable], dialog") !== null;

/** The field that a page is about: there every letter and digit is the beginning of what is sought. */
const mainSearch = () => document.querySelector("input[data-go]");

const isLetter = (event) => /^[\p{L}\p{N}]$/u.test(event.key);

const isShown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown);

/** Moves along the rows of the page, from the row that has the focus, else from the marked one. */
function moveAlongRows(step) {
  const links = ROWS.map(shown).find((found) => found.length > 0);
  if (!links) return false;
  const rowOf = (link) => link.closest("tr, .task");
  let at = links.findIndex((link) => rowOf(link).contains(document.activeElement));
  if (at < 0) {
    const marked = links.findIndex((link) => rowOf(link).matches("[aria-current]"));
    at = marked < 0 && step < 0 ? links.length : marked;
  }
  links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  return true;
}

/** Follows the neighbour of the record on screen: in the list beside it, else as its `rel` says. */
function openNeighbour(step) {
  const links = [...document.querySelectorAll(".near li a")];
  const at = links.findIndex((link) => link.closest("[aria-current]"));
  // A dossier that is done has left the list beside it: the next one then is the first of the list.
  const beside = at < 0 ? links[Math.min(step, 0)] : links[at + step];
  const link = beside ?? document.querySelector(step < 0 ? "a[rel~=prev]" : "a[rel~=next]");
  link?.click();
  return Boolean(link);
}

const isRecordPage = () => document.querySelector(".main .record") !== null;

const move = (step) => (isRecordPage() ? openNeighbour(step) : moveAlongRows(step));

/** Arrows scroll a record, as everywhere else; only a list takes them for its rows. */
const arrow = (step) => !isRecordPage() && moveAlongRows(step);

function focusFirst(selector) {
  const found = shown(selector)[0];
  found?.focus();
  return Boolean(found);
}

function follow(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return Boolean(link);
}

/** Back to the list one came from. In a field, Escape only leaves the field. */
function back(target) {
  if (isTyping(target)) {
    target.blur();
    return true;
  }
  return follow(".near h2 a, .crumbs li:last-child a");
}

/** Shows every key of this page: the status bar's own list, which the server wrote in the reader's language. */
function showKeys() {
  const list = document.querySelector(".status ul");
  if (!list) return false;
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = list.getAttribute("aria-label");
  dialog.setAttribute("aria-labelledby", title.id);
  const keys = list.cloneNode(true);
  keys.className = "keys";
  keys.removeAttribute("aria-label");
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.createElement("button");
  close.className = "button low";
  close.textContent = document.documentElement.lang === "en" ? "Close" : "Đóng";
  form.append(close);
  dialog.append(title, keys, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return true;
}

/** The form that a page is about, for when the focus stands beside it. */
function onlyForm() {
  const forms = [...document.querySelectorAll('.main form[method="post" i]:has(button.first)')];
  return forms.length === 1 ? forms[0] : null;
}

const KEYS = {
  "/": () => focusFirst(".search input, [role=search] input"),
  "?": showKeys,
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => arrow(1),
  ArrowUp: () => arrow(-1),
  l: () => focusFirst("[accesskey=l], .next .button.first"),
  n: () => follow("a[accesskey=n]"),
};

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  // isComposing: an input method is still putting a Vietnamese letter together.
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = target.closest("form") ?? onlyForm();
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".button.first"));
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (back(target)) event.preventDefault();
    return;
  }
  if (isTyping(target)) return;
  const search = isLetter(event) ? mainSearch() : null;
  if (search) {
    // The letter itself then goes where the focus is.
    search.focus();
    return;
  }
  const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (action?.()) event.preventDefault();
});
