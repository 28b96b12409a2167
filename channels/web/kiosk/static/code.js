// A 续办码 in what was said or pressed.
const NUMERALS = { 零: 0, 〇: 0, 幺: 1, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const LENGTH = 6;
//: Words around the code by which one means to go on with it.
const MEANT = /续办|接着办|办码/;
//: What may stand between the digits when nothing else is said.
const BETWEEN = /[\s，。,.、的是我码号-]/g;

/** All digits of `words`, spoken ones too, as a string. */
export const digitsIn = (words) => [...words.normalize("NFKC")]
  .map((character) => NUMERALS[character] ?? character)
  .filter((character) => /^[0-9]$/.test(character))
  .join("");

/**
 * The six digits in `words`, or null when no code is meant. Asked for one, any six digits
 * are it; else they must stand alone or with the words that name the code: an amount or a
 * date in a question opens nobody's conversation.
 */
export const codeIn = (words, { asked = false } = {}) => {
  const digits = digitsIn(words);
  if (digits.length !== LENGTH) return null;
  const rest = words.normalize("NFKC").replace(BETWEEN, "");
  const alone = [...rest].every((character) => character in NUMERALS || /[0-9]/.test(character));
  return asked || alone || MEANT.test(words) ? digits : null;
};

export const isComplete = (code) => code.length === LENGTH;
