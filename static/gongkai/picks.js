/* Boxes chosen all at once, or none. Everything here can be done without it, box by box. */
(function () {
  "use strict";

  var buttons = Array.prototype.slice.call(document.querySelectorAll("button[data-pick]"));
  buttons.forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var boxes = button.closest("fieldset").querySelectorAll("input[type=checkbox]");
      Array.prototype.forEach.call(boxes, function (box) { box.checked = button.getAttribute("data-pick") === "all"; });
    });
  });
})();
