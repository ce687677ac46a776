// Adds keys to the page on which one votes, which works without.
(() => {
  "use strict";
  const form = document.getElementById("vote");
  if (!form) {
    return;
  }

  const choices = { ArrowLeft: "left", ArrowRight: "right", ArrowDown: "tie", ArrowUp: "both_bad" };
  let isReady = false;
  let isSent = false;

  // A key pressed twice must not vote on the pair that comes after the one that was seen.
  setTimeout(() => {
    isReady = true;
    form.classList.add("has-keys");
  }, 400);

  form.addEventListener("submit", event => {
    if (isSent) {
      event.preventDefault();
    }

    isSent = true;
  });
  addEventListener("pageshow", () => {
    isSent = false;
  });
  document.addEventListener("keydown", event => {
    const choice = choices[event.key];
    const isElsewhere = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.target.closest("input, select, textarea, summary");
    if (choice && !isElsewhere) {
      event.preventDefault();
      if (isReady && !event.repeat) {
        form.querySelector(`button[value="${choice}"]`).click();
      }
    }
  });
})();
