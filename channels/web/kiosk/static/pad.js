// The number pad for the 续办码, by finger and by key.

export class Pad {
  /** @param {{onDigit: function(string), onDone: function(string)}} on */
  constructor(place, on) {
    this.place = place;
    this.typed = place.querySelector("output");
    this.on = on;
    place.querySelectorAll("[data-digit]").forEach((button) => {
      button.addEventListener("click", () => this.press(button.dataset.digit));
    });
    place.querySelector("#rub").addEventListener("click", () => this.press("Backspace"));
    place.querySelector("#done").addEventListener("click", () => this.press("Enter"));
  }

  get shown() { return !this.place.hidden; }

  show(shown) {
    this.place.hidden = !shown;
    this.typed.value = "";
  }

  /** Take a key; whether it was one of the pad's. */
  press(key) {
    if (!this.shown) return false;
    if (/^[0-9]$/.test(key)) {
      this.typed.value += key;
      this.on.onDigit(key);
    } else if (key === "Backspace") {
      this.typed.value = this.typed.value.slice(0, -1);
    } else if (key === "Enter") {
      this.on.onDone(this.typed.value);
    } else {
      return false;
    }
    return true;
  }
}
