/* Whether more columns follow, and what a table is. Engines before 2020 no longer tell a reader's software that a table is one where the sheet lays its rows out as
   blocks. Here its parts say what they are; in the HTML that would repeat what every element says already. */
(function () {
  "use strict";
  var roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };

  function tell() {
    document.querySelectorAll("table, thead, tbody, tfoot, tr, td, th").forEach(function (part) {
      part.setAttribute("role", roles[part.tagName] || (/^row/.test(part.scope) ? "rowheader" : "columnheader"));
    });
  }

  // A table that is wholly in sight does not say that more follows.
  function measure() {
    document.querySelectorAll(".sideways + .scroll").forEach(function (frame) {
      frame.previousElementSibling.hidden = frame.scrollWidth <= frame.clientWidth;
    });
  }

  measure();
  window.addEventListener("resize", measure);
  document.addEventListener("toggle", measure, true);
  tell();
  document.addEventListener("htmx:afterSettle", function () { tell(); measure(); });
})();
