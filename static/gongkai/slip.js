/* The receipt of what somebody sent: it is printed by a button, and its QR code fills in number and code where it is
   followed. They stand behind the # of the address, which no browser sends anywhere; it is taken away once it is read.
   Without this script the receipt is printed by the browser's own menu, and both are typed. */
(function () {
  "use strict";
  document.querySelectorAll("button[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  var form = document.querySelector("form[data-follow]");
  var found = /^#([\w-]+)\/(\w+)$/.exec(window.location.hash);
  if (!form || !found) { return; }
  form.querySelector("[name=number]").value = found[1];
  form.querySelector("[name=code]").value = found[2];
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  form.querySelector("button[type=submit]").focus();
})();
