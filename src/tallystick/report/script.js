"use strict";
(() => {
  const root = document.documentElement;
  const tools = document.getElementById("tools");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const cards = [...document.querySelectorAll(".card")];
  const texts = cards.map((card) => card.textContent.toLowerCase());
  const picks = [...tools.querySelectorAll("input[name=show]")];
  tools.hidden = false;
  const filter = () => {
    const off = new Set(picks.filter((pick) => !pick.checked).map((pick) => pick.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    cards.forEach((card, at) => {
      const keep = !off.has(card.dataset.kind) && words.every((word) => texts[at].includes(word));
      card.toggleAttribute("data-hidden", !keep);
      count += keep;
    });
    shown.textContent = count === cards.length ? "" : `${count} of ${cards.length} shown`;
  };
  tools.addEventListener("input", filter);
  tools.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  // A link to a card that a filter hides shows it again, and moves the focus with it.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const card = target.closest(".card");
    if (card) card.removeAttribute("data-hidden");
    const link = target.tagName === "SPAN" ? target.nextElementSibling : target;
    if (link) {
      if (!link.matches("a,button,input")) link.tabIndex = -1;
      link.focus({ preventScroll: true });
      target.scrollIntoView({ block: target.tagName === "SPAN" ? "center" : "start" });
    }
  };
  // The words a claim rests on light up, and come into sight where the text has its own pane.
  const pane = document.querySelector(".sources");
  const light = () => {
    pane.querySelectorAll(".lit").forEach((link) => link.classList.remove("lit"));
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.matches(".card.claim")) return;
    const words = [...pane.querySelectorAll("a")].filter((link) => link.hash === `#${target.id}`);
    words.forEach((link) => link.classList.add("lit"));
    if (words[0] && getComputedStyle(pane).position === "sticky") {
      const box = pane.getBoundingClientRect();
      const at = words[0].getBoundingClientRect();
      if (at.top < box.top || at.bottom > box.bottom) pane.scrollTop += at.top - box.top - box.height / 3;
    }
  };
  addEventListener("hashchange", light);
  light();
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
  const step = (by) => {
    const seen = cards.filter((card) => !card.hasAttribute("data-hidden"));
    const at = seen.indexOf(document.activeElement.closest(".card"));
    const next = seen[Math.min(Math.max(at + by, 0), seen.length - 1)];
    if (next) {
      next.tabIndex = -1;
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  };
  addEventListener("keydown", (event) => {
    if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    // The arrows scroll the page until a card has the focus; from then on they walk the cards.
    const walking = document.activeElement.matches(".card");
    if (event.key === "j" || (walking && event.key === "ArrowDown")) { event.preventDefault(); step(1); }
    if (event.key === "k" || (walking && event.key === "ArrowUp")) { event.preventDefault(); step(-1); }
  });
})();
