// The screen turns over by itself. After the last page it fetches what there is now; where the portal cannot be
// reached it goes on with what it has. Without this script the browser is led to the next page by the page itself.
(() => {
  "use strict";
  const seconds = Number(document.body.dataset.seconds) || 12;
  const button = document.querySelector("[data-pause]");
  let paused = false;
  let since = Date.now();

  const slides = () => [...document.querySelectorAll(".slide")];
  const shown = () => Math.max(0, slides().findIndex((one) => one.classList.contains("on")));

  function show(number) {
    slides().forEach((one, place) => one.classList.toggle("on", place === number));
    since = Date.now();
  }

  async function renew() {
    try {
      const answer = await fetch(location.pathname, { cache: "no-cache" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (fresh) document.querySelector("main").replaceWith(fresh);
    } catch {
      // what is shown stays
    }
  }

  async function turn(by) {
    const count = slides().length;
    const next = shown() + by;
    since = Date.now();
    if (next >= count) await renew();
    show(((next % count) + count) % count);
  }

  function pause() {
    paused = !paused;
    since = Date.now();
    const words = button.textContent;
    button.textContent = button.dataset.go;
    button.dataset.go = words;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[rel]");
    if (!link) return;
    event.preventDefault();
    turn(link.rel === "next" ? 1 : -1);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") turn(1);
    if (event.key === "ArrowLeft") turn(-1);
  });
  if (button) {
    button.hidden = false;
    button.addEventListener("click", pause);
  }
  setInterval(() => {
    if (!paused && Date.now() - since >= seconds * 1000) turn(1);
  }, 500);
})();
