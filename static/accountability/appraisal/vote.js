/* The QR code of a slip fills the code in. It stands behind the # of the address, which no browser sends anywhere, and
   is taken away once it is read, so that it stays in no history. Without this script the code is typed. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-code]");
  var found = /^#([\w-]{8,12})$/.exec(window.location.hash);
  if (!form || !found) { return; }
  form.querySelector("[name=code]").value = found[1];
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  form.querySelector("button[type=submit]").focus();
})();
