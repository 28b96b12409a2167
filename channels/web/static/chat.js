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

  const wordsOf = (root) =>
    [...root.querySelectorAll(".newest p")].map((p) => p.textContent.trim()).join(" ");

  const replace = (fresh, selector) => {
    const here = document.querySelector(selector);
    const there = fresh.querySelector(selector);
    if (here && there) here.replaceWith(there);
  };

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    if (!fresh.querySelector(".log")) { location.reload(); return; }
    document.documentElement.className = fresh.documentElement.className;
    document.querySelectorAll(".notice").forEach((notice) => notice.remove());
    fresh.querySelectorAll(".notice").forEach((n) => document.querySelector("main").before(n));
    replace(fresh, ".top");
    replace(fresh, ".log");
    replace(fresh, "footer");
    const log = document.querySelector(".log");
    log.setAttribute("aria-live", "off");
    const notice = document.querySelector(".notice");
    announce((notice ? notice.textContent + " " : "") + wordsOf(document));
    document.getElementById("latest").scrollIntoView({ block: "start" });
  };

  const send = async (form, button) => {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const say = document.querySelector(".say");
    say.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      const html = await answer.text();
      if (form === say && answer.ok) document.getElementById("text").value = "";
      show(html);
    } catch {
      form.submit();
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
