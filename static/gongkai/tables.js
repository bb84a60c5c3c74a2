/* Engines before 2020 no longer tell a reader's software that a table is one where the sheet lays its rows out as
   blocks. Here its parts say what they are; in the HTML that would repeat what every element says already. */
(function () {
  "use strict";
  var roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };

  function tell() {
    document.querySelectorAll("table, thead, tbody, tfoot, tr, td, th").forEach(function (part) {
      part.setAttribute("role", roles[part.tagName] || (part.scope === "row" ? "rowheader" : "columnheader"));
    });
  }

  tell();
  document.addEventListener("htmx:afterSettle", tell);
})();
