// A reply longer than its place: a button that moves it on, as a finger or a key would.

//: Part of the height that is moved: the last line stays in sight as the first.
const STEP = 0.8;

export const scrollByButton = (place, button) => {
  const look = () => {
    button.hidden = place.scrollTop + place.clientHeight >= place.scrollHeight - 8;
  };
  button.addEventListener("click", () => place.scrollBy({ top: place.clientHeight * STEP }));
  place.addEventListener("scroll", look);
  new ResizeObserver(look).observe(place);
  new MutationObserver(look).observe(place, { childList: true });
};
