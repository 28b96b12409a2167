// The kiosk's own sentences, which come with the page.
let sentences = {};

export const learn = (all) => { sentences = all; };

/** The sentence `key` with its places in braces filled in. */
export const sentence = (key, places = {}) => {
  if (!(key in sentences)) throw new Error(`no sentence ${key}`);
  return sentences[key].replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(places, name) ? places[name] : place));
};

/** A code as it is said: digit by digit. */
export const spelt = (code) => [...code].join(" ");
