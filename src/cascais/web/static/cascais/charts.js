// Draws the charts of a page. Each figure holds its specification as JSON; nothing is evaluated, nothing is fetched.
"use strict";

(function () {
  const options = {
    ast: true,
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
  };

  function specificationOf(element) {
    const script = document.getElementById(element.dataset.chart);
    return JSON.parse(script.textContent);
  }

  function draw(element) {
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    const specification = specificationOf(element);
    const theme = document.getElementById("chart-theme-dark");
    if (dark && theme) {
      specification.config = JSON.parse(theme.textContent);
    }
    window
      .vegaEmbed(element, specification, options)
      .then(function () {
        // The container bears the text for those who do not see; the parts of the drawing need none of their own.
        element.querySelector("svg").setAttribute("aria-hidden", "true");
      })
      .catch(function (error) {
        console.error("The chart could not be drawn.", error);
      });
  }

  function drawAll(root) {
    root.querySelectorAll("[data-chart]").forEach(draw);
  }

  document.addEventListener("DOMContentLoaded", function () {
    drawAll(document);
    document.body.addEventListener("htmx:load", function (event) {
      if (event.detail.elt !== document.body) {
        drawAll(event.detail.elt);
      }
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
      drawAll(document);
    });
  });
})();
