/* Large print, kept in this browser: runs in the head, before the first paint, so that nothing jumps.
   Without it, the address ?view=elder does the same for one page. */
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "gongkai-view";

  function kept() {
    try { return window.localStorage.getItem(key); } catch (refused) { return null; }
  }

  function keep(elder) {
    try {
      if (elder) { window.localStorage.setItem(key, "elder"); } else { window.localStorage.removeItem(key); }
      return true;
    } catch (refused) { return false; }  // private windows: the link then leads to the address instead
  }

  if (kept() === "elder") { root.classList.add("elder"); }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[data-view]") : null;
    if (!link) { return; }
    var elder = link.getAttribute("data-view") === "elder";
    var asked = /[?&]view=elder(&|$)/.test(window.location.search);
    if (!keep(elder) || (asked && !elder)) { return; }
    event.preventDefault();
    root.classList.toggle("elder", elder);
    var other = document.querySelector('a[data-view="' + (elder ? "plain" : "elder") + '"]');
    if (other) { other.focus(); }
  });
})();
