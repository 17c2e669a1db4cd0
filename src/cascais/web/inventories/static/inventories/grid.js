// Makes the table of an inventory's lines a grid: arrow keys, paste from a spreadsheet, sums while one types.
// The server reads every number again when the form is sent; what is computed here is only shown.
"use strict";

(function () {
  const NARROW_SPACE = "\u202f";
  const UNIT_MWH = { MWh: 1, kWh: 1e-3, GWh: 1e3, TWh: 1e6, MJ: 1 / 3600, GJ: 1 / 3.6, TJ: 1e3 / 3.6, toe: 11.63, ktoe: 11630 };

  function asNumber(text) {
    let cleaned = text.replace(/[\s\u00a0\u202f']/g, "").replace("\u2212", "-");
    if (cleaned === "") {
      return null;
    }
    const lastComma = cleaned.lastIndexOf(",");
    const lastPoint = cleaned.lastIndexOf(".");
    if (lastComma >= 0 && lastPoint >= 0) {
      const group = lastComma > lastPoint ? "." : ",";
      cleaned = cleaned.split(group).join("");
    } else if ((cleaned.match(/[.,]/g) || []).length > 1) {
      cleaned = cleaned.replace(/[.,]/g, "");
    }
    const value = Number(cleaned.replace(",", "."));
    return Number.isFinite(value) ? value : null;
  }

  function readable(value) {
    const digits = Math.abs(value) >= 1000 || value === 0 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    const [whole, part] = value.toFixed(digits).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, NARROW_SPACE).replace("-", "\u2212");
    return part ? grouped + (document.documentElement.lang === "en" ? "." : ",") + part : grouped;
  }

  function cellsOf(row) {
    return Array.from(row.querySelectorAll("[data-cell]"));
  }

  function rowSum(row) {
    const field = function (name) {
      return row.querySelector('[data-cell="' + name + '"]');
    };
    const removed = row.querySelector('[name$="-removed"]');
    const isRemoved = Boolean(removed && removed.checked);
    row.classList.toggle("is-removed", isRemoved);
    const amount = isRemoved ? null : asNumber(field("amount").value);
    const reported = isRemoved ? null : asNumber(field("reported_t").value);
    const unit = row.querySelector('[name$="-unit"]');
    const isUnitSame = unit.value === unit.dataset.first;
    let emissions = null;
    if (amount !== null && row.dataset.factor !== undefined && isUnitSame) {
      emissions = amount * Number(row.dataset.factor);
    } else if (amount === null && reported !== null) {
      emissions = reported;
    } else if (row.dataset.factor === undefined && reported !== null) {
      emissions = reported;
    }
    row.querySelector("[data-emissions]").textContent = emissions === null ? "–" : readable(emissions);
    const energy = amount !== null && unit.value in UNIT_MWH ? amount * UNIT_MWH[unit.value] : 0;
    return { energy: energy, reported: reported || 0, emissions: emissions || 0 };
  }

  function update(grid) {
    const sums = { energy: 0, reported: 0, emissions: 0 };
    grid.querySelectorAll("[data-row]").forEach(function (row) {
      const found = rowSum(row);
      Object.keys(sums).forEach(function (name) {
        sums[name] += found[name];
      });
    });
    Object.keys(sums).forEach(function (name) {
      grid.querySelector('[data-sum="' + name + '"]').textContent = sums[name] ? readable(sums[name]) : "–";
    });
    grid.querySelector("[data-energy-unit]").hidden = !sums.energy;
  }

  function move(grid, cell, down, right) {
    const rows = Array.from(grid.querySelectorAll("[data-row]"));
    const row = cell.closest("[data-row]");
    const column = cellsOf(row).indexOf(cell) + right;
    const target = rows[rows.indexOf(row) + down];
    const next = target && cellsOf(target)[column];
    if (next) {
      next.focus();
      next.select();
    }
    return Boolean(next);
  }

  function onKey(grid, event) {
    const cell = event.target.closest("[data-cell]");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const isAll = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const isAtStart = cell.selectionEnd === 0 || isAll;
    const isAtEnd = cell.selectionStart === cell.value.length || isAll;
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [1, 0] };
    if (isAtEnd) {
      steps.ArrowRight = [0, 1];
    }
    if (isAtStart) {
      steps.ArrowLeft = [0, -1];
    }
    const step = steps[event.key];
    if (step && !event.shiftKey && (move(grid, cell, step[0], step[1]) || event.key === "Enter")) {
      event.preventDefault();
    }
  }

  function onPaste(grid, event) {
    const cell = event.target.closest("[data-cell]");
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!cell || !/[\t\n]/.test(text)) {
      return;
    }
    event.preventDefault();
    const rows = Array.from(grid.querySelectorAll("[data-row]"));
    const first = rows.indexOf(cell.closest("[data-row]"));
    const column = cellsOf(rows[first]).indexOf(cell);
    text.split("\n").forEach(function (line, down) {
      line.split("\t").forEach(function (value, right) {
        const target = rows[first + down] && cellsOf(rows[first + down])[column + right];
        if (target) {
          target.value = value.trim();
        }
      });
    });
    update(grid);
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-grid]").forEach(function (grid) {
      grid.querySelectorAll('[name$="-unit"]').forEach(function (unit) {
        unit.dataset.first = unit.value;
      });
      grid.addEventListener("input", function () {
        update(grid);
      });
      grid.addEventListener("change", function () {
        update(grid);
      });
      grid.addEventListener("keydown", function (event) {
        onKey(grid, event);
      });
      grid.addEventListener("paste", function (event) {
        onPaste(grid, event);
      });
      update(grid);
    });
  });
})();
