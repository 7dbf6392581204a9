// The views are all there; the address says which one is open.
import { $, say } from "./common.js";

document.documentElement.classList.add("scripts");

const views = [...document.querySelectorAll("main > section")];
const links = [...document.querySelectorAll("nav a")];

function open(view) {
  for (const section of views) section.hidden = section.id !== view;
  for (const link of links) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const link of document.querySelectorAll(".languages a")) {
    link.href = `?view=${view}&lang=${link.hreflang}`;
  }
  document.title = `${say[view]} – vitrans`;
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    open(link.dataset.view);
  });
}
addEventListener("popstate", () => open(new URLSearchParams(location.search).get("view") ?? "restore"));
open(views.find((section) => !section.hidden)?.id ?? "restore");

const theme = $("#theme"), root = document.documentElement;
const kept = localStorage.getItem("vitrans.theme");
if (kept) root.dataset.theme = kept;
theme.hidden = false;
theme.addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("vitrans.theme", root.dataset.theme);
});

await Promise.all(["restore", "translate", "align", "score"].map((view) => import(`./${view}.js`)));
root.dataset.ready = "yes";
