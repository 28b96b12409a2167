// Makes the page quicker where JavaScript runs; everything works without it.
// Forms are sent in the background and the page's own HTML is put in place, so that the
// focus stays where it is and only the newest reply is announced.
(() => {
  "use strict";

  // After so many milliseconds without a reply, it is said that one is being looked for.
  const PATIENCE = 1000;

  if (!document.querySelector(".log")) return;

  const speaker = document.createElement("div");
  speaker.className = "unseen";
  speaker.setAttribute("aria-live", "polite");
  document.body.append(speaker);

  // An emptied live region can't be met twice when browsing line by line.
  let emptying = 0;
  const announce = (words) => {
    clearTimeout(emptying);
    speaker.textContent = words;
    emptying = setTimeout(() => { speaker.textContent = ""; }, 1000);
  };

  // The log would announce every word on the page; the speaker says what the loudspeaker
  // would: no marks, codes in digits.
  const quiet = () => document.querySelector(".log").setAttribute("aria-live", "off");
  const wordsOf = (root) => [
    ...[...root.querySelectorAll(".notice")].map((notice) => notice.textContent.trim()),
    root.querySelector(".newest").dataset.speak,
  ].join(" ");

  const replace = (fresh, selector) => {
    const here = document.querySelector(selector);
    const there = fresh.querySelector(selector);
    if (here && there) here.replaceWith(there);
  };

  const latest = () => document.getElementById("latest");
  const toLatest = () => latest().scrollIntoView({ block: "start" });

  const show = (fresh) => {
    document.documentElement.className = fresh.documentElement.className;
    [".top", ".sizes", ".log", ".hint", "footer"].forEach((part) => replace(fresh, part));
    quiet();
    announce(wordsOf(document));
    toLatest();
  };

  // Something is in the way: said where the eyes are, and nothing typed is lost.
  const tell = (words) => {
    latest().querySelectorAll(".notice").forEach((notice) => notice.remove());
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = words;
    latest().prepend(notice);
    announce(words);
    toLatest();
  };

  const post = async (form, button) => {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const answer = await fetch(form.action, { method: "POST", body: data });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!fresh.querySelector(".log")) {
      tell(fresh.querySelector("h1").textContent);
      return;
    }
    // What was typed goes from the box only when it stands in the log.
    const turn = fresh.getElementById("latest");
    const taken = turn.querySelector(".said") && turn.dataset.turn !== latest().dataset.turn;
    if (form.matches(".say") && taken) document.getElementById("text").value = "";
    show(fresh);
  };

  // A button that was pressed may be gone with the reply it stood under. Not into the box
  // then: on a telephone that would open the keyboard over what is to be read.
  const keepFocus = (button) => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const same = button && [...document.querySelectorAll("header button, .sizes button, footer button")]
      .find((other) => other.textContent === button.textContent);
    const target = same || document.querySelector(".options") || latest();
    target.focus({ preventScroll: true });
  };

  const send = async (form, button) => {
    const say = document.querySelector(".say");
    const waiting = say.querySelector(".waiting");
    const late = setTimeout(() => {
      waiting.hidden = false;
      announce(waiting.textContent);
    }, PATIENCE);
    say.setAttribute("aria-busy", "true");
    try {
      await post(form, button);
    } catch {
      tell(say.dataset.unreachable);
    } finally {
      clearTimeout(late);
      waiting.hidden = true;
      say.removeAttribute("aria-busy");
      keepFocus(button);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    if (document.querySelector(".say").getAttribute("aria-busy") === "true") return;
    send(form, event.submitter);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.id === "text" && !event.isComposing) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });

  quiet();
})();
