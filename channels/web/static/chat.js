// Makes the page quicker where JavaScript runs; everything works without it.
// Forms are sent in the background and the page's own HTML is put in place, so that the
// focus stays where it is and only the newest reply is announced.
(() => {
  "use strict";

  const speaker = document.createElement("div");
  speaker.className = "unseen";
  speaker.setAttribute("aria-live", "polite");
  document.body.append(speaker);

  // An emptied live region can't be met twice when browsing line by line.
  const announce = (words) => {
    speaker.textContent = words;
    setTimeout(() => { speaker.textContent = ""; }, 1000);
  };

  // What the loudspeaker would say is what the screen reader says: no marks, codes in digits.
  const wordsOf = (root) => [
    ...[...root.querySelectorAll(".notice")].map((notice) => notice.textContent.trim()),
    root.querySelector(".newest").dataset.speak,
  ].join(" ");

  const replace = (fresh, selector) => {
    const here = document.querySelector(selector);
    const there = fresh.querySelector(selector);
    if (here && there) here.replaceWith(there);
  };

  const toLatest = () => document.getElementById("latest").scrollIntoView({ block: "start" });

  const show = (fresh) => {
    document.documentElement.className = fresh.documentElement.className;
    [".top", ".sizes", ".log", "footer"].forEach((part) => replace(fresh, part));
    document.querySelector(".log").setAttribute("aria-live", "off");
    announce(wordsOf(document));
    toLatest();
  };

  // Something is in the way: said where the eyes are, and nothing typed is lost.
  const tell = (words) => {
    const latest = document.getElementById("latest");
    latest.querySelectorAll(".notice").forEach((notice) => notice.remove());
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = words;
    latest.prepend(notice);
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
    if (form.matches(".say")) document.getElementById("text").value = "";
    show(fresh);
  };

  const send = async (form, button) => {
    const say = document.querySelector(".say");
    say.setAttribute("aria-busy", "true");
    try {
      await post(form, button);
    } catch {
      tell(say.dataset.unreachable);
    } finally {
      say.removeAttribute("aria-busy");
      if (!document.contains(document.activeElement) || document.activeElement === document.body) {
        document.getElementById("text").focus({ preventScroll: true });
      }
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !document.querySelector(".log")) return;
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
})();
