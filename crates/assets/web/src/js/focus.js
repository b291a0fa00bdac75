// Where typing begins. Comes last: a field that another script has moved has lost the focus it had.

const START = "[autofocus]";
const WRONG = ".field.bad :is(input:not([type=hidden]), select, textarea)";

// A link into the page says itself where one begins.
if (!location.hash && (document.activeElement === null || document.activeElement === document.body)) {
  (document.querySelector(START) ?? document.querySelector(WRONG))?.focus();
}

/** Brings the section on screen into sight, in a bar too narrow for all of them. */
const current = document.querySelector(".rail [aria-current]");
const bar = current?.closest("ul");
if (bar && bar.scrollWidth > bar.clientWidth) {
  bar.scrollLeft = current.parentElement.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
}
