/* Says so when a passkey does not answer; allauth's script only writes it to the console. */
(function () {
  "use strict";

  document.addEventListener("allauth.error", function (event) {
    var fault = document.getElementById("passkey-fault");
    if (fault) {
      event.preventDefault();
      fault.hidden = false;
    }
  });
})();
