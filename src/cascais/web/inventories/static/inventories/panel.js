// Opens the explanation of a number beside the page. Without this script the same link opens a page of its own.
"use strict";

(function () {
  document.addEventListener("DOMContentLoaded", function () {
    const panel = document.getElementById("explanation");
    if (!panel) {
      return;
    }
    document.body.addEventListener("htmx:afterSwap", function (event) {
      if (event.detail.target.id === "explanation-content" && !panel.open) {
        panel.showModal();
      }
    });
    document.body.addEventListener("htmx:responseError", function (event) {
      window.location.assign(event.detail.requestConfig.elt.href);
    });
    panel.addEventListener("click", function (event) {
      if (event.target === panel) {
        panel.close();
      }
    });
  });
})();
